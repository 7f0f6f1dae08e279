"""Opening a room of 1,000 messages of 1 kB: parsing, fold, signatures, keys, bodies; Python and Chromium."""

import base64
import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.figure import Figure, PromiseBroken, Round, at_most, register
from bench.ours.bundle import protocol_page
from bench.ours.rooms import body_text
from bench.peers import bare_crypto, bare_crypto_chromium
from bench.peers.bare_crypto import BODY_BYTES, MESSAGES
from repatria.protocol import bodies
from repatria.protocol.directory import Directory
from repatria.protocol.entries import decode_frame, encode_frame
from repatria.protocol.rooms import Room, SeenEntries
from repatria.protocol.unroll import office_seeds, open_body, unroll
from tests.protocol.invented import Chamber, Network, office_with_key, three_countries

PROSE = "Please hold the account until our order reaches you; the facts and the law are attached. "
OFFICES = (("amina", "sn/dakar"), ("claire", "fr/paris"), ("beatriz", "br/brasilia"))


@dataclass(frozen=True)
class SealedRoom:
    """What a member of the reading office has: the register, the room's frames, the office's kem seeds."""

    network: Network
    frames: list[bytes]
    seeds: dict[str, bytes]

    @property
    def directory(self) -> Directory:
        return self.network.directory


def make_room() -> SealedRoom:
    """One room of three offices; its author belongs to one, its reader to another."""
    network = three_countries()
    chambers = {office: office_with_key(network, label, office) for label, office in OFFICES}
    room = Chamber(network, "amina")
    room.seat("amina", *sorted(f"office:{office}" for _, office in OFFICES))
    text = (PROSE * BODY_BYTES)[: len(body_text(BODY_BYTES))]
    for _ in range(MESSAGES):
        room.add(room.message_entry("amina", bodies.message(text, tlp="TLP:AMBER")))
    reading = chambers["fr/paris"]
    seeds = office_seeds(reading.room.id, reading.keys)
    return SealedRoom(network, [encode_frame(entry) for entry in room.entries], seeds)


def open_room(sealed: SealedRoom) -> list[dict[str, Any]]:
    """Everything between the frames of a sync and the bodies that are shown."""
    entries = [decode_frame(frame) for frame in sealed.frames]
    room, seen = Room(), SeenEntries()
    for entry in entries:
        room.apply(entry, sealed.directory)
        seen.add(entry.hash)
    keys = unroll(entries, sealed.seeds)
    return [
        open_body(keys[entry.value["epoch"]], entry) for entry in entries if entry.value["kind"] == "message"
    ]


@contextlib.contextmanager
def opening_a_room() -> Iterator[Round]:
    """Milliseconds."""
    sealed = make_room()

    def take() -> float:
        began = time.perf_counter()
        opened = open_room(sealed)
        took = time.perf_counter() - began
        if len(opened) != MESSAGES:
            raise PromiseBroken(f"{len(opened)} messages were opened, not {MESSAGES}")
        return took * 1000

    yield take


@contextlib.contextmanager
def opening_a_room_in_chromium() -> Iterator[Round]:
    """Milliseconds; the register was folded before."""
    sealed = make_room()
    with protocol_page() as page:
        page.evaluate(
            "async (given) => { globalThis.room = await client.receiveRoom(given) }",
            {
                "leaves": [_b64(leaf) for leaf in sealed.network.leaves],
                "frames": [_b64(frame) for frame in sealed.frames],
                "seeds": [_b64(seed) for seed in sealed.seeds.values()],
            },
        )
        yield lambda: float(page.evaluate(f"client.openRoom(room, {MESSAGES})"))


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


register(Figure("open-room-python", "ms", at_most(1.5), opening_a_room, bare_crypto.opening_a_room))
register(
    Figure(
        "open-room-chromium",
        "ms",
        at_most(1.5),
        opening_a_room_in_chromium,
        bare_crypto_chromium.opening_a_room,
    )
)
