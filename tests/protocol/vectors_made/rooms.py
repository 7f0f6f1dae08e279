"""rooms.json: the samples of `room_samples`, rooms to unroll, and proofs of existence."""

import base64
from typing import Any

from repatria.protocol import canonical, unroll
from repatria.protocol.entries import Entry, encode_frame
from tests.protocol.existence_samples import EXISTENCE, scene_with_proofs
from tests.protocol.room_samples import CASES, RoomCase, Scene, base_scene, fork
from tests.protocol.unroll_samples import BODIES, UNROLL, unroll_scene


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def frame(entry: Entry) -> str:
    return b64(encode_frame(entry))


def make() -> dict[str, Any]:
    base = base_scene()
    return {
        "register_b64": [b64(leaf) for leaf in base.network.leaves],
        "rooms": {
            name: {"frames_b64": [frame(entry) for entry in chamber.entries]}
            for name, chamber in base.chambers.items()
        },
        "cases": [_case(base, case) for case in CASES if not _not_at_hand(base, case)],
        **_unroll(),
        **_existence(),
    }


def _not_at_hand(base: Scene, case: RoomCase) -> bool:
    """A frame always carries its ciphertext: what is not at hand cannot be written down."""
    scene = fork(base)
    return case.make(scene, scene.chambers[case.room or "case"]).ciphertext is None


def _case(base: Scene, case: RoomCase) -> dict[str, Any]:
    scene = fork(base)
    chamber = scene.chambers[case.room or "case"]
    take = len(chamber.entries) if case.room else 0
    final = case.make(scene, chamber)
    more = chamber.entries[take:] if case.room else []
    return {
        "name": case.name,
        "leaves_b64": [b64(leaf) for leaf in scene.network.leaves[len(base.network.leaves) :]],
        "room": case.room or "case",
        "take": take,
        "frames_b64": [frame(entry) for entry in (*more, final)],
        "now": None if case.skew is None else scene.network.time + case.skew,
        "code": case.code,
    }


def _unroll() -> dict[str, Any]:
    scene = unroll_scene()
    return {
        "unroll": [_unrolled(case.name, case.code, *case.make(scene)) for case in UNROLL],
        "open_body": [_opened(case.name, case.code, *case.make(scene)) for case in BODIES],
    }


def _unrolled(name: str, code: str | None, entries: list[Entry], seeds: dict[str, bytes]) -> dict[str, Any]:
    keys = {} if code else unroll.unroll(entries, seeds)
    return {
        "name": name,
        "frames_b64": [frame(entry) for entry in entries],
        "seeds": {keyid: seed.hex() for keyid, seed in seeds.items()},
        "keys": {str(epoch): key.hex() for epoch, key in sorted(keys.items())},
        "code": code,
    }


def _opened(name: str, code: str | None, key: bytes, entry: Entry) -> dict[str, Any]:
    body = None if code else canonical.stringify(unroll.open_body(key, entry)).hex()
    return {"name": name, "key": key.hex(), "frame_b64": frame(entry), "body": body, "code": code}


def _existence() -> dict[str, Any]:
    scene = scene_with_proofs()
    cases = [{"name": case.name, **case.make(scene)._asdict(), "code": case.code} for case in EXISTENCE]
    return {
        "existence": {
            "register_b64": [b64(leaf) for leaf in scene.network.leaves],
            "frames_b64": [frame(entry) for entry in scene.chamber.entries],
            "cases": cases,
        }
    }
