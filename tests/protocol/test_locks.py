"""Locks against RFC 9106 and for what people type; the vectors are in test_vectors.py."""

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from repatria.protocol import locks
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import CROCKFORD
from repatria.protocol.lock_records import check_lock, check_login, kdf_offer
from tests.protocol.invented import random_from
from tests.protocol.outcome import outcome
from tests.protocol.vectors_made.locks import AMINA, KDF, UNLOCK, VAULT

kits = st.binary(min_size=16, max_size=16)


def test_argon2id_is_that_of_rfc_9106() -> None:
    # RFC 9106 §5.3.
    argon = Argon2id(
        salt=b"\x02" * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        ad=b"\x04" * 12,
        secret=b"\x03" * 8,
    )
    tag = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert argon.derive(b"\x01" * 32).hex() == tag


@given(kits)
def test_a_kit_is_read_back_however_it_is_typed(kit: bytes) -> None:
    code = locks.kit_code(kit)
    assert [len(group) for group in code.split("-")] == [5] * 6
    typed = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert locks.parse_kit(code) == locks.parse_kit(typed) == kit
    assert locks.kit_qr("amina", kit) == f"repatria:kit:1:amina:{code}"


@given(kits, st.integers(0, 29), st.sampled_from(CROCKFORD))
def test_one_wrong_letter_is_always_found(kit: bytes, at: int, letter: str) -> None:
    letters = locks.kit_code(kit).replace("-", "")
    typed = letters[:at] + letter + letters[at + 1 :]
    # 22 bits of check: a letter that slips through would be one chance in four million.
    assert outcome(locks.parse_kit, typed)[0] == (None if typed == letters else "bad_kit")


@given(st.text(max_size=40))
def test_any_text_is_a_kit_or_refused(text: str) -> None:
    assert outcome(locks.parse_kit, text)[0] in (None, "bad_kit")


@pytest.mark.parametrize("login", ["", "ab", "Amina", "-ab", "amina diop", "a" * 65, "amína", None, 7])
def test_a_login_of_another_form_is_refused(login: object) -> None:
    assert outcome(check_login, login)[0] == "bad_shape"


@pytest.mark.parametrize("passphrase", ["", "x" * 1_025, "é" * 513, "\ud800"])
def test_a_passphrase_that_is_none_is_refused(passphrase: str) -> None:
    assert outcome(locks.stretch, passphrase, KDF)[0] == "bad_passphrase"


def test_a_cheap_offer_is_refused_before_anything_is_derived() -> None:
    cheap = {**kdf_offer(bytes(16)), "m": 8}
    assert outcome(locks.stretch, "passphrase", cheap)[0] == "kdf_downgrade"


def test_auth_and_unlock_are_other_keys_for_each_login_and_kit() -> None:
    stretched = bytes(32)
    derived = [
        *locks.derive("amina", stretched, bytes(16)),
        *locks.derive("moussa", stretched, bytes(16)),
        *locks.derive("amina", stretched, b"\x01" * 16),
    ]
    assert len(set(derived)) == 6


@given(st.dictionaries(st.sampled_from(["v", "type", "login", "key", "kdf", "sealed"]), st.none()))
def test_any_record_opens_or_is_refused(changed: dict[str, None]) -> None:
    record = locks.make_lock(AMINA.seeds, "amina", UNLOCK, bytes(24), kdf=KDF, credential=None)
    assert outcome(locks.open_lock, {**record, **changed}, UNLOCK)[0] == ("bad_shape" if changed else None)


def test_a_record_is_for_a_passphrase_or_a_passkey_never_both() -> None:
    for kdf, credential in ((None, None), (KDF, b"credential")):
        with pytest.raises(ProtocolError, match="bad_shape"):
            locks.make_lock(AMINA.seeds, "amina", UNLOCK, bytes(24), kdf=kdf, credential=credential)
    with pytest.raises(ProtocolError, match="bad_shape"):
        check_lock([])


def test_a_vault_of_another_shape_is_not_sealed() -> None:
    with pytest.raises(ProtocolError, match="bad_shape"):
        locks.seal_vault(AMINA.seeds.kem, AMINA.keyid, {**VAULT, "x": 1}, bytes(24))


def test_a_draft_is_bound_to_its_name_and_version() -> None:
    name = locks.DraftName(AMINA.keyid, "d1", 1)
    sealed = locks.seal_draft(AMINA.seeds.kem, name, {"text": "x"}, random_from("draft"))
    assert locks.open_draft(AMINA.seeds.kem, name, sealed) == {"text": "x"}
    for other in (name._replace(draft="d2"), name._replace(version=2)):
        assert outcome(locks.open_draft, AMINA.seeds.kem, other, sealed)[0] == "cannot_open"


def test_device_and_local_keys_need_both_halves() -> None:
    d, resume, kem = bytes(32), b"\x01" * 32, b"\x02" * 32
    made = {
        locks.device_key(d, resume, "amina"),
        locks.device_key(resume, d, "amina"),
        locks.device_key(d, resume, "moussa"),
        locks.local_key(d, kem, "amina"),
        locks.local_key(d, resume, "amina"),
    }
    assert len(made) == 5
