"""`repatria framework deadline`: when a term of a country's law is over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from repatria.cli import reading
from repatria.cli.framework.wording import Jurisdiction, name_of_item, named, span_words, state_words
from repatria.cli.output import say, show, show_json, words
from repatria.cli.publishing import AsJson
from repatria.cli.working import signed_in
from repatria.frameworks.deadlines import Calendar
from repatria.frameworks.deadlines import deadline as end_of
from repatria.frameworks.facts import Duration
from repatria.reference.jurisdictions import jurisdictions
from repatria.sdk import Session, WrongUse


def deadline(
    jurisdiction: Jurisdiction,
    fact: Annotated[str, typer.Argument(help="The fact with the length of time, such as fiu_hold_days.")],
    start: Annotated[
        str,
        typer.Option("--from", help="When the event was: 2026-11-24T18:00+03:00; else now."),
    ] = "",
    extended: Annotated[int, typer.Option(help="How often it is extended by the same length.")] = 0,
    closed: Annotated[
        list[str] | None, typer.Option(help="A holiday there, as 2026-12-25; may be repeated.")
    ] = None,
    zone: Annotated[str, typer.Option(help="IANA time zone; else that of an office there.")] = "",
    as_json: AsJson = False,
) -> None:
    """Count when a term is over, in the country's own time and working days."""
    reading.whole("--extended", extended, 0, 100)
    if zone:
        reading.zone("--zone", zone)
    with signed_in() as session:
        item = session.frameworks.item_of(jurisdiction)
        standing = session.frameworks.standings(item).get(fact)
        calendar = _calendar(session, item, zone, closed or [])
        at = reading.moment("--from", start, session.now(), calendar.tz) if start else session.now()
    if standing is None or standing.fact is None:
        raise WrongUse("no_such_fact", f"{item}: {fact}")
    span = standing.fact.value
    if not isinstance(span, Duration):
        raise WrongUse("no_span", f"{item}: {fact}")
    ends = end_of(at, span, calendar, [Duration(span.n, span.unit)] * extended)
    if as_json:
        show_json(
            {
                "jurisdiction": item,
                "fact": fact,
                "state": standing.state,
                "from": at,
                "time_zone": calendar.tz,
                "closed": sorted(day.isoformat() for day in calendar.closed),
                "at": ends.at,
                "ends": ends.ends,
                "day": ends.day.isoformat(),
                "working_day": ends.works,
                "send_by": ends.send_by.isoformat() if ends.send_by else None,
                "limited": ends.limited,
            }
        )
        return
    show(f"{name_of_item(item)}  {named('field', fact)}: {span_words(span)}  ({state_words(standing)})")
    local = datetime.fromtimestamp(ends.at, UTC).astimezone(ZoneInfo(calendar.tz))
    show(words("framework.ends", time=f"{local:%Y-%m-%d %H:%M}", zone=calendar.tz))
    if ends.send_by is not None and not ends.works:
        say("framework.send_by", date=ends.send_by.isoformat())
    if ends.limited:
        say("framework.limited")
    say("framework.count_yourself")


def _calendar(session: Session, item: str, zone: str, closed: list[str]) -> Calendar:
    """The time zone that was said, that of the part of a country, or that of an office there; that office's
    working days, without the days on which it says that it is closed."""
    found = [one for one in session.register.directory.offices.values() if one.country == item[:2].upper()]
    office = min(found, key=lambda one: one.office) if found else None
    part = jurisdictions().get(item)
    tz = zone or (part.time_zone if part else "") or (office.tz if office else "")
    if not tz:
        raise WrongUse("bad_zone", "--zone")
    days = tuple(office.hours["days"]) if office else ()
    try:
        holidays = {date.fromisoformat(one) for one in closed}
    except ValueError as error:
        raise WrongUse("bad_moment", f"--closed {error}") from error
    if office:
        rows = [row for row in session.duty() if row["office"] == office.office]
        holidays |= {date.fromisoformat(day) for row in rows for day in row.get("closed", ())}
    return Calendar(tz, days or (1, 2, 3, 4, 5), frozenset(holidays))
