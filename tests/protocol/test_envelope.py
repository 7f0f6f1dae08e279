"""Envelopes and frames: the vectors are in test_vectors.py; here is what holds for all bytes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.protocol import envelope as envelopes
from repatria.protocol import frames
from repatria.protocol.entries import decode_frame, encode_frame
from repatria.protocol.envelope import ENTRY, STATEMENT
from repatria.protocol.errors import ProtocolError
from repatria.protocol.frames import Sync, SyncItem
from repatria.protocol.keys import SigningKey
from tests.protocol.invented import digest
from tests.protocol.outcome import outcome
from tests.protocol.values import mutated, objects

KEYS = [SigningKey.from_seed(digest(f"signer {n}")) for n in range(3)]
GOOD = envelopes.sign(STATEMENT, {"v": 1, "text": "x"}, KEYS)
FORM_CODES = {"bad_envelope", "unknown_version", "not_canonical", "too_large", "too_deep", "bad_frame"}


@given(objects, st.sampled_from([STATEMENT, ENTRY]), st.integers(1, 3))
def test_a_signed_envelope_is_read_back_and_verifies(value: dict[str, Any], type_: int, n: int) -> None:
    made = envelopes.sign(type_, {**value, "v": 1}, KEYS[:n])
    again = envelopes.decode(made.wire())
    assert (again.type, again.value, again.hash) == (type_, {**value, "v": 1}, made.hash)
    assert again.wire() == made.wire()
    for key in KEYS[:n]:
        envelopes.verify(again, key.keyid, key.public)


@given(mutated(GOOD.wire()) | st.binary(max_size=150))
def test_any_bytes_are_an_envelope_or_refused_with_a_code(data: bytes) -> None:
    code, envelope = outcome(envelopes.decode, data)
    assert code in FORM_CODES if code else envelope.wire() == data


@given(st.binary(max_size=100) | mutated((100).to_bytes(4, "big") + GOOD.wire()))
def test_any_bytes_are_an_entry_frame_or_refused_with_a_code(data: bytes) -> None:
    code, entry = outcome(decode_frame, data)
    assert code in FORM_CODES if code else encode_frame(entry) == data


def test_the_hash_does_not_depend_on_who_signed() -> None:
    one, all_three = (envelopes.sign(STATEMENT, GOOD.value, keys) for keys in (KEYS[:1], KEYS))
    assert one.hash == all_three.hash
    assert one.hash != envelopes.sign(ENTRY, GOOD.value, KEYS[:1]).hash


def test_pae_is_that_of_dsse() -> None:
    # DSSE v1.0.2, protocol.md: PAE(type, body) with both lengths in decimal.
    made = envelopes.sign(STATEMENT, {"v": 1}, KEYS[:1])
    kind = b"application/vnd.repatria.statement.v1+json"
    assert made.pae == b"DSSEv1 42 " + kind + b' 7 {"v":1}'


def test_a_payload_at_its_limit_passes_and_beyond_it_does_not() -> None:
    frame = len(b'{"v":1,"t":""}')
    fits = envelopes.sign(STATEMENT, {"v": 1, "t": "x" * (65_536 - frame)}, KEYS[:1])
    assert len(envelopes.decode(fits.wire()).payload) == 65_536
    with pytest.raises(ProtocolError, match="bad_envelope"):
        envelopes.sign(STATEMENT, {"v": 1, "t": "x" * (65_537 - frame)}, KEYS[:1])
    longer = bytes((1, ENTRY)) + fits.wire()[2:]
    assert envelopes.decode(longer).type == ENTRY
    too_long = envelopes.sign(ENTRY, {"v": 1, "t": "x" * (65_537 - frame)}, KEYS[:1]).wire()
    with pytest.raises(ProtocolError, match="bad_envelope"):
        envelopes.decode(bytes((1, STATEMENT)) + too_long[2:])


def test_no_signer_or_seventeen_are_refused() -> None:
    for signers in ([], [SigningKey.from_seed(digest(f"many {n}")) for n in range(17)], [KEYS[0]] * 2):
        with pytest.raises(ProtocolError, match="bad_envelope"):
            envelopes.sign(STATEMENT, {"v": 1}, signers)


def test_a_mark_of_verification_counts_for_its_key_only() -> None:
    forged = envelopes.sign(STATEMENT, {"v": 1}, [SigningKey(digest("forger"), KEYS[0].keyid)])
    envelopes.mark_verified_elsewhere(forged, KEYS[1].keyid, KEYS[1].public)
    with pytest.raises(ProtocolError, match="bad_signature"):
        envelopes.verify(forged, KEYS[0].keyid, KEYS[0].public)


def test_a_decoded_envelope_carries_no_mark() -> None:
    envelope = envelopes.decode(GOOD.wire())
    envelopes.mark_verified_elsewhere(envelope, KEYS[0].keyid, KEYS[0].public)
    assert envelopes.decode(envelope.wire()).verified is None


@given(st.lists(st.binary(max_size=20), max_size=6))
def test_frames_are_read_back(items: list[bytes]) -> None:
    assert frames.split(frames.join(items)) == items


@given(st.binary(max_size=60))
def test_any_bytes_are_frames_or_refused(data: bytes) -> None:
    code, items = outcome(frames.split, data)
    assert code == "bad_frame" if code else frames.join(items) == data


def test_sync_is_read_back() -> None:
    sync = Sync(7, True, (SyncItem(5, "ab" * 32, 0, b"frame"), SyncItem(7, "cd" * 32, 2**40, b"")))
    assert frames.decode_sync(frames.encode_sync(sync)) == sync


@given(mutated(frames.encode_sync(Sync(7, False, (SyncItem(5, "ab" * 32, 0, b"frame"),)))))
def test_any_sync_answer_is_read_or_refused_with_a_code(data: bytes) -> None:
    code, sync = outcome(frames.decode_sync, data)
    if code is not None:
        assert code in {"bad_frame", "bad_shape", "not_canonical", "too_deep"}
    else:
        assert frames.decode_sync(frames.encode_sync(sync)) == sync
