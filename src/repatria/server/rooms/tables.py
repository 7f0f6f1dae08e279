"""Rows of rooms: entries, room states, and the reading of feeds. The hot path's plain SQL."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from repatria.protocol.rooms import Room, decode_frame
from repatria.server.database.transaction import Read, Row, Transaction, Write


class RoomRow(NamedTuple):
    id: int
    seq: int
    head: str


def find_room(tx: Transaction, room_hash: str) -> RoomRow | None:
    row = tx.one("SELECT id, seq, head FROM room WHERE hash = :hash", hash=room_hash)
    return RoomRow(*row) if row else None


def ask_rooms(gather: str, hashes: Collection[str]) -> Read:
    """For `read_rooms`. All in one row, as each row of an answer may cost a change of threads."""
    words = "hash || ' ' || id || ' ' || seq || ' ' || head"
    return Read(f"SELECT {gather}({words}, ' ') FROM room", "hash", hashes)  # noqa: S608 - our words


def read_rooms(rows: Sequence[Row]) -> dict[str, RoomRow]:
    """What stands there, by the room's hash."""
    ((gathered,),) = rows
    words = iter(gathered.split(" ") if gathered else ())
    four = zip(words, words, words, words, strict=True)
    return {hash_: RoomRow(int(id_), int(seq), head) for hash_, id_, seq, head in four}


def insert_room(tx: Transaction, room_hash: str) -> int:
    row = tx.one(
        "INSERT INTO room (hash, seq, head, state) VALUES (:hash, -1, '', '') RETURNING id",
        hash=room_hash,
    )
    assert row is not None
    return int(row[0])


def store_state(tx: Transaction, room: int, state: Room) -> None:
    """The whole of the fold's state: needed only when members or clocks changed."""
    tx.do(
        "UPDATE room SET state = :state WHERE id = :id",
        state=json.dumps(state.to_json(), separators=(",", ":")),
        id=room,
    )


_ENTRY = {"id": "bigint", "room": "bigint", "seq": "bigint", "hash": "text", "frame": "bytea"}
_FEED = {"member": "bigint", "cursor": "bigint", "entry": "bigint", "room": "bigint"}
_HEAD = {"id": "bigint", "seq": "bigint", "head": "text"}


class Lines:
    """Rows of a few appends that wait to be written in one statement for each table."""

    def __init__(self) -> None:
        self._entries: list[Row] = []
        self._feed: list[Row] = []
        self._heads: dict[int, Row] = {}

    def add_entry(
        self, cursor: int, room: int, place: tuple[int, str, bytes], members: Iterable[int]
    ) -> None:
        """`place` is (seq, hash, frame)."""
        self._entries.append((cursor, room, *place))
        self._feed += [(member, cursor, cursor, room) for member in members]
        self._heads[room] = (room, place[0], place[1])

    def write(self, tx: Transaction) -> None:
        if not self._entries:
            return
        writes = [
            Write("entry", _ENTRY, self._entries),
            Write("feed", _FEED, self._feed),
            Write("room", _HEAD, list(self._heads.values()), "update"),
            Write("moved", {"room": "bigint"}, [(room,) for room in self._heads], "insert_missing"),
        ]
        tx.write(*(write for write in writes if write.rows))
        self._entries, self._feed, self._heads = [], [], {}


def hashes_from(tx: Transaction, room: int, seq: int, count: int) -> list[str]:
    rows = tx.rows(
        "SELECT hash FROM entry WHERE room = :room AND seq >= :seq ORDER BY seq LIMIT :count",
        room=room,
        seq=seq,
        count=count,
    )
    return [hash_ for (hash_,) in rows]


def load_state(tx: Transaction, room_hash: str) -> Room | None:
    """The fold's state at the head: as written last, moved on by the newest entry's own words."""
    row = tx.one(
        "SELECT room.seq, room.head, room.state, entry.frame FROM room JOIN entry"
        " ON entry.room = room.id AND entry.seq = room.seq WHERE room.hash = :hash",
        hash=room_hash,
    )
    if row is None:
        return None
    seq, head, state, frame = row
    room = Room.from_json(json.loads(state))
    newest = decode_frame(bytes(frame)).value
    room.seq, room.head = seq, head
    room.time, room.log_size = newest["time"], newest["log"]["size"]
    return room


def page_of_room(tx: Transaction, room: int, start: int, most: int, most_octets: int) -> list[bytes]:
    """Frames from seq `start`: at most `most`, at least one, stopping at `most_octets`."""
    lengths = tx.rows(
        "SELECT seq, length(frame) FROM entry WHERE room = :room AND seq >= :start ORDER BY seq LIMIT :most",
        room=room,
        start=start,
        most=most,
    )
    last = _last_that_fits(lengths, most_octets)
    if last is None:
        return []
    rows = tx.rows(
        "SELECT frame FROM entry WHERE room = :room AND seq >= :start AND seq <= :last ORDER BY seq",
        room=room,
        start=start,
        last=last,
    )
    return [bytes(frame) for (frame,) in rows]


def _last_that_fits(lengths: Sequence[Row], most_octets: int) -> int | None:
    size, last = 0, None
    for place, length in lengths:
        size += length
        if last is not None and size > most_octets:
            break
        last = place
    return last


def newest_cursor(tx: Transaction, members: tuple[int, int]) -> int:
    row = tx.one(
        "SELECT max(cursor) FROM feed WHERE member IN (:first, :second)",
        first=members[0],
        second=members[1],
    )
    return int(row[0] or 0) if row else 0


def heads_over(tx: Transaction, room: int, seq: int) -> Row | None:
    """`(leaf, position, seq, head)` of the earliest heads leaf that covers an entry."""
    return tx.one(
        "SELECT leaf, position, seq, head FROM heads WHERE room = :room AND seq >= :seq ORDER BY seq LIMIT 1",
        room=room,
        seq=seq,
    )


def heads_under(tx: Transaction, leaf: int) -> list[tuple[str, int, str]]:
    """`(room, seq, head)` under one heads leaf, in its tree's order."""
    return [
        (hash_, seq, head)
        for hash_, seq, head in tx.rows(
            "SELECT room.hash, heads.seq, heads.head FROM heads JOIN room ON room.id = heads.room"
            " WHERE heads.leaf = :leaf ORDER BY heads.position",
            leaf=leaf,
        )
    ]


def leaf_data(tx: Transaction, index: int) -> bytes:
    row = tx.one("SELECT data FROM leaf WHERE idx = :index", index=index)
    assert row is not None
    return bytes(row[0])


def find_blob(tx: Transaction, blob: str) -> Row | None:
    """`(owner, room, attached, len, sha256, complete)`."""
    return tx.one("SELECT owner, room, attached, len, sha256, complete FROM blob WHERE id = :id", id=blob)


def attach_blob(tx: Transaction, blob: str, room: int) -> None:
    tx.do("UPDATE blob SET room = :room, attached = 1 WHERE id = :id", room=room, id=blob)
