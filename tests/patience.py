"""How long a test waits for what must come. A guard against hanging, never a measurement.

Whatever is waited for is seen as soon as it is there, so patience costs nothing where all is well. A machine
that is ten times slower than ours must pass too; what is quick enough is for `make bench` to say.
"""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Callable

PATIENCE_SECONDS = 240
POLL_SECONDS = 0.01
# Not the seeded one: two workers that run the same examples would ask for the same ports.
_CHANCE = random.SystemRandom()


def await_that(condition: Callable[[], bool], what: str) -> None:
    """Return once `condition()` is true; AssertionError (`what`) when it never is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"still waiting: {what}"
        time.sleep(POLL_SECONDS)


def free_port() -> int:
    """A free port below 32768: those above are taken by anybody's outgoing connections."""
    while True:
        port = _CHANCE.randrange(20_000, 32_768)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
