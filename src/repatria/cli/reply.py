"""`repatria reply ROOM`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.language import spoken
from repatria.cli.output import progress, say
from repatria.cli.reading import language as language_code
from repatria.cli.reading import one_of, said
from repatria.cli.working import signed_in
from repatria.sdk import Reply, WrongUse
from repatria.sdk.letters import TLP


def run(
    room: Annotated[str, typer.Argument(help="Room, or at least its first eight characters.")],
    text: Annotated[str, typer.Option(help="What you say.")] = "",
    body_file: Annotated[
        Path | None, typer.Option(help="Or a UTF-8 file with it; - reads standard input.")
    ] = None,
    attach: Annotated[list[Path] | None, typer.Option(help="A file; may be repeated.")] = None,
    tlp: Annotated[str | None, typer.Option(help="Handling; at least that of the thread.")] = None,
    language: Annotated[
        str, typer.Option(help="Language of the text, two letters; else the one spoken here.")
    ] = "",
) -> None:
    """Write in a room that you can read."""
    words = said(text, body_file)
    if not words.strip() and not attach:
        raise WrongUse("nothing_said", "--text, --body-file")
    if tlp is not None:
        one_of("--tlp", tlp, TLP)
    written_in = language_code("--language", language or spoken())
    with signed_in() as session, progress() as tell:
        written = Reply(words, written_in, tlp, files=tuple(attach or ()))
        sent = session.mail.reply(room, written, tell)
    say("sent.done", room=sent.room[:12], seq=sent.seq)
