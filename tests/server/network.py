"""A small real network on a real server: root, bureaus, agencies, offices, officers, office keys.

The same cast as `tests.protocol.invented`, but each statement goes through HTTP, and every officer
enrols on an invitation and signs in. Locks hold random octets: the server cannot tell.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from repatria.protocol import bodies, statements
from repatria.protocol import envelope as envelopes
from repatria.protocol.entries import CASE, OFFICE, Entry, encode_frame
from repatria.protocol.envelope import Envelope
from repatria.protocol.frames import decode_sync, join, split
from repatria.protocol.keys import KemKey, office_kem_seed
from repatria.protocol.lock_records import kdf_offer
from repatria.protocol.statements import Stamp
from repatria.sdk import vault
from repatria.sdk.register import Pin
from repatria.server.console import found, prepare
from repatria.server.settings import Settings
from tests.protocol import invented
from tests.protocol.invented import ROOT_KEYS, Chamber, Someone, person, root_terms
from tests.server.migrated import lay_tables
from tests.server.running import Clock, Server, ceremony_client, reader_client

FRAMES = {"content-type": "application/vnd.repatria.frames"}
ORIGIN = invented.ORIGIN


def found_network(settings: Settings, clock: Clock, *, quorum: int = 0) -> Envelope:
    """Prepare the data folder and put the first root, two of three keys."""
    lay_tables(settings)
    keys = prepare(settings)
    terms = root_terms(log_ed25519=keys.public_ed25519, log_mldsa44=keys.public_mldsa44, quorum=quorum)
    value = statements.root(Stamp(None, "root", None, clock.at), terms)
    root = envelopes.sign(envelopes.STATEMENT, value, ROOT_KEYS[:2])
    found(settings, root)
    return root


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


class LiveNetwork(invented.Network):
    """`publish` sends, then folds what the server's register says."""

    def __init__(self, server: Server) -> None:
        self._server = server
        super().__init__()
        self.reader = reader_client(server)
        self.ceremony = ceremony_client(server)
        self.auths: dict[str, bytes] = {}
        self.clients: dict[str, httpx.Client] = {}
        self.catch_up()

    @property
    def server(self) -> Server:
        return self._server

    @property
    def time(self) -> int:
        return self._server.clock.at

    @time.setter
    def time(self, value: int) -> None:
        """The invented network counts its own time; here the server's clock rules."""

    def catch_up(self) -> None:
        answer = self.reader.get("/register/leaves", params={"from": len(self.leaves)})
        answer.raise_for_status()
        for leaf in split(answer.content):
            self.directory.apply_leaf(len(self.leaves), leaf, self.time)
            self.leaves.append(leaf)
        if len(self.leaves) < int(answer.headers["x-size"]):
            self.catch_up()

    def post(self, envelope: Envelope) -> httpx.Response:
        return self.reader.post("/register/statements", content=join([envelope.wire()]), headers=FRAMES)

    def publish(self, envelope: Envelope) -> Envelope:
        answer = self.post(envelope)
        assert answer.status_code == 201, answer.text
        self.catch_up()
        return envelope

    def invite(self, country: str, office: str | None, role: str, name: str) -> str:
        """By whoever may: the secretariat for a bureau's head, the country's bureau for all others."""
        body = {"country": country, "office": office, "role": role, "name": name}
        if role == "bureau":
            inviter = self.ceremony
        else:  # in a session of its own: tests move the clock, and sessions end
            inviter = self._server.client(self.sign_in(f"{country.lower()} bureau").json()["token"])
        answer = inviter.post("/invitations", json=body)
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["token"]
        return token

    def join(self, label: str) -> Someone:
        """Enrol on an invitation: account and keyset."""
        return self.enrol(label, "XN", None, "bureau")

    def enrol(self, label: str, country: str, office: str | None, role: str) -> Someone:
        who = self.someone(label)
        keyset = self.by(label, statements.keyset, keys=who.keyset)
        token = self.invite(country, office, role, label)
        answer = self.reader.post("/enrolments", json=self.enrolment(label, token, keyset))
        assert answer.status_code == 201, answer.text
        who.keyset_hash = keyset.hash
        self.catch_up()
        return who

    def enrolment(self, label: str, token: str, keyset: Envelope) -> dict[str, Any]:
        login, auth = login_of(label), secrets.token_bytes(32)
        self.auths[label] = auth
        return {
            "token": token,
            "login": login,
            "auth": b64(auth),
            "lock": lock_record(login, self.someone(label).keyid),
            "keyset": b64(keyset.wire()),
            "vault": self.first_vault(label),
        }

    def first_vault(self, label: str) -> str:
        root = self.directory.root_hash_at(self.directory.size)
        assert root is not None
        return b64(vault.seal(self.someone(label).seeds, 1, Pin(self.directory.size, root), {}, {}))

    def officer(self, label: str, office: str, until: int | None = None) -> Someone:
        who = self.enrol(label, office[:2].upper(), office, "officer")
        nomination = self.publish(self.nominate(label, office))
        self.publish(self.authorise(nomination, office, until))
        return who

    def sign_in(self, label: str) -> httpx.Response:
        body = {
            "login": login_of(label),
            "auth": b64(self.auths[label]),
            "client": {"name": "test", "version": "1"},
            "bearer": True,
        }
        return self._server.client().post("/session", json=body)

    def client(self, label: str) -> httpx.Client:
        """A signed-in client of this person, kept."""
        if label not in self.clients:
            answer = self.sign_in(label)
            assert answer.status_code == 201, answer.text
            self.clients[label] = self._server.client(answer.json()["token"])
        return self.clients[label]


