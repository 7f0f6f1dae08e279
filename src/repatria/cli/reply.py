"""`repatria reply ROOM`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.output import progress, say
from repatria.cli.working import signed_in
from repatria.sdk import Reply


def run(
    room: Annotated[str, typer.Argument(help="Room, or at least its first eight characters.")],
    text: Annotated[str, typer.Option(help="What you say.")] = "",
    body_file: Annotated[Path | None, typer.Option(help="Or a UTF-8 file with it.")] = None,
    attach: Annotated[list[Path] | None, typer.Option(help="A file; may be repeated.")] = None,
    tlp: Annotated[str | None, typer.Option(help="Handling; at least that of the thread.")] = None,
    language: Annotated[str, typer.Option(help="Language of the text, two letters.")] = "en",
) -> None:
    """Write in a room that you can read."""
    words = body_file.read_text(encoding="utf-8") if body_file else text
    with signed_in() as session, progress() as tell:
        written = Reply(words, language, tlp, files=tuple(attach or ()))
        sent = session.mail.reply(room, written, tell)
    say("sent.done", room=sent.room[:12], seq=sent.seq)
