"""Keys from seeds, key ids, and public keys that are refused (protocol/keys.md).

Private material is two 32-byte seeds. Nothing here opens anything sealed: that is `opening.py`.
"""

import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from repatria.protocol.errors import ProtocolError

SEED_BYTES = 32
SIGN_BYTES = 32
MLKEM_BYTES = 1184
KEM_BYTES = MLKEM_BYTES + 32

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_P = 2**255 - 19

# y of the eight points of order 1, 2, 4 and 8 on edwards25519; the sign bit of x is masked off
# first. The list of libsodium (ge25519_has_small_order) and of Chalkias, Garillot, Nikolaenko,
# "Taming the many EdDSAs" (SSR 2020), table 1; tests/protocol/test_keys.py multiplies each by 8.
SMALL_ORDER_Y = frozenset(
    {
        1,  # order 1
        _P - 1,  # order 2
        0,  # order 4
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,  # order 8
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,  # order 8
    }
)

# u of the points of small order on Curve25519 and its twist, after RFC 7748 masks the top bit:
# https://cr.yp.to/ecdh.html ("validate"). Values of p and above are refused as non-canonical.
SMALL_ORDER_U = frozenset(
    {
        0,
        1,
        _P - 1,
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
    }
)


def check_sign_key(public: bytes) -> None:
    """Refuse (`weak_key`) small-order and non-canonical Ed25519 keys: y ≥ p, or order ≤ 8."""
    y = _coordinate(public)
    if len(public) != SIGN_BYTES or y >= _P or y in SMALL_ORDER_Y:
        raise ProtocolError("weak_key", "Ed25519")


def check_kem_key(public: bytes) -> None:
    """Refuse (`weak_key`) an X-Wing key that FIPS 203 §7.2 refuses, or with a weak X25519 part."""
    if len(public) != KEM_BYTES:
        raise ProtocolError("weak_key", "X-Wing length")
    u = _coordinate(public[MLKEM_BYTES:])
    if u >= _P or u in SMALL_ORDER_U:
        raise ProtocolError("weak_key", "X25519")
    try:
        MLKEM768PublicKey.from_public_bytes(public[:MLKEM_BYTES])
    except ValueError:
        raise ProtocolError("weak_key", "ML-KEM-768") from None


def _coordinate(public: bytes) -> int:
    return int.from_bytes(public, "little") & (2**255 - 1)


def key_id(public: bytes) -> str:
    """`H("repatria/v1/key\\n" ‖ "1" ‖ "\\n" ‖ public)` in hex; the length tells what it names."""
    return hashlib.sha256(b"repatria/v1/key\n1\n" + public).hexdigest()


def fingerprint(keyid: str) -> str:
    """Twenty letters for people to compare aloud: the first 100 bits of a key id."""
    return crockford(int(keyid[:25], 16), 20)


def crockford(number: int, letters: int) -> str:
    """`number` in Crockford base32, most significant letter first, in groups of five."""
    text = "".join(CROCKFORD[number >> 5 * at & 31] for at in reversed(range(letters)))
    return "-".join(text[at : at + 5] for at in range(0, letters, 5))


class SigningKey:
    """An Ed25519 key (RFC 8032 §5.1.5) and the key id that its signatures go under.

    Root and witness keys are named by themselves; an officer's by the whole keyset.
    """

    def __init__(self, seed: bytes, keyid: str | None = None) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._private.public_key().public_bytes_raw()
        self.keyid = key_id(self.public) if keyid is None else keyid

    @classmethod
    def from_seed(cls, seed: bytes) -> "SigningKey":
        return cls(seed)

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


class KemKey:
    """An X-Wing key from its 32-byte seed (draft-connolly-cfrg-xwing-kem §5.2)."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError("a kem seed is 32 bytes")
        expanded = hashlib.shake_256(seed).digest(96)
        self.mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        self.x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
        self.public = self.mlkem.public_key().public_bytes_raw() + self.x25519.public_key().public_bytes_raw()

    @classmethod
    def from_seed(cls, seed: bytes) -> "KemKey":
        return cls(seed)

    @cached_property
    def keyid(self) -> str:
        """The id of an office's key of an epoch; an officer's kem goes by the keyset's id."""
        return key_id(self.public)


class Keyset(NamedTuple):
    """What an officer publishes: the two public keys."""

    sign: bytes  # 32
    kem: bytes  # 1216

    @property
    def keyid(self) -> str:
        return key_id(self.sign + self.kem)


class Seeds(NamedTuple):
    """What an officer guards: the two private seeds, 32 bytes each."""

    sign: bytes
    kem: bytes

    @property
    def keyset(self) -> Keyset:
        return Keyset(SigningKey(self.sign).public, KemKey(self.kem).public)

    @property
    def signing_key(self) -> SigningKey:
        return SigningKey(self.sign, self.keyset.keyid)


def new_seeds(random: Callable[[int], bytes]) -> Seeds:
    return Seeds(random(SEED_BYTES), random(SEED_BYTES))


def hkdf(key_material: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 (RFC 5869) with an empty salt, 32 bytes."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(key_material)


def office_kem_seed(key: bytes, room: str, epoch: int) -> bytes:
    """The kem seed of an office's key, from the office room's K of that epoch."""
    return hkdf(key, f"repatria/v1/office-kem\n{room}\n{epoch}".encode())
