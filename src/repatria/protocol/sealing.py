"""Sealing (protocol/sealing.md): bytes to a key, bytes under a key, padding, attachment hashes.

The server may import this module; what opens is in `opening.py`, which it may not import.
"""

import hashlib
from functools import lru_cache
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PublicKey, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import MLKEM_BYTES, check_kem_key

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
ENC_BYTES = 1120
WRAP_BYTES = ENC_BYTES + 32 + 16

SALT_BYTES = 24
PREFIX_BYTES = SALT_BYTES + 32
CHUNK_BYTES = 16_384
TAG_BYTES = 16
_AEAD_LABEL = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"

SLICE_BYTES = 1_048_576
NONCE_BYTES = 32
MAX_BODY_JSON = 262_144
_SMALLEST_BUCKET = 512


def wrap(public_kem: bytes, info: bytes, plaintext: bytes) -> bytes:
    """Seal to a key: HPKE base mode, X-Wing; `enc[1120] ‖ ct`. Raises `weak_key`.

    The randomness of the encapsulation is the library's own: the one place where this
    package does not take it from its caller.
    """
    return SUITE.encrypt(plaintext, _public_kem(public_kem), info=info)


@lru_cache(maxsize=1024)
def _public_kem(public: bytes) -> MLKEM768X25519PublicKey:
    check_kem_key(public)
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:MLKEM_BYTES]),
        X25519PublicKey.from_public_bytes(public[MLKEM_BYTES:]),
    )


class SealStream:
    """Cobblestone-256 (C2SP chunked-encryption v1), streaming.

    The salt must never repeat under one key; `seal` and tests pass it, files draw it at random.
    """

    def __init__(self, key: bytes, context: bytes, salt: bytes) -> None:
        if len(key) != 32 or len(salt) != SALT_BYTES:
            raise ValueError("a key is 32 bytes and a salt 24")
        derived = HKDFExpand(hashes.SHA512(), 76, _AEAD_LABEL + salt + context).derive(key)
        self._aead = AESGCM(derived[:32])
        self._nonce = int.from_bytes(derived[32:44], "big")
        self._header = salt + derived[44:]
        self._chunk = 0
        self._pending = b""

    def update(self, data: bytes) -> bytes:
        """Take more plaintext; return the ciphertext that is ready."""
        if self._pending:
            data = self._pending + data
        whole = len(data) - len(data) % CHUNK_BYTES
        self._pending = data[whole:]
        header, self._header = self._header, b""
        sealed = bytearray(len(header) + whole // CHUNK_BYTES * (CHUNK_BYTES + TAG_BYTES))
        sealed[: len(header)] = header
        with memoryview(data) as plain, memoryview(sealed) as out:
            end = len(header)
            for at in range(0, whole, CHUNK_BYTES):
                start, end = end, end + CHUNK_BYTES + TAG_BYTES
                chunk = plain[at : at + CHUNK_BYTES]
                self._aead.encrypt_into(self._next_nonce(), chunk, None, out[start:end])
        return bytes(sealed)

    def finish(self) -> bytes:
        """Return the rest: the last chunk is always shorter than 16 KiB, and may be empty."""
        header, self._header = self._header, b""
        return header + self._aead.encrypt(self._next_nonce(), self._pending, None)

    def _next_nonce(self) -> bytes:
        nonce = (self._nonce ^ self._chunk).to_bytes(12, "big")
        self._chunk += 1
        return nonce


def seal(key: bytes, context: bytes, salt: bytes, plaintext: bytes) -> bytes:
    """`salt[24] ‖ commitment[32] ‖ chunks`: plaintext under a 32-byte key and a context."""
    stream = SealStream(key, context, salt)
    return stream.update(plaintext) + stream.finish()


def padme(length: int) -> int:
    """Padmé: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files…", PoPETs 2019."""
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def bucket(length: int) -> int:
    """The padded length, in bytes, for a plaintext of `length` bytes."""
    return padme(length) if length > _SMALLEST_BUCKET else _SMALLEST_BUCKET


def pad_body(json_bytes: bytes, nonce: bytes) -> bytes:
    """`nonce[32] ‖ u32 n ‖ JSON ‖ zeros`, as long as its bucket."""
    if len(nonce) != NONCE_BYTES:
        raise ValueError("a body's nonce is 32 bytes")
    if len(json_bytes) > MAX_BODY_JSON:
        raise ProtocolError("too_large", f"a body of {len(json_bytes)} bytes")
    body = nonce + len(json_bytes).to_bytes(4, "big") + json_bytes
    return body.ljust(bucket(len(body)), b"\0")


class Hash(Protocol):
    """What takes octets and names them at the end."""

    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


class SliceHasher:
    """The ciphertext hash of an attachment: a hash over the hashes of its 1 MiB slices."""

    def __init__(self) -> None:
        self._outer = hashlib.sha256(b"repatria/v1/blob-slices\n")
        self._slice = hashlib.sha256()
        self._filled = 0

    def update(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            part = view[: SLICE_BYTES - self._filled]
            self._slice.update(part)
            self._filled += len(part)
            view = view[len(part) :]
            if self._filled == SLICE_BYTES:
                self._close_slice()

    def hexdigest(self) -> str:
        """The hash; the object can take no more after it."""
        if self._filled:
            self._close_slice()
        return self._outer.hexdigest()

    def _close_slice(self) -> None:
        self._outer.update(self._slice.digest())
        self._slice = hashlib.sha256()
        self._filled = 0


def blob_hash(ciphertext: bytes) -> str:
    hasher = SliceHasher()
    hasher.update(ciphertext)
    return hasher.hexdigest()


def blob_context(room: str, blob: str) -> bytes:
    return f"repatria/v1/blob\n{room}\n{blob}".encode()
