"""Opening (protocol/sealing.md): what the server may not import.

Nothing of a chunk is given out before its tag held; a truncated stream is an error at its end.
"""

import hashlib

from cryptography.cobblestone import Cobblestone256Decryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from repatria.protocol import canonical
from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import KemKey
from repatria.protocol.sealing import (
    CHUNK_BYTES,
    MAX_BODY_JSON,
    NONCE_BYTES,
    PREFIX_BYTES,
    SUITE,
    TAG_BYTES,
    Hash,
    blob_context,
    bucket,
)


def unwrap(kem_seed: bytes, info: bytes, data: bytes) -> bytes:
    """Open what `wrap` sealed to the key of this seed; else `cannot_unwrap`."""
    key = KemKey(kem_seed)
    private = MLKEM768X25519PrivateKey(key.mlkem, key.x25519)
    try:
        return SUITE.decrypt(data, private, info=info)
    except (InvalidTag, ValueError):
        raise ProtocolError("cannot_unwrap") from None


class OpenStream:
    """Streaming Cobblestone-256; every failure is `cannot_open`."""

    def __init__(self, key: bytes, context: bytes) -> None:
        self._decryptor = Cobblestone256Decryptor(key, context)

    def update(self, data: bytes) -> bytes:
        """Take more ciphertext; return plaintext whose tags held."""
        try:
            return self._decryptor.update(data)
        except (InvalidTag, ValueError):
            raise ProtocolError("cannot_open") from None

    def finish(self) -> bytes:
        """Return the rest, having checked that nothing is missing at the end."""
        try:
            return self._decryptor.finalize()
        except (InvalidTag, ValueError):
            raise ProtocolError("cannot_open", "truncated, or not under this key") from None


def open(key: bytes, context: bytes, data: bytes) -> bytes:  # noqa: A001 - the pair of `seal`
    """Open what `seal` made, whole; else `cannot_open`."""
    stream = OpenStream(key, context)
    return stream.update(data) + stream.finish()


def unpad_body(plaintext: bytes) -> Json:
    """The JSON object of a padded body: the exact bucket, zeros that are zeros; else `bad_body`."""
    start = NONCE_BYTES + 4
    if len(plaintext) < start:
        raise ProtocolError("bad_body", "too short")
    end = start + int.from_bytes(plaintext[NONCE_BYTES:start], "big")
    if end - start > MAX_BODY_JSON or len(plaintext) != bucket(end):
        raise ProtocolError("bad_body", "not the length of its bucket")
    if plaintext[end:].strip(b"\0"):
        raise ProtocolError("bad_body", "the padding is not zeros")
    try:
        return canonical.parse(plaintext[start:end])
    except ProtocolError as error:
        raise ProtocolError("bad_body", str(error)) from None


class FileOpener:
    """Open an attachment piece by piece, checking the plain hash and the padding at the end.

    The ciphertext hash is to be checked too, against the signed entry, with `SliceHasher` and
    `check_blob`; `room` and `blob` are hex. Hand the file out only after that and `finish`.
    `plain_hash` is a fresh SHA-256 that the caller wants to be taken elsewhere.
    """

    def __init__(
        self, key: bytes, room: str, blob: str, *, size: int, plain_hash: Hash | None = None
    ) -> None:
        self._stream = OpenStream(key, blob_context(room, blob))
        self._size = size
        self._seen = 0
        self._hash = plain_hash or hashlib.sha256()

    def update(self, data: bytes) -> bytes:
        return self._take(self._stream.update(data))

    def finish(self, sha256: str) -> bytes:
        """The rest of the file; `blob_mismatch` when it is not the file that was promised."""
        rest = self._take(self._stream.finish())
        if self._seen != bucket(self._size) or self._hash.hexdigest() != sha256:
            raise ProtocolError("blob_mismatch", "not the promised file")
        return rest

    def _take(self, plain: bytes) -> bytes:
        part = plain[: max(0, self._size - self._seen)]
        if plain[len(part) :].strip(b"\0"):
            raise ProtocolError("blob_mismatch", "the padding is not zeros")
        self._seen += len(plain)
        self._hash.update(part)
        return part


def check_blob(ciphertext_hash: Hash, expected: str) -> None:
    if ciphertext_hash.hexdigest() != expected:
        raise ProtocolError("blob_mismatch", "not the ciphertext that was signed")


def sealed_length(plain_length: int) -> int:
    """The length of a Cobblestone ciphertext of that many plaintext bytes."""
    return PREFIX_BYTES + plain_length + TAG_BYTES * (plain_length // CHUNK_BYTES + 1)
