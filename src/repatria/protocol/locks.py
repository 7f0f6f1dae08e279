"""Locks (protocol/locks.md): how an officer gets the two seeds back. Clients only.

Kit and passphrase, passkey, the vault, drafts, and what rests sealed on a device.
"""

import hashlib
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from repatria.protocol import canonical, opening, sealing
from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import CROCKFORD, SEED_BYTES, Seeds, crockford, hkdf
from repatria.protocol.lock_records import check_kdf, check_lock, check_login
from repatria.protocol.shapes import (
    b64_bytes,
    b64_text,
    constant,
    fields,
    hash_hex,
    integer,
    list_of,
    one_of,
    record,
)

KIT_BYTES = 16
_KIT_LETTERS = 30
_CHECK_BITS = 22
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
MAX_PASSPHRASE_BYTES = 1024


# The kit.


def new_kit(random: Callable[[int], bytes]) -> bytes:
    return random(KIT_BYTES)


def kit_code(kit: bytes) -> str:
    """The 30 letters that are printed: 128 bits of the kit and 22 of its hash."""
    return crockford(int.from_bytes(kit, "big") << _CHECK_BITS | _kit_check(kit), _KIT_LETTERS)


def parse_kit(text: str) -> bytes:
    """Read a code as people type it; `bad_kit` when a letter, the length or the check is wrong."""
    # Only ASCII is raised: "ı".upper() is "I", which nobody printed.
    raised = "".join(char.upper() if char.isascii() else char for char in text)
    letters = raised.translate(_READ_AS)
    if len(letters) != _KIT_LETTERS or any(letter not in CROCKFORD for letter in letters):
        raise ProtocolError("bad_kit", "30 letters and digits")
    number = 0
    for letter in letters:
        number = number << 5 | CROCKFORD.index(letter)
    kit = (number >> _CHECK_BITS).to_bytes(KIT_BYTES, "big")
    if number & (1 << _CHECK_BITS) - 1 != _kit_check(kit):
        raise ProtocolError("bad_kit", "a letter was misread")
    return kit


def kit_qr(login: str, kit: bytes) -> str:
    return f"repatria:kit:1:{login}:{kit_code(kit)}"


def _kit_check(kit: bytes) -> int:
    digest = hashlib.sha256(b"repatria/v1/kit\n" + kit).digest()
    return int.from_bytes(digest[:3], "big") >> 24 - _CHECK_BITS


# Passphrase and kit; passkey.


class Derived(NamedTuple):
    auth: bytes  # sent at sign-in
    unlock: bytes  # never sent


def stretch(passphrase: str, kdf: Json) -> bytes:
    """Argon2id (RFC 9106) of the passphrase as an offer asks; `kdf_downgrade`, `bad_passphrase`."""
    check_kdf(kdf)
    try:
        data = unicodedata.normalize("NFC", passphrase).encode()
    except UnicodeEncodeError:
        raise ProtocolError("bad_passphrase", "not text") from None
    if not 1 <= len(data) <= MAX_PASSPHRASE_BYTES:
        raise ProtocolError("bad_passphrase", "1 to 1024 bytes")
    salt = _bytes(kdf["salt"])
    argon = Argon2id(salt=salt, length=32, iterations=kdf["t"], lanes=kdf["p"], memory_cost=kdf["m"])
    return argon.derive(data)


def derive(login: str, stretched: bytes, kit: bytes) -> Derived:
    check_login(login)
    prk = HKDF.extract(hashes.SHA256(), kit, stretched)
    return Derived(*(_expand(prk, f"repatria/v1/{use}\n{login}") for use in ("auth", "unlock")))


def _expand(prk: bytes, info: str) -> bytes:
    return HKDFExpand(hashes.SHA256(), 32, info.encode()).derive(prk)


def passkey_unlock(login: str, prf_output: bytes) -> bytes:
    check_login(login)
    return hkdf(prf_output, f"repatria/v1/unlock-passkey\n{login}".encode())


# Lock records.


def make_lock(
    seeds: Seeds, login: str, unlock: bytes, salt: bytes, *, kdf: Json | None, credential: bytes | None
) -> Json:
    """The record that gives these seeds back: with a `kdf` a passphrase's, else a passkey's."""
    type_ = "passkey" if kdf is None else "passphrase"
    keyid = seeds.keyset.keyid
    sealed = sealing.seal(unlock, _lock_context(type_, login, keyid), salt, seeds.sign + seeds.kem)
    value = {
        "v": 1,
        "type": type_,
        "login": login,
        "key": keyid,
        "kdf": kdf,
        "credential": None if credential is None else b64_text(credential),
        "sealed": b64_text(sealed),
    }
    check_lock(value)
    return value


