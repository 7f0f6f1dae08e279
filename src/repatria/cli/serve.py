"""`repatria serve`: the server, from REPATRIA_* settings."""

from __future__ import annotations


def run() -> None:
    """Run the server of the data folder REPATRIA_DATA (docs/operate/settings.md)."""
    from repatria import server
    from repatria.cli.operating import read_startable_settings

    server.run(read_startable_settings())
