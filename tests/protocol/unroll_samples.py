"""Samples of unrolling: who opens which epochs, keys that are not what was signed, bodies."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from repatria.protocol import bodies, canonical, unroll
from repatria.protocol.entries import Entry, Place, Sealed, message
from repatria.protocol.sealing import SALT_BYTES, pad_body, seal, wrap
from repatria.protocol.shapes import b64_text
from tests.protocol.invented import (
    Chamber,
    Network,
    digest,
    office_with_key,
    officer_id,
    rekey_office,
    three_countries,
)
from tests.protocol.room_samples.scene import FR, SN, changed, freeze_request

Seeds = dict[str, bytes]


@dataclass
class UnrollScene:
    """`room`: epochs 1 and 2 seat sn and fr (whose key moved between them), epoch 3 sn alone."""

    network: Network
    room: Chamber
    personal: Chamber
    seeds: dict[str, Seeds]  # by office


@dataclass(frozen=True)
class UnrollCase:
    name: str
    code: str | None
    epochs: tuple[int, ...]
    make: Callable[[UnrollScene], tuple[list[Entry], Seeds]]


@dataclass(frozen=True)
class BodyCase:
    name: str
    code: str | None
    make: Callable[[UnrollScene], tuple[bytes, Entry]]


UNROLL: list[UnrollCase] = []
BODIES: list[BodyCase] = []


def unroll_scene() -> UnrollScene:
    network = three_countries()
    offices = {
        office: office_with_key(network, label, office)
        for label, office in (("amina", "sn/dakar"), ("claire", "fr/paris"))
    }
    room = Chamber(network, "amina")
    room.seat("amina", SN, FR)
    room.say("amina", "Un")
    rekey_office(offices["fr/paris"], "jean", "fr/paris")
    room.seat("claire", SN, FR)
    room.say("claire", "Deux")
    room.add(room.message_entry("amina", freeze_request()))
    room.seat("amina", SN)
    room.say("amina", "Trois")
    personal = Chamber(network, "amina")
    personal.seat("amina", SN, officer_id(network, "claire"))
    personal.say("claire")
    seeds = {
        office: unroll.office_seeds(chamber.room.id, chamber.keys) for office, chamber in offices.items()
    }
    return UnrollScene(network, room, personal, seeds)


Make = Callable[[UnrollScene], tuple[list[Entry], Seeds]]


def sample(name: str, code: str | None = None, *, epochs: tuple[int, ...] = ()) -> Callable[[Make], None]:
    return lambda make: UNROLL.append(UnrollCase(name, code, epochs, make))


def body_sample(
    name: str, code: str | None = None
) -> Callable[[Callable[[UnrollScene], tuple[bytes, Entry]]], None]:
    return lambda make: BODIES.append(BodyCase(name, code, make))


@sample("an office opens every epoch while it is seated", epochs=(1, 2, 3))
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    return s.room.entries, s.seeds["sn/dakar"]


@sample("who was taken out opens nothing that came after", epochs=(1, 2))
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    return s.room.entries, s.seeds["fr/paris"]


@sample("one wrap opens the whole past", epochs=(1, 2))
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    newest = s.network.directory.current_office_key("fr/paris")
    assert newest is not None
    return s.room.entries, {newest.keyid: s.seeds["fr/paris"][newest.keyid]}


@sample("who held an early key only opens that epoch only", epochs=(1,))
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    newest = s.network.directory.current_office_key("fr/paris")
    assert newest is not None
    early = {keyid: seed for keyid, seed in s.seeds["fr/paris"].items() if keyid != newest.keyid}
    return s.room.entries, early


@sample("an officer seated as a person opens with the officer's own key", epochs=(1,))
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    claire = s.network.people["claire"]
    return s.personal.entries, {claire.keyid: claire.seeds.kem}


@sample("a stranger opens nothing")
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    beatriz = s.network.people["beatriz"]
    return s.room.entries, {beatriz.keyid: beatriz.seeds.kem}


def _reseated(s: UnrollScene, seen_by: Entry, **own: Any) -> tuple[list[Entry], Seeds]:
    """The personal room with its members entry made otherwise, as claire sees it."""
    made = changed(seen_by, s.network.people["amina"].signing_key, **own)
    claire = s.network.people["claire"]
    return [s.personal.entries[0], made], {claire.keyid: claire.seeds.kem}


def _wrap_of(s: UnrollScene, key: bytes, epoch: int = 1, room: str = "") -> list[dict[str, str]]:
    """The wraps of the personal room, with another key for claire."""
    entry, claire = s.personal.entries[1].value, s.network.people["claire"]
    info = unroll.wrap_info(room or s.personal.room.id, epoch, claire.keyid, entry["members"])
    forged = b64_text(wrap(claire.keyset.kem, info, key))
    return [{**item, "wrap": forged} if item["kem"] == claire.keyid else item for item in entry["wraps"]]


@sample("a member who was given another key than the others blocks", "wrong_key")
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    return _reseated(s, s.personal.entries[1], wraps=_wrap_of(s, digest("another K")))


@sample("a key of 31 bytes blocks", "wrong_key")
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    return _reseated(s, s.personal.entries[1], wraps=_wrap_of(s, digest("another K")[:31]))


@sample("a wrap from another epoch does not open", "cannot_unwrap")
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    wraps = _wrap_of(s, s.personal.keys[1], epoch=2)
    return _reseated(s, s.personal.entries[1], wraps=wraps)


@sample("a wrap from another room does not open", "cannot_unwrap")
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    wraps = _wrap_of(s, s.personal.keys[1], room=s.room.room.id)
    return _reseated(s, s.personal.entries[1], wraps=wraps)


@sample("a wrap under another list of members does not open", "cannot_unwrap")
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    entry = s.personal.entries[1]
    return _reseated(s, entry, members=entry.value["members"][1:])


def _second_epoch(s: UnrollScene, history: bytes) -> tuple[list[Entry], Seeds]:
    """The personal room with an epoch 2 whose history is what somebody made up."""
    made = s.personal.members_entry("amina", [SN, officer_id(s.network, "claire")])
    key, claire = made.key, s.network.people["claire"]
    assert key is not None
    context = f"repatria/v1/history\n{s.personal.room.id}\n2".encode()
    sealed = seal(key, context, digest("salt")[:SALT_BYTES], history)
    entry = changed(made.entry, s.network.people["amina"].signing_key, history=b64_text(sealed))
    return [*s.personal.entries, entry], {claire.keyid: claire.seeds.kem}


@sample("a history with the earlier key opens it", epochs=(1, 2))
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    return _second_epoch(s, s.personal.keys[1])


@sample("a history with another key than was committed to blocks", "wrong_key")
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    return _second_epoch(s, digest("another K"))


@sample("a history under another key does not open", "cannot_open")
def _(s: UnrollScene) -> tuple[list[Entry], Seeds]:
    entries, seeds = _second_epoch(s, s.personal.keys[1])
    sealed = b64_text(seal(digest("x"), b"x", digest("salt")[:SALT_BYTES], s.personal.keys[1]))
    made = changed(entries[-1], s.network.people["amina"].signing_key, history=sealed)
    return [*entries[:-1], made], seeds


# Bodies. Each gives the key of the epoch and the entry.


def _ours(s: UnrollScene, seq: int) -> tuple[bytes, Entry]:
    entry = s.room.entries[seq]
    return s.room.keys[entry.value["epoch"]], entry


@body_sample("a message opens")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    return _ours(s, 2)


@body_sample("a request opens")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    return _ours(s, 5)


@body_sample("the key of another epoch does not open", "cannot_open")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    return s.room.keys[2], s.room.entries[2]


@body_sample("a flipped bit in the ciphertext is refused", "wrong_ciphertext")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    key, entry = _ours(s, 2)
    assert entry.ciphertext is not None
    flipped = bytes((entry.ciphertext[0] ^ 1,)) + entry.ciphertext[1:]
    return key, Entry(entry.envelope, flipped)


def _sent(s: UnrollScene, sealed: Sealed, **own: Any) -> tuple[bytes, Entry]:
    """Amina sends this ciphertext at the next place of the room."""
    room = s.room
    by = room.authorship("amina")
    value = message(by, room.room.next_place, room.room.epoch, sealed, **own)
    return room.keys[room.room.epoch], room.sign("amina", value, sealed.ciphertext)


def _sealed(s: UnrollScene, plain: bytes, **changed_context: str) -> Sealed:
    """Seal any plaintext for the next place of the room, or for another one."""
    at, epoch = s.room.room.next_place, s.room.room.epoch
    author = changed_context.get("author", s.network.people["amina"].keyid)
    place = Place(at.room, at.seq, changed_context.get("prev", at.prev))
    context = f"repatria/v1/body\n{place.room}\n{epoch}\n{author}\n{place.prev}".encode()
    ciphertext = seal(s.room.keys[epoch], context, digest("salt")[:SALT_BYTES], plain)
    return Sealed(ciphertext, _hash(ciphertext), _hash(plain))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _padded(body: dict[str, Any]) -> bytes:
    return pad_body(canonical.stringify(body), digest("nonce"))


GREETING = bodies.message("Bonjour", tlp="TLP:AMBER")


@body_sample("a body sealed for this place opens")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    return _sent(s, _sealed(s, _padded(GREETING)))


@body_sample("a ciphertext of another author, sent on as one's own, does not open", "cannot_open")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    return _sent(s, _sealed(s, _padded(GREETING), author=s.network.people["moussa"].keyid))


@body_sample("a ciphertext from another place in the room does not open", "cannot_open")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    return _sent(s, _sealed(s, _padded(GREETING), prev=s.room.entries[2].hash))


@body_sample("another plaintext than was signed is refused", "wrong_plaintext")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    return _sent(s, _sealed(s, _padded(GREETING))._replace(pt=digest("x").hex()))


@body_sample("a body outside its bucket is refused", "bad_body")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    return _sent(s, _sealed(s, _padded(GREETING) + b"\0"))


@body_sample("a body that is not canonical is refused", "bad_body")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    return _sent(s, _sealed(s, pad_body(b'{"kind": "note"}', digest("nonce"))))


@body_sample("a body of another shape is refused", "bad_shape")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    return _sent(s, _sealed(s, _padded({**GREETING, "x": 1})))


@body_sample("a body made by a newer version is shown, not dropped")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    return _sent(s, _sealed(s, _padded({"kind": "poll", "question": "?"})))


@body_sample("a blob that the body does not name is refused", "blob_mismatch")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    blob = {"id": "ab" * 16, "sha256": digest("x").hex(), "len": 1}
    return _sent(s, _sealed(s, _padded(GREETING)), blobs=[blob])


@body_sample("a request more urgent inside than outside is refused", "bad_clock")
def _(s: UnrollScene) -> tuple[bytes, Entry]:
    clock = {"act": "open", "urgency": "ordinary", "to": "fr/paris"}
    return _sent(s, _sealed(s, _padded(freeze_request())), clock=clock)
