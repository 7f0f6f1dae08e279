"""`repatria handling ROOM [CODE]`: how what was written may be passed on, and changing it."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli.output import say, show, show_json
from repatria.cli.reading import one_of
from repatria.cli.working import signed_in
from repatria.protocol.handling import may_change
from repatria.sdk import Message, Session, Thread, WrongUse
from repatria.sdk.letters import TLP


def run(
    room: Annotated[str, typer.Argument(help="Room, or at least its first eight characters.")],
    code: Annotated[
        str,
        typer.Argument(help="TLP:RED, TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN or TLP:CLEAR; none shows them."),
    ] = "",
    message: Annotated[
        int | None, typer.Option(help="Number of the message, as `open` shows it; else the whole thread.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show the handling of a thread's messages, or change it.

    Everybody may make a message stricter; only the office that wrote it makes it laxer.
    """
    if code:
        one_of("CODE", code, TLP)
    with signed_in() as session:
        if code:
            _change(session, room, code, message)
        thread = session.threads.read(room)
    codes = thread.handlings.codes
    rows = [
        {"seq": one.seq, "message": one.hash, "office": one.office, "tlp": codes[one.hash]}
        for one in thread.messages
        if one.hash in codes and message in (None, one.seq)
    ]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        show(f"#{row['seq']}  {row['tlp']:17} {row['office']}")


def _change(session: Session, room: str, code: str, seq: int | None) -> None:
    """All that is to be changed may be, or nothing is."""
    thread = session.threads.read(room)
    changing = [one for one in _meant(thread, seq) if thread.handlings.codes[one.hash] != code]
    for one in changing:
        if not may_change(thread.handlings.codes[one.hash], code, own=one.office == session.office):
            raise WrongUse("handling_of_others", f"#{one.seq} {one.office}")
    for one in changing:
        sent = session.mail.change_handling(thread.room, one.hash, code)
        say("handling.changed", seq=one.seq, code=code, room=sent.room[:12])


def _meant(thread: Thread, seq: int | None) -> list[Message]:
    marked = [one for one in thread.messages if one.hash in thread.handlings.codes]
    found = [one for one in marked if seq in (None, one.seq)]
    if not found:
        raise WrongUse("no_such_message", f"#{seq}")
    return found
