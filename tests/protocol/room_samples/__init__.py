"""The samples of protocol/rooms.md: for every rule of the room fold, what it lets pass and what
it must refuse. `vectors_made.py` writes them down; `test_rooms.py` runs each."""

from tests.protocol.room_samples import form, messages, seats
from tests.protocol.room_samples.scene import CASES, RoomCase, Scene, base_scene, fork

__all__ = ["CASES", "RoomCase", "Scene", "base_scene", "fork", "form", "messages", "seats"]
