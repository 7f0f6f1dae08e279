"""The hot path: from an entry's frame to its durable place in the room.

1. A checking thread decodes, folds and verifies against the room's cached state.
2. The writer's thread checks again what may have changed meanwhile, inside the transaction: the
   session, the author's standing, the head, the attachments. Then it writes.
3. After the commit the state is kept for the next entry, and the members' streams are woken.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from repatria.protocol.errors import ProtocolError
from repatria.protocol.records import Office
from repatria.protocol.rooms import Entry, Room, decode_frame, encode_frame
from repatria.server.clocks import Opening, due_at, end_ladder, load_targets, set_clock
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.rooms import tables
from repatria.server.seats import MemberIds, change_seats
from repatria.server.sessions import Session, find_session

REMEMBERED_ROOMS = 2000


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where the entries landed. `again` when they were there already."""

    room: str
    entries: tuple[tuple[int, str], ...]
    again: bool = False


class RoomStates:
    """The newest folded states, bounded. Changed after commits; a stale one only costs a reload."""

    def __init__(self) -> None:
        self._rooms: OrderedDict[str, Room] = OrderedDict()

    def find(self, room_hash: str) -> Room | None:
        return self._rooms.get(room_hash)

    def keep(self, room: Room) -> None:
        self._rooms[room.id] = room
        self._rooms.move_to_end(room.id)
        if len(self._rooms) > REMEMBERED_ROOMS:
            self._rooms.popitem(last=False)

    def drop(self, room_hash: str) -> None:
        self._rooms.pop(room_hash, None)


def copy_of(room: Room) -> Room:
    """A state that can be moved on without touching the cached one."""
    copied = Room()
    for name in Room.__slots__:
        setattr(copied, name, getattr(room, name))
    copied.clocks = dict(room.clocks)
    return copied


@dataclass(slots=True)
class Step:
    """One entry and what it changes beside the head."""

    entry: Entry
    frame: bytes
    seq: int
    members: tuple[str, ...]
    opening: tuple[str, str, str] | None = None  # from office, to office, urgency
    ends: tuple[str, str] | None = None  # act, opening hash
    blobs: Sequence[dict[str, Any]] = ()


@dataclass(slots=True)
class Append:
    """A checked batch on its way through the writer."""

    house: Installation
    session: Session
    before: Room | None
    after: Room
    steps: list[Step]
    states: RoomStates
    ids: MemberIds
    _row: tables.RoomRow | None = field(default=None, init=False)
    _again: bool = field(default=False, init=False)

    def check(self, tx: Transaction) -> None:
        now = self.house.now()
        session = find_session(tx, self.session.token, self.house.register.directory, now)
        if session.standing.kind != "officer":
            raise Refusal("session_ended")
        self._row = tables.find_room(tx, self.after.id)
        if self.before is None:
            self._again = self._row is not None and self._is_there(tx, self._row.id)
            if self._row is not None and not self._again:
                raise Refusal("room_exists")
        elif self._row is None:
            raise Refusal("not_found")
        elif self._row.head != self.before.head:
            self._again = self._is_there(tx, self._row.id)
            if not self._again:
                self.states.drop(self.after.id)
                raise Refusal("stale_head", seq=self._row.seq, head=self._row.head)
        if not self._again:
            self._check_blobs(tx)

    def _is_there(self, tx: Transaction, room: int) -> bool:
        return batch_is_there(tx, room, [(step.seq, step.entry.hash) for step in self.steps])

    def _check_blobs(self, tx: Transaction) -> None:
        room = self._row.id if self._row else None
        for step in self.steps:
            for named in step.blobs:
                check_blob(tables.find_blob(tx, named["id"]), named, self.session.key, room)

    def write(self, tx: Transaction) -> Receipt:
        receipt = Receipt(
            self.after.id, tuple((step.seq, step.entry.hash) for step in self.steps), self._again
        )
        if self._again:
            return receipt
        room = self._row.id if self._row else tables.insert_room(tx, self.after.id)
        seated = self.before.members if self.before else ()
        current = {name: self._member(tx, name) for name in (member.id for member in seated)}
        for step in self.steps:
            current = self._write_step(tx, room, step, current)
        tables.advance(tx, room, self.after, with_state=self._changes_state())
        self.house.group.after_commit(lambda: self.states.keep(self.after))
        return receipt

    def _changes_state(self) -> bool:
        kinds = {step.entry.value["kind"] for step in self.steps}
        return kinds != {"message"} or any(step.opening for step in self.steps)

    def _member(self, tx: Transaction, name: str) -> int:
        return self.ids.find_or_make(tx, name, self.house.group)

    def _write_step(self, tx: Transaction, room: int, step: Step, current: dict[str, int]) -> dict[str, int]:
        """Write one entry; returns the members after it, by name."""
        group = self.house.group
        if step.entry.value["kind"] == "members":
            after = {name: self._member(tx, name) for name in step.members}
            added = [after[name] for name in after.keys() - current.keys()]
            removed = [current[name] for name in current.keys() - after.keys()]
            change_seats(tx, group, room, step.seq, (added, removed))
            current = after
        cursor = group.take_cursors(1)
        tables.insert_entry(tx, cursor, room, (step.seq, step.entry.hash, step.frame))
        tables.insert_feed(tx, cursor, room, tuple(current.values()))
        for name in current:
            group.move(name, cursor)
        for named in step.blobs:
            tables.attach_blob(tx, named["id"], room)
        self._write_clock(tx, room, step)
        return current

    def _write_clock(self, tx: Transaction, room: int, step: Step) -> None:
        now = self.house.now()
        if step.opening is not None:
            set_clock(tx, self._opening(room, step, now))
        if step.ends is not None:
            end_ladder(tx, step.ends[0], step.ends[1], now)

    def _opening(self, room: int, step: Step, now: int) -> Opening:
        assert step.opening is not None
        asked_by, to, urgency = step.opening
        targets = load_targets(self.house.settings.urgencies)[urgency]
        office: Office = self.house.register.directory.offices[to]
        days = tuple(office.hours["days"])
        return Opening(
            step.entry.hash,
            room,
            asked_by,
            to,
            urgency,
            now,
            due_at(now, targets.acknowledge, office.tz, days),
            due_at(now, targets.answer, office.tz, days),
        )


