"""Sealing a file of 1 GiB and opening it again, with every hash that the protocol asks for."""

import contextlib
import hashlib
import os
import resource
import time
from collections.abc import Iterator

from bench.figure import Figure, PromiseBroken, Round, at_least, register
from bench.ours.bundle import protocol_page
from bench.peers import bare_crypto, bare_crypto_chromium
from bench.peers.bare_crypto import FILE_BYTES, MIB, SLICE_BYTES
from repatria.protocol.opening import FileOpener, check_blob
from repatria.protocol.sealing import SealStream, SliceHasher, blob_context
from repatria.sdk.beside import HashBeside

KEY, SALT = bytes(range(32)), bytes(range(24))
ROOM, BLOB = "ab" * 32, "cd" * 16
GROWTH_LIMIT_KIB = 32 * 1024
CHROMIUM_MEBIBYTES = 256


@contextlib.contextmanager
def sealing_and_opening() -> Iterator[Round]:
    """MB per second, both ways together; a slice of 1 MiB at a time, of which none is kept."""
    piece = os.urandom(SLICE_BYTES)

    def take() -> float:
        began = time.perf_counter()
        seal_and_open(piece, FILE_BYTES // SLICE_BYTES)
        return 2 * FILE_BYTES / 1e6 / (time.perf_counter() - began)

    seal_and_open(piece, 4)  # what a small file takes, a large one may take too
    yield take


def seal_and_open(piece: bytes, pieces: int) -> None:
    """Each sealed piece goes at once to the opening side: what a file on disk lies between."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sealing = SealStream(KEY, blob_context(ROOM, BLOB), SALT)
    with (
        HashBeside(hashlib.sha256()) as plain,
        HashBeside(SliceHasher()) as sent,
        HashBeside(SliceHasher()) as received,
        HashBeside(hashlib.sha256()) as opened,
    ):
        opening = FileOpener(KEY, ROOM, BLOB, size=pieces * len(piece), plain_hash=opened)
        for number in range(pieces + 1):
            if number < pieces:
                plain.update(piece)
            sealed = sealing.update(piece) if number < pieces else sealing.finish()
            sent.update(sealed)
            received.update(sealed)
            opening.update(sealed)
        check_blob(received, sent.hexdigest())
        opening.finish(plain.hexdigest())
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if grown > GROWTH_LIMIT_KIB:
        raise PromiseBroken(f"{grown} KiB more for {pieces * len(piece)} bytes")


@contextlib.contextmanager
def sealing_and_opening_in_chromium() -> Iterator[Round]:
    """MB per second, the same in the browser, over 256 MiB: a GiB would take minutes and no other course."""
    with protocol_page() as page:
        yield (
            lambda: (
                2
                * CHROMIUM_MEBIBYTES
                * MIB
                / 1e3
                / float(page.evaluate("client.sealAndOpen", CHROMIUM_MEBIBYTES))
            )
        )


register(Figure("seal-1gb-python", "MB/s", at_least(0.8), sealing_and_opening, bare_crypto.aes_gcm_of_1_gib))
register(
    Figure(
        "seal-1gb-chromium",
        "MB/s",
        at_least(0.8),
        sealing_and_opening_in_chromium,
        bare_crypto_chromium.aes_gcm_of_1_gib,
    )
)
