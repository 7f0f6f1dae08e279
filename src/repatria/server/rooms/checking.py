"""The first steps of an append: pure work on octets and cached state, so that the writer only does SQL.

1. The frames are decoded, and have to be the caller's own.
2. The caller has a seat, and the first entry follows the head.
3. The room's cached state takes the entries: the fold, by the register as it stands.
4. The writer takes what holds; the rest is answered at once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from repatria.protocol.errors import ProtocolError
from repatria.protocol.existence import demand_standing
from repatria.protocol.rooms import OFFICE, Entry, Room, decode_frame
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.rooms import tables
from repatria.server.rooms.append import Append, Receipt, Step, batch_is_there
from repatria.server.seats import MemberIds
from repatria.server.sessions import Session
from repatria.server.signatures import Signatures

REMEMBERED_ROOMS = 2000
# What is longer would hold up everybody else's requests, so it is checked in a thread.
LOOP_OCTETS = 64 * 1024
LOOP_ENTRIES = 2


class Framed(Entry):
    """An entry with the octets it was read from, which are what is stored. There is one frame to an entry."""

    __slots__ = ("frame",)

    def __init__(self, frame: bytes) -> None:
        read = decode_frame(frame)
        super().__init__(read.envelope, read.ciphertext)
        self.frame = frame


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


def _may_write(session: Session, state: Room) -> bool:
    """Whoever has a seat; in an office's own room every officer of it, seated or not (rooms.md, 5a): else
    its only officer could not go on with a new key. What they may write, the fold says.
    """
    office = session.standing.office
    return state.has_seat(session.key, office) or (state.purpose == OFFICE and state.office == office)


class Checker:
    def __init__(self, house: Installation) -> None:
        self._house = house
        self._signatures = Signatures()
        self.states = RoomStates()
        self.ids = MemberIds()

    async def append(self, session: Session, frames: Sequence[bytes], room_hash: str | None) -> Receipt:
        """Returns once the entries are durable. Raises Refusal or ProtocolError."""
        if len(frames) > LOOP_ENTRIES or sum(map(len, frames)) > LOOP_OCTETS:
            entries = await self._house.database.in_thread(_decode, frames, session)
            checked = await self._house.database.in_thread(self._check, session, entries, room_hash)
        else:
            entries = _decode(frames, session)
            if self._is_at_hand(session, entries, room_hash):
                checked = self._check(session, entries, room_hash)
            else:
                checked = await self._house.database.in_thread(self._check, session, entries, room_hash)
        if isinstance(checked, Receipt):
            return checked
        receipt: Receipt = await self._house.database.hot.run(checked)
        return receipt

    def _is_at_hand(self, session: Session, entries: Sequence[Framed], room_hash: str | None) -> bool:
        """Whether `_check` will not have to read from disk."""
        if room_hash is None:
            return True
        state = self.states.find(room_hash)
        if state is None or not _may_write(session, state):
            return False
        return bool(entries[0].value.get("prev") == state.head)

    def _check(self, session: Session, entries: Sequence[Framed], room_hash: str | None) -> Append | Receipt:
        """What the writer is to do, or the receipt where all of it is there already."""
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
        if not _may_write(session, state):
            # Perhaps somebody has just been seated by another process.
            state = self._reload(room_hash)
        if not _may_write(session, state):
            raise Refusal("not_found")
        return state

    def _reload(self, room_hash: str) -> Room:
        state = self._house.database.read_blocking(lambda tx: tables.load_state(tx, room_hash))
        if state is None:
            raise Refusal("not_found")
        return state

    def _find_receipt(self, session: Session, room_hash: str, entries: Sequence[Framed]) -> Receipt | None:
        seq = entries[0].value.get("seq")
        if type(seq) is not int or not 0 <= seq < 2**53:
            return None
        places = [(seq + at, entry.hash) for at, entry in enumerate(entries)]

        def find(tx: Transaction) -> bool:
            row = tables.find_room(tx, room_hash)
            return row is not None and batch_is_there(tx, row.id, places)

        found = self._house.database.read_blocking(find)
        return Receipt(room_hash, tuple(places), again=True) if found else None

    def _check_batch(self, session: Session, before: Room | None, entries: Sequence[Framed]) -> Append:
        house = self._house
        after = Room() if before is None else copy_of(before)
        directory, now = house.register.directory, house.now()
        keyset = directory.keyset(session.key)
        steps = []
        for entry in entries:
            if entry.ciphertext is None:
                raise ProtocolError("wrong_ciphertext", "not at hand")
            if keyset is not None:
                self._signatures.verify(entry.envelope, session.key, keyset.sign)
            after.apply(entry, directory, now=now)
            demand_standing(entry.value, directory, now)
            steps.append(_step(entry, after))
        after.demand_current(directory, now)
        if before is None:
            _check_opening(after, entries)
        return Append(house, session, before, after, steps, self.states, self.ids)


def _decode(frames: Sequence[bytes], session: Session) -> list[Framed]:
    entries = [Framed(frame) for frame in frames]
    if any(entry.value.get("author") != session.key for entry in entries):
        raise Refusal("wrong_author")
    return entries


def _check_opening(room: Room, entries: Sequence[Framed]) -> None:
    if len(entries) < 2 or not room.members:
        raise Refusal("bad_frames", why="a room begins with genesis and members")


def _step(entry: Framed, after: Room) -> Step:
    value = entry.value
    step = Step(entry, entry.frame, after.seq)
    if value["kind"] == "members":
        step.members = tuple(member.id for member in after.members)
    elif value["kind"] == "message":
        step.blobs = value["blobs"]
        clock = value["clock"]
        if clock is not None and clock["act"] == "open":
            step.opening = (value["office"], clock["to"], clock["urgency"])
        elif clock is not None:
            step.ends = (clock["act"], clock["of"])
    return step
