"""`repatria members ROOM`."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli.output import say, show, show_json
from repatria.cli.reading import office
from repatria.cli.working import signed_in


def run(
    room: Annotated[str, typer.Argument(help="Room, or at least its first eight characters.")],
    bring_in: Annotated[
        list[str] | None,
        typer.Option(help="An office that will read the whole room, also its past; may be repeated."),
    ] = None,
    take_out: Annotated[
        list[str] | None,
        typer.Option(help="An office that will read nothing written from now on; may be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show which offices hold seats in a room; bring offices in, take them out.

    Only the office that opened the room does that to others; any office may take itself out.
    """
    for option, offices in (("--bring-in", bring_in), ("--take-out", take_out)):
        for one in offices or ():
            office(option, one)
    with signed_in() as session:
        if bring_in or take_out:
            sent = session.seating.change(room, bring_in=bring_in or (), take_out=take_out or ())
            say("members.changed", room=sent.room[:12], seq=sent.seq)
        seated = session.seating.offices(room)
    if as_json:
        show_json(seated)
        return
    for one in seated:
        show(one)