def batch_is_there(tx: Transaction, room: int, places: Sequence[tuple[int, str]]) -> bool:
    """Whether these entries are already in the room, at these places."""
    found = tables.hashes_from(tx, room, places[0][0], len(places))
    return found == [hash_ for _, hash_ in places]


def check_blob(row: Any, named: dict[str, Any], author: str, room: int | None) -> None:
    """Raises `blob_missing` unless complete, the author's or this room's, and as signed."""
    if row is None:
        raise Refusal("blob_missing", id=named["id"])
    owner, of_room, attached, length, sha256, complete = row
    in_this_room = of_room is not None and of_room == room
    free = not attached and owner == author and (of_room is None or in_this_room)
    if not complete or not (in_this_room or free):
        raise Refusal("blob_missing", id=named["id"])
    if (length, sha256) != (named["len"], named["sha256"]):
        raise Refusal("blob_mismatch", id=named["id"])


class Checker:
    """Step 1: pure work on octets and cached state, in a checking thread."""

    def __init__(self, house: Installation) -> None:
        self._house = house
        self.states = RoomStates()
        self.ids = MemberIds()

    def check(self, session: Session, frames: Sequence[bytes], room_hash: str | None) -> Any:
        """An `Append` for the writer, or a `Receipt` where all of it is there already.

        Raises Refusal or ProtocolError.
        """
        entries = [decode_frame(frame) for frame in frames]
        for entry in entries:
            if entry.value.get("author") != session.key:
                raise Refusal("wrong_author")
        if room_hash is None:
            return self._check_batch(session, None, entries)
        before = self._seated_state(session, room_hash)
        if entries[0].value.get("prev") != before.head:
            before = self._reload(room_hash)
            if receipt := self._find_receipt(session, room_hash, entries):
                return receipt
            if entries[0].value.get("prev") != before.head:
                raise Refusal("stale_head", seq=before.seq, head=before.head)
        return self._check_batch(session, before, entries)

    def _seated_state(self, session: Session, room_hash: str) -> Room:
        state = self.states.find(room_hash) or self._reload(room_hash)
        if not state.has_seat(session.key, session.standing.office):
            # Perhaps somebody has just been seated by another process.
            state = self._reload(room_hash)
        if not state.has_seat(session.key, session.standing.office):
            raise Refusal("not_found")
        return state

    def _reload(self, room_hash: str) -> Room:
        state = self._house.database.read_blocking(lambda tx: tables.load_state(tx, room_hash))
        if state is None:
            raise Refusal("not_found")
        return state

    def _find_receipt(self, session: Session, room_hash: str, entries: Sequence[Entry]) -> Receipt | None:
        seq = entries[0].value.get("seq")
        if type(seq) is not int or not 0 <= seq < 2**53:
            return None
        places = [(seq + at, entry.hash) for at, entry in enumerate(entries)]

        def find(tx: Transaction) -> bool:
            row = tables.find_room(tx, room_hash)
            return row is not None and batch_is_there(tx, row.id, places)

        found = self._house.database.read_blocking(find)
        return Receipt(room_hash, tuple(places), again=True) if found else None

    def _check_batch(self, session: Session, before: Room | None, entries: Sequence[Entry]) -> Append:
        house = self._house
        after = Room() if before is None else copy_of(before)
        directory, now = house.register.directory, house.now()
        steps = []
        for entry in entries:
            if entry.ciphertext is None:
                raise ProtocolError("wrong_ciphertext", "not at hand")
            after.apply(entry, directory, now=now)
            steps.append(_step(entry, after))
        if before is None:
            _check_opening(after, entries)
        return Append(house, session, before, after, steps, self.states, self.ids)


def _check_opening(room: Room, entries: Sequence[Entry]) -> None:
    if len(entries) < 2 or not room.members:
        raise Refusal("bad_frames", why="a room begins with genesis and members")


def _step(entry: Entry, after: Room) -> Step:
    value = entry.value
    step = Step(entry, encode_frame(entry), after.seq, tuple(member.id for member in after.members))
    if value["kind"] == "message":
        step.blobs = value["blobs"]
        clock = value["clock"]
        if clock is not None and clock["act"] == "open":
            step.opening = (value["office"], clock["to"], clock["urgency"])
        elif clock is not None:
            step.ends = (clock["act"], clock["of"])
    return step
