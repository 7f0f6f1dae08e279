"""The bare cryptographic operations in Chromium, native WebCrypto only: bare_crypto.js in an empty page."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from bench.chromium import empty_page
from bench.figure import Peer, Round, register_peer
from bench.peers.bare_crypto import BODY_BYTES, FILE_BYTES, MESSAGES, MIB, SIGNED_BYTES

SCRIPT = Path(__file__).with_suffix("").with_name("bare_crypto.js")


def _load(page: Page) -> None:
    page.evaluate(f"globalThis.bare = {SCRIPT.read_text(encoding='utf-8')}; undefined")


@contextlib.contextmanager
def opening_a_room() -> Iterator[Round]:
    """Milliseconds for a room of 1,000 messages of 1 kB."""
    with empty_page() as page:
        _load(page)
        page.evaluate(
            "async (sizes) => { globalThis.room = await bare.makeRoom(...sizes) }",
            [MESSAGES, SIGNED_BYTES, BODY_BYTES],
        )
        yield lambda: float(page.evaluate("bare.openRoom(room)"))


@contextlib.contextmanager
def aes_gcm_of_1_gib() -> Iterator[Round]:
    """MB per second, encrypting 1 GiB and decrypting it again in slices of 1 MiB, one at a time."""
    mebibytes = FILE_BYTES // MIB
    with empty_page() as page:
        _load(page)
        yield lambda: 2 * FILE_BYTES / 1e3 / float(page.evaluate("bare.aesGcm", mebibytes))


register_peer(Peer("bare-crypto-open-room-chromium", "ms", opening_a_room))
register_peer(Peer("bare-aes-gcm-chromium", "MB/s", aes_gcm_of_1_gib))