def login_of(label: str) -> str:
    return label.replace(" ", ".").replace("/", ".")


def lock_record(login: str, key: str) -> dict[str, Any]:
    return {
        "v": 1,
        "type": "passphrase",
        "login": login,
        "key": key,
        "kdf": kdf_offer(secrets.token_bytes(16)),
        "credential": None,
        "sealed": b64(secrets.token_bytes(136)),
    }


class LiveChamber(Chamber):
    """A room that grows on the server: genesis and members go together, then one by one."""

    network: LiveNetwork

    def __init__(
        self, network: LiveNetwork, label: str, *, purpose: str = CASE, floor: str = "TLP:AMBER"
    ) -> None:
        self._waiting: list[Entry] = []
        super().__init__(network, label, purpose=purpose, floor=floor)

    @property
    def random(self) -> Callable[[int], bytes]:
        """Real randomness: two rooms of one test must not be the same room."""
        return secrets.token_bytes

    @random.setter
    def random(self, value: Callable[[int], bytes]) -> None:
        """The invented network's source, which repeats itself, is not wanted here."""

    def add(self, entry: Entry) -> Entry:
        label = self._label_of(entry)
        self._waiting.append(entry)
        if self.room.seq >= 0:
            answer = self.post(label, self._waiting)
            assert answer.status_code == 201, answer.text
            self._waiting = []
        self.room.apply(entry, self.network.directory, now=self.network.time)
        self.entries.append(entry)
        return entry

    def _label_of(self, entry: Entry) -> str:
        people = self.network.people.items()
        return next(label for label, who in people if who.keyid == entry.value["author"])

    def post(self, label: str, made: Sequence[Entry]) -> httpx.Response:
        """Send entries as this person; to /rooms when they begin with a genesis."""
        opens = made[0].value["kind"] == "genesis"
        path = "/rooms" if opens else f"/rooms/{self.room.id}/entries"
        content = join([encode_frame(entry) for entry in made])
        return self.network.client(label).post(path, content=content, headers=FRAMES)

    def ask(self, label: str, to: str, urgency: str = "urgent") -> Entry:
        """A message that opens a clock; its body is no request, which only clients would mind."""
        return self.clocked(label, {"act": "open", "urgency": urgency, "to": to})

    def clocked(self, label: str, clock: dict[str, Any]) -> Entry:
        entry = self.message_entry(label, bodies.message("Freeze", tlp="TLP:AMBER"))
        value = {**entry.value, "clock": clock}
        return self.add(self.sign(label, value, entry.ciphertext or b""))


def open_office(network: LiveNetwork, label: str, office: str) -> LiveChamber:
    """The office's room with its active officers, and its key published."""
    chamber = LiveChamber(network, label, purpose=OFFICE)
    active = [who.keyid for who in network.directory.officers_of(office, network.time)]
    entry = chamber.seat(label, *(f"officer:{keyid}" for keyid in active))
    seed = office_kem_seed(chamber.keys[1], chamber.room.id, 1)
    network.publish(
        network.office_key(
            label,
            office,
            1,
            room=chamber.room.id,
            kem=KemKey.from_seed(seed).public,
            entry=entry.hash,
        )
    )
    return chamber


Builder = Callable[[LiveNetwork], None]
CAST = (
    ("KE", "ke/ara", "ke/nairobi", ("wanjiru", "otieno")),
    ("CH", "ch/fedpol", "ch/bern", ("anna", "luca")),
)


def two_countries(server: Server) -> LiveNetwork:
    """Bureaus KE and CH, an agency, an office with its key and two officers each."""
    network = LiveNetwork(server)
    for country, agency, office, officers in CAST:
        network.bureau(country)
        network.agency(agency)
        network.office(office, agency)
        for label in officers:
            network.officer(label, office)
        open_office(network, officers[0], office)
    return network


def sync_all(client: httpx.Client, cursor: int = 0) -> list[Any]:
    """Every item of /sync after `cursor`, page by page."""
    items: list[Any] = []
    while True:
        answer = client.get("/sync", params={"cursor": cursor})
        assert answer.status_code == 200, answer.text
        page = decode_sync(answer.content)
        items += page.items
        cursor = page.cursor
        if not page.more:
            return items


__all__ = ["CAST", "FRAMES", "LiveChamber", "LiveNetwork", "found_network", "person", "two_countries"]
