"""Invitation and enrolment: a newcomer's keys and kit are made here, only public halves leave."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from repatria.protocol import canonical, envelope, keys, lock_records, locks, statements
from repatria.protocol.envelope import Envelope
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import Seeds
from repatria.protocol.statements import Stamp
from repatria.sdk import vault
from repatria.sdk.connection import Connection, encode_b64
from repatria.sdk.errors import Blocked, Unreachable, WrongUse, blocking
from repatria.sdk.profile import Profile
from repatria.sdk.register import Register, clock
from repatria.sdk.store import MemoryStore

_NET = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use link."""

    token: str
    link: str
    expires: int


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A newcomer's secrets (kit and seeds) and what the network will call them by."""

    server: str
    login: str
    office: str | None
    role: str
    net: str
    kit: str
    seeds: Seeds
    auth: bytes
    lock: dict[str, Any]

    @property
    def keyid(self) -> str:
        return str(self.lock["key"])

    @property
    def fingerprint(self) -> str:
        return keys.fingerprint(self.keyid)

    def keep(self, profile: Profile) -> None:
        """Write what this machine may keep: nothing that opens without passphrase and kit."""
        facts = {"server": self.server, "login": self.login, "key": self.keyid, "net": self.net}
        profile.write_facts(facts)
        profile.write_lock(self.lock)


@dataclass(frozen=True, slots=True)
class Link:
    """What an invitation's link carries; `net` is None where its end was cut off."""

    server: str
    token: str
    net: str | None

    def __str__(self) -> str:
        return f"{self.server}/#/enrol/{self.token}/{self.net}"


def parse_link(link: str) -> Link:
    """Read `https://…/#/enrol/<token>/<net>`. Raises WrongUse (`bad_link`)."""
    server, mark, rest = link.strip().partition("/#/enrol/")
    token, _, net = rest.partition("/")
    if not mark or not token or (net and _NET.fullmatch(net) is None):
        raise WrongUse("bad_link", "the link ends in /#/enrol/, a token, / and the network's hash")
    return Link(server, token, net or None)


def demand_net(link: Link, paper: str | None) -> str:
    """The network that a newcomer was told of: by the link, on paper, or alike by both."""
    if link.net and paper and link.net != paper:
        raise Blocked("wrong_network", f"the link is for {link.net}, not for {paper}")
    if not (net := paper or link.net):
        raise WrongUse("no_anchor", "the link names no network: give the root hash on paper")
    return net


def invite(
    connection: Connection, *, country: str, office: str | None, role: str, name: str, net: str
) -> Invitation:
    """Make an invitation to the network `net`, as a head of that country or (bureau heads) a ceremony."""
    body = {"country": country, "office": office, "role": role, "name": name}
    answer = connection.post("/invitations", body)
    try:
        token, expires = str(answer["token"]), int(answer["expires"])
    except (KeyError, TypeError, ValueError) as error:
        raise Unreachable("bad_answer", "an invitation") from error
    return Invitation(token, str(Link(connection.server, token, net)), expires)


def enrol(server: str, token: str, *, login: str, passphrase: str, root: str) -> Enrolled:
    """Make seeds, kit and lock; publish the keyset. `root` is the root hash on paper.

    Raises Blocked (`wrong_network`) when the server's verified register is another network's: before a
    key is made, and with nothing sent.
    """
    with Connection(server, invitation=token) as guest:
        return enrol_as(guest, login=login, passphrase=passphrase, root=root)


def enrol_as(
    guest: Connection, *, login: str, passphrase: str, root: str, now: Callable[[], int] = clock
) -> Enrolled:
    """Enrol on the invitation of this connection."""
    invited = guest.get_json(f"/invitations/{guest.invitation}")
    register = Register(guest, MemoryStore(), root, now=now)
    register.sync()
    assert register.pin is not None  # a sync that returns has pinned
    seeds, kit = keys.new_seeds(secrets.token_bytes), locks.new_kit(secrets.token_bytes)
    auth, lock = make_lock(login, passphrase, kit, seeds)
    body = {
        "token": guest.invitation,
        "login": login,
        "auth": encode_b64(auth),
        "lock": lock,
        "keyset": encode_b64(sign_keyset(seeds, root).wire()),
        "vault": encode_b64(vault.seal(seeds, 1, register.pin, {}, {})),
    }
    guest.post("/enrolments", body)
    return Enrolled(
        server=guest.server,
        login=login,
        office=invited.get("office"),
        role=str(invited.get("role")),
        net=root,
        kit=locks.kit_code(kit),
        seeds=seeds,
        auth=auth,
        lock=lock,
    )


def sign_keyset(seeds: Seeds, net: str) -> Envelope:
    """The first statement of a key: its own public halves, signed by itself."""
    stamp = Stamp(net, seeds.keyset.keyid, None, int(time.time()))
    value = statements.keyset(stamp, seeds.keyset)
    return envelope.sign(envelope.STATEMENT, value, [seeds.signing_key])


def make_lock(login: str, passphrase: str, kit: bytes, seeds: Seeds) -> tuple[bytes, dict[str, Any]]:
    """(auth secret, lock record) under passphrase and kit; Argon2id takes its third of a second.

    Raises WrongUse (`bad_login`) before anything is made.
    """
    demand_login(login)
    kdf = lock_records.kdf_offer(secrets.token_bytes(16))
    with blocking("passphrase"):
        derived = locks.derive(login, locks.stretch(passphrase, kdf), kit)
        record = locks.make_lock(
            seeds, login, derived.unlock, secrets.token_bytes(24), kdf=kdf, credential=None
        )
    return derived.auth, canonical.parse(canonical.stringify(record))


def demand_login(login: str) -> None:
    """Raises WrongUse (`bad_login`): somebody mistyped, nobody lied."""
    try:
        lock_records.check_login(login)
    except ProtocolError as error:
        raise WrongUse("bad_login", login) from error


def fingerprint(keyid: str) -> str:
    """A key id as two people compare it aloud (keys.md)."""
    return keys.fingerprint(keyid)
