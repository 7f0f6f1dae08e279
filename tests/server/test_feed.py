"""What /sync reads: limits, seats, and that it does not show whether an entry was remembered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from repatria.protocol.frames import Sync, decode_sync
from repatria.server.database.engine import Database
from repatria.server.database.migrate import migrate
from repatria.server.database.transaction import Transaction
from repatria.server.database.writer import Change
from repatria.server.rooms import feed
from repatria.server.rooms.feed import LONGEST_REMEMBERED, Remembered, list_feed
from repatria.server.sessions import Told, hash_token, open_session
from tests.server.network import LiveChamber, LiveNetwork, sync_all
from tests.server.running import settings_for

OFFICE, OFFICER, STRANGER = 1, 2, 3
MEMBERS = (OFFICE, OFFICER)
ROOMS = (1, 2)
FRAME_OCTETS = 1000
BOTH = ("office:ch/bern", "office:ke/nairobi")


def frame_of(entry: int, octets: int = FRAME_OCTETS) -> bytes:
    return entry.to_bytes(4, "big") * (octets // 4)


class Rows:
    """A database with two rooms, filled as appends would fill it, and a member's session."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.remembered = Remembered()
        self.token = hash_token(self._change(self._open_session).token)
        self.insert(
            "room", *({"id": n, "hash": f"{n:064x}", "seq": 0, "head": "", "state": ""} for n in ROOMS)
        )

    @staticmethod
    def _open_session(tx: Transaction) -> Any:
        return open_session(tx, "aa" * 32, "anna", Told("", ""), 1000)

    def _change(self, act: Any) -> Any:
        return self.database.hot.run_blocking(Change(act))

    def insert(self, table: str, *rows: dict[str, Any]) -> None:
        columns = list(rows[0])
        marks = ", ".join(f":{name}" for name in columns)
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        self._change(lambda tx: tx.do_many(sql, list(rows)))

    def seat(self, room: int, member: int) -> None:
        self.insert("seat", {"room": room, "member": member, "since": 0})

    def unseat(self, room: int, member: int) -> None:
        sql = "DELETE FROM seat WHERE room = :room AND member = :member"
        self._change(lambda tx: tx.do(sql, room=room, member=member))

    def write(self, room: int, ids: range, octets: int = FRAME_OCTETS) -> None:
        rows = ({"id": n, "room": room, "seq": n, "hash": "", "frame": frame_of(n, octets)} for n in ids)
        self.insert("entry", *rows)

    def show(self, member: int, room: int, entries: dict[int, int]) -> None:
        """`entries`: their ids by the member's cursor."""
        rows = ({"member": member, "cursor": at, "entry": n, "room": room} for at, n in entries.items())
        self.insert("feed", *rows)

    def fill(self, room: int, ids: range, member: int = OFFICE) -> None:
        """Entries that the member sees at once, and a seat."""
        self.write(room, ids)
        self.show(member, room, {n: n for n in ids})
        self.seat(room, member)

    def sync(self, cursor: int = 0, most: int = 500, most_octets: int = 2**22) -> Sync:
        """One page; from memory it has to be the same as from disk, octet by octet."""

        def read(tx: Transaction) -> Sync:
            listed = list_feed(tx, self.token, MEMBERS, cursor, most)
            body = feed.read_page(tx, self.remembered, listed, most_octets)
            assert feed.page_at_hand(self.remembered, listed, most_octets) in (None, body)
            assert feed.read_page(tx, Remembered(), listed, most_octets) == body
            return decode_sync(body)

        return self.database.look_blocking(read)


@pytest.fixture
def rows(tmp_path: Path, database: str) -> Iterator[Rows]:
    settings = settings_for(tmp_path, database)
    migrate(settings)
    opened = Database(settings)
    opened.start()
    yield Rows(opened)
    opened.stop()


def entries_of(page: Sync) -> list[int]:
    assert [item.frame[:4] for item in page.items] == [item.seq.to_bytes(4, "big") for item in page.items]
    assert all(before.cursor < after.cursor for before, after in pairwise(page.items))
    return [item.seq for item in page.items]


def test_a_page_ends_at_its_number_of_entries(rows: Rows) -> None:
    rows.fill(1, range(10, 17))
    first = rows.sync(most=5)
    assert (entries_of(first), first.cursor, first.more) == ([10, 11, 12, 13, 14], 14, True)
    second = rows.sync(first.cursor, most=5)
    assert (entries_of(second), second.cursor, second.more) == ([15, 16], 16, False)
    third = rows.sync(second.cursor, most=5)
    assert (entries_of(third), third.cursor, third.more) == ([], 16, False)


