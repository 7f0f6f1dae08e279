"""The engines by name: which Python runs each, and what stands beside it."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.peers.environment import ensure_environment
from bench.postgres import postgres
from bench.screening.session import Asking, asking

REQUIREMENTS = Path(__file__).parent / "engines" / "requirements.txt"
OURS = "repatria"
YENTE_LIKE, PG_TRGM, TF_IDF, FUZZY = "yente-like", "pg_trgm", "tf-idf", "rapidfuzz"
PEERS = (YENTE_LIKE, PG_TRGM, TF_IDF, FUZZY)
MODULES = {YENTE_LIKE: "yente_like", PG_TRGM: "pg_trgm", TF_IDF: "tf_idf", FUZZY: "fuzzy"}
# PyICU is compiled there; Debian calls its headers libicu-dev.
ENVIRONMENT = "screening"


@contextlib.contextmanager
def engine(name: str) -> Iterator[Asking]:
    """The engine of this name, running. Raises PeerUnavailable where it cannot be installed or started."""
    with contextlib.ExitStack() as stack:
        yield stack.enter_context(_started(name, stack))


def _started(name: str, stack: contextlib.ExitStack) -> contextlib.AbstractContextManager[Asking]:
    if name == OURS:
        return asking(name, sys.executable, "bench.screening.engines.ours")
    python = ensure_environment(ENVIRONMENT, REQUIREMENTS)
    settings = {}
    if name == PG_TRGM:
        cluster = stack.enter_context(postgres())
        # Not the C locale, in which no letter but an English one is a letter to pg_trgm.
        cluster.create_database("names", locale="C.UTF-8")
        settings["BENCH_POSTGRES"] = f"host=127.0.0.1 port={cluster.port} user=bench dbname=names"
    return asking(name, python, f"bench.screening.engines.{MODULES[name]}", **settings)
