"""Who is on duty now in an office, and when that changes next.

A roster line says which officer has which weekdays from when to when, in the office's own time; a
line that ends at or before its begin runs over midnight. Who is absent is replaced by whom the
absence names. An office without a roster is on duty in its opening hours, with all its officers.

An office states its own closed days (public holidays and the like). On such a day only lines hold that
name it: day 8. Nobody else knows which days a contact point of a country really closes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from repatria.protocol.directory import Directory
from repatria.protocol.records import Office
from repatria.server.clocks import Calendar
from repatria.server.database.transaction import Transaction

LOOK_AHEAD_DAYS = 8
CLOSED_DAY = 8
CLOSED_BACK = 31
CLOSED_AHEAD = 400


@dataclass(frozen=True, slots=True)
class Duty:
    """`on_duty`: key ids, sorted. `next_change`: Unix seconds, or None where nothing changes soon. `closed`:
    the office's closed days ("2026-12-25") from CLOSED_BACK days ago to CLOSED_AHEAD days from now.
    """

    office: str
    on_duty: tuple[str, ...]
    next_change: int | None
    closed: tuple[str, ...]


def load_plan(tx: Transaction, office: str) -> dict[str, Any] | None:
    row = tx.one("SELECT plan FROM roster WHERE office = :office", office=office)
    return json.loads(row[0]) if row else None


def load_plans(tx: Transaction) -> dict[str, dict[str, Any]]:
    return {office: json.loads(plan) for office, plan in tx.rows("SELECT office, plan FROM roster")}


def calendar_of(office: Office, plan: dict[str, Any] | None) -> Calendar:
    """The days that the office works, for clocks that count them."""
    return Calendar(office.tz, tuple(office.hours["days"]), _closed_days(plan))


def _closed_days(plan: dict[str, Any] | None) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in (plan or {}).get("closed", ()))


def keep_plan(tx: Transaction, office: str, plan: dict[str, Any]) -> None:
    tx.do(
        "INSERT INTO roster (office, plan) VALUES (:office, :plan)"
        " ON CONFLICT (office) DO UPDATE SET plan = excluded.plan",
        office=office,
        plan=json.dumps(plan, separators=(",", ":")),
    )


def duty_of(directory: Directory, office: Office, plan: dict[str, Any] | None, now: int) -> Duty:
    lines = _lines(directory, office, plan, now)
    absences = plan["absences"] if plan else []
    active = {officer.keyid for officer in directory.officers_of(office.office, now)}
    closed = _closed_days(plan)
    spans = [span for line in lines for span in _spans(line, office.tz, closed, now)]
    on_duty = {officer for officer, start, end in spans if start <= now < end}
    present = {_present(officer, absences, now) for officer in on_duty} & active
    edges = [edge for _, start, end in spans for edge in (start, end)]
    edges += [edge for absence in absences for edge in (absence["from"], absence["until"])]
    return Duty(
        office.office,
        tuple(sorted(present)),
        min((edge for edge in edges if edge > now), default=None),
        _near(closed, now),
    )


def _near(closed: frozenset[date], now: int) -> tuple[str, ...]:
    """What somebody who counts working days from about now needs."""
    today = datetime.fromtimestamp(now, UTC).date()
    first, last = today - timedelta(days=CLOSED_BACK), today + timedelta(days=CLOSED_AHEAD)
    return tuple(day.isoformat() for day in sorted(closed) if first <= day <= last)


def _lines(
    directory: Directory, office: Office, plan: dict[str, Any] | None, now: int
) -> list[dict[str, Any]]:
    if plan is not None and plan["roster"]:
        lines: list[dict[str, Any]] = plan["roster"]
        return lines
    hours = office.hours
    return [
        {"officer": officer.keyid, "days": hours["days"], "from": hours["from"], "to": hours["to"]}
        for officer in directory.officers_of(office.office, now)
    ]


def _present(officer: str, absences: list[dict[str, Any]], now: int) -> str:
    for absence in absences:
        if absence["officer"] == officer and absence["from"] <= now < absence["until"]:
            return str(absence["replacement"])
    return officer


def _spans(
    line: dict[str, Any], time_zone: str, closed: frozenset[date], now: int
) -> Iterator[tuple[str, int, int]]:
    """`(officer, start, end)` in Unix seconds from yesterday on, so that a night shift is seen."""
    zone = ZoneInfo(time_zone)
    today = datetime.fromtimestamp(now, zone).date()
    for ahead in range(-1, LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        if (CLOSED_DAY if day in closed else day.isoweekday()) in line["days"]:
            start = _at(day, line["from"], zone)
            over_midnight = line["to"] <= line["from"]
            end = _at(day + timedelta(days=over_midnight), line["to"], zone)
            yield line["officer"], start, end


def _at(day: date, clock: str, zone: ZoneInfo) -> int:
    hour, minute = clock.split(":")
    local = datetime.combine(day, time(int(hour), int(minute)), zone)
    return int(local.astimezone(UTC).timestamp())
