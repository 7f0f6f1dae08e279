"""An invented network, the same at every run: seeds are hashes of labels, times count up from T0.

The cast: FR, SN and BR with a bureau, an agency and an office each. A seat in an office is
`officer`, `head` and so on; a person is named by a label ("amina", "fr bureau").
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from repatria.protocol import bodies, entries, statements
from repatria.protocol import envelope as envelopes
from repatria.protocol.directory import Directory
from repatria.protocol.entries import CASE, OFFICE, Authorship, Entry
from repatria.protocol.envelope import Envelope
from repatria.protocol.keys import KemKey, Seeds, SigningKey, new_seeds, office_kem_seed
from repatria.protocol.rooms import Room, member_of
from repatria.protocol.statements import RootTerms, Stamp
from repatria.protocol.unroll import new_epoch, seal_body

T0 = 1_800_000_000
YEAR = 365 * 86_400
ORIGIN = "register.example/invented"
STAR, AUDIT = "xp/star", "xa/audit"  # offices of those who see no requests
HOURS = {"days": [1, 2, 3, 4, 5], "from": "08:30", "to": "17:30"}


def digest(label: str) -> bytes:
    return hashlib.sha256(b"repatria invented\n" + label.encode()).digest()


def random_from(label: str) -> Callable[[int], bytes]:
    """A source of bytes that gives the same ones each time it is made with this label."""
    drawn = 0

    def draw(count: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return hashlib.shake_256(digest(f"{label} {drawn}")).digest(count)

    return draw


def person(name: str) -> dict[str, Any]:
    return {"name": name, "latin": name, "languages": ["fr", "en"], "phone": "", "title": ""}


class Someone:
    """A person with keys: what an officer or head is before anybody says so."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.seeds: Seeds = new_seeds(random_from(label))
        self.keyset = self.seeds.keyset
        self.keyid = self.keyset.keyid
        self.signing_key = self.seeds.signing_key
        self.keyset_hash = ""  # once it is published


ROOT_KEYS = [SigningKey.from_seed(digest(f"root {n}")) for n in range(3)]
WITNESS_NAMES = ("witness.example/fr", "witness.example/sn")
WITNESS_SEEDS = {name: digest(name) for name in WITNESS_NAMES}
LOG_ED_SEED = digest("log ed25519")
LOG_MLDSA_SEED = digest("log ml-dsa-44")


def root_terms(**changed: Any) -> RootTerms:
    terms = RootTerms(
        name="The invented network",
        k=2,
        keys=[key.public for key in ROOT_KEYS],
        origin=ORIGIN,
        log_ed25519=SigningKey.from_seed(LOG_ED_SEED).public,
        log_mldsa44=MLDSA44PrivateKey.from_seed_bytes(LOG_MLDSA_SEED).public_key().public_bytes_raw(),
        witnesses=[(name, SigningKey.from_seed(seed).public) for name, seed in WITNESS_SEEDS.items()],
        quorum=1,
    )
    return terms._replace(**changed)


