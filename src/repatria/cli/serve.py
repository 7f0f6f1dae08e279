"""`repatria serve`: the server, from REPATRIA_* settings."""

from __future__ import annotations

import os


def run() -> None:
    """Run the server of the data folder REPATRIA_DATA (docs/operate/settings.md)."""
    from repatria import server
    from repatria.server.settings import from_environment

    server.run(from_environment(os.environ))
