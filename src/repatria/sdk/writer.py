"""Writing in rooms: new rooms, new epochs, messages; looks again when the room or a key moved.

Nothing is sealed to a key that the verified register does not name at this client's checkpoint.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from repatria.protocol import bodies, envelope, frames, rooms, unroll
from repatria.protocol.canonical import Json
from repatria.protocol.entries import Authorship
from repatria.protocol.keys import Seeds, SigningKey
from repatria.protocol.posts import PARTNERS
from repatria.protocol.rooms import CASE, Entry, Member, Room, encode_frame
from repatria.protocol.statements import country_of
from repatria.sdk.connection import FRAMES, Connection, Upload
from repatria.sdk.errors import Blocked, Refused, WrongUse, blocking
from repatria.sdk.keyring import Keyring
from repatria.sdk.register import Register, clock
from repatria.sdk.rooms import HeldRoom, Rooms

ATTEMPTS = 6
LOOK_AGAIN = frozenset({"stale_head", "stale_epoch", "bad_epoch", "wrong_kem", "log_went_back", "wrong_log"})
# Bodies that no partner reads.
OPERATIONAL = frozenset({"request", "notice", "hit"})
# The server's register knows a newer key than the checkpoint that I sealed by.
KEY_MOVED = frozenset({"stale_epoch", "wrong_kem"})


@dataclass(frozen=True, slots=True)
class Me:
    """Who writes, and on whose behalf."""

    keyid: str
    office: str
    seeds: Seeds

    @property
    def signer(self) -> SigningKey:
        return SigningKey(self.seeds.sign, self.keyid)


@dataclass(frozen=True, slots=True)
class Sent:
    """The server's receipt: where the entry is, durably."""

    room: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A room that only this client knows so far: its genesis, and so its id."""

    genesis: Entry

    @property
    def room(self) -> str:
        return self.genesis.hash


class Writer:
    """Signs and sends entries as one officer."""

    def __init__(
        self,
        connection: Connection,
        register: Register,
        held: Rooms,
        keyring: Keyring,
        me: Me,
        *,
        now: Callable[[], int] = clock,
    ) -> None:
        self._connection = connection
        self._register = register
        self._rooms = held
        self._keyring = keyring
        self.now = now
        self.me = me

    # New rooms.

    def open_room(self, *, purpose: str = CASE, floor: str = "TLP:AMBER") -> Opening:
        """Make a genesis; nothing is sent yet, but attachments can be sealed for its id."""
        value = rooms.genesis(self._by(), secrets.token_bytes(32), purpose=purpose, floor=floor)
        return Opening(self._sign(value))

    def create(self, opening: Opening, seats: Sequence[Member], body: Json | None = None) -> Sent:
        """Send genesis, members and perhaps a first message, all or nothing; the last one's receipt."""
        room = Room()
        room.apply(opening.genesis, self._register.directory)
        members, key = self._members(room, seats, None)
        entries = [opening.genesis, members]
        room.apply(members, self._register.directory)
        if body is not None:
            entries.append(self._message(room, key, body))
        return self._post("/rooms", entries)[-1]

    def start(self, opening: Opening, others: Iterable[str], body: Json | None = None) -> Sent:
        """`create` for my office and these; keys that moved meanwhile are looked at and sealed to again."""
        parties = (self.me.office, *others)
        for attempt in range(ATTEMPTS):
            try:
                sent = self.create(opening, self.seats(parties), body)
            except Refused as error:
                if error.code == "room_exists":
                    return self._finish_existing(opening, body)
                if error.code not in LOOK_AGAIN or attempt == ATTEMPTS - 1:
                    raise
                self.look_again(error.code)
            else:
                self._rooms.sync()
                self._rooms.check_pins({sent.room: (sent.seq, sent.hash)})
                return sent
        raise AssertionError("the loop returns or raises")

    def _finish_existing(self, opening: Opening, body: Json | None) -> Sent:
        """An earlier try reached the server, though its answer was lost: the room is there."""
        self.look_again()
        held = self._rooms.room(opening.room)
        last = held.entries[-1]
        if body is None or held.room.seq > 1:
            return Sent(opening.room, held.room.seq, last.hash)
        return self.append(opening.room, body)

    def seats(self, offices: Iterable[str]) -> list[Member]:
        """Seats for these offices: their key, or each active officer where it is none or stale."""
        found: dict[str, Member] = {}
        for office in offices:
            seats = self._office_seats(office)
            if not seats:
                raise WrongUse("nobody_there", f"{office} has no active officer")
            found.update({seat.id: seat for seat in seats})
        return [found[id_] for id_ in sorted(found)]

    def officer_seats(self, keyids: Iterable[str]) -> list[Member]:
        """Seats for named officers, by their key ids."""
        return [seat for keyid in sorted(set(keyids)) for seat in self._officer_seat(keyid)]

    def renewed_seats(self, room: Room) -> list[Member]:
        """The room's parties with their keys of now; who is no longer active falls out."""
        found: dict[str, Member] = {}
        for member in room.members:
            kind, _, name = member.id.partition(":")
            seats = self._office_seats(name) if kind == "office" else self._officer_seat(name)
            found.update({seat.id: seat for seat in seats})
        return [found[id_] for id_ in sorted(found)]

    # In a room.

    def append(self, room_id: str, body: Json) -> Sent:
        """Seal and send one message; a moved head or key is looked at and the message sealed again."""
        self._register.check_not_blocked()
        for _ in range(ATTEMPTS - 1):
            try:
                return self._append(self._rooms.room(room_id), body)
            except Refused as error:
                if error.code not in LOOK_AGAIN:
                    raise
                self.look_again(error.code)
        return self._append(self._rooms.room(room_id), body)

    def rekey(self, room_id: str, seats: Sequence[Member]) -> Sent:
        """Start an epoch for exactly these seats. Raises Refused when the room moved meanwhile."""
        held = self._rooms.room(room_id)
        members, _ = self._members(held.room, seats, self._current_key(held))
        sent = self._post(f"/rooms/{held.room.id}/entries", [members])
        self.look_again()
        return sent[0]

    def succeed(self, held: HeldRoom, key: bytes, seats: Sequence[Member]) -> Sent:
        """Start an epoch in my office's room, which another key of this officer could read so far."""
        members, _ = self._members(held.room, seats, key)
        return self._post(f"/rooms/{held.room.id}/entries", [members])[0]

    def look_again(self, refused: str = "") -> None:
        """Sync register and rooms, and learn the keys that came with them. `refused`: the server's code, if
        that is why; a key that moved is there as soon as the witnesses have signed what moved it.
        """
        if refused in KEY_MOVED:
            self._register.sync_beyond(self._register.directory.size)
        else:
            self._register.sync()
        self._rooms.sync()
        self._keyring.learn_offices(self._register.directory, self.me.office)

    def _append(self, held: HeldRoom, body: Json) -> Sent:
        room, entries = held.room, []
        key = self._current_key(held)
        if not self._members_right(room):
            seats = self.renewed_seats(room)
            members, key = self._members(room, seats, key)
            room = Room.from_json(room.to_json())
            room.apply(members, self._register.directory)
            entries.append(members)
        entries.append(self._message(room, key, body))
        sent = self._post(f"/rooms/{room.id}/entries", entries)[-1]
        self._rooms.sync()
        self._rooms.check_pins({room.id: (sent.seq, sent.hash)})
        return sent

    def _members_right(self, room: Room) -> bool:
        """Whether every member's key still is the one to seal to (rooms.md, step 6)."""
        return self.renewed_seats(room) == sorted(room.members)

    def _office_seats(self, office: str) -> list[Member]:
        directory = self._register.directory
        state = directory.office_key_state(office, self.now())
        key = directory.current_office_key(office)
        if key is not None and state in {"current", "incomplete"}:
            return [Member(f"office:{office}", key.keyid)]
        officers = directory.officers_of(office, self.now())
        return [seat for officer in officers for seat in self._officer_seat(officer.keyid)]

    def _officer_seat(self, keyid: str) -> list[Member]:
        officer = self._register.directory.officer(keyid)
        if officer is None or not officer.active(self.now()):
            return []
        return [Member(f"officer:{keyid}", keyid)]

    def _current_key(self, held: HeldRoom) -> bytes:
        key = self._keyring.keys(held).get(held.room.epoch)
        if key is None:
            raise WrongUse("no_key", f"you hold no key of room {held.room.id[:12]}")
        return key

    def _members(self, room: Room, seats: Sequence[Member], before: bytes | None) -> tuple[Entry, bytes]:
        """The entry of the next epoch, and its K."""
        with blocking("members"):
            made = unroll.new_epoch(room, self._register.directory, before, seats, secrets.token_bytes)
        return self._sign(rooms.members(self._by(), room.next_place, made.parts)), made.key

    def _message(self, room: Room, key: bytes, body: Json) -> Entry:
        self._demand_for(room, body)
        at = room.next_place
        sealed = unroll.seal_body(key, at, self.me.keyid, body, epoch=room.epoch, random=secrets.token_bytes)
        clock_act, blobs = bodies.clock_of(body), bodies.blobs_of(body)
        value = rooms.message(self._by(), at, room.epoch, sealed, blobs, clock_act)
        return self._sign(value, sealed.ciphertext)

    def _demand_for(self, room: Room, body: Json) -> None:
        """Nothing operational where a partner sits (bodies.md)."""
        if body["kind"] not in OPERATIONAL:
            return
        for member in room.members:
            kind, _, name = member.id.partition(":")
            officer = self._register.directory.officer(name)
            office = name if kind == "office" else officer.office if officer else ""
            if country_of(office) == PARTNERS:
                raise WrongUse("partner_here", office)

    def _by(self) -> Authorship:
        head = self._register.head
        net = self._register.directory.net
        if net is None:
            raise Blocked("bad_root", "the register is empty")
        return Authorship(
            net, self.me.keyid, self.me.office, self.now(), int(head["size"]), str(head["root"])
        )

    def _sign(self, value: dict[str, Any], ciphertext: bytes = b"") -> Entry:
        return Entry(envelope.sign(envelope.ENTRY, value, [self.me.signer]), ciphertext)

    def _post(self, path: str, entries: Sequence[Entry]) -> list[Sent]:
        body = Upload(frames.join(encode_frame(entry) for entry in entries), FRAMES)
        answer = self._connection.post(path, body)
        expected = [entry.hash for entry in entries]
        if [row["hash"] for row in answer["entries"]] != expected:
            raise Blocked("wrong_receipt", "the server confirms other entries than were sent")
        return [Sent(answer["room"], row["seq"], row["hash"]) for row in answer["entries"]]
