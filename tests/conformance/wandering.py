"""Registers and rooms that wander: plausible statements and entries, often refused.

Deterministic for a seed. Everybody's keys are made once; what is said depends on the directory so far.
"""

import hashlib
import random
from collections.abc import Sequence
from typing import Any, NamedTuple

from repatria.protocol import entries, envelope, tree
from repatria.protocol.directory import Directory
from repatria.protocol.entries import Entry
from repatria.protocol.envelope import Envelope
from repatria.protocol.keys import KemKey, SigningKey
from repatria.protocol.rooms import Room
from tests.conformance.peer import b64
from tests.protocol.invented import HOURS, ROOT_KEYS, Network, Someone, digest, person

DAY = 86_400
COUNTRIES = {"fr": "FR", "sn": "SN"}
AGENCIES = ["fr/agrasc", "sn/onrac", "fr/second"]
OFFICES = ["fr/paris", "sn/dakar", "fr/lyon"]
CAST = [f"wanderer {n}" for n in range(12)]
HASH = "ab" * 32
KEMS = [KemKey.from_seed(digest(f"wandering kem {n}")) for n in range(4)]


class Said(NamedTuple):
    """A payload and who signs it, before anything is made wrong about it."""

    kind: str
    by: str  # label, or "root"
    further: dict[str, Any]


