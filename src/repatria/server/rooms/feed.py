"""What a member's /sync reads: one statement for what is visible to them, and entries at hand in memory.

The statement looks at the session and at the seats each time. Only octets of entries are remembered: an
entry never changes once it is committed, and who may read it is not remembered with it.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from repatria.protocol.frames import PLACE_HEADER_BYTES, SyncItem, encode_place, join_sync
from repatria.server import sessions
from repatria.server.database.transaction import Row, Transaction

REMEMBERED_OCTETS = 16 * 2**20
# Longer ones would drive out many others, and reading them costs little beside sending them.
LONGEST_REMEMBERED = 64 * 1024
OCTETS_BESIDE = 150  # of an entry in the tables of `Remembered`

# The next entries of either member, in rooms where one of them has a seat now: what a removed member once
# could read stays closed. All in one row, as each row of an answer may cost a change of threads.
_OF_ONE = (
    "SELECT * FROM (SELECT feed.cursor, feed.entry FROM feed WHERE feed.member = :{member}"
    " AND feed.cursor > :cursor AND EXISTS (SELECT 1 FROM seat WHERE seat.room = feed.room"
    " AND seat.member IN (:first, :second)) ORDER BY feed.cursor LIMIT :most) AS of_{member}"
)
_VISIBLE = f"{_OF_ONE.format(member='first')} UNION ALL {_OF_ONE.format(member='second')}"
_LISTED = (
    f"SELECT {sessions.COLUMNS}, (SELECT {{gather}}(cursor || ' ' || entry, ' ') FROM ({_VISIBLE})"  # noqa: S608
    " AS visible) FROM session WHERE token = :token"
)


class Listed(NamedTuple):
    """`session` is a row for `session_of`; `places` are (cursor, entry's id), each entry once; `last` is
    the cursor up to which nothing else is to be listed."""

    session: Row | None
    places: list[tuple[int, int]]
    last: int
    more: bool


def list_feed(tx: Transaction, token: str, members: tuple[int, int], cursor: int, most: int) -> Listed:
    """At most `most` entries that became visible to either member after `cursor`, in that order.

    `token` is the hash of a session's token.
    """
    sql = _LISTED.format(gather=tx.gather)
    first, second = members
    row = tx.one(sql, token=token, first=first, second=second, cursor=cursor, most=most + 1)
    if row is None:
        return Listed(None, [], cursor, more=False)
    *session, gathered = row
    numbers = map(int, (gathered or "").split())
    listed = sorted(set(zip(numbers, numbers, strict=True)))
    page = listed[:most]
    last = page[-1][0] if page else cursor
    return Listed(tuple(session), _once(page), last, more=len(listed) > most)


def _once(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What a second seat opened again has two cursors: the earlier one stays."""
    earliest: dict[int, int] = {}
    for cursor, entry in places:
        earliest.setdefault(entry, cursor)
    return [(cursor, entry) for entry, cursor in earliest.items()]


class Remembered:
    """Entries that were read lately, as /sync carries them (`encode_place`), by their id; from any thread.

    Bounded in octets. Two halves: when the younger is full the elder is forgotten, so what is in use stays.
    """

    def __init__(self, most_octets: int = REMEMBERED_OCTETS) -> None:
        self._half = most_octets // 2
        self._lock = threading.Lock()
        self._younger: dict[int, bytes] = {}
        self._elder: dict[int, bytes] = {}
        self._octets = 0

    def find(self, ids: Collection[int]) -> dict[int, bytes]:
        """Those of these entries that are at hand."""
        with self._lock:
            younger, elder = self._younger, self._elder
            found = {id_: younger[id_] for id_ in ids if id_ in younger}
            again = {id_: elder[id_] for id_ in ids if id_ in elder and id_ not in younger} if elder else {}
            self._keep(again)
        return found | again

    def keep(self, entries: Mapping[int, bytes]) -> None:
        """Only what is committed."""
        with self._lock:
            self._keep(entries)

    def _keep(self, entries: Mapping[int, bytes]) -> None:
        for id_, entry in entries.items():
            if len(entry) > LONGEST_REMEMBERED:
                continue
            self._younger[id_] = entry
            self._octets += len(entry) + OCTETS_BESIDE
            if self._octets > self._half:
                self._younger, self._elder, self._octets = {}, self._younger, 0


def page_at_hand(remembered: Remembered, listed: Listed, most_octets: int) -> bytes | None:
    """The body of /sync, or None where an entry has to be read first.

    At least one of what is listed, stopping at `most_octets`.
    """
    found = remembered.find([entry for _, entry in listed.places])
    if len(found) < len(listed.places):
        return None
    places = _that_fit(listed.places, {entry: len(octets) for entry, octets in found.items()}, most_octets)
    return _join(listed, places, found)


def read_page(tx: Transaction, remembered: Remembered, listed: Listed, most_octets: int) -> bytes:
    """The same, reading what is not at hand."""
    ids = [entry for _, entry in listed.places]
    select = f"SELECT id, length(frame) + {PLACE_HEADER_BYTES} FROM entry"  # noqa: S608
    lengths: dict[int, int] = dict(tx.rows_with(select, "id", ids, "bigint"))
    places = _that_fit(listed.places, lengths, most_octets)
    found = remembered.find([entry for _, entry in places])
    if missing := [entry for _, entry in places if entry not in found]:
        read = _load(tx, missing)
        remembered.keep(read)
        found |= read
    return _join(listed, places, found)


def _join(listed: Listed, places: list[tuple[int, int]], found: Mapping[int, bytes]) -> bytes:
    cut = len(places) < len(listed.places)
    last = places[-1][0] if cut else listed.last
    return join_sync(last, [(at, found[entry]) for at, entry in places], more=listed.more or cut)


def _that_fit(
    places: list[tuple[int, int]], lengths: Mapping[int, int], most_octets: int
) -> list[tuple[int, int]]:
    size = 0
    for number, (_, entry) in enumerate(places):
        size += lengths[entry]
        if number and size > most_octets:
            return places[:number]
    return places


def _load(tx: Transaction, ids: Collection[int]) -> dict[int, bytes]:
    rows = tx.rows_with(
        "SELECT entry.id, room.hash, entry.seq, entry.frame FROM entry JOIN room ON room.id = entry.room",
        "entry.id",
        ids,
        "bigint",
    )
    return {id_: encode_place(SyncItem(0, room, seq, bytes(frame))) for id_, room, seq, frame in rows}
