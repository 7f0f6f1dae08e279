"""`repatria notice form | submit`: what a bureau asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli import reading
from repatria.cli.exits import Exit
from repatria.cli.notice.options import AsJson, word
from repatria.cli.output import progress, say, show_json
from repatria.cli.working import signed_in
from repatria.notices.blank import begun_record
from repatria.notices.gate import Missing, misfits, missing
from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.notices import NONCE_BYTES, record_document
from repatria.protocol.statements import COLOURS, VARIANTS
from repatria.sdk import NoticeDraft, WrongUse

Colour = Annotated[str, typer.Option(help=", ".join(COLOURS))]


def form(colour: Colour = "silver") -> None:
    """Print an empty record to fill in (JSON; the fields of protocol/notices.md)."""
    reading.one_of("--colour", colour, COLOURS)
    show_json(begun_record(colour, "en"))


def submit(
    record: Annotated[Path, typer.Argument(help="The filled-in record, or - for standard input.")],
    until: Annotated[str, typer.Option(help="How long it shall hold: a date, +365d, or Unix seconds.")],
    colour: Colour = "silver",
    diffusion: Annotated[
        bool, typer.Option("--diffusion", help="For chosen countries; sent to them with `notice send`.")
    ] = False,
    picture: Annotated[list[Path] | None, typer.Option(help="JPEG, PNG or WebP; may be repeated.")] = None,
    amends: Annotated[str, typer.Option(help="The notice that this one replaces once it is published.")] = "",
    text: Annotated[str, typer.Option(help="A word to the reviewers.")] = "",
    as_json: AsJson = False,
) -> None:
    """Send a draft to the secretariat, sealed, and sign that your country asks for it."""
    reading.one_of("--colour", colour, COLOURS)
    own = reading.read_object(record)
    pictures = tuple(picture or ())
    # What a picture would fill is not missing where one is attached.
    found = missing({**own, "pictures": [{"caption": path.stem} for path in pictures]}, colour)
    if found:
        _tell(found, as_json=as_json)
        raise typer.Exit(Exit.INCOMPLETE)
    _demand_shape(own)
    with signed_in() as session, progress() as tell:
        draft = NoticeDraft(
            record=own,
            colour=colour,
            until=reading.moment("--until", until, session.now()),
            variant=VARIANTS[diffusion],
            pictures=pictures,
            amends=session.notices.find(amends).hash if amends else None,
            text=text,
        )
        submitted = session.notices.submit(draft, tell)
    if as_json:
        show_json({"notice": submitted.notice, "room": submitted.room})
        return
    say("notice.submitted", notice=submitted.notice[:12], room=submitted.room[:12])


def _demand_shape(own: Json) -> None:
    """Raises WrongUse (`bad_record`), which names the field."""
    try:
        record_document({**own, "pictures": []}, bytes(NONCE_BYTES))
    except ProtocolError as error:
        raise WrongUse("bad_record", "; ".join(misfits(own)[:5]) or error.detail) from error


def _tell(found: tuple[Missing, ...], *, as_json: bool) -> None:
    if as_json:
        show_json({"missing": [{"path": one.path, "code": one.code} for one in found]})
        return
    say("notice.missing", count=len(found))
    for one in found:
        say("notice.missing_line", path=one.path, what=word("gate", one.code))
