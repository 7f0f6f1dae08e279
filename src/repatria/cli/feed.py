"""`repatria news feed …`: a private address at which a reader of feeds finds the news."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from repatria.cli import reading
from repatria.cli.language import spoken
from repatria.cli.output import local_moment, say, show, show_json
from repatria.cli.publishing import AsJson
from repatria.cli.working import signed_in

app = typer.Typer(no_args_is_help=True, help="Your private address of the news, for a reader of feeds (RSS).")

LANGUAGES = ("en", "fr", "es", "ar")
PATH = "/me/feed"


def make(
    language: Annotated[str, typer.Option(help="en, fr, es or ar; else the one spoken here.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make an address and print it, this once; the one before ends. Whoever has it reads the news."""
    said = reading.one_of("--language", language or spoken(), LANGUAGES)
    with signed_in() as session:
        token = session.connection.put(PATH)["token"]
        address = f"{session.connection.server}/api/v1/feeds/{token}/{said}/news.rss"
    if as_json:
        show_json({"address": address})
        return
    show(address)
    say("feed.made")


def shown(as_json: AsJson = False) -> None:
    """Show since when an address holds. The address itself nobody can read again."""
    with signed_in() as session:
        since = session.connection.get_json(PATH)["since"]
    if as_json:
        show_json({"since": since})
    elif since is None:
        say("feed.none")
    else:
        say("feed.since", time=local_moment(since))


def revoke() -> None:
    """End the address at once."""
    with signed_in() as session:
        session.connection.delete(PATH)
    say("feed.ended")


COMMANDS: dict[str, Callable[..., None]] = {"make": make, "show": shown, "revoke": revoke}

for name, command in COMMANDS.items():
    app.command(name)(command)