class Wanderer:
    """Makes statements. The caller folds them and says whether they were taken."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.network = Network()
        self.network.found()
        self.people = {label: Someone(f"{label}") for label in CAST}
        self.keysets: dict[str, str] = {}  # label to the hash of its last keyset statement
        self.nominations: list[str] = [HASH]
        self.roots = list(ROOT_KEYS)
        for country in ("FR", "SN"):
            self.network.bureau(country)
        for agency, office in (("fr/agrasc", "fr/paris"), ("sn/onrac", "sn/dakar")):
            self.network.agency(agency)
            self.network.office(office, agency)
        for label in CAST[:6]:
            self.network.people[label] = self.people[label]
            self.network.join(label)
        for label, someone in self.network.people.items():
            self.keysets[label] = someone.keyset_hash

    @property
    def directory(self) -> Directory:
        return self.network.directory

    def everybody(self) -> dict[str, Someone]:
        return {**self.people, **self.network.people}

    def someone(self) -> str:
        return self.dice.choice(list(self.everybody()))

    def label_of(self, keyid: str | None) -> str:
        """Whose key this is; somebody's, when nobody holds it."""
        known = [label for label, who in self.everybody().items() if who.keyid == keyid]
        return known[0] if known and self.dice.random() < 0.93 else self.someone()

    def keyset(self) -> str:
        return self.dice.choice([*self.keysets.values(), *self.keysets.values(), HASH])

    def bureau(self, place: str) -> str:
        record = self.directory.bureaus.get(COUNTRIES[place[:2]])
        return self.label_of(record.head if record else None)

    def head(self, agency: str) -> str:
        record = self.directory.agencies.get(agency)
        return self.label_of(record.head if record else None)

    def say(self) -> Said:
        kinds = {
            "keyset": 10,
            "bureau": 3,
            "agency": 8,
            "office": 8,
            "nominate": 20,
            "authorise": 22,
            "renew": 5,
            "rotate": 7,
            "suspend": 5,
            "revoke": 6,
            "office-key": 14,
            "client-release": 2,
            "root": 2,
        }
        kind = self.dice.choices(list(kinds), list(kinds.values()))[0]
        return Said(kind, *getattr(self, "say_" + kind.replace("-", "_"))())

    def say_keyset(self) -> tuple[str, dict[str, Any]]:
        label = self.someone()
        keys = self.everybody()[label].keyset
        return label, {"suite": 1, "sign": b64(keys.sign), "kem": b64(keys.kem)}

    def say_bureau(self) -> tuple[str, dict[str, Any]]:
        country = self.dice.choice(["FR", "SN", "BR"])
        return "root", {"country": country, "name": "B", "keyset": self.keyset(), "person": person("B")}

    def say_agency(self) -> tuple[str, dict[str, Any]]:
        agency = self.dice.choice(AGENCIES)
        further = {
            "country": agency[:2].upper(),
            "agency": agency,
            "name": "A",
            "keyset": self.keyset(),
            "person": person("A"),
        }
        return self.bureau(agency), further

    def say_office(self) -> tuple[str, dict[str, Any]]:
        office = self.dice.choice(OFFICES)
        agency = self.dice.choice([each for each in AGENCIES if each[:2] == office[:2]])
        own = {"office": office, "agency": agency, "name": "O", "tz": "Europe/Paris", "hours": HOURS}
        return self.bureau(office), {**own, "languages": ["fr"], "phone": "+33", "networks": []}

    def say_nominate(self) -> tuple[str, dict[str, Any]]:
        office = self.dice.choice(OFFICES)
        record = self.directory.offices.get(office)
        role = self.dice.choice(["officer", "head"])
        further = {"keyset": self.keyset(), "person": person("N"), "office": office, "role": role}
        return self.head(record.agency if record else AGENCIES[0]), further

    def say_authorise(self) -> tuple[str, dict[str, Any]]:
        return self.bureau(self.dice.choice(OFFICES)), {
            "nomination": self.dice.choice(self.nominations[-4:]),
            "until": self.until(),
        }

    def until(self) -> int:
        now = self.network.time + 60
        usual = now + self.dice.randint(1, 397) * DAY
        return self.dice.choice([usual, usual, usual, now + 3_600, now + 397 * DAY, now + 397 * DAY + 1, now])

    def say_renew(self) -> tuple[str, dict[str, Any]]:
        return self.bureau(self.dice.choice(OFFICES)), {"keyset": self.keyset(), "until": self.until()}

    def say_rotate(self) -> tuple[str, dict[str, Any]]:
        return self.someone(), {"keyset": self.keyset()}

    def _over(self) -> tuple[str, dict[str, Any]]:
        by = self.dice.choice(
            ["root", self.bureau("fr/x"), self.bureau("sn/x"), self.head(AGENCIES[0]), self.someone()]
        )
        return by, {"keyset": self.keyset(), "reason": ""}

    def say_suspend(self) -> tuple[str, dict[str, Any]]:
        return self._over()

    def say_revoke(self) -> tuple[str, dict[str, Any]]:
        by, further = self._over()
        size = self.directory.size
        since = self.dice.choice([None, None, size, size + 1, self.dice.randint(0, size), max(0, size - 12)])
        return by, {**further, "since": since}

    def say_office_key(self) -> tuple[str, dict[str, Any]]:
        office = self.dice.choice(OFFICES)
        active = [who.keyid for who in self.directory.officers_of(office, self.network.time)]
        key = self.directory.current_office_key(office)
        officers = sorted(
            self.dice.choice([active, active, active[:1], [*active, self.people[CAST[0]].keyid]])
        )
        further = {
            "office": office,
            "room": digest(f"room {office}").hex() if self.dice.random() < 0.95 else HASH,
            "epoch": (key.epoch if key else 0) + self.dice.choice([1, 1, 1, 2, 0]) or 1,
            "kem": b64(self.dice.choice(KEMS).public),
            "entry": HASH,
            "officers": officers,
        }
        return self.label_of(self.dice.choice(active) if active else None), further

    def say_client_release(self) -> tuple[str, dict[str, Any]]:
        version, minimum = self.dice.randint(1, 9), self.dice.randint(0, 6)
        return "root", {"version": version, "minimum": minimum, "manifest": HASH}

    def say_root(self) -> tuple[str, dict[str, Any]]:
        root = self.directory.root
        keys = self.dice.sample(ROOT_KEYS, self.dice.choice([2, 3, 3]))
        log = {"origin": root.origin, "ed25519": b64(root.log_ed25519), "mldsa44": b64(root.log_mldsa44)}
        witnesses = [{"name": name, "key": b64(key)} for name, key in root.witnesses]
        own = {"seq": root.seq + self.dice.choice([1, 1, 1, 0, 2]), "prev": root.hash, "name": "W"}
        terms = {"k": self.dice.choice([2, 2, 3, 1]), "keys": [b64(key.public) for key in keys]}
        return "root", {
            **own,
            **terms,
            "log": log,
            "witnesses": witnesses,
            "quorum": self.dice.choice([0, 1, 2, 3]),
        }

    def envelope(self) -> Envelope:
        """The next statement, signed; now and then by the wrong ones, or out of its chain."""
        said = self.say()
        by = "root" if said.by == "root" else self.everybody()[said.by].keyid
        if self.dice.random() < 0.02:
            by = self.dice.choice(["root", self.everybody()[self.someone()].keyid])
        self.network.time += self.dice.choice([60, 60, 60, 3_600, 20 * DAY])
        stamp = {
            "net": self.directory.net,
            "kind": said.kind,
            "by": by,
            "iprev": self.directory.chain_head(by),
        }
        value = {"v": 1, **stamp, "time": self.network.time, **said.further, **self.wrong()}
        return envelope.sign(envelope.STATEMENT, value, self.signers(by, said))

    def wrong(self) -> dict[str, Any]:
        if self.dice.random() < 0.95:
            return {}
        return self.dice.choice(
            [{"net": HASH}, {"net": None}, {"iprev": HASH}, {"iprev": None}, {"more": 1}, {"kind": "meeting"}]
        )

    def signers(self, by: str, said: Said) -> list[SigningKey]:
        if by == "root":
            count = self.dice.choice([2, 2, 2, 2, 3, 1]) if said.kind != "root" else self.dice.choice([2, 3])
            return self.dice.sample(self.roots, count)
        who = next(each for each in self.everybody().values() if each.keyid == by)
        own = [who.signing_key]
        stranger = self.people[CAST[1]].signing_key
        unusual = self.dice.random()
        if unusual < 0.02 and stranger.keyid != own[0].keyid:
            return [*own, stranger]
        return [stranger] if unusual < 0.04 else own

    def taken(self, made: Envelope) -> None:
        """The fold took it: remember what later statements can speak of."""
        kind, by = made.value["kind"], made.value["by"]
        if kind == "keyset":
            for label, who in self.everybody().items():
                if who.keyid == by:
                    self.keysets[label] = made.hash
        if kind == "nominate":
            self.nominations.append(made.hash)

    def heads_leaf(self) -> bytes:
        moved = [tree.RoomHead(HASH, self.dice.randint(0, 9), "cd" * 32)]
        return tree.heads_leaf(self.network.time + self.dice.choice([0, 0, 60, -100_000]), moved)


