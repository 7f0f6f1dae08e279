"""`make demo`: from a fresh clone to `ready`, installs included, and every later start with the same data."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.disk import disk_folder
from bench.figure import Figure, Round, at_most, limit, register
from bench.ours.server import ROOT
from bench.processes import DidNotStart, free_port

FIRST_LIMIT_SECONDS = 300.0
LATER_LIMIT_SECONDS = 20.0
# Beyond every limit, so that a miss is still a number.
PATIENCE_SECONDS = 3600.0
POLL_SECONDS = 0.05
LATER_STARTS = 3
# What would let a clone use this checkout's programs.
OF_THIS_CHECKOUT = ("VIRTUAL_ENV", "PYTHONPATH", "UV_PROJECT_ENVIRONMENT", "MAKEFLAGS", "MAKELEVEL")


@contextlib.contextmanager
def from_a_fresh_clone() -> Iterator[Round]:
    """Seconds from `make demo` to `ready`, in a clone of what is committed, with empty package caches."""

    def take() -> float:
        with disk_folder() as folder:
            clone = folder / "clone"
            subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True, capture_output=True)
            caches = {"UV_CACHE_DIR": str(folder / "uv"), "npm_config_cache": str(folder / "npm")}
            return seconds_to_ready(clone, folder, caches)

    yield take


@contextlib.contextmanager
def with_the_same_data() -> Iterator[Round]:
    """Seconds from `make demo` to `ready` in this checkout, where everything was made before."""
    with disk_folder() as folder:
        seconds_to_ready(ROOT, folder, {})
        yield lambda: seconds_to_ready(ROOT, folder, {})


def seconds_to_ready(checkout: Path, folder: Path, settings: Mapping[str, str]) -> float:
    """Starts the demo, with its data in `folder`, and ends it again once it is ready.

    Raises DidNotStart when it ends before.
    """
    kept = {name: value for name, value in os.environ.items() if name not in OF_THIS_CHECKOUT}
    own = {"REPATRIA_DATA": str(folder / "data"), "REPATRIA_PORT": str(free_port())}
    log = folder / "log"
    began = time.monotonic()
    with log.open("wb") as output:
        # A group of its own: make, its shell and the demo end together.
        process = subprocess.Popen(
            ["make", "demo"],
            cwd=checkout,
            env={**kept, **own, **settings},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        while not any(line.startswith("ready ") for line in log.read_text(errors="replace").splitlines()):
            if process.poll() is not None or time.monotonic() - began > PATIENCE_SECONDS:
                raise DidNotStart("make demo:\n" + log.read_text(errors="replace")[-1000:])
            time.sleep(POLL_SECONDS)
        return time.monotonic() - began
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait()


register(
    Figure("demo-first-start", "s", at_most(1), from_a_fresh_clone, limit(FIRST_LIMIT_SECONDS), most_rounds=1)
)
register(
    Figure(
        "demo-later-start",
        "s",
        at_most(1),
        with_the_same_data,
        limit(LATER_LIMIT_SECONDS),
        most_rounds=LATER_STARTS,
    )
)
