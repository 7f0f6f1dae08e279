"""What a print of a notice, or of an entry of a list, must carry: paper does not learn what came later.

Owns which sentences there are and in which order; their words are reference data in four languages. Screens
and the command line print them as they come, the first ones on every page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from repatria import reference
from repatria.notices.importing import Format, Listed, licence_of
from repatria.protocol.notice_states import ENDED, Notice


@dataclass(frozen=True, slots=True)
class Verified:
    """The position of the register up to which it was folded, and the checkpoint's time (Unix seconds)."""

    position: int
    time: int


@dataclass(frozen=True, slots=True)
class Mark:
    """`code` of the group marking in notice_words(); `text` in the language that was asked for."""

    code: str
    text: str


def marking(
    record: Mapping[str, Any], notice: Notice, verified: Verified | None, *, printed_at: int, language: str
) -> tuple[Mark, ...]:
    """Handling; that it is information only; source; state, position and time; validity of what has not
    ended; conditions of use."""

    def mark(code: str, **said: object) -> Mark:
        return Mark(code, reference.notice_word("marking", code, language).format(**said))

    marks = [
        mark("handling", tlp=record["handling"]["tlp"]),
        mark("silver_only" if notice.colour == "silver" else "information_only"),
        mark("hit_is_lead"),
        mark("source", country=_country(notice.country, language), record=notice.record),
    ]
    code = notice.state_at(verified.time if verified else printed_at)
    if verified is None:
        marks.append(mark("not_verified"))
    else:
        state = reference.notice_word("states", code, language)
        marks.append(mark("verified", state=state, position=verified.position, time=_time(verified.time)))
    if code not in ENDED:
        marks.append(mark("until", time=_time(notice.until)))
    marks += [mark("conditions", text=text) for text in record["conditions"] if text.strip()]
    marks.append(mark("copy", time=_time(printed_at)))
    return tuple(marks)


def listed_marking(entry: Listed, of: Format, *, printed_at: int, language: str) -> tuple[Mark, ...]:
    """For an entry of a list that somebody brought: where it came from, its licence, and that it may be
    stale."""

    def mark(code: str, **said: object) -> Mark:
        return Mark(code, reference.notice_word("marking", code, language).format(**said))

    source = entry.origin.source
    licence = reference.notice_word("licences", licence_of(source, of), language)
    told = f"{licence} ({source.licence})" if source.licence else licence
    return (
        mark("listed_stale"),
        mark("hit_is_lead"),
        mark(
            "listed_source",
            name=source.name,
            sha256=source.sha256,
            line=entry.origin.line,
            taken=source.taken or reference.notice_word("marking", "unknown_time", language),
        ),
        mark("licence", text=told),
        mark("copy", time=_time(printed_at)),
    )


def _country(code: str, language: str) -> str:
    country = reference.countries().get(code)
    return country.names[language] if country else code


def _time(seconds: int) -> str:
    """One form in every language, as a moment of the record: 2026-11-23 03:00 UTC."""
    return f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%d %H:%M} UTC"
