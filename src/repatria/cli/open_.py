"""`repatria open ROOM`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from repatria.cli.bodies import kind_of, lines_of
from repatria.cli.output import local_moment, progress, say, show, show_json, words
from repatria.cli.working import signed_in
from repatria.sdk import Blocked, Message, Session, Thread


def run(
    room: Annotated[str, typer.Argument(help="Room, or at least its first eight characters.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    save: Annotated[
        Path | None, typer.Option(help="Folder for the attachments, each checked whole first.")
    ] = None,
    receipt: Annotated[bool, typer.Option(help="Sign a read receipt for what was unread.")] = True,
) -> None:
    """Show a thread with who wrote it on whose behalf. Exits 5 when a message failed a check."""
    with signed_in() as session:
        thread = session.threads.read(room)
        if as_json:
            show_json({**thread.to_json(), "saved": _save(session, thread, save)})
        else:
            _show(thread)
            for path in _save(session, thread, save):
                say("open.saved", path=path)
        if receipt:
            session.mail.read(thread.room)
    if thread.blocked:
        worst = thread.blocked[0]
        raise Blocked(worst.problem or "blocked", f"message {worst.seq} of {thread.room[:12]}")


def _save(session: Session, thread: Thread, folder: Path | None) -> list[str]:
    if folder is None:
        return []
    with progress() as tell:
        return [
            str(session.mail.save(thread.room, attachment, folder, tell))
            for message in thread.messages
            for attachment in message.attachments
        ]


def _show(thread: Thread) -> None:
    show(f"{thread.subject}\n{', '.join(thread.members)}\n{words('open.room', room=thread.room)}")
    for request in thread.requests:
        way = f"{request.by_office} > {request.to}"
        urgency, state = words(f"urgency.{request.urgency}"), words(f"state.{request.state}")
        show(words("open.request", of=request.of[:12], urgency=urgency, way=way, state=state))
    for message in thread.messages:
        show(_head(message))
        if message.body is None:
            say("open.unreadable", code=message.problem)
        else:
            _show_body(message, message.body, thread.handlings.codes.get(message.hash))


def _head(message: Message) -> str:
    moment = local_moment(message.time)
    return f"\n#{message.seq}  {message.name} ({message.office})  {moment}  {kind_of(message.kind)}"


def _show_body(message: Message, body: dict[str, Any], tlp: str | None) -> None:
    for line in lines_of(body, tlp):
        show(f"   {line}")
    for attachment in message.attachments:
        size, digest = f"{attachment.size:,}", attachment.sha256[:16]
        show(words("open.attachment", name=attachment.safe_name, size=size, sha256=digest))
