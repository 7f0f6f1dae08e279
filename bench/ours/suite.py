"""How long `make test` took on this machine the last time: it is not run again for this."""

import contextlib
import json
from collections.abc import Iterator

from bench.figure import Figure, PromiseBroken, Round, at_most, limit, register
from bench.ours.server import ROOT

RECORD = ROOT / ".cache" / "suite.json"  # written by gate/suite.py
LIMIT_MINUTES = 25.0


@contextlib.contextmanager
def last_run() -> Iterator[Round]:
    """Minutes of the last run, all stages passed."""
    if not RECORD.exists():
        raise PromiseBroken("no `make test` has ended in this checkout yet")
    record = json.loads(RECORD.read_text())
    if record["failed"]:
        raise PromiseBroken(f"the last `make test` failed in: {', '.join(record['failed'])}")
    yield lambda: float(record["seconds"]) / 60


register(Figure("suite", "min", at_most(1), last_run, limit(LIMIT_MINUTES), most_rounds=1))