class Network:
    """A register that grows: each method makes a statement, folds it and keeps the leaf."""

    def __init__(self) -> None:
        self.directory = Directory()
        self.leaves: list[bytes] = []
        self.time = T0
        self.people: dict[str, Someone] = {}

    # Making statements without folding them, for the samples that must be refused.

    def stamp(self, by: str) -> Stamp:
        self.time += 60
        return self.directory.stamp(by, self.time)

    def by_root(self, build: Callable[..., Any], *, keys: Sequence[int] = (0, 1), **own: Any) -> Envelope:
        value = build(self.stamp("root"), **own)
        return envelopes.sign(envelopes.STATEMENT, value, [ROOT_KEYS[n] for n in keys])

    def by(self, label: str, build: Callable[..., Any], **own: Any) -> Envelope:
        who = self.someone(label)
        value = build(self.stamp(who.keyid), **own)
        return envelopes.sign(envelopes.STATEMENT, value, [who.signing_key])

    def someone(self, label: str) -> Someone:
        return self.people.setdefault(label, Someone(label))

    # Folding.

    def publish(self, envelope: Envelope) -> Envelope:
        self.directory.apply(len(self.leaves), envelope, self.time)
        self.leaves.append(envelope.wire())
        return envelope

    def publish_leaf(self, data: bytes) -> None:
        self.directory.apply_leaf(len(self.leaves), data, self.time)
        self.leaves.append(data)

    def found(self, **changed: Any) -> Envelope:
        value = statements.root(Stamp(None, "root", None, self.time), root_terms(**changed))
        return self.publish(envelopes.sign(envelopes.STATEMENT, value, ROOT_KEYS[:2]))

    def join(self, label: str) -> Someone:
        who = self.someone(label)
        made = self.publish(self.by(label, statements.keyset, keys=who.keyset))
        who.keyset_hash = made.hash
        return who

    def bureau(self, country: str) -> Someone:
        who = self.join(f"{country.lower()} bureau")
        self.publish(
            self.by_root(
                statements.bureau,
                country=country,
                name=f"Bureau of {country}",
                keyset=who.keyset_hash,
                person=person(f"Head of {country}"),
            )
        )
        return who

    def agency(self, agency: str) -> Someone:
        who = self.join(f"{agency} head")
        self.publish(self.agency_statement(agency, who))
        return who

    def agency_statement(self, agency: str, who: Someone) -> Envelope:
        return self.by(
            f"{agency[:2]} bureau",
            statements.agency,
            agency=agency,
            name=f"Agency {agency}",
            keyset=who.keyset_hash,
            person=person(who.label),
        )

    def office_statement(self, office: str, agency: str, **changed: Any) -> Envelope:
        own = {
            "office": office,
            "agency": agency,
            "name": f"Office {office}",
            "tz": "Africa/Dakar",
            "hours": HOURS,
            "languages": ["fr"],
            "phone": "+221 33 000 00 00",
            **changed,
        }
        return self.by(f"{agency[:2]} bureau", statements.office, **own)

    def office(self, office: str, agency: str) -> None:
        self.publish(self.office_statement(office, agency))

    def nominate(self, label: str, office: str, role: str = "officer") -> Envelope:
        agency = self.directory.offices[office].agency
        return self.by(
            f"{agency} head",
            statements.nominate,
            keyset=self.people[label].keyset_hash,
            person=person(label.title()),
            office=office,
            role=role,
        )

    def authorise(self, nomination: Envelope, office: str, until: int | None = None) -> Envelope:
        return self.by(
            f"{office[:2]} bureau",
            statements.authorise,
            nomination=nomination.hash,
            until=self.time + YEAR if until is None else until,
        )

    def officer(self, label: str, office: str, until: int | None = None) -> Someone:
        who = self.join(label)
        nomination = self.publish(self.nominate(label, office))
        self.publish(self.authorise(nomination, office, until))
        return who

    def renew(self, label: str, until: int | None = None) -> Envelope:
        """By the bureau of the officer's country."""
        who = self.people[label]
        officer = self.directory.officer(who.keyid)
        assert officer is not None
        by = f"{officer.country.lower()} bureau"
        until = self.time + YEAR if until is None else until
        return self.by(by, statements.renew, keyset=who.keyset_hash, until=until)

    def suspend(self, label: str, by: str) -> Envelope:
        return self._over(label, by, statements.suspend, reason="")

    def revoke(self, label: str, by: str, since: int | None = None) -> Envelope:
        return self._over(label, by, statements.revoke, reason="", since=since)

    def _over(self, label: str, by: str, build: Callable[..., Any], **own: Any) -> Envelope:
        own["keyset"] = self.people[label].keyset_hash
        return self.by_root(build, **own) if by == "root" else self.by(by, build, **own)

    def office_key(self, label: str, office: str, epoch: int = 1, **changed: Any) -> Envelope:
        own = {
            "office": office,
            "room": digest(f"room {office}").hex(),
            "epoch": epoch,
            "kem": KemKey.from_seed(digest(f"{office} {epoch}")).public,
            "entry": digest("entry").hex(),
            "officers": [who.keyid for who in self.directory.officers_of(office, self.time)],
            **changed,
        }
        return self.by(label, statements.office_key, **own)


def with_onlookers(network: Network) -> None:
    """An office of partners and one of auditors, with nobody in them."""
    for office in (STAR, AUDIT):
        network.bureau(office[:2].upper())
        network.agency(f"{office[:2]}/onlookers")
        network.office(office, f"{office[:2]}/onlookers")


def appoint(network: Network, label: str, office: str, role: str) -> None:
    network.join(label)
    nomination = network.publish(network.nominate(label, office, role))
    network.publish(network.authorise(nomination, office))


