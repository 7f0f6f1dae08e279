"""Build the invented network through the SDK: enrol, appoint, authorise, open offices.

Every person makes their own keys here, as they would on their own machine; nothing is written into the
server's database. Argon2id runs at the protocol's floor, two at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from repatria.demo.content import HeadPost, Network, OfficerPost
from repatria.demo.founding import DemoKeys
from repatria.sdk import Ceremony, Connection, Register, Session
from repatria.sdk.ceremony import year_from
from repatria.sdk.enrol import Enrolled, enrol, invite
from repatria.sdk.register import Landed
from repatria.sdk.store import MemoryStore, write_private

PEOPLE = "people.json"
HEADS = "heads.json"
WORKERS = 2
WITNESS_SECONDS = 600.0  # a guard: they sign four times a second

Say = Callable[[str], None]
Post = HeadPost | OfficerPost
Invited = tuple[str, str]  # login, and the invitation's token


@dataclass(frozen=True, slots=True)
class Built:
    """The people of a network with their secrets, by login."""

    heads: dict[str, Enrolled]
    officers: dict[str, Enrolled]


class Builder:
    """Builds one network on a running, founded, witnessed server."""

    def __init__(self, address: str, keys: DemoKeys, say: Say) -> None:
        self._address = address
        self._keys = keys
        self._say = say
        self._reader = keys.reading(address)
        self._register = Register(self._reader, MemoryStore(), keys.net)

    def close(self) -> None:
        self._reader.close()

    def people(self, network: Network) -> Built:
        """Enrol everybody and give them their posts."""
        self._register.sync(wait_seconds=WITNESS_SECONDS)
        with self._keys.inviting(self._address) as secretariat:
            invited = [self._invited(secretariat, post) for post in network.bureaus]
        heads = self._enrol_all(invited)
        self._admit(network, heads)
        invited = []
        for bureau in network.bureaus:
            agencies = [post for post in network.agencies if post.country == bureau.country]
            invited += self._invited_by(heads[bureau.login], agencies)
        heads |= self._enrol_all(invited)
        self._say(f"enrolled {len(heads)} heads of bureaus and agencies")
        self._appoint(network, heads)
        invited = []
        for agency in network.agencies:
            team = [post for post in network.officers if post.agency == agency.agency]
            invited += self._invited_by(heads[agency.login], team)
        officers = self._enrol_all(invited)
        self._say(f"enrolled {len(officers)} officers, each with keys and a kit of their own")
        self._catch_up(officers)
        built = Built(heads, officers)
        self._authorise(network, built)
        self._say(f"register: {self._register.directory.size} statements, witnessed")
        return built

    def open_offices(self, network: Network, built: Built) -> dict[str, Session]:
        """Sign everybody in; the first officer of each office makes its room and key."""
        sessions = {post.login: Session.begin(built.officers[post.login]) for post in network.officers}
        for office in network.offices:
            first = next(one for one in network.officers if one.office == office["office"])
            sessions[first.login].sync()
        self._wait_for_office_keys(network)
        for session in sessions.values():
            session.sync()
        return sessions

    def rosters(self, network: Network, built: Built, sessions: dict[str, Session]) -> None:
        """Officers by day, deputies at the weekend, in the office's own time zone."""
        for office in network.offices:
            team = [post for post in network.officers if post.office == office["office"]]
            hours = office["hours"]
            lines = [_roster_line(post, built.officers[post.login], hours) for post in team]
            sessions[team[0].login].set_duty({"roster": lines, "absences": []})

    def _invited_by(self, head: Enrolled, posts: Sequence[Post]) -> list[Invited]:
        """Every post's invitation, by the head who may make it."""
        session = Session.begin(head)
        try:
            return [self._invited(session.connection, post) for post in posts]
        finally:
            session.end()

    def _invited(self, inviter: Connection, post: Post) -> Invited:
        made = invite(
            inviter,
            country=post.country,
            office=post.office if isinstance(post, OfficerPost) else None,
            role=post.role if isinstance(post, OfficerPost) else _head_role(post),
            name=post.person.latin,
            net=self._keys.net,
        )
        return post.login, made.token

    def _enrol_all(self, invited: Sequence[Invited]) -> dict[str, Enrolled]:
        def one(invitation: Invited) -> Enrolled:
            login, token = invitation
            root = self._keys.net
            return enrol(self._address, token, login=login, passphrase=passphrase_of(login), root=root)

        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                return {made.login: made for made in pool.map(one, invited)}
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _admit(self, network: Network, heads: dict[str, Enrolled]) -> None:
        """The root admits the bureaus."""
        self._catch_up(heads)
        root = Ceremony(self._register, root=self._keys.root_signers)
        landed = [
            root.bureau(post.country, post.name, heads[post.login].keyid, post.person)
            for post in network.bureaus
        ]
        self._settle(landed)

    def _appoint(self, network: Network, heads: dict[str, Enrolled]) -> None:
        """The bureaus name agencies and offices."""
        self._catch_up(heads)
        bureaus = {post.country: self._by(heads[post.login]) for post in network.bureaus}
        landed = [
            bureaus[post.country].agency(post.agency or "", post.name, heads[post.login].keyid, post.person)
            for post in network.agencies
        ]
        landed += [bureaus[office["office"][:2].upper()].office(**office) for office in network.offices]
        self._settle(landed)

    def _authorise(self, network: Network, built: Built) -> None:
        agencies = {post.agency: self._by(built.heads[post.login]) for post in network.agencies}
        bureaus = {post.country: self._by(built.heads[post.login]) for post in network.bureaus}
        nominated = {
            post.login: agencies[post.agency].nominate(
                built.officers[post.login].keyid, post.person, post.office, post.role
            )
            for post in network.officers
        }
        self._settle(list(nominated.values()))
        self._settle(
            [
                bureaus[post.country].authorise(nominated[post.login].hash, year_from())
                for post in network.officers
            ]
        )

    def _catch_up(self, enrolled: dict[str, Enrolled]) -> None:
        """Wait until the witnesses have everybody's keyset."""
        while any(self._register.directory.keyset(one.keyid) is None for one in enrolled.values()):
            size = self._register.directory.size
            self._register.sync(at_least=size + 1, wait_seconds=WITNESS_SECONDS)

    def _by(self, enrolled: Enrolled) -> Ceremony:
        return Ceremony(self._register, key=enrolled.seeds.signing_key)

    def _settle(self, landed: list[Landed]) -> None:
        last = max(one.index for one in landed)
        self._register.sync(at_least=last + 1, wait_seconds=WITNESS_SECONDS)

    def _wait_for_office_keys(self, network: Network) -> None:
        """Each office's key is a statement; wait until witnesses have it."""
        missing = {office["office"] for office in network.offices}
        while missing:
            size = self._register.directory.size
            directory = self._register.sync(at_least=size + 1, wait_seconds=WITNESS_SECONDS)
            missing = {office for office in missing if directory.current_office_key(office) is None}


