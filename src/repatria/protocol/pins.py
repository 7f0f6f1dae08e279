"""Pins (protocol/checkpoint.md): what a client saw before binds what it may be shown now."""

from collections.abc import Callable

from repatria.protocol.checkpoint import Checkpoint
from repatria.protocol.errors import ProtocolError
from repatria.protocol.tree import RoomHead


def check_register_pin(
    pin: tuple[int, bytes], checkpoint: Checkpoint, root_at: Callable[[int], bytes | None]
) -> None:
    """Refuse a smaller register (`rolled_back`) or one without the pinned tree (`forked`).

    `root_at` is `Directory.root_hash_at` of a directory folded to the checkpoint's size; the
    checkpoint's own root must be there too.
    """
    size, root = pin
    if checkpoint.size < size:
        raise ProtocolError("rolled_back", f"{checkpoint.size} after {size}")
    if root_at(size) != root or root_at(checkpoint.size) != checkpoint.root:
        raise ProtocolError("forked", f"another tree at {size}")


def check_room_pin(pin: RoomHead, hash_at: Callable[[int], str | None]) -> None:
    """Refuse a room that lacks, or has otherwise, the entry that was its head (`room_rolled_back`)."""
    if hash_at(pin.seq) != pin.head:
        raise ProtocolError("room_rolled_back", f"{pin.room} at {pin.seq}")
