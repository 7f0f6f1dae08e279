"""`repatria serve`: the server, from REPATRIA_* settings."""

from __future__ import annotations


def run() -> None:
    """Run the server of the data folder REPATRIA_DATA (docs/operate/settings.md)."""
    from repatria import server
    from repatria.cli.operating import naming_the_setting, read_startable_settings

    settings = read_startable_settings()
    with naming_the_setting():
        server.run(settings)
