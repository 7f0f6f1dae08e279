"""The room fold (protocol/rooms.md), which needs no keys: server and clients run this same code.

`Room.apply` costs one Ed25519 verification, one SHA-256 over the ciphertext and look-ups. It
cannot see what is inside; that is `unroll.py`, which the server has no use for.
"""

import hashlib
from typing import Any, NamedTuple

from repatria.protocol import envelope as envelopes
from repatria.protocol.canonical import Json
from repatria.protocol.directory import Directory
from repatria.protocol.entries import (
    CASE,
    FLOORS,
    OFFICE,
    URGENCIES,
    Entry,
    Place,
    check_shape,
    decode_frame,
    encode_frame,
    genesis,
    members,
    message,
)
from repatria.protocol.errors import ProtocolError
from repatria.protocol.posts import AUDITORS, PARTNERS
from repatria.protocol.statements import CLOCK_SKEW_SECONDS, country_of

__all__ = [
    "CASE",
    "FLOORS",
    "OFFICE",
    "URGENCIES",
    "Clock",
    "Entry",
    "Member",
    "Place",
    "Room",
    "SeenEntries",
    "decode_frame",
    "encode_frame",
    "genesis",
    "member_of",
    "members",
    "message",
]

_OFFICE_PREFIX = "office:"
_OFFICER_PREFIX = "officer:"


class Member(NamedTuple):
    """A seat: `office:<id>` or `officer:<key id>`, and the kem key id it is wrapped for."""

    id: str
    kem: str


class Clock(NamedTuple):
    """What an opening message set running: who asked whom, how urgently."""

    asked_by: str  # office
    to: str  # office
    urgency: str


def member_of(directory: Directory, id_: str, size: int, time: int) -> Member | None:
    """The member that this id is in the tree of `size`, by the clock `time`; None if it is none.

    Raises `stale_epoch` for an office whose key a leaver holds.
    """
    if id_.startswith(_OFFICER_PREFIX):
        keyid = id_.removeprefix(_OFFICER_PREFIX)
        return Member(id_, keyid) if directory.active_at(keyid, size, time) else None
    office = id_.removeprefix(_OFFICE_PREFIX)
    found = directory.office_key_right(office, size)
    if found is None:
        return None
    key, until = found
    if time >= until:
        raise ProtocolError("stale_epoch", f"a leaver holds the key of {office}")
    return Member(id_, key.keyid)


