"""Working days: an office's own weekdays and closed days, in its own time zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.server.clocks import Calendar, Span, due_at
from tests.server.network import LiveChamber, LiveNetwork, found_network, two_countries
from tests.server.running import Clock, running, settings_for
from tests.server.test_clocks import BOTH, clocks

HOUR, DAY = 3600, 86400
FRIDAY = 1_795_176_000  # 2026-11-20 12:00 UTC
GULF = (7, 1, 2, 3, 4)
ZONES = (
    "Africa/Nairobi", "Europe/Zurich", "America/New_York", "America/St_Johns", "Asia/Dubai", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Casablanca", "America/Santiago",
)  # fmt: skip


def at(moment: str, zone: str = "UTC") -> int:
    return int(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).timestamp())


def days(count: int) -> Span:
    return Span(count, "working_days")


def test_working_days_are_those_of_the_requested_office() -> None:
    assert due_at(FRIDAY, days(3), Calendar("Europe/Zurich")) == FRIDAY + 5 * DAY
    assert due_at(FRIDAY, days(3), Calendar("Asia/Dubai", GULF)) == FRIDAY + 4 * DAY


def test_closed_days_do_not_count_and_a_closed_weekend_changes_nothing() -> None:
    christmas = frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)})
    calendar = Calendar("Europe/Zurich", closed=christmas)
    start = at("2026-12-23 16:00", "Europe/Zurich")  # Wednesday
    assert due_at(start, days(1), calendar) == at("2026-12-24 16:00", "Europe/Zurich")
    assert due_at(start, days(3), calendar) == at("2026-12-30 16:00", "Europe/Zurich")


def test_the_day_is_the_offices_own_and_not_the_servers() -> None:
    """23:30 UTC on a Thursday is Friday in Kiritimati and Thursday in Pago Pago."""
    start = at("2026-11-19 23:30")
    closed = frozenset({date(2026, 11, 20)})
    east = due_at(start, days(1), Calendar("Pacific/Kiritimati", closed=closed))
    west = due_at(start, days(1), Calendar("Pacific/Pago_Pago", closed=closed))
    assert east == at("2026-11-23 13:30", "Pacific/Kiritimati")  # from Friday: Monday
    assert west == at("2026-11-23 12:30", "Pacific/Pago_Pago")  # from Thursday, Friday closed: Monday


@pytest.mark.parametrize(
    ("start", "due", "zone"),
    [
        ("2026-03-26 13:00", "2026-03-30 13:00", "Europe/Zurich"),  # forward on the 29th
        ("2026-10-22 13:00", "2026-10-26 13:00", "Europe/Zurich"),  # back on the 25th
        ("2026-10-02 09:00", "2026-10-06 09:00", "Australia/Lord_Howe"),  # half an hour forward on the 4th
    ],
)
def test_the_local_hour_stays_over_a_change_of_clocks(start: str, due: str, zone: str) -> None:
    assert due_at(at(start, zone), days(2), Calendar(zone)) == at(due, zone)


def test_an_hour_that_does_not_exist_is_the_moment_that_would_have_been_it() -> None:
    """Sunday, 29 March 2026, 02:30 is left out in Zurich: an hour and a half before it was 01:00."""
    everyday = Calendar("Europe/Zurich", (1, 2, 3, 4, 5, 6, 7))
    due = due_at(at("2026-03-28 02:30", "Europe/Zurich"), days(1), everyday)
    assert datetime.fromtimestamp(due, UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(
    start=st.integers(1_700_000_000, 1_900_000_000),
    count=st.integers(1, 30),
    zone=st.sampled_from(ZONES),
    weekdays=st.sets(st.integers(1, 7), min_size=1).map(lambda found: tuple(sorted(found))),
    shut=st.sets(st.integers(1, 60), max_size=20),
)
def test_exactly_so_many_working_days_lie_after_the_start(
    start: int, count: int, zone: str, weekdays: tuple[int, ...], shut: set[int]
) -> None:
    begin = datetime.fromtimestamp(start, ZoneInfo(zone))
    closed = frozenset(begin.date() + timedelta(days=ahead) for ahead in shut)
    calendar = Calendar(zone, weekdays, closed)
    end = datetime.fromtimestamp(due_at(start, days(count), calendar), ZoneInfo(zone))
    passed = [
        begin.date() + timedelta(days=ahead) for ahead in range(1, (end.date() - begin.date()).days + 1)
    ]
    worked = [day for day in passed if day.isoweekday() in weekdays and day not in closed]
    assert (len(worked), worked[-1]) == (count, end.date())
    moved = (end.utcoffset() or timedelta()) - (begin.utcoffset() or timedelta())
    assert end.time() == begin.time() or moved  # only a change of clocks moves the time of day


CLOSED = ["2026-11-24", "2026-11-26"]
PLAN = {"roster": [], "absences": [], "closed": CLOSED}


@pytest.fixture
def network(tmp_path: Path, database: str) -> Iterator[LiveNetwork]:
    """Two countries on Sunday, 22 November 2026."""
    clock = Clock()
    clock.at = at("2026-11-22 12:00")
    settings = settings_for(tmp_path / "data", database)
    found_network(settings, clock)
    with running(settings, clock) as server:
        yield two_countries(server)


def write(network: LiveNetwork, plan: Mapping[str, object]) -> int:
    network.clients.pop("anna", None)
    return network.client("anna").put("/duty/ch/bern", json=plan).status_code


def test_a_clock_leaves_out_the_closed_days_of_the_requested_office(network: LiveNetwork) -> None:
    clock = network.server.clock
    clock.at = at("2026-11-23 12:00")  # Monday; Bern's office is in the zone of Dakar
    assert write(network, PLAN) == 204
    network.clients.pop("wanjiru", None)
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", *BOTH)
    chamber.ask("wanjiru", "ch/bern", "ordinary")
    (shown,) = clocks(network, "wanjiru")
    assert shown["acknowledge_by"] == at("2026-11-30 12:00")  # Wednesday, Friday, Monday
    assert shown["answer_by"] == clock.at + 30 * DAY


def test_on_a_closed_day_only_lines_that_name_it_hold(network: LiveNetwork) -> None:
    clock = network.server.clock
    anna, luca = (network.someone(label).keyid for label in ("anna", "luca"))

    def bern() -> dict[str, list[str]]:
        network.clients.pop("wanjiru", None)
        offices = network.client("wanjiru").get("/duty").json()
        found: dict[str, list[str]] = next(row for row in offices if row["office"] == "ch/bern")
        return found

    def on_duty() -> list[str]:
        return bern()["on_duty"]

    clock.at = at("2026-11-24 12:00")
    assert on_duty() == sorted([anna, luca])
    assert write(network, PLAN | {"closed": [*CLOSED, "2025-12-25", "2099-12-25"]}) == 204
    assert on_duty() == []
    assert bern()["closed"] == CLOSED, "the near ones, for all who count working days"
    lines = [
        {"officer": anna, "days": [1, 2, 3, 4, 5], "from": "08:00", "to": "18:00"},
        {"officer": luca, "days": [6, 7, 8], "from": "08:00", "to": "18:00"},
    ]
    assert write(network, {**PLAN, "roster": lines}) == 204
    assert on_duty() == [luca]
    clock.at += DAY
    assert on_duty() == [anna]


def test_what_is_no_list_of_days_is_refused(network: LiveNetwork) -> None:
    for closed in (["2026-02-30"], ["24.11.2026"], [20261124], ["2026-11-24"] * 2, "2026-11-24"):
        assert write(network, {"roster": [], "absences": [], "closed": closed}) == 400
