"""Reviews and ends of notices as a calendar file (RFC 5545), for the calendars that officers live in.

A calendar lies outside the platform: what goes into an event is the reference that its office gave, and no
name; a title only where the caller puts one. No alarm is set for others, and the file is a copy that knows
nothing later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from repatria import reference
from repatria.notices.icalendar import calendar_file, escaped
from repatria.protocol.notice_states import REVIEW_SECONDS, SUSPENDED, VALID, Notice


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice with what an event may say of it."""

    notice: Notice
    reference: str
    title: str = ""


def calendar(entries: Iterable[Entry], *, now: int, language: str) -> bytes:
    """Events of the notices that have not ended at `now` (Unix seconds): review and end, and a suspension's
    end.

    Days are those of UTC. The same notices give the same events again, so that a calendar takes them as newer
    ones.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Repatria//Notices//EN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(reference.notice_word('calendar', 'name', language))}",
    ]
    for entry in entries:
        for kind, time in _dates(entry.notice, now):
            lines += _event(entry, kind, time, now, language)
    lines.append("END:VCALENDAR")
    return calendar_file(lines)


def _dates(notice: Notice, now: int) -> Iterator[tuple[str, int]]:
    """What the clock will make of a notice from `now` on; nothing of one that has ended."""
    state = notice.state_at(now)
    if state == VALID:
        yield "review", notice.until - REVIEW_SECONDS
        yield "end", notice.until
    elif state == SUSPENDED:
        kind = "suspension" if notice.runs_out_at == notice.suspended_until else "end"
        yield kind, notice.runs_out_at


def _event(entry: Entry, kind: str, time: int, now: int, language: str) -> list[str]:
    notice = entry.notice
    summary = reference.notice_word("calendar", kind, language).format(
        reference=entry.reference or notice.hash[:8]
    )
    named = reference.notice_types()[notice.colour].names[language]
    country = (
        reference.countries()[notice.country].names[language]
        if notice.country in reference.countries()
        else ""
    )
    about = " · ".join(part for part in (named, country or notice.country, entry.title) if part)
    day = dt.datetime.fromtimestamp(time, dt.UTC).date()
    return [
        "BEGIN:VEVENT",
        f"UID:{notice.hash}-{kind}@repatria",
        f"DTSTAMP:{dt.datetime.fromtimestamp(now, dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(about)}",
        "CLASS:CONFIDENTIAL",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
