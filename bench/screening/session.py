"""Starts engines as processes of one thread each, and asks them."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figure import PeerUnavailable
from bench.screening.measures import Ranking
from bench.screening.rows import Row, row_to_json, write_rows

ROOT = Path(__file__).parents[2]
BEGAN = time.monotonic()
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
)


@dataclass(frozen=True)
class Answered:
    """Rankings of one batch, the clock's milliseconds for each row, and the processor's seconds for all."""

    rankings: list[Ranking]
    milliseconds: list[float]
    processor_seconds: float


def tell(what: str) -> None:
    """Say on standard error how far a trial is: the long ones take minutes."""
    print(f"  {time.monotonic() - BEGAN:5.0f} s  {what}", file=sys.stderr, flush=True)


class Asking:
    """An engine's process. Every method raises PeerUnavailable when it has ended."""

    def __init__(self, name: str, process: subprocess.Popen[str], log: Path) -> None:
        self.name = name
        self._process = process
        self._log = log
        self.modes: tuple[str, ...] = tuple(self._hear()["modes"])

    def load(self, rows: Sequence[Row]) -> dict[str, float]:
        """Gives it the listed entities; returns `processor_seconds` and `resident_mb`."""
        with tempfile.TemporaryDirectory(prefix="repatria-names-") as folder:
            path = Path(folder) / "listed.jsonl"
            write_rows(rows, path)
            loaded = self._ask({"do": "load", "listed": str(path)})
        tell(f"{self.name} has loaded {len(rows):,} in {loaded['processor_seconds']:.0f} s of processor time")
        return loaded

    def open(self, path: Path) -> float:
        """Has it open a stored index and answer one query; returns the clock's seconds for both."""
        seconds: float = self._ask({"do": "open", "path": str(path)})["seconds"]
        return seconds

    def candidates(self, rows: Sequence[Row], k: int = 10) -> Answered:
        return _answered(self._ask({"do": "candidates", "rows": [row_to_json(row) for row in rows], "k": k}))

    def screen(self, rows: Sequence[Row], mode: str, k: int = 10) -> Answered:
        asked = {"do": "screen", "rows": [row_to_json(row) for row in rows], "k": k, "mode": mode}
        return _answered(self._ask(asked))

    def bulk(self, rows: Sequence[Row], mode: str, k: int = 10) -> Answered:
        """The same rankings in the engine's own batches, without milliseconds."""
        asked = {"do": "bulk", "rows": [row_to_json(row) for row in rows], "k": k, "mode": mode}
        return _answered(self._ask(asked))

    def pairs(self, pairs: Sequence[tuple[Row, Row]]) -> list[float]:
        values = [[row_to_json(left), row_to_json(right)] for left, right in pairs]
        scores: list[float] = self._ask({"do": "pairs", "pairs": values})["scores"]
        return scores

    def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):  # hearing says why
            self._process.stdin.write(json.dumps(asked, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        return self._hear()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            tail = "\n".join(self._log.read_text(errors="replace").splitlines()[-8:])
            raise PeerUnavailable(f"{self.name} ended:\n{tail}")
        answer: dict[str, Any] = json.loads(line)
        self.resident_mb: float = answer.get("resident_mb", 0.0)
        return answer


@contextlib.contextmanager
def asking(name: str, python: str | Path, module: str, **settings: str) -> Iterator[Asking]:
    """The engine of this module under this Python, ended when the block is left."""
    environment = {
        **os.environ,
        **ONE_THREAD,
        **settings,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
    }
    with tempfile.NamedTemporaryFile("w", prefix="repatria-engine-") as log:
        process = subprocess.Popen(
            [python, "-m", module],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield Asking(name, process, Path(log.name))
        finally:
            assert process.stdin
            assert process.stdout
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            process.terminate()
            process.wait()
            process.stdout.close()


def _answered(answer: dict[str, Any]) -> Answered:
    rankings: list[Ranking] = [
        [(identity, score) for identity, score in ranking] for ranking in answer["rankings"]
    ]
    return Answered(rankings, answer["milliseconds"], answer["processor_seconds"])
