"""Attacks on attachments: the ciphertext that comes, and what the letter says it is."""

import hashlib
from typing import Any

from repatria.protocol import sealing
from repatria.protocol.shapes import b64_text
from tests.attacks import families
from tests.attacks.forgery import flipped
from tests.attacks.table import MEMBER, SERVER, Scene, Staged, attack
from tests.protocol.invented import Network, digest

SLICE = sealing.SLICE_BYTES
ROOM = "0a" * 32
OTHER_ROOM = "0c" * 32


class File:
    """A file as its sender sealed it, and what the letter says of it."""

    def __init__(self, label: str, size: int, *, room: str = ROOM, id_: str = "0b" * 16) -> None:
        self.plain = hashlib.shake_256(digest(label)).digest(size)
        self.key = digest(f"key of {label}")
        padded = self.plain.ljust(sealing.bucket(size), b"\0")
        context = sealing.blob_context(room, id_)
        self.ciphertext = sealing.seal(self.key, context, digest(f"salt {label}")[:24], padded)
        self.said = {
            "id": id_, "name": "order.pdf", "type": "application/pdf", "size": size,
            "key": b64_text(self.key), "sha256": hashlib.sha256(self.plain).hexdigest(),
            "ct_sha256": sealing.blob_hash(self.ciphertext), "ct_len": len(self.ciphertext),
        }  # fmt: skip

    def fetched(self, content: bytes | None = None, room: str = ROOM, **changed: Any) -> Scene:
        """A client saves the attachment, and the server sends `content`."""
        shown = self.ciphertext if content is None else content
        return {"play": "file", "room": room, "said": {**self.said, **changed}, "content": shown.hex()}


@attack(families.CIPHERTEXT, SERVER, "blob_mismatch")
def two_slices_of_an_attachment_are_served_in_the_other_order(_network: Network) -> Staged:
    file = File("large", 2 * SLICE + 5)
    data = file.ciphertext
    turned = data[SLICE : 2 * SLICE] + data[:SLICE] + data[2 * SLICE :]
    return Staged(file.fetched(), file.fetched(turned))


@attack(families.CIPHERTEXT, SERVER, "blob_mismatch")
def one_bit_of_an_attachment_is_turned(_network: Network) -> Staged:
    file = File("small", 5_000)
    return Staged(file.fetched(), file.fetched(flipped(file.ciphertext, 4_000)))


@attack(families.CIPHERTEXT, SERVER, "blob_mismatch")
def the_end_of_an_attachment_is_replaced_by_zeros(_network: Network) -> Staged:
    file = File("small", 50_000)
    cut = file.ciphertext[:-20_000].ljust(len(file.ciphertext), b"\0")
    return Staged(file.fetched(), file.fetched(cut))


@attack(families.CIPHERTEXT, SERVER, "blob_mismatch")
def the_end_of_an_attachment_is_kept_back(_network: Network) -> Staged:
    file = File("small", 50_000)
    return Staged(file.fetched(), file.fetched(file.ciphertext[:-20_000]))


@attack(families.CIPHERTEXT, SERVER, "blob_mismatch")
def another_attachment_is_served_in_its_place(_network: Network) -> Staged:
    file, other = File("one", 5_000), File("other", 5_000)
    return Staged(file.fetched(), file.fetched(other.ciphertext))


@attack(families.CIPHERTEXT, MEMBER, "blob_mismatch")
def a_letter_promises_another_file_than_was_sealed(_network: Network) -> Staged:
    """GCM under a key that the sender knows: two readers must not be shown two files."""
    file = File("one", 5_000)
    return Staged(file.fetched(), file.fetched(sha256=hashlib.sha256(b"another").hexdigest()))


@attack(families.CIPHERTEXT, MEMBER, "blob_mismatch")
def a_letter_promises_a_shorter_file_than_was_sealed(_network: Network) -> Staged:
    file = File("one", 5_000)
    cut = hashlib.sha256(file.plain[:4_990]).hexdigest()
    return Staged(file.fetched(), file.fetched(size=4_990, sha256=cut))


@attack(families.SPLICE, MEMBER, "cannot_open or blob_mismatch")
def an_attachment_of_one_room_is_hung_into_another(_network: Network) -> Staged:
    file = File("one", 5_000)
    return Staged(file.fetched(), file.fetched(room=OTHER_ROOM))


@attack(families.FORWARDING, MEMBER, "cannot_open or blob_mismatch")
def an_attachment_is_passed_on_under_another_id(_network: Network) -> Staged:
    file = File("one", 5_000)
    return Staged(file.fetched(), file.fetched(id="0d" * 16))
