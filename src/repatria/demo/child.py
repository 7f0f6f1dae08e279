"""The demo's server process: the server as anyone runs it, and it stops when its parent is gone."""

from __future__ import annotations

import os
import sys
import threading

from repatria.server import log
from repatria.server.serve import make_server
from repatria.server.settings import from_environment


def main() -> None:
    """Serve the settings of the environment until SIGTERM, or until standard input closes."""
    log.set_up()
    running = make_server(from_environment(os.environ))

    def watch() -> None:
        sys.stdin.buffer.read()
        running.should_exit = True

    threading.Thread(target=watch, daemon=True).start()
    running.run()


if __name__ == "__main__":
    main()
