"""Meetings as a calendar file (RFC 5545).

Times of day are given in UTC, so that no calendar has to know the time zone: RFC 5545 demands a whole
VTIMEZONE beside a local time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from repatria import reference
from repatria.notices.icalendar import calendar_file, escaped
from repatria.protocol.canonical import Json

_MONTH, _DAY = len("2026-11"), len("2026-11-23")


def moment(local: str, tz: str) -> int:
    """Unix seconds of a `local` with a time of day (publications.md): a time that the clocks skip is the
    one after it by as much, one that comes twice is the first."""
    # Which fold does: PEP 495, "the offset before the transition".
    return int(dt.datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(tz)).timestamp())


def meeting_calendar(meetings: Iterable[tuple[str, Json]], *, now: int, language: str) -> bytes:
    """Events of these meetings, `(item, record)` each; the same item is the same event again."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Repatria//Meetings//EN", "METHOD:PUBLISH"]
    for item, record in meetings:
        lines += _event(item, record, now, language)
    return calendar_file([*lines, "END:VCALENDAR"])


def _event(item: str, record: Json, now: int, language: str) -> list[str]:
    words = next((one for one in record["words"] if one["language"] == language), record["words"][0])
    country = reference.countries().get(record["country"])
    place = (record["host"], record["city"], country.names[language] if country else record["country"])
    lines = [
        "BEGIN:VEVENT",
        f"UID:meeting-{item}@repatria",
        f"DTSTAMP:{_utc(now)}",
        *_span(record["start"], record["end"], record["tz"]),
        f"SUMMARY:{escaped(words['title'])}",
        f"LOCATION:{escaped(', '.join(part for part in place if part))}",
    ]
    if words["text"]:
        lines.append(f"DESCRIPTION:{escaped(words['text'])}")
    lines.append("STATUS:CANCELLED" if record["state"] == "cancelled" else "STATUS:CONFIRMED")
    return [*lines, "END:VEVENT"]


def _span(start: str, end: str, tz: str) -> list[str]:
    """From the first moment to the last; days where one of them has no time of day."""
    if "T" in start and "T" in end:
        # An hour that the clocks skip is a later moment than the one that follows it.
        first, last = moment(start, tz), moment(end, tz)
        return [f"DTSTART:{_utc(first)}", f"DTEND:{_utc(max(first, last))}"]
    after = _last_day(end[:_DAY]) + dt.timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{_first_day(start[:_DAY]):%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _first_day(text: str) -> dt.date:
    return dt.date.fromisoformat(text if len(text) > _MONTH else f"{text}-01")


def _last_day(text: str) -> dt.date:
    if len(text) > _MONTH:
        return dt.date.fromisoformat(text)
    next_month = dt.date.fromisoformat(f"{text}-01") + dt.timedelta(days=31)
    return next_month.replace(day=1) - dt.timedelta(days=1)


def _utc(seconds: int) -> str:
    return f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y%m%dT%H%M%SZ}"