def three_countries() -> Network:
    """Root; bureaus FR, SN, BR; agencies; offices fr/paris, sn/dakar, br/brasilia; five officers."""
    network = Network()
    network.found()
    for country, agency, office in (
        ("FR", "fr/agrasc", "fr/paris"),
        ("SN", "sn/onrac", "sn/dakar"),
        ("BR", "br/drci", "br/brasilia"),
    ):
        network.bureau(country)
        network.agency(agency)
        network.office(office, agency)
    network.officer("amina", "sn/dakar")
    network.officer("moussa", "sn/dakar")
    network.officer("claire", "fr/paris")
    network.officer("jean", "fr/paris")
    network.officer("beatriz", "br/brasilia")
    return network


class Written(NamedTuple):
    """An entry in the making: what `Rooms` signs as the author says."""

    entry: Entry
    key: bytes | None = None


class Chamber:
    """A room that grows in the invented network: each method makes an entry and folds it."""

    def __init__(
        self, network: Network, label: str, *, purpose: str = CASE, floor: str = "TLP:AMBER"
    ) -> None:
        self.network = network
        self.room = Room()
        self.entries: list[Entry] = []
        self.keys: dict[int, bytes] = {}
        self.random = random_from(f"chamber {label} {purpose} {len(network.leaves)}")
        value = entries.genesis(self.authorship(label), self.random(32), purpose=purpose, floor=floor)
        self.add(self.sign(label, value))

    def authorship(self, label: str, office: str | None = None) -> Authorship:
        network, directory = self.network, self.network.directory
        network.time += 60
        keyid = network.people[label].keyid
        officer = directory.officer(keyid)
        root = directory.root_hash_at(directory.size)
        assert directory.net is not None
        assert root is not None
        place = office or (officer.office if officer else "")
        return Authorship(directory.net, keyid, place, network.time, directory.size, root.hex())

    def sign(self, label: str, value: dict[str, Any], ciphertext: bytes = b"") -> Entry:
        key = self.network.people[label].signing_key
        return Entry(envelopes.sign(envelopes.ENTRY, value, [key]), ciphertext)

    def add(self, entry: Entry) -> Entry:
        self.room.apply(entry, self.network.directory, now=self.network.time)
        self.entries.append(entry)
        return entry

    def members_entry(self, label: str, ids: Sequence[str], office: str | None = None) -> Written:
        by, directory = self.authorship(label, office), self.network.directory
        members = [member_of(directory, id_, directory.size, by.time) for id_ in ids]
        previous = self.keys.get(self.room.epoch)
        seats = [member for member in members if member]
        made = new_epoch(self.room, directory, previous, seats, self.random)
        value = entries.members(by, self.room.next_place, made.parts)
        return Written(self.sign(label, value), made.key)

    def seat(self, label: str, *ids: str) -> Entry:
        written = self.members_entry(label, ids)
        self.add(written.entry)
        assert written.key is not None
        self.keys[self.room.epoch] = written.key
        return written.entry

    def message_entry(self, label: str, body: dict[str, Any], office: str | None = None) -> Entry:
        by, at, epoch = self.authorship(label, office), self.room.next_place, self.room.epoch
        key = self.keys.get(epoch, bytes(32))
        sealed = seal_body(key, at, by.author, body, epoch=epoch, random=self.random)
        value = entries.message(
            by, at, epoch, sealed, blobs=bodies.blobs_of(body), clock=bodies.clock_of(body)
        )
        return self.sign(label, value, sealed.ciphertext)

    def say(self, label: str, text: str = "Bonjour") -> Entry:
        return self.add(self.message_entry(label, bodies.message(text, tlp="TLP:AMBER")))


def officer_id(network: Network, label: str) -> str:
    return f"officer:{network.people[label].keyid}"


def office_with_key(network: Network, label: str, office: str) -> Chamber:
    """The office's room with its active officers, opened by `label`, and its key published."""
    chamber = Chamber(network, label, purpose=OFFICE)
    rekey_office(chamber, label, office)
    return chamber


def rekey_office(chamber: Chamber, label: str, office: str) -> None:
    """Upkeep: a members entry with the active officers, then the office-key statement."""
    network = chamber.network
    active = [who.keyid for who in network.directory.officers_of(office, network.time)]
    entry = chamber.seat(label, *(f"officer:{keyid}" for keyid in active))
    epoch = chamber.room.epoch
    seed = office_kem_seed(chamber.keys[epoch], chamber.room.id, epoch)
    network.publish(
        network.office_key(
            label,
            office,
            epoch,
            room=chamber.room.id,
            kem=KemKey.from_seed(seed).public,
            entry=entry.hash,
        )
    )
