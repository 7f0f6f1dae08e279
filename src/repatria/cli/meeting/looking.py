"""`repatria meeting list | show | ics`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.language import spoken
from repatria.cli.output import local_moment, say, show, show_json, words
from repatria.cli.publishing import AsJson, ItemName, country_word, in_language, tell_retired
from repatria.cli.working import signed_in
from repatria.sdk import Meeting
from repatria.sdk.store import write_private

ENDED = ("held", "cancelled")


def listed(
    upcoming: Annotated[bool, typer.Option("--upcoming", help="Only those that are still to come.")] = False,
    as_json: AsJson = False,
) -> None:
    """List meetings, the latest first."""
    with signed_in() as session:
        found = [one for one in session.meetings.all() if not (upcoming and one.record["state"] in ENDED)]
    if as_json:
        show_json([one.to_json() for one in found])
        return
    for one in found:
        show(f"{one.item}  {_when(one)}  {_where(one)}  {_state(one)}  {one.words(spoken())['title']}")


def shown(item: ItemName, as_json: AsJson = False) -> None:
    """Show a meeting with its programme, documents and decisions."""
    with signed_in() as session:
        tell_retired(session, "meeting", item, as_json=as_json)
        meeting = session.meetings.get(item)
    if as_json:
        show_json(meeting.to_json())
        return
    for line in _lines(meeting):
        show(line)


def ics(
    file: Annotated[Path, typer.Argument(help="The .ics file to write.")],
    item: Annotated[list[str] | None, typer.Argument(help="The item, as `list` shows it; none: all.")] = None,
) -> None:
    """Write meetings as a calendar, in whatever time zone its reader lives."""
    with signed_in() as session:
        meetings = session.meetings
        found = [meetings.get(one) for one in item] if item else meetings.all()
        data = meetings.calendar(found, spoken())
    write_private(file, data)
    say("meeting.calendar", path=file, count=len(found))


def _when(meeting: Meeting) -> str:
    start, end = str(meeting.record["start"]), str(meeting.record["end"])
    return (start if start == end else f"{start} – {end}").replace("T", " ")


def _where(meeting: Meeting) -> str:
    record = meeting.record
    return ", ".join(part for part in (record["city"], country_word(record["country"])) if part)


def _state(meeting: Meeting) -> str:
    return words(f"meeting.{meeting.record['state']}")


def _lines(meeting: Meeting) -> Iterator[str]:
    record, own = meeting.record, meeting.words(spoken())
    zone = f" ({record['tz']})" if record["tz"] else ""
    yield f"{own['title']}\n{meeting.item}  {_state(meeting)}"
    yield f"{_when(meeting)}{zone}  {_where(meeting)}  {record['host']}".rstrip()
    if record["organisers"]:
        yield "; ".join(record["organisers"])
    if record["office"]:
        yield words("meeting.office", office=record["office"])
    if record["capacity"] is not None:
        yield words("meeting.capacity", count=record["capacity"])
    if record["register_by"] is not None:
        yield words("meeting.register_by", time=local_moment(record["register_by"]))
    if own["text"]:
        yield f"\n{own['text']}"
    for one in record["programme"]:
        when = f"{one['start']} – {one['end']}".replace("T", " ")
        speakers = ", ".join(one["speakers"])
        yield "  ".join(part for part in ("-", when, in_language(one["words"])["title"], speakers) if part)
    for document in record["documents"]:
        yield f"library/{document}"
    if record["decisions"]:
        yield f"\n{in_language(record['decisions'])['text']}"
    if record["source"]:
        yield f"\n[{record['source']}]"