class RoomWanderer:
    """Makes entries for one room of a network, plausible or not; they need not open for anybody."""

    def __init__(self, seed: int, network: Network, purpose: str) -> None:
        self.dice = random.Random(seed)
        self.network = network
        self.room = Room()
        self.purpose = purpose
        self.labels = [label for label, who in network.people.items() if network.directory.officer(who.keyid)]
        self.opened = [HASH]
        self.sizes = list(range(max(1, network.directory.size - 6), network.directory.size + 1))

    def entry(self) -> Entry:
        directory = self.network.directory
        label = self.dice.choice(self.labels)
        if self.room.seq >= 0 and self.dice.random() < 0.7:
            label = self.dice.choice(self.seated() or self.labels)
        who = self.network.people[label]
        officer = directory.officer(who.keyid)
        office = officer.office if officer and self.dice.random() < 0.95 else self.dice.choice(OFFICES)
        self.network.time += self.dice.choice([0, 60, 60, 60, 60, 900, -500])
        size = self.dice.choice([directory.size] * 60 + self.sizes)
        root = directory.root_hash_at(size)
        assert root is not None
        common = {"net": directory.net, "author": who.keyid, "office": office, "time": self.network.time}
        log = {"size": size + self.dice.choice([0] * 30 + [1]), "root": root.hex()}
        further = self.further(size)
        value = {"v": 1, "kind": further.pop("kind"), **common, "log": log, **further, **self.wrong()}
        signer = (
            who.signing_key if self.dice.random() < 0.97 else self.network.people[self.labels[0]].signing_key
        )
        return Entry(envelope.sign(envelope.ENTRY, value, [signer]), self.ciphertext(value))

    def seated(self) -> list[str]:
        """Who may write: those of the room's office, or with a seat."""
        people, directory = self.network.people, self.network.directory
        offices = {
            label: officer.office
            for label in self.labels
            if (officer := directory.officer(people[label].keyid))
        }
        if self.purpose == "office":
            return [label for label, office in offices.items() if office == self.room.office]
        return [label for label, office in offices.items() if self.room.has_seat(people[label].keyid, office)]

    def ciphertext(self, value: dict[str, Any]) -> bytes:
        """What `message` signs for; empty or false now and then."""
        usual = b"c" * 100 if value["kind"] == "message" else b""
        return usual if self.dice.random() < 0.97 else b"x"

    def wrong(self) -> dict[str, Any]:
        if self.dice.random() < 0.96:
            return {}
        return self.dice.choice(
            [
                {"net": HASH},
                {"kind": "poll"},
                {"more": 1},
                {"prev": HASH},
                {"seq": 1},
                {"room": HASH},
                {"epoch": 9},
            ]
        )

    def further(self, size: int) -> dict[str, Any]:
        if self.room.seq < 0 or self.dice.random() < 0.02:
            floor = self.dice.choice(["TLP:RED", "TLP:AMBER"])
            return {"kind": "genesis", "nonce": b64(bytes(32)), "purpose": self.purpose, "floor": floor}
        place = self.room.next_place
        at = {"room": place.room, "seq": place.seq, "prev": place.prev}
        if self.room.epoch == 0 or self.dice.random() < 0.4:
            return {"kind": "members", **at, **self.members(size)}
        return {"kind": "message", **at, **self.message()}

    def members(self, size: int) -> dict[str, Any]:
        chosen = sorted(self.ids())
        listed = [{"id": id_, "kem": self.kem(id_, size)} for id_ in chosen]
        wraps = [{"kem": each["kem"], "wrap": b64(bytes(1168))} for each in listed]
        if self.dice.random() < 0.04:
            wraps = self.dice.choice([wraps[:-1], wraps[::-1], [*wraps, *wraps[:1]]])
        epoch = self.room.epoch + self.dice.choice([1] * 15 + [0, 2])
        history = None if (epoch == 1) != (self.dice.random() < 0.03) else b64(bytes(104))
        return {"epoch": epoch, "members": listed, "kcommit": HASH, "wraps": wraps, "history": history}

    def ids(self) -> Sequence[str]:
        people = [f"officer:{self.network.people[label].keyid}" for label in self.labels]
        offices = [f"office:{office}" for office in self.network.directory.offices]
        if self.purpose == "office" and self.dice.random() < 0.9:
            own = [f"officer:{self.network.people[label].keyid}" for label in self.seated()]
            return self.dice.sample(own or people, self.dice.randint(1, min(2, len(own or people))))
        now = [member.id for member in self.room.members]
        pool = [*people, *offices, *offices]
        change = self.dice.choice(["same", "one more", "one less", "anew", "anew"]) if now else "anew"
        more = {self.dice.choice(pool)} if change == "one more" else set()
        if change == "anew":
            return list(set(self.dice.sample(pool, self.dice.randint(1, 4))))
        kept = set(now) - ({self.dice.choice(now)} if change == "one less" and len(now) > 1 else set())
        return list(kept | more)

    def kem(self, id_: str, size: int) -> str:
        kind, name = id_.split(":")
        if self.dice.random() < 0.03:
            return HASH
        key = self.network.directory.office_key_at(name, size) if kind == "office" else None
        return (key.keyid if key else HASH) if kind == "office" else name

    def message(self) -> dict[str, Any]:
        epoch = self.room.epoch + self.dice.choice([0] * 20 + [1])
        ct = {"sha256": CIPHERTEXT_SHA256, "len": 100}
        return {"epoch": epoch, "ct": ct, "pt": HASH, "blobs": [], "clock": self.clock()}

    def clock(self) -> dict[str, Any] | None:
        if self.dice.random() < 0.4:
            return None
        if self.dice.random() < 0.5:
            return {
                "act": "open",
                "urgency": "flash",
                "to": self.dice.choice(list(self.network.directory.offices)),
            }
        return {
            "act": self.dice.choice(["acknowledge", "answer", "close"]),
            "of": self.dice.choice(self.opened[-3:]),
        }

    def taken(self, made: Entry) -> None:
        clock = made.value.get("clock")
        if clock and clock["act"] == "open":
            self.opened.append(made.hash)


CIPHERTEXT_SHA256 = hashlib.sha256(b"c" * 100).hexdigest()


def frame(entry: Entry) -> str:
    return b64(entries.encode_frame(entry))
