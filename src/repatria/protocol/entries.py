"""Entries of rooms (protocol/rooms.md): what each kind holds, how one is built, and its frame.

Owns shapes, builders and the entry frame. Whether an entry may stand in a room is `rooms.py`'s.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from repatria.protocol import envelope as envelopes
from repatria.protocol.canonical import Json
from repatria.protocol.envelope import Envelope
from repatria.protocol.errors import ProtocolError
from repatria.protocol.sealing import WRAP_BYTES
from repatria.protocol.shapes import (
    Shape,
    any_b64,
    b64,
    b64_text,
    constant,
    fields,
    hash_hex,
    id_hex,
    integer,
    list_of,
    matching,
    nullable,
    one_of,
    record,
)
from repatria.protocol.statements import office_id

CASE = "case"
OFFICE = "office"
FLOORS = ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR")
URGENCIES = ("flash", "urgent", "priority", "ordinary")
MAX_MEMBERS = 200
MAX_BLOBS = 64
MAX_BLOB_BYTES = 2**40

_member_id = matching("office:[a-z]{2}/[a-z0-9][a-z0-9-]{0,38}|officer:[0-9a-f]{64}")
_member = record({"id": _member_id, "kem": hash_hex})
_wrap = record({"kem": hash_hex, "wrap": b64(WRAP_BYTES)})
_blob = record({"id": id_hex, "sha256": hash_hex, "len": integer(0, MAX_BLOB_BYTES)})
_open = record({"act": one_of("open"), "urgency": one_of(*URGENCIES), "to": office_id})
_follow = record({"act": one_of("acknowledge", "answer", "close"), "of": hash_hex})

_COMMON: Shape = {
    "v": constant(1),
    "kind": one_of("genesis", "members", "message"),
    "net": hash_hex,
    "author": hash_hex,
    "office": office_id,
    "time": integer(),
    "log": record({"size": integer(), "root": hash_hex}),
}
_IN_ROOM: Shape = {"room": hash_hex, "seq": integer(), "prev": hash_hex, "epoch": integer(1)}

_SHAPES: dict[str, Shape] = {
    "genesis": {
        **_COMMON,
        "nonce": b64(32),
        "purpose": one_of(CASE, OFFICE),
        "floor": one_of(*FLOORS),
    },
    "members": {
        **_COMMON,
        **_IN_ROOM,
        "members": list_of(_member, 1, MAX_MEMBERS),
        "kcommit": hash_hex,
        "wraps": list_of(_wrap, 0, MAX_MEMBERS),
        "history": nullable(any_b64),
    },
    "message": {
        **_COMMON,
        **_IN_ROOM,
        "ct": record({"sha256": hash_hex, "len": integer()}),
        "pt": hash_hex,
        "blobs": list_of(_blob, 0, MAX_BLOBS),
        "clock": nullable(lambda value: _open(value) or _follow(value)),
    },
}


def check_shape(value: Json) -> str:
    """Demand the exact shape of the entry's kind and return the kind: `bad_shape`, `unknown_kind`."""
    kind = value.get("kind")
    if type(kind) is not str:
        raise ProtocolError("bad_shape", "kind")
    shape = _SHAPES.get(kind)
    if shape is None:
        raise ProtocolError("unknown_kind", kind[:100])
    fields(value, shape)
    if kind == "members" and not _ascending([member["id"] for member in value["members"]]):
        raise ProtocolError("bad_shape", "member ids not sorted, or repeated")
    if kind == "message" and len({blob["id"] for blob in value["blobs"]}) != len(value["blobs"]):
        raise ProtocolError("bad_shape", "a blob id is repeated")
    return kind


def _ascending(ids: Sequence[str]) -> bool:
    return all(before < after for before, after in pairwise(ids))


class Entry:
    """An entry with its ciphertext; `ciphertext` is None where it is not at hand."""

    __slots__ = ("ciphertext", "envelope")

    def __init__(self, envelope: Envelope, ciphertext: bytes | None = b"") -> None:
        self.envelope = envelope
        self.ciphertext = ciphertext

    @property
    def value(self) -> Json:
        return self.envelope.value

    @property
    def hash(self) -> str:
        return self.envelope.hash


def encode_frame(entry: Entry) -> bytes:
    """`u32 n ‖ envelope wire ‖ u32 m ‖ ciphertext`."""
    if entry.ciphertext is None:
        raise ValueError("the ciphertext is not at hand")
    wire, ciphertext = entry.envelope.wire(), entry.ciphertext
    sizes = len(wire).to_bytes(4, "big"), len(ciphertext).to_bytes(4, "big")
    return b"".join((sizes[0], wire, sizes[1], ciphertext))


def decode_frame(data: bytes) -> Entry:
    """Read an entry frame; `bad_frame`, or what `envelope.decode` raises."""
    middle = 4 + int.from_bytes(data[:4], "big")
    start = middle + 4
    if len(data) < start or len(data) != start + int.from_bytes(data[middle:start], "big"):
        raise ProtocolError("bad_frame", "lengths do not fit")
    return Entry(envelopes.decode(data[4:middle]), data[start:])


class Authorship(NamedTuple):
    """What every entry says of its author, and the checkpoint that the author had verified."""

    net: str
    author: str  # key id
    office: str
    time: int
    log_size: int
    log_root: str


class Place(NamedTuple):
    """Where the next entry of a room goes: `Room.next_place` gives it."""

    room: str
    seq: int
    prev: str


class Sealed(NamedTuple):
    """What a message says of its sealed body."""

    ciphertext: bytes
    sha256: str
    pt: str


def genesis(by: Authorship, nonce: bytes, *, purpose: str = CASE, floor: str = "TLP:AMBER") -> Json:
    return _entry(by, "genesis", nonce=b64_text(nonce), purpose=purpose, floor=floor)


def members(by: Authorship, at: Place, new_epoch: Json) -> Json:
    """`new_epoch` is what `unroll.new_epoch` made: epoch, members, kcommit, wraps, history."""
    return _entry(by, "members", **at._asdict(), **new_epoch)


def message(
    by: Authorship,
    at: Place,
    epoch: int,
    sealed: Sealed,
    blobs: Sequence[Json] = (),
    clock: Json | None = None,
) -> Json:
    return _entry(
        by,
        "message",
        **at._asdict(),
        epoch=epoch,
        ct={"sha256": sealed.sha256, "len": len(sealed.ciphertext)},
        pt=sealed.pt,
        blobs=list(blobs),
        clock=clock,
    )


def _entry(by: Authorship, kind: str, **own: Any) -> Json:
    value = {
        "v": 1,
        "kind": kind,
        "net": by.net,
        "author": by.author,
        "office": by.office,
        "time": by.time,
        "log": {"size": by.log_size, "root": by.log_root},
        **own,
    }
    check_shape(value)
    return value
