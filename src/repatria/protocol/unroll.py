"""Unrolling (protocol/rooms.md): a room's epoch keys, then its bodies. Clients only.

The entries were folded by `Room` before; nothing here checks who may write.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from repatria.protocol import canonical, opening
from repatria.protocol.bodies import check_body
from repatria.protocol.canonical import Json
from repatria.protocol.directory import Directory
from repatria.protocol.entries import Entry, Place, Sealed
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import KemKey, office_kem_seed
from repatria.protocol.records import OfficeKey
from repatria.protocol.rooms import Member, Room
from repatria.protocol.sealing import SALT_BYTES, pad_body, seal, wrap
from repatria.protocol.shapes import b64_bytes, b64_text

Random = Callable[[int], bytes]


def commit(key: bytes) -> str:
    """`kcommit`: by it, different members cannot be given different keys."""
    return hashlib.sha256(b"repatria/v1/kcommit\n" + key).hexdigest()


# Pass 1: keys.


def unroll(entries: Iterable[Entry], kem_seeds: Mapping[str, bytes]) -> dict[int, bytes]:
    """The K of every epoch that these kem seeds (by kem key id) open; empty when they open none.

    Raises `cannot_unwrap`, `cannot_open` or `wrong_key`: somebody gave a key that is not the
    one the signed entry commits to.
    """
    epochs = {entry.value["epoch"]: entry.value for entry in entries if entry.value["kind"] == "members"}
    keys: dict[int, bytes] = {}
    latest = next((epoch for epoch in sorted(epochs, reverse=True) if _mine(epochs[epoch], kem_seeds)), 0)
    if not latest:
        return keys
    key = _unwrap(epochs[latest], kem_seeds)
    for epoch in range(latest, 0, -1):
        if commit(key) != epochs[epoch]["kcommit"]:
            raise ProtocolError("wrong_key", f"epoch {epoch}")
        keys[epoch] = key
        if epoch > 1:
            key = _open_history(epochs[epoch], key)
    return keys


def _mine(members: Json, kem_seeds: Mapping[str, bytes]) -> Json | None:
    return next((item for item in members["wraps"] if item["kem"] in kem_seeds), None)


def _unwrap(members: Json, kem_seeds: Mapping[str, bytes]) -> bytes:
    mine = _mine(members, kem_seeds)
    assert mine is not None
    kem = mine["kem"]
    info = wrap_info(members["room"], members["epoch"], kem, members["members"])
    return opening.unwrap(kem_seeds[kem], info, _bytes(mine["wrap"]))


def _open_history(members: Json, key: bytes) -> bytes:
    return opening.open(key, _history_context(members["room"], members["epoch"]), _bytes(members["history"]))


def _bytes(text: str) -> bytes:
    data = b64_bytes(text)
    if data is None:
        raise ProtocolError("bad_shape", "base64")
    return data


def wrap_info(room: str, epoch: int, kem: str, members: Sequence[Json]) -> bytes:
    digest = hashlib.sha256(canonical.stringify({"members": list(members)})).hexdigest()
    return f"repatria/v1/wrap\n{room}\n{epoch}\n{kem}\n{digest}".encode()


def _history_context(room: str, epoch: int) -> bytes:
    return f"repatria/v1/history\n{room}\n{epoch}".encode()


class NewEpoch(NamedTuple):
    key: bytes
    parts: Json  # for entries.members


def new_epoch(
    room: Room,
    directory: Directory,
    previous_key: bytes | None,
    members: Sequence[Member],
    random: Random,
) -> NewEpoch:
    """Make the next epoch of a room for these members (`rooms.member_of` gives each).

    `previous_key` is the K of the current epoch; None exactly when there is none yet.
    """
    if (previous_key is None) != (room.epoch == 0):
        raise ValueError("the previous epoch's key, exactly when there is one")
    epoch, key = room.epoch + 1, random(32)
    seats = [member._asdict() for member in sorted(members)]
    wraps = [
        {
            "kem": seat["kem"],
            "wrap": b64_text(
                wrap(_public_kem(directory, seat), wrap_info(room.id, epoch, seat["kem"], seats), key)
            ),
        }
        for seat in seats
    ]
    history = None
    if previous_key is not None:
        context = _history_context(room.id, epoch)
        history = b64_text(seal(key, context, random(SALT_BYTES), previous_key))
    parts = {"epoch": epoch, "members": seats, "kcommit": commit(key), "wraps": wraps, "history": history}
    return NewEpoch(key, parts)


def _public_kem(directory: Directory, seat: Json) -> bytes:
    kind, _, name = seat["id"].partition(":")
    if kind == "officer":
        keyset = directory.keyset(name)
        if keyset is not None and seat["kem"] == name:
            return keyset.kem
    else:
        key = directory.current_office_key(name)
        if key is not None and key.keyid == seat["kem"]:
            return key.kem
    raise ProtocolError("wrong_kem", seat["id"])


# An office is a room.


def office_seeds(room: str, keys: Mapping[int, bytes]) -> dict[str, bytes]:
    """The office's kem seeds by kem key id, from the keys of its room: what opens its mail."""
    seeds = [office_kem_seed(key, room, epoch) for epoch, key in keys.items()]
    return {KemKey(seed).keyid: seed for seed in seeds}


def check_office_key(published: OfficeKey, keys: Mapping[int, bytes]) -> None:
    """Demand that the published key is the one that follows from the room's K: `wrong_office_key`."""
    key = keys.get(published.epoch)
    if key is None:
        return
    seed = office_kem_seed(key, published.room, published.epoch)
    if KemKey(seed).public != published.kem:
        raise ProtocolError("wrong_office_key", f"epoch {published.epoch}")


# Pass 2: bodies.


def _body_context(at: Place, epoch: int, author: str) -> bytes:
    return f"repatria/v1/body\n{at.room}\n{epoch}\n{author}\n{at.prev}".encode()


def seal_body(key: bytes, at: Place, author: str, body: Json, *, epoch: int, random: Random) -> Sealed:
    """Seal a body for the place in the room where its entry will stand."""
    plaintext = pad_body(canonical.stringify(body), random(32))
    ciphertext = seal(key, _body_context(at, epoch, author), random(SALT_BYTES), plaintext)
    return Sealed(ciphertext, hashlib.sha256(ciphertext).hexdigest(), hashlib.sha256(plaintext).hexdigest())


def open_body(key: bytes, entry: Entry) -> Json:
    """The checked body of a message entry; its ciphertext is at hand."""
    return read_plaintext(entry, open_plaintext(key, entry))


def open_plaintext(key: bytes, entry: Entry) -> bytes:
    """The padded plaintext: what is disclosed together with the entry to prove one message."""
    value, ciphertext = entry.value, entry.ciphertext
    if ciphertext is None or len(ciphertext) != value["ct"]["len"]:
        raise ProtocolError("wrong_ciphertext", "not at hand, or of another length")
    if hashlib.sha256(ciphertext).hexdigest() != value["ct"]["sha256"]:
        raise ProtocolError("wrong_ciphertext", "not the one that was signed")
    at = Place(value["room"], value["seq"], value["prev"])
    return opening.open(key, _body_context(at, value["epoch"], value["author"]), ciphertext)


def read_plaintext(entry: Entry, plaintext: bytes) -> Json:
    """The body in a plaintext, opened or disclosed, that the author signed: `wrong_plaintext`."""
    if hashlib.sha256(plaintext).hexdigest() != entry.value["pt"]:
        raise ProtocolError("wrong_plaintext", "not the one that was signed")
    return check_body(opening.unpad_body(plaintext), entry).value