def open_lock(value: Json, unlock: bytes) -> Seeds:
    """The seeds of a record: `cannot_open`, or `wrong_seeds` when they are another key's."""
    check_lock(value)
    context = _lock_context(value["type"], value["login"], value["key"])
    plain = opening.open(unlock, context, _bytes(value["sealed"]))
    seeds = Seeds(plain[:SEED_BYTES], plain[SEED_BYTES:])
    if seeds.keyset.keyid != value["key"]:
        raise ProtocolError("wrong_seeds", "the seeds of another key")
    return seeds


def _lock_context(type_: str, login: str, keyid: str) -> bytes:
    return f"repatria/v1/lock\n{type_}\n{login}\n{keyid}".encode()


# The vault and drafts, which follow the officer.

_VAULT = {
    "v": constant(1),
    "kind": one_of("vault"),
    "version": integer(1),
    "pin": record({"size": integer(), "root": hash_hex}),
    "rooms": list_of(record({"room": hash_hex, "seq": integer(), "head": hash_hex}), 0, 1_000_000),
    "settings": lambda value: type(value) is dict,
}


def seal_vault(kem_seed: bytes, keyid: str, vault: Json, salt: bytes) -> bytes:
    fields(vault, _VAULT)
    key, context = _vault_key(kem_seed, keyid), _vault_context(keyid, vault["version"])
    return sealing.seal(key, context, salt, canonical.stringify(vault))


def open_vault(kem_seed: bytes, keyid: str, version: int, data: bytes, *, seen: int = 0) -> Json:
    """The vault of that version; a lower one than `seen`, or none at all (0), is `rolled_back`.

    Enrolment makes version 1 together with the account, so "there is none" is never true.
    """
    if version < max(seen, 1):
        raise ProtocolError("rolled_back", f"version {version} after {max(seen, 1)}")
    plain = opening.open(_vault_key(kem_seed, keyid), _vault_context(keyid, version), data)
    vault = canonical.parse(plain)
    fields(vault, _VAULT)
    if vault["version"] != version:
        raise ProtocolError("bad_shape", "the vault of another version")
    return vault


def _vault_key(kem_seed: bytes, keyid: str) -> bytes:
    return hkdf(kem_seed, f"repatria/v1/vault\n{keyid}".encode())


def _vault_context(keyid: str, version: int) -> bytes:
    return f"repatria/v1/vault\n{keyid}\n{version}".encode()


class DraftName(NamedTuple):
    """Which draft of whom: what its seal is bound to."""

    keyid: str
    draft: str
    version: int

    @property
    def context(self) -> bytes:
        return f"repatria/v1/draft\n{self.keyid}\n{self.draft}\n{self.version}".encode()


def seal_draft(kem_seed: bytes, name: DraftName, draft: Json, random: Callable[[int], bytes]) -> bytes:
    plain = sealing.pad_body(canonical.stringify(draft), random(sealing.NONCE_BYTES))
    return sealing.seal(_draft_key(kem_seed, name), name.context, random(sealing.SALT_BYTES), plain)


def open_draft(kem_seed: bytes, name: DraftName, data: bytes) -> Json:
    return opening.unpad_body(opening.open(_draft_key(kem_seed, name), name.context, data))


def _draft_key(kem_seed: bytes, name: DraftName) -> bytes:
    return hkdf(kem_seed, f"repatria/v1/drafts\n{name.keyid}".encode())


# On the device, while signed in.


def device_key(d: bytes, resume: bytes, login: str) -> bytes:
    """What the seeds rest sealed under: half of it lies here, half only in a living session."""
    return hkdf(d + resume, f"repatria/v1/device\n{login}".encode())


def local_key(d: bytes, kem_seed: bytes, login: str) -> bytes:
    """What everything else that a device keeps rests sealed under."""
    return hkdf(d + kem_seed, f"repatria/v1/local\n{login}".encode())


def _bytes(text: str) -> bytes:
    data = b64_bytes(text)
    assert data is not None
    return data
