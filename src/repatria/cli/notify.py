"""`repatria notify`: where and when the server writes that something is new."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli.language import PLURALS
from repatria.cli.output import say, show, show_json
from repatria.cli.reading import email as mail_address
from repatria.cli.reading import one_of
from repatria.cli.working import signed_in

REMINDERS = ("always", "away", "never")


def run(
    email: Annotated[str | None, typer.Option(help="Your address; an empty one ends all mail.")] = None,
    remind: Annotated[
        str | None,
        typer.Option(help="always, away (on duty, and nobody of the office signed in) or never."),
    ] = None,
    language: Annotated[str | None, typer.Option("--mail-language", help="en, fr, es or ar.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show when you are written to by mail; with options, change it. Mail never has any content."""
    if email is not None:
        mail_address("--email", email)
    if remind is not None:
        one_of("--remind", remind, REMINDERS)
    if language is not None:
        one_of("--mail-language", language, PLURALS)
    given = {"email": email, "remind": remind, "language": language}
    changed = {name: value for name, value in given.items() if value is not None}
    with signed_in(sync=False) as session:
        wish = {**session.notifications(), **changed}
        if changed:
            session.set_notifications(wish)
    if as_json:
        show_json(wish)
        return
    show(f"{wish['email'] or '-'}  {wish['remind']}  {wish['language']}")
    if changed:
        say("notify.set")
