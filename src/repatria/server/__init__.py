"""The server: keeps statements and sealed entries, checks both, and can open neither.

`Settings`, `prepare`, `found`, `create_app` and `run` are what others call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from repatria.server.settings import Settings, from_environment

if TYPE_CHECKING:
    from repatria.protocol.envelope import Envelope
    from repatria.server.ledger.log_keys import LogKeys

__all__ = [
    "Settings",
    "create_app",
    "drop_tokens",
    "found",
    "from_environment",
    "make_ceremony_token",
    "make_reader_token",
    "prepare",
    "prepare_next_log_keys",
    "retire_old_log_keys",
    "run",
]


def run(settings: Settings) -> None:
    """Serve until stopped."""
    from repatria.server.serve import run as serve

    serve(settings)


def create_app(settings: Settings) -> Any:
    """The ASGI application."""
    from repatria.server.app import create_app as create

    return create(settings)


def prepare(settings: Settings) -> LogKeys:
    """Data folder, tables and log keys."""
    from repatria.server import console

    return console.prepare(settings)


def prepare_next_log_keys(settings: Settings) -> LogKeys:
    """The pair that a new root statement can name."""
    from repatria.server import console

    return console.prepare_next_log_keys(settings)


def retire_old_log_keys(settings: Settings) -> int:
    """Drop the pairs that the root in force does not name."""
    from repatria.server import console

    return console.retire_old_log_keys(settings)


def found(settings: Settings, root: Envelope) -> None:
    """Put the network's first root statement."""
    from repatria.server import console

    console.found(settings, root)


def make_reader_token(settings: Settings, name: str) -> str:
    """A token that reads the register and cosigns, for witnesses and monitors."""
    from repatria.server import console

    return console.make_reader_token(settings, name)


def make_ceremony_token(settings: Settings, name: str) -> str:
    """A token that invites heads of bureaus, for the secretariat's ceremonies."""
    from repatria.server import console

    return console.make_ceremony_token(settings, name)


def drop_tokens(settings: Settings, name: str) -> int:
    """Take away what `make_reader_token` and `make_ceremony_token` made under this name."""
    from repatria.server import console

    return console.drop_tokens(settings, name)
