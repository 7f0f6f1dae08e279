"""Checkpoints and pins against the examples of the C2SP pages, and for any text."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from repatria.protocol import pins
from repatria.protocol.checkpoint import (
    ED25519,
    Checkpoint,
    add_line,
    cosign,
    note_key_id,
    verify_checkpoint,
)
from repatria.protocol.errors import ProtocolError
from repatria.protocol.tree import RoomHead
from tests.protocol.invented import T0, WITNESS_SEEDS, digest
from tests.protocol.outcome import outcome
from tests.protocol.test_directory import base
from tests.protocol.values import mutated
from tests.protocol.vectors_made.checkpoint import FIRST, ROOT, SIZE, signed, witnessed

GOOD = witnessed(signed(), FIRST)
CODES = {"bad_checkpoint", "wrong_log", "bad_checkpoint_signature", "bad_cosignature", "no_quorum"}

# c2sp.org/signed-note, "Example": a verifier key and a note that it verifies.
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE_LINE = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="


def test_key_ids_and_signatures_are_those_of_signed_note() -> None:
    name, keyid, material = VKEY.split("+", 2)
    key = base64.b64decode(material)
    assert key[0] == ED25519
    assert note_key_id(name, ED25519, key[1:]).hex() == keyid
    line = base64.b64decode(NOTE_LINE)
    assert line[:4].hex() == keyid
    Ed25519PublicKey.from_public_bytes(key[1:]).verify(line[4:], b"This is an example message.\n")


def test_the_directory_names_who_is_trusted() -> None:
    checkpoint = verify_checkpoint(GOOD, base().directory.trust, T0)
    assert checkpoint == Checkpoint("register.example/invented", SIZE, ROOT, T0)


@given(mutated(GOOD.encode()) | st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_code_or_say_the_same(data: bytes) -> None:
    code, checkpoint = outcome(verify_checkpoint, data, base().directory.trust, T0)
    assert code in CODES if code else (checkpoint.size, checkpoint.root) == (SIZE, ROOT)


def test_a_witness_line_goes_under_the_note_unchanged() -> None:
    line = cosign(GOOD, "witness.example/sn", WITNESS_SEEDS["witness.example/sn"], T0)
    both = add_line(GOOD, line)
    assert both == GOOD + line
    trust = base().directory.trust._replace(quorum=2)
    assert verify_checkpoint(both, trust, T0).size == SIZE


def test_a_line_that_is_none_is_not_added() -> None:
    with pytest.raises(ProtocolError, match="bad_checkpoint"):
        add_line(GOOD, "hello\n")


ROOTS = {size: digest(f"root {size}") for size in range(6)}


def test_a_register_that_grew_from_the_pin_passes() -> None:
    pins.check_register_pin((3, ROOTS[3]), Checkpoint("log", 5, ROOTS[5]), ROOTS.get)
    pins.check_register_pin((3, ROOTS[3]), Checkpoint("log", 3, ROOTS[3]), ROOTS.get)


@pytest.mark.parametrize(
    ("size", "root", "code"),
    [
        (2, ROOTS[2], "rolled_back"),
        (5, ROOTS[4], "forked"),
        (7, digest("unfolded"), "forked"),
    ],
)
def test_a_register_that_went_back_or_forked_blocks(size: int, root: bytes, code: str) -> None:
    checkpoint = Checkpoint("log", size, root)
    assert outcome(pins.check_register_pin, (3, ROOTS[3]), checkpoint, ROOTS.get)[0] == code


def test_a_pin_that_the_register_lacks_is_a_fork() -> None:
    checkpoint = Checkpoint("log", 5, ROOTS[5])
    with pytest.raises(ProtocolError, match="forked"):
        pins.check_register_pin((3, digest("another")), checkpoint, ROOTS.get)


def test_a_room_shorter_or_other_than_its_pin_blocks() -> None:
    hashes = {0: "aa", 1: "bb"}
    pins.check_room_pin(RoomHead("room", 1, "bb"), hashes.get)
    for seq, head in ((2, "cc"), (1, "cc")):
        with pytest.raises(ProtocolError, match="room_rolled_back"):
            pins.check_room_pin(RoomHead("room", seq, head), hashes.get)
