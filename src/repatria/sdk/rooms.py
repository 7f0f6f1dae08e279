"""My rooms, synced, folded and verified; nothing in here needs a key.

Every entry is folded in its place (`protocol.rooms`), against a directory that reaches the checkpoint
it names. Heads are pinned. Entries of people who are no longer active need a proof from before.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from repatria.protocol import frames
from repatria.protocol.existence import demand_existence, may_be_proven_later, missing_end
from repatria.protocol.frames import SyncItem
from repatria.protocol.records import End
from repatria.protocol.rooms import Entry, Room, SeenEntries, decode_frame
from repatria.sdk.connection import Connection
from repatria.sdk.errors import Blocked, Refused, Unreachable, WrongUse, blocking
from repatria.sdk.register import Register, clock, trust_own_seal
from repatria.sdk.store import Store

ENTRIES = "entries"
CURSOR = "cursor"


@dataclass
class HeldRoom:
    """A room as far as this client has verified it: the fold and every entry."""

    room: Room
    entries: list[Entry] = field(default_factory=list)

    def hash_at(self, seq: int) -> str | None:
        return self.entries[seq].hash if 0 <= seq < len(self.entries) else None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry met for the first time."""

    room: str
    seq: int


class Rooms:
    """Sync and fold of every room this officer may read."""

    def __init__(
        self,
        connection: Connection,
        store: Store,
        register: Register,
        *,
        now: Callable[[], int] = clock,
    ) -> None:
        self._connection = connection
        self._store = store
        self._register = register
        self._now = now
        self._seen = SeenEntries()
        self.held: dict[str, HeldRoom] = {}
        self.cursor = 0
        # What had landed in the register of this size has all its room entries here.
        self.covers = 0
        self._before: dict[str, tuple[Room, int]] = {}  # of the rooms that a sync touches: state, length
        self._load()
        self._before.clear()

    def room(self, room_id: str) -> HeldRoom:
        """A room by its id or a unique beginning of it (8 characters or more)."""
        if room_id in self.held:
            return self.held[room_id]
        found = [key for key in self.held if len(room_id) >= 8 and key.startswith(room_id)]
        if len(found) != 1:
            raise WrongUse("no_such_room", f"no room of yours is {room_id!r}")
        return self.held[found[0]]

    def sync(self) -> list[Arrival]:
        """Fetch, fold and verify what is new, all or nothing: when the line breaks, no entry stays that
        was not checked to the end. Raises Blocked; then nothing more is read or written.
        """
        self._register.check_not_blocked()
        before, size = self.cursor, self._register.directory.size
        with self._register.sticky(), contextlib.ExitStack() as undoing:
            undoing.callback(self._before.clear)
            undoing.callback(self._undo, before)
            arrivals = self._sync()
            self.covers = size
            undoing.pop_all()
            self._before.clear()
            return arrivals

    def _undo(self, cursor: int) -> None:
        """Rooms and cursor as they were before this sync."""
        self.cursor = cursor
        for room_id, (room, length) in self._before.items():
            held = self.held[room_id]
            for entry in held.entries[length:]:
                self._seen.forget(entry.hash)
            held.room = room
            del held.entries[length:]
            if not held.entries:
                del self.held[room_id]

    def _sync(self) -> list[Arrival]:
        fresh: list[SyncItem] = []
        more = True
        while more:
            data = self._connection.get_bytes("/sync", cursor=self.cursor)
            with blocking("sync"):
                page = frames.decode_sync(data)
            for item in page.items:
                if self._take(item):
                    fresh.append(item)
            if page.more and page.cursor <= self.cursor:
                raise Blocked("bad_cursor", "the server's cursor does not move")
            self.cursor, more = page.cursor, page.more
        arrivals = [Arrival(item.room, item.seq) for item in fresh]
        self._prove_late(arrivals)
        self._keep(fresh)
        return arrivals

    def check_pins(self, pins: dict[str, tuple[int, str]]) -> None:
        """Rooms that another device saw are all here, and at least as long (checkpoint.md, pins)."""
        for room_id, (seq, head) in pins.items():
            held = self.held.get(room_id)
            if held is None or held.hash_at(seq) != head:
                error = Blocked("room_rolled_back", f"room {room_id[:12]} is not as it was seen before")
                self._register.block(error)
                raise error

    def pins(self) -> dict[str, tuple[int, str]]:
        return {key: (held.room.seq, held.room.head) for key, held in self.held.items()}

    def proof(self, room_id: str, seq: int) -> dict[str, Any] | None:
        """The server's proof that entry `seq` existed, as it came and unchecked; None when none yet."""
        try:
            answer = self._connection.get_json(f"/rooms/{room_id}/proof", seq=seq)
        except Refused as error:
            if error.status == 404:
                return None
            raise
        size = answer.get("size") if isinstance(answer, dict) else None
        if isinstance(size, int) and size > self._register.directory.size:
            self._register.sync()
        return dict(answer)

    def _take(self, item: SyncItem, *, kept: bool = False) -> bool:
        """Fold one entry, served or kept; False when it is one that is already held."""
        with blocking(f"room {item.room[:12]} entry {item.seq}"):
            entry = decode_frame(item.frame)
        if kept:
            trust_own_seal(entry.envelope, entry.value.get("author"), self._register.directory)
        held = self.held.setdefault(item.room, HeldRoom(Room()))
        if item.seq < len(held.entries):
            if held.entries[item.seq].envelope.hash != entry.hash:
                raise Blocked("room_forked", f"another entry {item.seq} in {item.room[:12]} than before")
            return False
        if item.seq > len(held.entries):
            raise Blocked("withheld_entry", f"entry {len(held.entries)} of {item.room[:12]} is missing")
        if item.room not in self._before:
            self._before[item.room] = Room.from_json(held.room.to_json()), len(held.entries)
        self._fold(held, item.room, entry)
        return True

    def _fold(self, held: HeldRoom, room_id: str, entry: Entry) -> None:
        if _log_size(entry) > self._register.directory.size:
            self._register.sync()
        with blocking(f"room {room_id[:12]} entry {len(held.entries)}"):
            held.room.apply(entry, self._register.directory)
            self._seen.add(entry.hash)
        if held.room.id != room_id:
            raise Blocked("wrong_room", f"entry of {held.room.id} served as {room_id}")
        held.entries.append(entry)

    def _prove_late(self, arrivals: list[Arrival]) -> None:
        """Entries of authors whose post has ended since must have existed before that (rooms.md)."""
        directory, now = self._register.directory, self._now()
        last: dict[tuple[str, str, End], int] = {}
        for arrival in arrivals:
            value = self.held[arrival.room].entries[arrival.seq].value
            with blocking(f"room {arrival.room[:12]} entry {arrival.seq}"):
                end = missing_end(value, directory, now)
            if end is not None:
                # A head covers everything before it, so the last entry before each end is enough.
                last[arrival.room, value["author"], end] = arrival.seq
        for (room, _, end), seq in last.items():
            held, proof = self.held[room], self.proof(room, seq)
            if proof is None and may_be_proven_later(end, self._register.directory):
                raise Unreachable("not_yet_proven", f"room {room[:12]} entry {seq}: try again in a minute")
            with blocking(f"room {room[:12]} entry {seq}"):
                demand_existence(held.entries[seq].value, held.hash_at, proof, directory, at=now)

    def _keep(self, fresh: list[SyncItem]) -> None:
        if fresh:
            records = (_record(item) for item in fresh)
            self._store.append(ENTRIES, frames.join(records))
        self._store.write(CURSOR, json.dumps({"cursor": self.cursor}).encode())

    def _load(self) -> None:
        for item in self._kept():
            self._take(item, kept=True)
        record = self._store.read(CURSOR)
        self.cursor = int(json.loads(record)["cursor"]) if record else 0

    def _kept(self) -> Iterator[SyncItem]:
        for segment in self._store.segments(ENTRIES):
            for record in frames.split(segment):
                seq = int.from_bytes(record[32:40], "big")
                yield SyncItem(0, record[:32].hex(), seq, record[40:])


def _record(item: SyncItem) -> bytes:
    return bytes.fromhex(item.room) + item.seq.to_bytes(8, "big") + item.frame


def _log_size(entry: Entry) -> int:
    log = entry.value.get("log")
    size = log.get("size") if isinstance(log, dict) else None
    return size if isinstance(size, int) else 0
