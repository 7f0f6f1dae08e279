"""`repatria ack ROOM`."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli.output import say
from repatria.cli.working import signed_in


def run(
    room: Annotated[str, typer.Argument(help="Room, or at least its first eight characters.")],
    text: Annotated[str, typer.Option(help="A word to the sender.")] = "",
    reference: Annotated[str, typer.Option(help="Your own file number.")] = "",
    request: Annotated[str | None, typer.Option(help="Which request, when there are several.")] = None,
) -> None:
    """Acknowledge a request: a signed entry, which ends the first clock."""
    with signed_in() as session:
        of = session.threads.read(room).request(request).of
        sent = session.mail.acknowledge(room, of, text=text, reference=reference)
    say("sent.done", room=sent.room[:12], seq=sent.seq)
