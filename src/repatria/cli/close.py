"""`repatria close ROOM OUTCOME`."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli.output import say
from repatria.cli.working import signed_in
from repatria.sdk import WrongUse


def run(
    room: Annotated[str, typer.Argument(help="Room, or at least its first eight characters.")],
    outcome: Annotated[str, typer.Argument(help="How it ended, in a word, such as frozen or withdrawn.")],
    text: Annotated[str, typer.Option(help="A word to the other side.")] = "",
    request: Annotated[str | None, typer.Option(help="Which request, when there are several.")] = None,
) -> None:
    """Close a request: a signed entry, by either side."""
    if not outcome.strip():
        raise WrongUse("nothing_said", "OUTCOME")
    with signed_in() as session:
        of = session.threads.read(room).request(request).of
        sent = session.mail.close(room, of, outcome, text=text)
    say("sent.done", room=sent.room[:12], seq=sent.seq)
