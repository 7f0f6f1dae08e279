"""`repatria demo`: an invented network on this machine."""

from __future__ import annotations

import os

from repatria.cli.output import say


def run() -> None:
    """Make (or reopen) the demo network and serve it on loopback until stopped.

    REPATRIA_PORT chooses the port, REPATRIA_DATA the folder; without it each start is a new network.
    """
    from repatria.demo.run import run_demo

    try:
        run_demo(os.environ)
    except KeyboardInterrupt:
        say("demo.interrupted")
        raise
