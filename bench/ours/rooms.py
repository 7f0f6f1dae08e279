"""Rooms of three offices, and their sealed entries of 8 kB, made before the clock runs.

Each entry names the hash of the one before, so every connection writes into a room of its own; the hashes
do not depend on the server, so a whole chain can be signed in advance.
"""

import secrets
from collections import deque
from collections.abc import Iterator
from typing import Any

from bench.http_load import request
from bench.ours.server import AUTHORS, MEMBERS, House
from repatria.protocol import bodies, canonical
from repatria.protocol.entries import Entry, encode_frame
from repatria.protocol.frames import join
from repatria.protocol.shapes import b64_text
from tests.server.network import FRAMES, LiveChamber

BODY_BYTES = 8192  # of padded plaintext; the ciphertext has 72 more
HEAD_OF_BODY_BYTES = 32 + 4
_EMPTY_BYTES = len(canonical.stringify(bodies.message("", tlp="TLP:AMBER")))


def body_text(padded_bytes: int, start: str = "") -> str:
    """A text that makes the padded body exactly so long."""
    return start.ljust(padded_bytes - HEAD_OF_BODY_BYTES - _EMPTY_BYTES, "x")


class FreshChamber(LiveChamber):
    """The invented network repeats itself at every run; rooms here differ from their first entry on."""

    def sign(self, label: str, value: dict[str, Any], ciphertext: bytes = b"") -> Entry:
        if value["kind"] == "genesis":
            value = {**value, "nonce": b64_text(secrets.token_bytes(32))}
        return super().sign(label, value, ciphertext)


class RoomFeed(Iterator[bytes]):
    """The requests that append one entry after another to one room."""

    def __init__(self, house: House, author: str) -> None:
        self._author = author
        self._token = house.token(author)
        self.chamber = FreshChamber(house.network, author)
        self.chamber.seat(author, *MEMBERS)
        self._ready: deque[bytes] = deque()

    @property
    def path(self) -> str:
        return f"/api/v1/rooms/{self.chamber.room.id}/entries"

    def prepare(self, count: int) -> None:
        """Have so many requests ready."""
        while len(self._ready) < count:
            self._ready.append(self._make())

    def __next__(self) -> bytes:
        return self._ready.popleft() if self._ready else self._make()

    def _make(self) -> bytes:
        entry = self.chamber.message_entry(
            self._author, bodies.message(body_text(BODY_BYTES), tlp="TLP:AMBER")
        )
        return request("POST", self.path, join([encode_frame(entry)]), self._headers(entry))

    def _headers(self, entry: Entry) -> dict[str, str]:
        # The chain moves on here as the server will; it was not asked yet.
        self.chamber.room.apply(entry, self.chamber.network.directory, now=self.chamber.network.time)
        return {**FRAMES, "Authorization": f"Bearer {self._token}"}


def feeds_of(house: House, count: int) -> list[RoomFeed]:
    """One room for each connection; the authors take turns."""
    return [RoomFeed(house, AUTHORS[number % len(AUTHORS)]) for number in range(count)]
