"""When a term of law is over, in the time zone of the country whose law it is.

Hours run through nights and changes of clocks. Days, months and years are counted on that country's
calendar, the day of the event not among them (Regulation (EEC, Euratom) 1182/71, article 3; most codes of
procedure alike). `at` is the same time of day on the last day, as the network's clocks count
(server/clocks.py): no law ends before it. `ends` is the end of that day, when most laws do. Whether a
term that ends on a closed day is carried over is each law's own answer, so none is given: `send_by` is
the last day on which the office works.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from repatria.frameworks.facts import Duration

HOUR_SECONDS = 3600
WORKING_WEEK = (1, 2, 3, 4, 5)
MOST = {"hours": 876_000, "working_days": 26_000, "calendar_days": 36_500, "months": 1200, "years": 100}


@dataclass(frozen=True, slots=True)
class Calendar:
    """ISO weekdays (1 = Monday) on which the office works, without the closed days that it states."""

    tz: str
    weekdays: tuple[int, ...] = WORKING_WEEK
    closed: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        return day.isoweekday() in (self.weekdays or WORKING_WEEK) and day not in self.closed


@dataclass(frozen=True, slots=True)
class Deadline:
    """`at` and `ends` Unix seconds; `day` the last day there; `works` whether the office works on it;
    `send_by` the last day up to it on which it does, None where there is none within a year.
    """

    at: int
    ends: int
    day: date
    works: bool
    send_by: date | None
    limited: bool = False


def deadline(start: int, span: Duration, calendar: Calendar, extensions: Sequence[Duration] = ()) -> Deadline:
    """The end of `span` from the event at `start`, each extension counted from the end of what came before.

    With `span.most` nothing goes beyond that many units from the event (`limited`). Raises ValueError for
    a unit or number that is no time.
    """
    at = _after(start, span.n, span.unit, calendar)
    for more in extensions:
        at = _after(at, more.n, more.unit, calendar)
    limit = None if span.most is None else _after(start, span.most, span.unit, calendar)
    limited = limit is not None and at > limit
    return _deadline(limit if limited and limit is not None else at, span, calendar, limited=limited)


def _deadline(at: int, span: Duration, calendar: Calendar, *, limited: bool) -> Deadline:
    day = datetime.fromtimestamp(at, ZoneInfo(calendar.tz)).date()
    midnight = _moment(day + timedelta(days=1), time(), calendar.tz)
    ends = at if span.unit == "hours" else midnight
    return Deadline(at, ends, day, calendar.works_on(day), _last_worked(day, calendar), limited)


def _after(start: int, n: int, unit: str, calendar: Calendar) -> int:
    if unit not in MOST or not 0 <= n <= MOST[unit]:
        raise ValueError(f"{n} {unit} is no time")
    if unit == "hours":
        return start + n * HOUR_SECONDS
    local = datetime.fromtimestamp(start, ZoneInfo(calendar.tz))
    return _moment(_day_after(local.date(), n, unit, calendar), local.time(), calendar.tz)


def _day_after(day: date, n: int, unit: str, calendar: Calendar) -> date:
    if unit == "calendar_days":
        return day + timedelta(days=n)
    if unit == "working_days":
        return _working_days(day, n, calendar)
    count = day.year * 12 + day.month - 1 + (n if unit == "months" else 12 * n)
    year, month = divmod(count, 12)
    # A month without that day ends the term on its last (article 3(2)(c)).
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _working_days(day: date, n: int, calendar: Calendar) -> date:
    while n > 0:
        day += timedelta(days=1)
        n -= calendar.works_on(day)
    return day


def _moment(day: date, clock: time, tz: str) -> int:
    """A time that is skipped is as much later as the clocks moved; one that comes twice is the first."""
    local = datetime.combine(day, clock.replace(fold=0, tzinfo=None), ZoneInfo(tz))
    return int(local.astimezone(UTC).timestamp())


def _last_worked(day: date, calendar: Calendar) -> date | None:
    return next((one for back in range(366) if calendar.works_on(one := day - timedelta(days=back))), None)