class Room:
    """The state of the fold of one room: `Room()` is before its genesis."""

    __slots__ = (
        "author", "clocks", "epoch", "floor", "head", "id", "log_size", "members", "office",
        "purpose", "seq", "time",
    )  # fmt: skip

    def __init__(self) -> None:
        self.id = ""
        self.purpose = ""
        self.floor = ""
        self.office = ""  # of the genesis: the opening office
        self.author = ""  # of the genesis
        self.seq = -1  # of the last entry
        self.head = ""  # hash of the last entry
        self.epoch = 0
        self.members: tuple[Member, ...] = ()
        self.log_size = 0
        self.time = 0
        self.clocks: dict[str, Clock] = {}  # by hash of the opening message

    @property
    def next_place(self) -> Place:
        return Place(self.id, self.seq + 1, self.head)

    def has_seat(self, author: str, office: str) -> bool:
        """Step 6: the office, or the officer, is among the current members."""
        ids = [member.id for member in self.members]
        return _OFFICE_PREFIX + office in ids or _OFFICER_PREFIX + author in ids

    def apply(self, entry: Entry, directory: Directory, *, now: int | None = None) -> None:
        """Take the next entry; when it raises, nothing has changed.

        `directory` is folded to at least the entry's `log.size`. With `now` (the server's clock)
        the entry's time must lie within 600 s of it. Ciphertext is checked where it is at hand.
        """
        value = entry.value
        # 1. Type, shape, network, checkpoint, time.
        if entry.envelope.type != envelopes.ENTRY:
            raise ProtocolError("bad_shape", "not an entry")
        kind = check_shape(value)
        self._check_ground(value, directory)
        self._check_time(value["time"], now)
        # 2. This room, this place.
        self._check_place(kind, value)
        # 3. The author's signature, and no other.
        author, office, size = value["author"], value["office"], value["log"]["size"]
        keyset = directory.keyset(author)
        if keyset is None:
            raise ProtocolError("unknown_issuer", author)
        envelopes.verify_single(entry.envelope, author, keyset.sign)
        # 4. An active officer of that office.
        if directory.active_at(author, size, value["time"]) != office:
            raise ProtocolError("not_a_member", f"{author} in {office}")
        if kind == "genesis":
            self._check_opening(value)
        elif kind == "message":  # 6
            self._check_message(entry, directory)
        elif kind == "members":  # 5
            self._check_members(value, directory)
        if kind != "message" and entry.ciphertext:
            raise ProtocolError("wrong_ciphertext", "only a message has one")
        # 7. Head, seq, members, epoch move on.
        self._advance(kind, value, entry.hash)

    def demand_current(self, directory: Directory, now: int) -> None:
        """Step 6, the server's part: every member's kem is the one to seal to now (`stale_epoch`)."""
        for member in self.members:
            if member_of(directory, member.id, directory.size, now) != member:
                raise ProtocolError("stale_epoch", member.id)

    def _check_ground(self, value: Json, directory: Directory) -> None:
        if value["net"] != directory.net:
            raise ProtocolError("wrong_network", value["net"])
        log = value["log"]
        root = directory.root_hash_at(log["size"])
        if root is None or root.hex() != log["root"]:
            raise ProtocolError("wrong_log", f"not the register's root at {log['size']}")
        if log["size"] < self.log_size:
            raise ProtocolError("log_went_back", f"{log['size']} < {self.log_size}")

    def _check_time(self, time: int, now: int | None) -> None:
        if time < self.time - CLOCK_SKEW_SECONDS:
            raise ProtocolError("bad_time", "long before the entry before it")
        if now is not None and abs(time - now) > CLOCK_SKEW_SECONDS:
            raise ProtocolError("bad_time", "not signed now")

    def _check_place(self, kind: str, value: Json) -> None:
        if (kind == "genesis") != (self.seq < 0):
            raise ProtocolError("bad_seq", "a genesis comes first, and once")
        if kind == "genesis":
            return
        if value["room"] != self.id:
            raise ProtocolError("wrong_room", value["room"])
        if value["seq"] != self.seq + 1:
            raise ProtocolError("bad_seq", f"{value['seq']} after {self.seq}")
        if value["prev"] != self.head:
            raise ProtocolError("stale_head", value["prev"])

    def _check_opening(self, value: Json) -> None:
        if value["purpose"] == CASE and country_of(value["office"]) == AUDITORS:
            raise ProtocolError("no_authority", "auditors have no case rooms")

    def _check_members(self, value: Json, directory: Directory) -> None:
        author, office = value["author"], value["office"]
        # 5a. Who, and which epoch.
        if self.seq == 0 and author != self.author:
            raise ProtocolError("no_authority", "the genesis author seats the first members")
        seated = self.seq == 0 or self.purpose == OFFICE or self.has_seat(author, office)
        if not seated:
            raise ProtocolError("no_seat", author)
        if value["epoch"] != self.epoch + 1:
            raise ProtocolError("bad_epoch", f"{value['epoch']} after {self.epoch}")
        # 5b. Each kem is right at that size; wraps and history fit.
        size, time = value["log"]["size"], value["time"]
        for member in value["members"]:
            right = member_of(directory, member["id"], size, time)
            if right is None or right.kem != member["kem"]:
                raise ProtocolError("wrong_kem", member["id"])
        if [wrap["kem"] for wrap in value["wraps"]] != [seat["kem"] for seat in value["members"]]:
            raise ProtocolError("bad_wraps", "not one for each member, in their order")
        if (value["history"] is None) != (value["epoch"] == 1):
            raise ProtocolError("bad_history", "null exactly at epoch 1")
        # 5c. Who may bring in and take out whom.
        if self.purpose == CASE:
            self._check_case_members(value, directory)
        else:
            self._check_office_members(value, directory)

    def _check_case_members(self, value: Json, directory: Directory) -> None:
        office, size, time = value["office"], value["log"]["size"], value["time"]
        self._check_onlookers(value, directory)
        if office == self.office:
            return
        ids_before = {member.id for member in self.members}
        ids_after = {member["id"] for member in value["members"]}
        before = {_belongs_to(directory, id_, size) for id_ in ids_before}
        after = {_belongs_to(directory, id_, size) for id_ in ids_after}
        if after - before:
            raise ProtocolError("no_authority", "only the opening office brings in an office")
        present = {id_ for id_ in ids_before if _is_present(directory, id_, size, time)}
        if {_belongs_to(directory, id_, size) for id_ in present} - after - {office}:
            raise ProtocolError("no_authority", "only the opening office takes out another office")
        if self.floor == "TLP:RED" and ids_after - ids_before:
            raise ProtocolError("no_authority", "TLP:RED: only the opening office adds anybody")

    def _check_onlookers(self, value: Json, directory: Directory) -> None:
        """Auditors read nothing sealed; partners no requests."""
        seated = {member["id"] for member in value["members"]}
        countries = {country_of(_belongs_to(directory, id_, value["log"]["size"])) for id_ in seated}
        if AUDITORS in countries:
            raise ProtocolError("no_authority", "auditors have no seat in a case room")
        if PARTNERS in countries and self.clocks:
            raise ProtocolError("no_authority", "a partner has no seat where there was a request")

    def _check_office_members(self, value: Json, directory: Directory) -> None:
        size = value["log"]["size"]
        if value["office"] != self.office:
            raise ProtocolError("no_authority", "not an officer of this office")
        for member in value["members"]:
            id_ = member["id"]
            if not id_.startswith(_OFFICER_PREFIX) or _belongs_to(directory, id_, size) != self.office:
                raise ProtocolError("no_authority", f"{id_} is no officer of this office")

    def _check_message(self, entry: Entry, directory: Directory) -> None:
        value = entry.value
        size, time, office = value["log"]["size"], value["time"], value["office"]
        if not self.has_seat(value["author"], office):
            raise ProtocolError("no_seat", value["author"])
        if value["epoch"] != self.epoch:
            raise ProtocolError("bad_epoch", f"{value['epoch']} in epoch {self.epoch}")
        for member in self.members:
            if member_of(directory, member.id, size, time) != member:
                raise ProtocolError("stale_epoch", member.id)
        if value["clock"] is not None:
            self._check_clock(value["clock"], office, directory, size)
        if entry.ciphertext is not None:
            ciphertext, signed = entry.ciphertext, value["ct"]
            right = len(ciphertext) == signed["len"]
            if not right or hashlib.sha256(ciphertext).hexdigest() != signed["sha256"]:
                raise ProtocolError("wrong_ciphertext", "not the one that was signed")

    def _check_clock(self, clock: Json, office: str, directory: Directory, size: int) -> None:
        if clock["act"] == "open":
            offices = {_belongs_to(directory, member.id, size) for member in self.members}
            if clock["to"] == office or clock["to"] not in offices:
                raise ProtocolError("bad_clock", "asks nobody of this room")
            if PARTNERS in {country_of(of) for of in offices}:
                raise ProtocolError("bad_clock", "a partner sits in this room")
            return
        opened = self.clocks.get(clock["of"])
        if opened is None:
            raise ProtocolError("bad_clock", "follows no opening message of this room")
        if office != opened.to and not (clock["act"] == "close" and office == opened.asked_by):
            raise ProtocolError("bad_clock", "not this office's to do")

    def _advance(self, kind: str, value: Json, hash_: str) -> None:
        if kind == "genesis":
            self.id = hash_
            self.purpose, self.floor = value["purpose"], value["floor"]
            self.office, self.author = value["office"], value["author"]
        elif kind == "members":
            self.epoch = value["epoch"]
            self.members = tuple(Member(seat["id"], seat["kem"]) for seat in value["members"])
        elif value["clock"] is not None and value["clock"]["act"] == "open":
            clock = value["clock"]
            self.clocks[hash_] = Clock(value["office"], clock["to"], clock["urgency"])
        self.seq += 1
        self.head = hash_
        self.log_size, self.time = value["log"]["size"], value["time"]

    def to_json(self) -> dict[str, Any]:
        """The state, so that whoever stores it never folds the room from zero again."""
        state = {name: getattr(self, name) for name in self.__slots__}
        state["members"] = [list(member) for member in self.members]
        state["clocks"] = {hash_: list(clock) for hash_, clock in self.clocks.items()}
        return state

    @classmethod
    def from_json(cls, state: dict[str, Any]) -> "Room":
        """What `to_json` gave. Trusts its caller's own store: nothing is checked."""
        room = cls()
        for name in cls.__slots__:
            setattr(room, name, state[name])
        room.members = tuple(Member(*member) for member in state["members"])
        room.clocks = {hash_: Clock(*clock) for hash_, clock in state["clocks"].items()}
        return room


def _belongs_to(directory: Directory, id_: str, size: int) -> str:
    """The office that a member id belongs to in the tree of `size`; "" when to none."""
    if id_.startswith(_OFFICE_PREFIX):
        return id_.removeprefix(_OFFICE_PREFIX)
    standing = directory.status_at(id_.removeprefix(_OFFICER_PREFIX), size)
    return standing.office if standing else ""


def _is_present(directory: Directory, id_: str, size: int, time: int) -> bool:
    """An office always is; an officer while active."""
    keyid = id_.removeprefix(_OFFICER_PREFIX)
    return keyid == id_ or directory.active_at(keyid, size, time) is not None


class SeenEntries:
    """Every entry hash that a client has ever seen: one appears once (`replayed_entry`)."""

    def __init__(self) -> None:
        self._hashes: set[str] = set()

    def add(self, hash_: str) -> None:
        if hash_ in self._hashes:
            raise ProtocolError("replayed_entry", hash_)
        self._hashes.add(hash_)

    def forget(self, hash_: str) -> None:
        """It was not seen after all: its batch did not come whole."""
        self._hashes.discard(hash_)
