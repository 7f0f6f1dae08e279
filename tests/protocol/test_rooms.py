"""The room fold: every sample of `room_samples`, and what a refusal must not change."""

import json
from functools import cache

import pytest

from repatria.protocol.errors import ProtocolError
from repatria.protocol.rooms import Room, SeenEntries, decode_frame, encode_frame
from tests.protocol.room_samples import CASES, RoomCase, Scene, base_scene, fork


@cache
def base() -> Scene:
    return base_scene()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_fold_lets_pass_and_refuses(case: RoomCase) -> None:
    scene = fork(base())
    chamber = scene.chambers[case.room or "case"]
    entry = case.make(scene, chamber)
    room = chamber.room if case.room else Room()
    now = None if case.skew is None else scene.network.time + case.skew
    before = json.dumps(room.to_json())
    if case.code is not None:
        with pytest.raises(ProtocolError) as refused:
            room.apply(entry, scene.network.directory, now=now)
        assert refused.value.code == case.code
        assert json.dumps(room.to_json()) == before
        return
    seq = room.seq
    room.apply(entry, scene.network.directory, now=now)
    assert (room.seq, room.head) == (seq + 1, entry.hash)


def test_every_code_of_the_fold_has_a_sample() -> None:
    codes = {
        "bad_shape", "unknown_kind", "wrong_network", "wrong_log", "log_went_back", "bad_time",
        "wrong_room", "bad_seq", "stale_head", "unknown_issuer", "missing_signature",
        "bad_signature", "bad_envelope", "not_a_member", "bad_epoch", "wrong_kem", "stale_epoch",
        "bad_wraps", "bad_history", "no_authority", "no_seat", "bad_clock", "wrong_ciphertext",
    }  # fmt: skip
    assert codes == {case.code for case in CASES} - {None}


def test_names_of_samples_are_distinct() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def test_a_room_stored_and_read_again_folds_on_as_before() -> None:
    scene = fork(base())
    stored = Room.from_json(json.loads(json.dumps(scene.case.room.to_json())))
    entry = scene.case.say("claire")
    stored.apply(entry, scene.network.directory)
    assert stored.to_json() == scene.case.room.to_json()


def test_a_frame_is_read_back_to_the_same_entry() -> None:
    for entry in base().case.entries:
        again = decode_frame(encode_frame(entry))
        assert again.hash == entry.hash
        assert again.ciphertext == entry.ciphertext
        assert again.envelope.signatures == entry.envelope.signatures


def test_a_frame_whose_lengths_do_not_fit_is_refused() -> None:
    frame = encode_frame(base().case.entries[2])
    for bad in (b"", frame[:3], frame[:-1], frame + b"x", b"\xff" + frame[1:], frame[:40]):
        with pytest.raises(ProtocolError, match="bad_frame"):
            decode_frame(bad)


def test_an_entry_is_seen_once() -> None:
    seen = SeenEntries()
    seen.add("aa")
    seen.add("bb")
    with pytest.raises(ProtocolError, match="replayed_entry"):
        seen.add("aa")
