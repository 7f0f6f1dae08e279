"""`repatria answer ROOM OUTCOME`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.output import progress, say
from repatria.cli.reading import code_of, one_of, said
from repatria.cli.working import signed_in
from repatria.sdk import Answer, Measure
from repatria.sdk.letters import OUTCOMES, REFUSALS


def run(
    room: Annotated[str, typer.Argument(help="Room, or at least its first eight characters.")],
    outcome: Annotated[str, typer.Argument(help="frozen, partly, not_possible, information or refused.")],
    text: Annotated[str, typer.Option(help="The answer in words.")] = "",
    body_file: Annotated[
        Path | None, typer.Option(help="Or a UTF-8 file with it; - reads standard input.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Code of the refusal, where it is one.")] = "",
    authority: Annotated[str, typer.Option(help="Who took the measure.")] = "",
    basis: Annotated[str, typer.Option(help="Law it rests on.")] = "",
    attach: Annotated[list[Path] | None, typer.Option(help="A file; may be repeated.")] = None,
    request: Annotated[str | None, typer.Option(help="Which request, when there are several.")] = None,
) -> None:
    """Answer a request: a signed entry, which ends the second clock."""
    one_of("OUTCOME", outcome, OUTCOMES)
    (one_of if outcome == "refused" else code_of)("--reason", reason, REFUSALS)
    words = said(text, body_file)
    measure = Measure(authority, basis) if authority or basis else None
    with signed_in() as session, progress() as tell:
        of = session.threads.read(room).request(request).of
        given = Answer(outcome, words, reason, measure, tuple(attach or ()))
        sent = session.mail.answer(room, of, given, tell)
    say("sent.done", room=sent.room[:12], seq=sent.seq)
