"""`repatria course form | offer | publish | retire`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli import publishing, reading
from repatria.cli.language import spoken
from repatria.cli.output import show_json
from repatria.cli.publishing import Access, AsJson, ItemName, OfferName, Reason, Successor, tell_landed
from repatria.cli.working import signed_in
from repatria.protocol.canonical import Json
from repatria.sdk import WrongUse
from repatria.sdk.courses import SHELF


def form() -> None:
    """Print a record with one module and one question to fill in (JSON; the fields of
    protocol/publications.md)."""
    said = [{"language": spoken(), "title": "…", "text": ""}]
    choices: list[Json] = [{"right": right, "words": said} for right in (True, False)]
    question = {"id": "question-1", "words": said, "choices": choices}
    module = {"id": "module-1", "words": said, "documents": [], "quiz": [question]}
    show_json({"words": said, "hours": 1, "pass_percent": 80, "office": "", "modules": [module]})


def offer(
    item: Annotated[str, typer.Argument(help="Its name for ever; that of a course makes a new version.")],
    record: Annotated[Path, typer.Argument(help="The filled-in record, or - for standard input.")],
    access: Access = "members",
    as_json: AsJson = False,
) -> None:
    """Offer a course, or its next version; somebody else publishes it."""
    own = reading.read_object(record)
    name = publishing.item(item)
    publishing.access(access)
    with signed_in() as session:
        landed = session.courses.offer(name, own, access)
    tell_landed(landed, as_json=as_json, item=name)


def publish(offer: OfferName, as_json: AsJson = False) -> None:
    """Publish a course that somebody else offered; `library review` returns or refuses it."""
    with signed_in() as session:
        found = session.publications.find_offer(offer)
        if found.shelf != SHELF:
            raise WrongUse("no_such_offer", offer)
        landed = session.publications.publish_offer(found)
    tell_landed(landed, as_json=as_json, item=found.item)


def retire(item: ItemName, reason: Reason, successor: Successor = "", as_json: AsJson = False) -> None:
    """Take a course off the shelf, for the secretariat; it stays in the history, and so do certificates."""
    why = publishing.retiring(reason, successor)
    with signed_in() as session:
        landed = session.courses.retire(item, why)
    tell_landed(landed, as_json=as_json)
