"""The acts of the register: making the network, appointing, authorising, ending.

Each method signs one statement and posts it; the server folds it before it lands, and every client
folds it again. What an act rests on is looked up in the *verified* directory, never asked of the server.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from repatria.protocol import envelope, statements
from repatria.protocol.canonical import Json
from repatria.protocol.envelope import Envelope
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import SigningKey
from repatria.protocol.statements import RootTerms, Stamp
from repatria.sdk.errors import Refused, WrongUse
from repatria.sdk.register import WITNESS_SECONDS, Landed, Register, clock

YEAR_SECONDS = 365 * 24 * 3600

Build = Callable[[Stamp], Json]


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is: `name` in the original script, `latin` its transliteration."""

    name: str
    latin: str
    languages: tuple[str, ...]
    phone: str = ""
    title: str = ""

    def to_json(self) -> Json:
        return {
            "name": self.name,
            "latin": self.latin,
            "languages": list(self.languages),
            "phone": self.phone,
            "title": self.title,
        }


def first_root(terms: RootTerms, signers: Sequence[SigningKey], now: int) -> Envelope:
    """The statement that makes a network; its hash is what goes on paper."""
    value = statements.root(Stamp(None, "root", None, now), terms)
    return envelope.sign(envelope.STATEMENT, value, signers)


class Ceremony:
    """Statements by one issuer: a head's or officer's key, or the root quorum."""

    def __init__(
        self,
        register: Register,
        *,
        key: SigningKey | None = None,
        root: Sequence[SigningKey] = (),
        now: Callable[[], int] = clock,
    ) -> None:
        if (key is None) == (not root):
            raise WrongUse("no_issuer", "a ceremony has one key, or the root's")
        self.register = register
        self._signers = list(root) if key is None else [key]
        self._by = "root" if key is None else key.keyid
        self._now = now
        self._last: str | None = None

    def draft(self, build: Build) -> Json:
        """The next statement by this issuer, unsigned."""
        stamp = self.register.directory.stamp(self._by, self._now())
        return build(stamp if self._last is None else stamp._replace(iprev=self._last))

    def demand_allowed(self, build: Build) -> None:
        """What the register would refuse is refused (Refused) before anything leaves."""
        try:
            self.register.directory.demand_authority(self.draft(build))
        except ProtocolError as error:
            raise Refused(409, error.code, "", {"why": error.detail}) from error

    def land(self, build: Build) -> Landed:
        """Issue, and wait until the witnesses have it: what is done shows at once."""
        landed = self.issue(build)
        self.register.sync(at_least=landed.size, wait_seconds=WITNESS_SECONDS)
        return landed

    def issue(self, build: Build) -> Landed:
        """Sign and post. When the issuer's chain went on elsewhere, look again and sign once more."""
        try:
            return self._issue(build)
        except Refused as error:
            if error.code != "broken_chain":
                raise
        self._last = None
        self.register.sync()
        return self._issue(build)

    def _issue(self, build: Build) -> Landed:
        signed = envelope.sign(envelope.STATEMENT, self.draft(build), self._signers)
        landed = self.register.post(signed)
        self._last = landed.hash
        return landed

    # By the root quorum.

    def root(self, terms: RootTerms) -> Landed:
        """Replace the root in force; signed by the quorum of both."""
        before = self.register.directory.root
        return self.issue(lambda stamp: statements.root(stamp, terms, before.seq + 1, before.hash))

    def bureau(self, country: str, name: str, keyid: str, person: Person) -> Landed:
        keyset = self._keyset(keyid)
        return self.issue(
            lambda stamp: statements.bureau(
                stamp, country=country, name=name, keyset=keyset, person=person.to_json()
            )
        )

    def client_release(self, version: int, minimum: int, manifest: str) -> Landed:
        return self.issue(
            lambda stamp: statements.client_release(
                stamp, version=version, minimum=minimum, manifest=manifest
            )
        )

    # By a bureau.

    def agency(self, agency: str, name: str, keyid: str, person: Person) -> Landed:
        keyset = self._keyset(keyid)
        return self.issue(
            lambda stamp: statements.agency(
                stamp, agency=agency, name=name, keyset=keyset, person=person.to_json()
            )
        )

    def office(self, **record: Any) -> Landed:
        """`record` as `statements.office`: office, agency, name, tz, hours, languages, phone, networks."""
        return self.issue(lambda stamp: statements.office(stamp, **record))

    def authorise(self, nomination: str, until: int) -> Landed:
        """`nomination` is the hash of a nominate statement in the verified directory."""
        if self.register.directory.nomination(nomination) is None:
            raise WrongUse("unknown_nomination", nomination)
        return self.issue(lambda stamp: statements.authorise(stamp, nomination=nomination, until=until))

    def renew(self, keyid: str, until: int) -> Landed:
        keyset = self._keyset(keyid)
        return self.issue(lambda stamp: statements.renew(stamp, keyset=keyset, until=until))

    # By an agency head.

    def nominate(self, keyid: str, person: Person, office: str, role: str) -> Landed:
        keyset = self._keyset(keyid)
        return self.issue(
            lambda stamp: statements.nominate(
                stamp, keyset=keyset, person=person.to_json(), office=office, role=role
            )
        )

    # By whoever may end or change.

    def suspend(self, keyid: str, reason: str) -> Landed:
        keyset = self._keyset(keyid)
        return self.issue(lambda stamp: statements.suspend(stamp, keyset=keyset, reason=reason))

    def revoke(self, keyid: str, reason: str, since: int | None = None) -> Landed:
        keyset = self._keyset(keyid)
        return self.issue(lambda stamp: statements.revoke(stamp, keyset=keyset, reason=reason, since=since))

    def rotate(self, keyset: str) -> Landed:
        """Pass everything this key holds to a keyset statement, named by its hash."""
        return self.issue(lambda stamp: statements.rotate(stamp, keyset=keyset))

    def settle(self, landed: Landed) -> None:
        """Wait until witnesses have cosigned a tree that holds this statement, and fold it."""
        self.register.sync(at_least=landed.index + 1, wait_seconds=WITNESS_SECONDS)

    def _keyset(self, keyid: str) -> str:
        found = self.register.directory.keyset_hash(keyid)
        if found is None:
            raise WrongUse("unknown_key", f"no keyset {keyid[:16]} in the register")
        return found


def year_from(now: float | None = None) -> int:
    """When an authorisation of a year ends, Unix seconds."""
    return int(time.time() if now is None else now) + YEAR_SECONDS
