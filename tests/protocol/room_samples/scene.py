"""How a sample of a room is written down and made: the base scene, forks of it, entries made wrong.

Offices sn/dakar, fr/paris and br/brasilia have rooms and keys. Rooms of the scene:
`case` (sn opened it, sn and fr are in it, amina asked fr to freeze), `red` (the same, TLP:RED),
`personal` (sn, and claire of fr as a person), `fresh` (a genesis only), `office` (of sn/dakar).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from repatria.protocol import bodies
from repatria.protocol import envelope as envelopes
from repatria.protocol.entries import Entry
from repatria.protocol.keys import SigningKey
from tests.protocol.invented import (
    Chamber,
    Network,
    office_with_key,
    officer_id,
    three_countries,
)
from tests.protocol.statement_samples.making import fork as fork_network

SN, FR, BR = "office:sn/dakar", "office:fr/paris", "office:br/brasilia"


@dataclass
class Scene:
    network: Network
    chambers: dict[str, Chamber]

    @property
    def case(self) -> Chamber:
        return self.chambers["case"]

    def key(self, label: str) -> SigningKey:
        return self.network.people[label].signing_key


@dataclass(frozen=True)
class RoomCase:
    """`make` adds what comes before and returns the entry in question."""

    name: str
    code: str | None
    room: str
    make: Callable[[Scene, Chamber], Entry]
    skew: int | None = None  # the server's clock minus the network's time; None: no clock


CASES: list[RoomCase] = []


def sample(
    name: str, code: str | None = None, *, room: str = "case", skew: int | None = None
) -> Callable[[Callable[[Scene, Chamber], Entry]], None]:
    def register(make: Callable[[Scene, Chamber], Entry]) -> None:
        CASES.append(RoomCase(name, code, room, make, skew))

    return register


def freeze_request(to: str = "fr/paris") -> dict[str, Any]:
    terms = bodies.blank_request("freeze", "flash", to)
    return bodies.request(terms, tlp="TLP:AMBER", subject="Account to freeze")


def base_scene() -> Scene:
    network = three_countries()
    chambers = {"office": office_with_key(network, "amina", "sn/dakar")}
    chambers["office fr"] = office_with_key(network, "claire", "fr/paris")
    chambers["office br"] = office_with_key(network, "beatriz", "br/brasilia")
    chambers["fresh"] = Chamber(network, "amina")
    for name, floor in (("case", "TLP:AMBER"), ("red", "TLP:RED")):
        chambers[name] = chamber = Chamber(network, "amina", floor=floor)
        chamber.seat("amina", FR, SN)
        chamber.say("amina")
        chamber.add(chamber.message_entry("amina", freeze_request()))
    chambers["personal"] = personal = Chamber(network, "amina")
    personal.seat("amina", SN, officer_id(network, "claire"))
    return Scene(network, chambers)


def fork(base: Scene) -> Scene:
    """The same scene again, folded anew, so that a sample may go on from it."""
    network = fork_network(base.network)
    return Scene(network, {name: _again(network, room) for name, room in base.chambers.items()})


def _again(network: Network, before: Chamber) -> Chamber:
    chamber = Chamber.__new__(Chamber)
    chamber.network = network
    chamber.room = type(before.room)()
    chamber.entries = []
    chamber.keys = dict(before.keys)
    chamber.random = before.random
    for entry in before.entries:
        chamber.room.apply(entry, network.directory)
        chamber.entries.append(entry)
    return chamber


def opening(chamber: Chamber) -> str:
    """The hash of the message that asked for a freeze."""
    return next(iter(chamber.room.clocks))


def changed(entry: Entry, key: SigningKey, **own: Any) -> Entry:
    """The same entry with other fields, signed again by `key`."""
    made = envelopes.sign(entry.envelope.type, {**entry.value, **own}, [key])
    return Entry(made, entry.ciphertext)


def greeting(chamber: Chamber, label: str = "amina", office: str | None = None) -> Entry:
    return chamber.message_entry(label, bodies.message("Bonjour", tlp="TLP:AMBER"), office)


def acknowledged(chamber: Chamber, label: str, of: str) -> Entry:
    return chamber.message_entry(label, bodies.acknowledgement(of))


def closed(chamber: Chamber, label: str, of: str) -> Entry:
    return chamber.message_entry(label, bodies.close(of, "done", tlp="TLP:AMBER"))
