"""Mail for ordinary new items: who is told, and when. Never one mail for each message.

Two rounds. The first looks through the entries that came since the last time and marks the offices
(or the officers named in person) for whom one is new. The second decides for whom of them it is time:

- `away`, as everybody begins: on duty, and nobody of the office signed in. Told once, until somebody
  of the office has looked. Outside the hours of an office it waits until somebody is on duty.
- `always`: on duty or not, signed in or not. Told once, until they themselves have looked.
- `never`.

A request with a clock is told of by the clock itself (ladder.py), to whoever is on duty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from repatria.protocol.entries import decode_frame
from repatria.server import duty
from repatria.server.alarms import tables, unread
from repatria.server.alarms.unread import Wish
from repatria.server.database.transaction import Row, Transaction
from repatria.server.installation import Installation
from repatria.server.sessions import Looks, find_looks

BATCH = 50
OFFICE, OFFICER = "office:", "officer:"


async def remind(house: Installation) -> None:
    if not house.settings.smtp or house.register.directory.net is None:
        return
    while await _look_through(house):
        pass
    due = await house.database.read(lambda tx: list(_due(house, tx)))
    if due:
        await house.database.hot.change(lambda tx: _carry_out(tx, due, house.now()))


async def _look_through(house: Installation) -> bool:
    """Mark for whom the next entries are new. False when there are no more.

    The place of the last one is kept in the same transaction: a restart neither skips nor repeats.
    """
    start, end, rows = await house.database.read(_next_entries)
    if start is not None and start == end:
        return False
    after = rows[-1][0] if len(rows) == BATCH else end
    found = await house.database.read(lambda tx: _addressed(house, tx, start or 0, rows))

    def keep(tx: Transaction) -> None:
        if unread.watched(tx) == start:
            unread.mark(tx, found, house.now())
            unread.watch(tx, after)

    await house.database.hot.change(keep)
    return True


def _next_entries(tx: Transaction) -> tuple[int | None, int, list[Row]]:
    """Where to go on, the newest cursor, and entries between. At first nothing is new to anybody."""
    start, end = unread.watched(tx), unread.newest_cursor(tx)
    rows = unread.entries_after(tx, start, BATCH) if start is not None and start < end else []
    return start, end, rows


def _addressed(house: Installation, tx: Transaction, start: int, rows: list[Row]) -> set[str]:
    """Members for whom one of these entries is new: by another office, in a case."""
    found: set[str] = set()
    for room in {row[1] for row in rows}:
        if not unread.is_case(tx, room):
            continue
        seats = [(member, since, _office_of(house, member)) for member, since in unread.seats(tx, room)]
        for value in (decode_frame(bytes(frame)).value for _, of, frame in rows if of == room):
            found |= {
                member
                for member, since, office in seats
                if office != value["office"] and _is_news(tx, (room, office), value, came_in=since > start)
            }
    return found


def _is_news(tx: Transaction, place: tuple[int, str], value: dict[str, Any], *, came_in: bool) -> bool:
    """Of a change of members only those hear who came in by it. A request with a clock for this
    office is told of by the clock, and so is the room that it opens."""
    if value["kind"] == "message":
        clock = value["clock"]
        return clock is None or clock["act"] != "open" or clock["to"] != place[1]
    return value["kind"] == "members" and came_in and not unread.has_clock(tx, *place)


def _office_of(house: Installation, member: str) -> str:
    if member.startswith(OFFICE):
        return member.removeprefix(OFFICE)
    officer = house.register.directory.officer(member.removeprefix(OFFICER))
    return officer.office if officer else ""


@dataclass(frozen=True, slots=True)
class Due:
    """Something new for one member: who is to be told now, and whether it is no news any more."""

    member: str
    newest: int
    tell: tuple[tuple[str, int | None], ...]  # key, and when it was told before
    over: bool


def _due(house: Installation, tx: Transaction) -> Iterator[Due]:
    for member, newest in unread.all_unread(tx):
        keys, on_duty = _people(house, tx, member)
        looks = find_looks(tx, keys, house.now())
        audience = Audience(newest, frozenset(keys), on_duty, looks)
        tell = [
            (key, wish.told) for key, wish in unread.wishes(tx, keys).items() if audience.is_due(key, wish)
        ]
        over = not keys or looks.latest(keys) > newest
        if tell or over:
            yield Due(member, newest, tuple(tell), over)


def _people(house: Installation, tx: Transaction, member: str) -> tuple[Collection[str], Collection[str]]:
    """Everybody whom the member stands for, and those of them whose turn it is."""
    directory, now = house.register.directory, house.now()
    if member.startswith(OFFICER):
        key = member.removeprefix(OFFICER)
        officer = directory.officer(key)
        active = (key,) if officer is not None and officer.active(now) else ()
        return active, active
    office = directory.offices[member.removeprefix(OFFICE)]
    keys = tuple(officer.keyid for officer in directory.officers_of(office.office, now))
    state = duty.duty_of(directory, office, duty.load_plan(tx, office.office), now)
    # Where nobody comes on duty soon, waiting for it would mean that nobody is told.
    return keys, state.on_duty or (keys if state.next_change is None else ())


@dataclass(frozen=True, slots=True)
class Audience:
    newest: int
    keys: frozenset[str]
    on_duty: Collection[str]
    looks: Looks

    def is_due(self, key: str, wish: Wish) -> bool:
        if wish.remind == "always":
            return self._unknown_to((key,), wish.told)
        if wish.remind == "never" or key not in self.on_duty or self.looks.signed_in & self.keys:
            return False
        return self._unknown_to(self.keys, wish.told)

    def _unknown_to(self, keys: Collection[str], told: int | None) -> bool:
        """None of these has looked since the newest came, and one has since the last mail."""
        looked = self.looks.latest(keys)
        return looked <= self.newest and (told is None or told < looked)


def _carry_out(tx: Transaction, due: list[Due], now: int) -> None:
    for one in due:
        for key, before in one.tell:
            if unread.note_told(tx, key, now, before):
                tables.post(tx, key, f"new:{now}", key, now)
        if one.over:
            unread.forget(tx, one.member, one.newest)
