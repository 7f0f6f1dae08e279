"""Sealing and opening: two implementations of Cobblestone against each other, streams, files."""

import hashlib

import pytest
from cryptography.cobblestone import Cobblestone256Encryptor
from hypothesis import given
from hypothesis import strategies as st

from repatria.protocol import opening, sealing
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import KemKey
from repatria.protocol.opening import FileOpener, OpenStream
from repatria.protocol.sealing import SealStream, SliceHasher, bucket
from tests.protocol.invented import digest
from tests.protocol.outcome import outcome
from tests.protocol.values import mutated
from tests.protocol.vectors_made.sealing import pattern

KEY, CONTEXT, SALT = digest("K"), b"context", digest("salt")[:24]
SEALED = sealing.seal(KEY, CONTEXT, SALT, pattern(20_000))
PADDED = sealing.pad_body(b'{"kind":"note"}', digest("nonce"))
ROOM, BLOB = digest("room").hex(), "0f" * 16


def in_parts(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.integers(0, 50_000), st.integers(1, 20_000))
def test_a_stream_seals_to_the_same_bytes_however_it_is_fed(length: int, part: int) -> None:
    stream = SealStream(KEY, CONTEXT, SALT)
    fed = b"".join(map(stream.update, in_parts(pattern(length), part))) + stream.finish()
    assert fed == sealing.seal(KEY, CONTEXT, SALT, pattern(length))
    assert len(fed) == opening.sealed_length(length)


@pytest.mark.parametrize("length", [0, 1, 16_383, 16_384, 16_385, 32_768, 50_000])
def test_the_library_and_this_package_seal_alike(length: int) -> None:
    """`seal` is ours, because the library takes no salt; with its salt both give the same bytes."""
    encryptor = Cobblestone256Encryptor(KEY, CONTEXT)
    theirs = encryptor.update(pattern(length)) + encryptor.finalize()
    assert sealing.seal(KEY, CONTEXT, theirs[:24], pattern(length)) == theirs
    assert opening.open(KEY, CONTEXT, theirs) == pattern(length)


@given(mutated(SEALED))
def test_a_changed_ciphertext_never_opens(data: bytes) -> None:
    code, plain = outcome(opening.open, KEY, CONTEXT, data)
    assert code == "cannot_open" if data != SEALED else plain == pattern(20_000)


@given(mutated(SEALED), st.integers(1, 9_000))
def test_a_stream_gives_out_only_what_was_sealed(data: bytes, part: int) -> None:
    stream, given_out = OpenStream(KEY, CONTEXT), b""
    for piece in in_parts(data, part):
        code, plain = outcome(stream.update, piece)
        if code is not None:
            assert code == "cannot_open"
            break
        given_out += plain
    assert pattern(20_000).startswith(given_out)


@given(mutated(PADDED) | st.binary(max_size=600))
def test_any_plaintext_is_a_body_or_refused(data: bytes) -> None:
    code, body = outcome(opening.unpad_body, data)
    assert code == "bad_body" if code else isinstance(body, dict)


@given(st.integers(1, 2**40))
def test_a_bucket_holds_its_length_and_wastes_little(length: int) -> None:
    padded = bucket(length)
    assert padded >= max(length, 512)
    assert bucket(padded) == padded
    # Padmé: at most 12 %, Nikitin et al., PoPETs 2019, §4.
    assert length < 512 or padded - length <= 0.12 * length


def test_a_body_too_long_is_refused() -> None:
    with pytest.raises(ProtocolError, match="too_large"):
        sealing.pad_body(b"x" * 262_145, digest("nonce"))


@given(st.integers(0, 3_000_000), st.integers(1, 2_000_000))
def test_slices_hash_alike_however_they_are_fed(length: int, part: int) -> None:
    hasher = SliceHasher()
    for piece in in_parts(pattern(length), part):
        hasher.update(piece)
    slices = in_parts(pattern(length), 1_048_576)
    joined = b"".join(hashlib.sha256(piece).digest() for piece in slices)
    assert hasher.hexdigest() == hashlib.sha256(b"repatria/v1/blob-slices\n" + joined).hexdigest()


def sealed_file(data: bytes, length: int | None = None) -> bytes:
    padded = data.ljust(bucket(len(data)) if length is None else length, b"\0")
    return sealing.seal(KEY, sealing.blob_context(ROOM, BLOB), SALT, padded)


def opened_file(sealed: bytes, size: int, sha256: str) -> bytes:
    opener = FileOpener(KEY, ROOM, BLOB, size=size)
    return b"".join(map(opener.update, in_parts(sealed, 1_000))) + opener.finish(sha256)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 513, 40_000])
def test_a_file_comes_back_without_its_padding(size: int) -> None:
    sha256 = hashlib.sha256(pattern(size)).hexdigest()
    assert opened_file(sealed_file(pattern(size)), size, sha256) == pattern(size)


def test_a_file_that_is_not_the_promised_one_is_refused() -> None:
    data = pattern(1_000)
    sha256 = hashlib.sha256(data).hexdigest()
    for sealed, size, promised in (
        (sealed_file(data), 1_000, digest("x").hex()),
        (sealed_file(data), 999, hashlib.sha256(data[:999]).hexdigest()),
        (sealed_file(data), 1_001, hashlib.sha256(data + b"\0").hexdigest()),
        (sealed_file(data, 1_000), 1_000, sha256),
        (sealed_file(data, 2_048), 1_000, sha256),
    ):
        code, _ = outcome(opened_file, sealed, size, promised)
        # 1,001 bytes are in the same bucket: only the hash can tell, and here it agrees.
        assert code == (None if size == 1_001 else "blob_mismatch")


def test_an_attachment_of_another_room_or_id_does_not_open() -> None:
    sealed = sealed_file(b"file")
    for room, blob in ((digest("x").hex(), BLOB), (ROOM, "1f" * 16)):
        opener = FileOpener(KEY, room, blob, size=4)
        code, _ = outcome(lambda opener=opener: opener.update(sealed) + opener.finish(""))
        assert code == "cannot_open"


def test_a_ciphertext_hash_that_differs_is_refused() -> None:
    hasher = SliceHasher()
    hasher.update(b"sealed")
    with pytest.raises(ProtocolError, match="blob_mismatch"):
        opening.check_blob(hasher, sealing.blob_hash(b"Sealed"))


@given(st.binary(max_size=1_300))
def test_any_bytes_unwrap_or_are_refused(data: bytes) -> None:
    assert outcome(opening.unwrap, digest("kem seed"), b"info", data)[0] == "cannot_unwrap"


def test_wrapping_to_a_weak_key_is_refused() -> None:
    public = KemKey(digest("kem")).public
    with pytest.raises(ProtocolError, match="weak_key"):
        sealing.wrap(public[:1184] + bytes(32), b"info", b"plain")
    assert len(sealing.wrap(public, b"info", bytes(32))) == sealing.WRAP_BYTES