def passphrase_of(login: str) -> str:
    """Known to everybody who reads this: a demo's passphrase protects nothing."""
    return f"demo passphrase of {login}"


def write_people(data: Path, network: Network, built: Built) -> None:
    """`people.json` for one-click sign-in, `heads.json` for the command line."""
    officers = [
        {
            "officer": post.person.name,
            "office": post.office,
            "country": post.country,
            "role": post.role,
            "login": post.login,
            "passphrase": passphrase_of(post.login),
            "kit": built.officers[post.login].kit,
        }
        for post in network.officers
    ]
    heads = [
        {
            "head": post.person.name,
            "of": post.agency or post.country,
            "login": post.login,
            "passphrase": passphrase_of(post.login),
            "kit": built.heads[post.login].kit,
        }
        for post in network.heads
    ]
    for name, rows in ((HEADS, heads), (PEOPLE, officers)):
        write_private(data / name, json.dumps(rows, ensure_ascii=False, indent=1).encode())


def _head_role(post: HeadPost) -> str:
    return "bureau" if post.agency is None else "agency"


def _roster_line(post: OfficerPost, enrolled: Enrolled, hours: dict[str, Any]) -> dict[str, Any]:
    weekend = post.role == "deputy"
    return {
        "officer": enrolled.keyid,
        "days": [6, 7] if weekend else hours["days"],
        "from": "09:00" if weekend else hours["from"],
        "to": "21:00" if weekend else hours["to"],
    }