@pytest.mark.parametrize("again", [False, True])
def test_a_page_ends_at_its_octets_but_holds_one_entry(rows: Rows, again: bool) -> None:
    rows.fill(1, range(10, 14))
    if again:
        rows.sync()  # all of it is at hand now
    page = rows.sync(most_octets=2 * FRAME_OCTETS + 100)
    assert (entries_of(page), page.cursor, page.more) == ([10, 11], 11, True)
    page = rows.sync(11, most_octets=1)
    assert (entries_of(page), page.cursor, page.more) == ([12], 12, True)


def test_what_office_and_officer_see_comes_in_one_order(rows: Rows) -> None:
    rows.fill(1, range(10, 14), OFFICE)
    rows.write(2, range(20, 24))
    rows.show(OFFICER, 2, {8: 20, 9: 21, 30: 22, 31: 23})
    rows.seat(2, OFFICER)
    rows.show(OFFICER, 1, {13: 13})  # both see it, under one cursor
    assert entries_of(rows.sync()) == [20, 21, 10, 11, 12, 13, 22, 23]
    page = rows.sync(most=3)
    assert (entries_of(page), page.cursor, page.more) == ([20, 21, 10], 10, True)
    page = rows.sync(page.cursor, most=3)
    assert (entries_of(page), page.cursor, page.more) == ([11, 12, 13], 13, True)


def test_what_a_second_seat_opens_again_comes_once_and_is_passed(rows: Rows) -> None:
    rows.fill(1, range(10, 12), OFFICER)
    rows.show(OFFICE, 1, {20: 10, 21: 11})
    rows.seat(1, OFFICE)
    page = rows.sync()
    assert (entries_of(page), page.cursor, page.more) == ([10, 11], 21, False)


def test_others_rooms_and_rooms_without_a_seat_are_closed(rows: Rows) -> None:
    rows.fill(1, range(10, 12), STRANGER)
    rows.fill(2, range(20, 22), OFFICE)
    assert entries_of(rows.sync()) == [20, 21]
    rows.unseat(2, OFFICE)
    page = rows.sync()
    assert (entries_of(page), page.cursor, page.more) == ([], 0, False)
    rows.seat(2, OFFICER)
    assert entries_of(rows.sync()) == [20, 21]


def test_no_session_lists_nothing(rows: Rows) -> None:
    rows.fill(1, range(10, 12))
    unknown = hash_token("another")
    listed = rows.database.look_blocking(lambda tx: list_feed(tx, unknown, MEMBERS, 0, 500))
    assert listed == (None, [], 0, False)


def test_remembered_is_bounded_and_keeps_what_is_in_use() -> None:
    remembered, entry = Remembered(100 * FRAME_OCTETS), bytes(FRAME_OCTETS)
    remembered.keep({0: entry})
    for number in range(1, 1000):
        remembered.keep({number: entry})
        assert remembered.find([0]) == {0: entry}
    held = remembered.find(range(1000))
    assert sum(map(len, held.values())) <= 100 * FRAME_OCTETS
    assert 999 in held


def test_long_entries_are_not_remembered() -> None:
    remembered = Remembered()
    remembered.keep({1: bytes(LONGEST_REMEMBERED), 2: bytes(LONGEST_REMEMBERED + 1)})
    assert list(remembered.find([1, 2])) == [1]


def test_a_removed_office_reads_nothing_that_its_neighbour_had_remembered(network: LiveNetwork) -> None:
    """Whatever the distance of the cursor: near ones are answered on the loop, far ones in a thread."""
    chamber = LiveChamber(network, "wanjiru")
    before = max((item.cursor for item in sync_all(network.client("anna"))), default=0)
    chamber.seat("wanjiru", *BOTH)
    chamber.say("wanjiru")
    for cursor in (0, before):
        for label in ("anna", "luca", "wanjiru"):
            seen = {item.room for item in sync_all(network.client(label), cursor)}
            assert chamber.room.id in seen
    chamber.seat("wanjiru", "office:ke/nairobi")
    for cursor in (0, before):
        for label, sees in (("anna", False), ("luca", False), ("wanjiru", True)):
            seen = {item.room for item in sync_all(network.client(label), cursor)}
            assert (chamber.room.id in seen) is sees
