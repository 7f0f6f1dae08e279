"""An honest case between two offices, on which the attacks on rooms are staged.

Dakar (Amina, Moussa) opened a room with Paris (Claire, Jean) and asked for a freeze; Claire answered
that she has it. Brasilia (Beatriz) has no part in it. The victim is Claire unless an attack says otherwise.
"""

from collections.abc import Sequence
from typing import Any

from repatria.protocol import bodies, entries
from repatria.protocol.entries import Entry, encode_frame
from repatria.protocol.envelope import ENTRY
from repatria.protocol.rooms import Member, Room
from repatria.protocol.unroll import NewEpoch, new_epoch, seal_body
from tests.attacks import scenes
from tests.attacks.forgery import sealed_by
from tests.attacks.table import Scene
from tests.protocol.invented import Chamber, Network, office_with_key, officer_id

DAKAR, PARIS, BRASILIA = "office:sn/dakar", "office:fr/paris", "office:br/brasilia"
LABELS = {DAKAR: "amina", PARIS: "claire", BRASILIA: "beatriz"}


def freeze_request(urgency: str = "urgent", amount: str = "4,000,000") -> dict[str, Any]:
    terms = bodies.blank_request("freeze", urgency, "fr/paris")
    asset = {"type": "account", "identifier": "FR76 3000 6000 0112 3456 7890 189", "holder": "X",
             "place": "Paris", "amount": amount, "currency": "EUR", "link": ""}  # fmt: skip
    terms["assets"] = [asset]
    return bodies.request(terms, tlp="TLP:AMBER", subject="Freeze", text="Please freeze.")


class Case:
    """The network with its office rooms, and the case room."""

    def __init__(self, network: Network, *, floor: str = "TLP:AMBER") -> None:
        self.network = network
        self.offices = {id_: office_with_key(network, label, id_[7:]) for id_, label in LABELS.items()}
        self.room = Chamber(network, "amina", floor=floor)
        self.room.seat("amina", DAKAR, PARIS)
        self.request = self.room.add(self.room.message_entry("amina", freeze_request()))
        self.received = self.room.add(
            self.room.message_entry("claire", bodies.acknowledgement(self.request.hash))
        )

    def shown(
        self,
        *more: Entry,
        to: str = "claire",
        entries: Sequence[Entry | bytes] | None = None,
        **details: Any,
    ) -> Scene:
        """A client syncs: the register, their office's room, and the case room with `more` at its end.

        `to` is whose keys open it; `details` are `room_pins`, `proof` and `now`.
        """
        office = self.network.directory.officer(self.network.people[to].keyid)
        assert office is not None
        own = self.offices["office:" + office.office]
        shown = [*(self.room.entries if entries is None else entries), *more]
        return scene_of(self.network, [own.entries, shown], to, **details)

    def next(self, label: str = "amina", text: str = "Bonjour", office: str | None = None) -> Entry:
        """Somebody's next message, not yet in the room."""
        return self.room.message_entry(label, bodies.message(text, tlp="TLP:AMBER"), office)


def scene_of(network: Network, rooms: Sequence[Sequence[Entry | bytes]], whose: str, **details: Any) -> Scene:
    """A client syncs the register and these rooms with one officer's seeds."""
    seeds = network.people[whose].seeds
    return {
        **scenes.register(network),
        "rooms": [[frame_of(entry).hex() for entry in entries] for entries in rooms],
        "seeds": {"sign": seeds.sign.hex(), "kem": seeds.kem.hex()},
        **details,
    }


def frame_of(entry: Entry | bytes) -> bytes:
    return entry if isinstance(entry, bytes) else encode_frame(entry)


def resign(chamber: Chamber, label: str, entry: Entry, **changes: Any) -> Entry:
    """The entry with other words in it, signed by somebody who has the keys for that."""
    value = {**entry.value, **changes}
    key = chamber.network.people[label].signing_key
    return Entry(sealed_by(ENTRY, value, [key]), entry.ciphertext)


def message_with(chamber: Chamber, label: str, ciphertext: bytes, like: Entry, **changes: Any) -> Entry:
    """A message at the room's next place, whose ciphertext its author took from elsewhere."""
    by, at = chamber.authorship(label), chamber.room.next_place
    sealed = entries.Sealed(ciphertext, like.value["ct"]["sha256"], like.value["pt"])
    value = entries.message(by, at, chamber.room.epoch, sealed, clock=changes.pop("clock", None))
    return chamber.sign(label, {**value, **changes}, ciphertext)


def sealed_with(chamber: Chamber, label: str, body: dict[str, Any], **changes: Any) -> Entry:
    """A message whose signed, clear part says other things than its sealed body."""
    by, at, epoch = chamber.authorship(label), chamber.room.next_place, chamber.room.epoch
    sealed = seal_body(chamber.keys[epoch], at, by.author, body, epoch=epoch, random=chamber.random)
    value = entries.message(by, at, epoch, sealed, blobs=bodies.blobs_of(body), clock=bodies.clock_of(body))
    return chamber.sign(label, {**value, **changes}, sealed.ciphertext)


def epoch_parts(chamber: Chamber, *members: Member, previous: bytes | None = None) -> NewEpoch:
    """A next epoch for these members, however wrong they are."""
    key = previous or chamber.keys.get(chamber.room.epoch)
    directory = chamber.network.directory
    return new_epoch(chamber.room, directory, key, members, chamber.random)


def members_with(chamber: Chamber, label: str, parts: dict[str, Any], **changes: Any) -> Entry:
    by = chamber.authorship(label)
    value = entries.members(by, chamber.room.next_place, parts)
    return chamber.sign(label, {**value, **changes})


def office_member(network: Network, id_: str) -> Member:
    key = network.directory.current_office_key(id_[7:])
    assert key is not None
    return Member(id_, key.keyid)


def officer_member(network: Network, label: str) -> Member:
    return Member(officer_id(network, label), network.people[label].keyid)


def copy_of(room: Room) -> Room:
    """The room's fold at this point, to go on from twice."""
    return Room.from_json(room.to_json())
