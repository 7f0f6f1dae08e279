"""`repatria meeting form | publish | retire`, for the secretariat."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli import publishing, reading
from repatria.cli.language import spoken
from repatria.cli.output import show_json
from repatria.cli.publishing import Access, AsJson, ItemName, Reason, Successor, tell_landed
from repatria.cli.working import signed_in
from repatria.protocol.canonical import Json
from repatria.sdk import Written


def form() -> None:
    """Print an empty record to fill in (JSON; the fields of protocol/publications.md)."""
    texts = ("series", "tz", "city", "country", "host", "office", "source")
    numbers = ("number", "capacity", "register_by", "participants", "countries")
    record: Json = {
        "kind": "conference",
        "words": [{"language": spoken(), "title": "…", "text": ""}],
        "start": "2027-01-01",
        "end": "2027-01-01",
        "state": "planned",
        "certainty": "high",
        **dict.fromkeys(texts, ""),
        **dict.fromkeys(numbers, None),
        **{name: [] for name in ("organisers", "programme", "documents", "decisions")},
    }
    show_json(record)


def publish(
    item: Annotated[str, typer.Argument(help="Its name for ever.")],
    record: Annotated[Path, typer.Argument(help="The filled-in record, or - for standard input.")],
    access: Access = "members",
    as_json: AsJson = False,
) -> None:
    """Publish a meeting, or its next version, for the secretariat."""
    own = reading.read_object(record)
    written = Written("meeting", publishing.item(item), own, publishing.access(access))
    with signed_in() as session:
        landed = session.publications.publish(written)
    tell_landed(landed, as_json=as_json, item=item)


def retire(item: ItemName, reason: Reason, successor: Successor = "", as_json: AsJson = False) -> None:
    """Take a meeting off the shelf, for the secretariat; it stays in the history."""
    why = publishing.retiring(reason, successor)
    with signed_in() as session:
        landed = session.publications.retire("meeting", item, why)
    tell_landed(landed, as_json=as_json)
