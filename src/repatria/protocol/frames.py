"""Frames on the wire (protocol/wire.md): `u32 length ‖ bytes`, again and again, and /sync's items."""

import struct
from collections.abc import Iterable
from typing import NamedTuple

from repatria.protocol import canonical
from repatria.protocol.errors import ProtocolError
from repatria.protocol.shapes import fields, integer

_SYNC_HEADER = {"cursor": integer(), "more": lambda value: type(value) is bool}
PLACE_HEADER_BYTES = 32 + 8  # of `encode_place`, before the frame
_ITEM_HEADER_BYTES = 8 + PLACE_HEADER_BYTES
_ITEM_START = struct.Struct(">IQ")  # an item's length and its cursor


def join(frames: Iterable[bytes]) -> bytes:
    return b"".join(len(frame).to_bytes(4, "big") + frame for frame in frames)


def split(data: bytes) -> list[bytes]:
    """The frames of `data`, to the last byte; else `bad_frame`."""
    frames = []
    offset = 0
    while offset < len(data):
        start = offset + 4
        offset = start + int.from_bytes(data[offset:start], "big")
        if start > len(data) or offset > len(data):
            raise ProtocolError("bad_frame", "a frame is cut off")
        frames.append(data[start:offset])
    return frames


class SyncItem(NamedTuple):
    """One entry of /sync: where it stands in my stream and in its room, and its frame."""

    cursor: int
    room: str  # hex
    seq: int
    frame: bytes


class Sync(NamedTuple):
    cursor: int
    more: bool
    items: tuple[SyncItem, ...]


def encode_sync(sync: Sync) -> bytes:
    places = ((item.cursor, encode_place(item)) for item in sync.items)
    return join_sync(sync.cursor, places, more=sync.more)


def encode_place(item: SyncItem) -> bytes:
    """An item without its cursor: all of it that is the same for every reader."""
    return b"".join((bytes.fromhex(item.room), item.seq.to_bytes(8, "big"), item.frame))


def join_sync(cursor: int, places: Iterable[tuple[int, bytes]], *, more: bool) -> bytes:
    """The answer from each item's cursor and the rest of it (`encode_place`).

    It may hold megabytes, so its octets are copied once.
    """
    header = b'{"cursor":%d,"more":%s}' % (cursor, b"true" if more else b"false")  # canonical as it stands
    parts = [len(header).to_bytes(4, "big"), header]
    for at, place in places:
        parts += (_ITEM_START.pack(8 + len(place), at), place)
    return b"".join(parts)


def decode_sync(data: bytes) -> Sync:
    """Read an answer of /sync; `bad_frame`, `bad_shape` or a code of canonical.md."""
    frames = split(data)
    if not frames:
        raise ProtocolError("bad_frame", "no header frame")
    header = canonical.parse(frames[0])
    fields(header, _SYNC_HEADER)
    return Sync(header["cursor"], header["more"], tuple(map(_decode_item, frames[1:])))


def _decode_item(frame: bytes) -> SyncItem:
    if len(frame) < _ITEM_HEADER_BYTES:
        raise ProtocolError("bad_frame", "a sync item is cut off")
    return SyncItem(
        cursor=int.from_bytes(frame[:8], "big"),
        room=frame[8:40].hex(),
        seq=int.from_bytes(frame[40:48], "big"),
        frame=frame[48:],
    )
