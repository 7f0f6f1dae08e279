# The floor is measured beside repatria.protocol, not through it.
# ruff: noqa: TID251
"""The bare cryptographic operations in Python: the floor under opening a room and sealing a file.

Only calls into PyCA `cryptography` and hashlib on bytes that lie ready: no parsing, no fold, no rules.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

from bench.figure import Peer, Round, register_peer

MESSAGES = 1000
SIGNED_BYTES = 700  # the PAE of a message entry
BODY_BYTES = 1024
MIB = 1024 * 1024
FILE_BYTES = 1024 * MIB
SLICE_BYTES = MIB
SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
WRAP_INFO = b"repatria/v1/wrap\nroom\n1"


@dataclass(frozen=True)
class _Message:
    signed: bytes
    signature: bytes
    context: bytes
    ciphertext: bytes


@dataclass(frozen=True)
class _Room:
    author: Ed25519PublicKey
    reader: MLKEM768X25519PrivateKey
    wrap: bytes
    messages: list[_Message]


def _make_room() -> _Room:
    author, key = Ed25519PrivateKey.generate(), os.urandom(32)
    reader = MLKEM768X25519PrivateKey(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate())
    messages = []
    for number in range(MESSAGES):
        signed = os.urandom(SIGNED_BYTES)
        context = b"repatria/v1/body\n%d" % number
        sealer = Cobblestone256Encryptor(key, context)
        ciphertext = sealer.update(os.urandom(BODY_BYTES)) + sealer.finalize()
        messages.append(_Message(signed, author.sign(signed), context, ciphertext))
    wrap = SUITE.encrypt(key, reader.public_key(), info=WRAP_INFO)
    return _Room(author.public_key(), reader, wrap, messages)


def _open_room(room: _Room) -> None:
    """Each message: one Ed25519 verification, one Cobblestone-256 opening, the three hashes of its entry."""
    key = SUITE.decrypt(room.wrap, room.reader, info=WRAP_INFO)
    for message in room.messages:
        room.author.verify(message.signature, message.signed)
        sha256(message.signed).digest()
        opener = Cobblestone256Decryptor(key, message.context)
        sha256(message.ciphertext).digest()
        plaintext = opener.update(message.ciphertext) + opener.finalize()
        sha256(plaintext).digest()


@contextlib.contextmanager
def opening_a_room() -> Iterator[Round]:
    """Milliseconds for a room of 1,000 messages of 1 kB."""
    room = _make_room()

    def take() -> float:
        began = time.perf_counter()
        _open_room(room)
        return (time.perf_counter() - began) * 1000

    yield take


@contextlib.contextmanager
def aes_gcm_of_1_gib() -> Iterator[Round]:
    """MB (10^6 bytes) per second, encrypting 1 GiB and decrypting it again in slices of 1 MiB.

    The one-shot calls that return bytes, which is also all that WebCrypto offers.
    """
    cipher, plain, nonce = AESGCM(os.urandom(32)), os.urandom(SLICE_BYTES), bytes(12)
    sealed = cipher.encrypt(nonce, plain, None)
    slices = FILE_BYTES // SLICE_BYTES

    def take() -> float:
        began = time.perf_counter()
        for _ in range(slices):
            cipher.encrypt(nonce, plain, None)
        for _ in range(slices):
            cipher.decrypt(nonce, sealed, None)
        return 2 * FILE_BYTES / 1e6 / (time.perf_counter() - began)

    yield take


@contextlib.contextmanager
def aes_gcm_in_place_of_1_gib() -> Iterator[Round]:
    """The same into one buffer that is used again: what AES-GCM costs without fresh memory."""
    cipher, plain, nonce = AESGCM(os.urandom(32)), bytearray(os.urandom(SLICE_BYTES)), bytes(12)
    sealed = bytearray(SLICE_BYTES + 16)
    slices = FILE_BYTES // SLICE_BYTES

    def take() -> float:
        began = time.perf_counter()
        for _ in range(slices):
            cipher.encrypt_into(nonce, plain, None, sealed)
        for _ in range(slices):
            cipher.decrypt_into(nonce, sealed, None, plain)
        return 2 * FILE_BYTES / 1e6 / (time.perf_counter() - began)

    yield take


@contextlib.contextmanager
def sha256_of_1_gib() -> Iterator[Round]:
    """MB per second of hashing 1 GiB in slices of 1 MiB: every slice of an attachment needs it."""
    plain = os.urandom(SLICE_BYTES)
    slices = FILE_BYTES // SLICE_BYTES

    def take() -> float:
        began = time.perf_counter()
        for _ in range(slices):
            sha256(plain).digest()
        return FILE_BYTES / 1e6 / (time.perf_counter() - began)

    yield take


@contextlib.contextmanager
def aes_gcm_beside_two_sha256() -> Iterator[Round]:
    """MB per second of `aes_gcm_of_1_gib` when each way also takes two SHA-256 over every octet, each in a
    thread of its own that waits for nobody: what two hashes leave of the rate, whoever writes the code.
    """
    cipher, plain, nonce = AESGCM(os.urandom(32)), os.urandom(SLICE_BYTES), bytes(12)
    sealed = cipher.encrypt(nonce, plain, None)
    ways: tuple[Callable[[], object], ...] = (
        lambda: cipher.encrypt(nonce, plain, None),
        lambda: cipher.decrypt(nonce, sealed, None),
    )

    def whole_file(work: Callable[[], object]) -> None:
        for _ in range(FILE_BYTES // SLICE_BYTES):
            work()

    def take() -> float:
        began = time.perf_counter()
        for way in ways:
            with ThreadPoolExecutor(3) as threads:
                done = [threads.submit(whole_file, work) for work in (way, *2 * [lambda: sha256(plain)])]
            for each in done:
                each.result()
        return 2 * FILE_BYTES / 1e6 / (time.perf_counter() - began)

    yield take


register_peer(Peer("bare-crypto-open-room", "ms", opening_a_room))
register_peer(Peer("bare-aes-gcm", "MB/s", aes_gcm_of_1_gib))
register_peer(Peer("bare-aes-gcm-in-place", "MB/s", aes_gcm_in_place_of_1_gib))
register_peer(Peer("bare-aes-gcm-beside-2-sha256", "MB/s", aes_gcm_beside_two_sha256))
register_peer(Peer("bare-sha256", "MB/s", sha256_of_1_gib))
