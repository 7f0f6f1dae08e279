"""A small living network for tests: the real server in its own process, real witnesses, real keys.

Kenya and Switzerland with all their people, and the United Kingdom as the one who is not asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from repatria.demo.build import Built
from repatria.demo.content import Network
from repatria.demo.founding import DemoKeys, serving
from repatria.demo.run import witnessing
from repatria.sdk import Ceremony, Person, Session
from repatria.sdk.ceremony import year_from
from repatria.sdk.enrol import Enrolled, Invitation, enrol, invite
from repatria.sdk.store import Store
from repatria.server.settings import Settings
from tests.patience import PATIENCE_SECONDS, free_port
from tests.sdk.founded import founded

__all__ = ["COUNTRIES", "Living", "free_port", "living_network"]

COUNTRIES = ("KE", "CH", "GB")


@dataclass
class Living:
    """The network, and everybody's secrets."""

    settings: Settings
    keys: DemoKeys
    network: Network
    built: Built
    _open: list[Session] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.settings.origin

    def session(self, login: str, store: Store | None = None) -> Session:
        """A new, synced session of an officer or head; closed with the network."""
        enrolled = {**self.built.heads, **self.built.officers}[login]
        session = Session.begin(enrolled, store=store)
        self._open.append(session)
        session.sync()
        return session

    def newcomer(self, login: str, office: str) -> Enrolled:
        """Invite, enrol, nominate and authorise one more officer of an office."""
        country = office[:2].upper()
        made = self.invite(office, login)
        enrolled = enrol(
            self.address, made.token, login=login, passphrase="a long passphrase", root=self.keys.net
        )
        self.built.officers[login] = enrolled
        agency = next(one for one in self.network.agencies if one.country == country)
        nominating = self.acting(agency.login, knowing=enrolled.keyid)
        person = Person(login, login, ("en",))
        nominated = nominating.nominate(enrolled.keyid, person, office, "officer")
        nominating.settle(nominated)
        authorising = self.acting(f"{country.lower()}.bureau")
        authorising.settle(authorising.authorise(nominated.hash, year_from()))
        return enrolled

    def invite(self, office: str, name: str) -> Invitation:
        """An invitation into an office, by its country's bureau."""
        country = office[:2]
        session = Session.begin(self.built.heads[f"{country}.bureau"])
        made = invite(
            session.connection,
            country=country.upper(),
            office=office,
            role="officer",
            name=name,
            net=self.keys.net,
        )
        session.end()
        return made

    def acting(self, login: str, knowing: str = "") -> Ceremony:
        """A head's ceremony, on a register that knows the key `knowing` already."""
        session = Session.begin(self.built.heads[login])
        self._open.append(session)
        while knowing and session.register.directory.keyset(knowing) is None:
            size = session.register.directory.size
            session.register.sync(at_least=size + 1, wait_seconds=PATIENCE_SECONDS)
        return session.ceremony

    def force_heads(self) -> None:
        """Suspending somebody makes the server land the heads of all rooms first; then renew."""
        bureau = self.acting("gb.bureau")
        key = self.built.officers["harpreet.gill"].keyid
        bureau.suspend(key, "test of the heads leaf")
        bureau.settle(bureau.renew(key, year_from()))

    def close(self) -> None:
        for session in self._open:
            session.close()


Witnessing = Callable[[Settings, DemoKeys, threading.Event], AbstractContextManager[None]]


@contextmanager
def living_network(
    data: Path, witnessing: Witnessing = witnessing, countries: tuple[str, ...] = COUNTRIES
) -> Iterator[Living]:
    made = founded(countries, data)
    settings = Settings(data=data, port=free_port())
    built = made.copy_to(settings)
    with serving(settings), witnessing(settings, made.keys, threading.Event()):
        living = Living(settings, made.keys, made.network, built)
        yield living
        living.close()
