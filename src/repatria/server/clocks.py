"""The clocks of requests: how long there is, which alarms hang on them, and when they end.

Set in the transaction of the entry that opens them. Two ladders: one until somebody acknowledges,
one until somebody answers; each step at a share of the time, in order.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from repatria.protocol.entries import URGENCIES
from repatria.server.database.transaction import Transaction

MINUTE, HOUR, DAY = 60, 3600, 86400
WORKING_WEEK = (1, 2, 3, 4, 5)
MOST_OF_UNIT = {"minutes": 525_600, "hours": 8760, "calendar_days": 366, "working_days": 260}
# Share of the time in percent → who hears of it.
ACKNOWLEDGE_LADDER = ((50, "deputy"), (80, "bureau"), (100, "secretariat"))
ANSWER_LADDER = ((50, "duty"), (80, "deputy"), (100, "bureau"))
OPENED = "opened"
STEPS = (
    *(f"acknowledge:{who}" for _, who in ACKNOWLEDGE_LADDER),
    *(f"answer:{who}" for _, who in ANSWER_LADDER),
)


@dataclass(frozen=True, slots=True)
class Span:
    n: int
    unit: str  # minutes, hours, calendar_days, working_days


@dataclass(frozen=True, slots=True)
class Targets:
    acknowledge: Span
    answer: Span


@dataclass(frozen=True, slots=True)
class Opening:
    """A request as the clock sees it: `hash` of the opening entry, offices, urgency, when."""

    hash: str
    room: int
    from_office: str
    to_office: str
    urgency: str
    at: int
    acknowledge_by: int
    answer_by: int


@lru_cache(maxsize=4)
def load_targets(path: Path | None) -> dict[str, Targets]:
    """Targets by urgency; `path` replaces the network's own (same form as urgencies.json)."""
    if path is None:
        from repatria.reference import urgencies

        return {
            code: Targets(Span(row.acknowledge.n, row.acknowledge.unit), Span(row.answer.n, row.answer.unit))
            for code, row in urgencies().items()
        }
    return _read_targets(path.read_text(encoding="utf-8"))


def _read_targets(text: str) -> dict[str, Targets]:
    """Raises ValueError with a sentence that says what is wrong."""
    try:
        classes = json.loads(text)["classes"]
        targets = {row["code"]: Targets(_span(row["acknowledge"]), _span(row["answer"])) for row in classes}
    except (KeyError, TypeError) as error:
        raise ValueError(f"not of the form of urgencies.json: {error}") from error
    if len(classes) != len(URGENCIES) or set(targets) != set(URGENCIES):
        raise ValueError(f"each of {', '.join(URGENCIES)} is needed once")
    return targets


def _span(row: dict[str, Any]) -> Span:
    count, unit = row["n"], row["unit"]
    if type(count) is not int or not 1 <= count <= MOST_OF_UNIT.get(unit, 0):
        known = ", ".join(f"{name} 1 to {most}" for name, most in MOST_OF_UNIT.items())
        raise ValueError(f"{count!r} {unit!r} is no time: {known}")
    return Span(count, unit)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days the requested office works: ISO weekdays (1 = Monday) without its closed days."""

    time_zone: str
    weekdays: tuple[int, ...] = WORKING_WEEK
    closed: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        return day.isoweekday() in (self.weekdays or WORKING_WEEK) and day not in self.closed


def due_at(start: int, span: Span, calendar: Calendar) -> int:
    """Unix seconds at which `span` from `start` is over.

    Working days are whole days of the requested office: the time of day stays, days that the office
    does not work are not counted. Where clocks were put forward over that time of day, it is the
    moment that would have been it; where it comes twice, the first.
    """
    if span.unit == "minutes":
        return start + span.n * MINUTE
    if span.unit == "hours":
        return start + span.n * HOUR
    if span.unit == "calendar_days":
        return start + span.n * DAY
    zone = ZoneInfo(calendar.time_zone)
    local = datetime.fromtimestamp(start, zone)
    last = _add_working_days(local.date(), span.n, calendar)
    return int(datetime.combine(last, local.time().replace(fold=0), zone).astimezone(UTC).timestamp())


def _add_working_days(day: date, count: int, calendar: Calendar) -> date:
    while count > 0:
        day += timedelta(days=1)
        if calendar.works_on(day):
            count -= 1
    return day


def alarms_of(opening: Opening) -> list[tuple[str, int]]:
    """`(step, due)` of every alarm, in order of their time."""
    acknowledge = opening.acknowledge_by - opening.at
    answer = opening.answer_by - opening.at
    alarms = [(OPENED, opening.at)]
    alarms += [
        (f"acknowledge:{who}", opening.at + acknowledge * share // 100) for share, who in ACKNOWLEDGE_LADDER
    ]
    alarms += [(f"answer:{who}", opening.at + answer * share // 100) for share, who in ANSWER_LADDER]
    return alarms


def set_clock(tx: Transaction, opening: Opening) -> None:
    """Write the clock and its alarms, inside the append's transaction."""
    tx.do(
        "INSERT INTO clock (opening, room, from_office, to_office, urgency, opened, acknowledge_by,"
        " answer_by) VALUES (:opening, :room, :from_office, :to_office, :urgency, :at,"
        " :acknowledge_by, :answer_by)",
        opening=opening.hash,
        room=opening.room,
        from_office=opening.from_office,
        to_office=opening.to_office,
        urgency=opening.urgency,
        at=opening.at,
        acknowledge_by=opening.acknowledge_by,
        answer_by=opening.answer_by,
    )
    tx.do_many(
        "INSERT INTO alarm (opening, step, due) VALUES (:opening, :step, :due)",
        [{"opening": opening.hash, "step": step, "due": due} for step, due in alarms_of(opening)],
    )


_ENDS = {
    "acknowledge": ("acknowledged", "acknowledge:%"),
    "answer": ("answered", "%"),
    "close": ("closed", "%"),
}


def end_ladder(tx: Transaction, act: str, opening: str, now: int) -> None:
    """`acknowledge` ends the first ladder, `answer` and `close` both. Again is harmless.

    The mail that tells of the opening itself still goes out when it has not yet.
    """
    column, pattern = _ENDS[act]
    tx.do(
        f"UPDATE clock SET {column} = :now WHERE opening = :opening AND {column} IS NULL",  # noqa: S608 - from the table above
        now=now,
        opening=opening,
    )
    tx.do(
        "DELETE FROM alarm WHERE opening = :opening AND step LIKE :pattern AND step <> 'opened'",
        opening=opening,
        pattern=pattern,
    )


def state_of(row: dict[str, Any], now: int) -> str:
    """The clock in one word for lists."""
    if row["closed"] is not None:
        return "closed"
    if row["answered"] is not None:
        return "answered"
    if row["acknowledged"] is not None:
        return "overdue" if now >= row["answer_by"] else "acknowledged"
    return "overdue" if now >= row["acknowledge_by"] else "open"
