"""`repatria notice send | hit`: what goes to chosen offices, sealed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli import reading
from repatria.cli.notice.options import AsJson, NoticeName
from repatria.cli.output import progress
from repatria.cli.send import tell_sent
from repatria.cli.working import signed_in
from repatria.protocol.body_shapes import HIT_SUBJECTS
from repatria.sdk import WrongUse


def send(
    notice: NoticeName,
    to: Annotated[list[str], typer.Option(help="An office; may be repeated.")],
    text: Annotated[str, typer.Option(help="A word to the receivers.")] = "",
    as_json: AsJson = False,
) -> None:
    """Send a valid diffusion to the offices of the chosen countries, in a room of its own."""
    for office in to:
        reading.office("--to", office)
    with signed_in() as session, progress() as tell:
        sent = session.notices.send(session.notices.find(notice), to, text, tell)
    tell_sent(sent, as_json=as_json)


def hit(
    notice: NoticeName,
    what: Annotated[str, typer.Argument(help=", ".join(HIT_SUBJECTS))],
    text: Annotated[str, typer.Option(help="What you found, and where.")] = "",
    body_file: Annotated[
        Path | None, typer.Option(help="The text from a file, - for standard input.")
    ] = None,
    attach: Annotated[list[Path] | None, typer.Option(help="A file; may be repeated.")] = None,
    as_json: AsJson = False,
) -> None:
    """Tell the notice's country what you found, and nobody else. A hit is a lead, not an action."""
    reading.one_of("WHAT", what, HIT_SUBJECTS)
    told = reading.said(text, body_file)
    if not told.strip():
        raise WrongUse("nothing_said", notice)
    with signed_in() as session, progress() as tell:
        sent = session.notices.hit(session.notices.find(notice), what, told, tuple(attach or ()), tell)
    tell_sent(sent, as_json=as_json)
