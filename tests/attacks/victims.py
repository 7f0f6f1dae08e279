"""Officers at work through the lying server: one with the SDK, one with the browser's session layer."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from repatria.protocol.errors import ProtocolError
from repatria.sdk.connection import Connection
from repatria.sdk.errors import Blocked
from repatria.sdk.letters import Reply
from repatria.sdk.session import Session
from repatria.sdk.store import MemoryStore
from tests.attacks.clients import TypeScriptClient
from tests.attacks.relay import Relay
from tests.protocol.invented import Someone
from tests.server.network import LiveNetwork, login_of

_names = itertools.count()


class Desk:
    """Where an officer connects, as whom, and what time their clock shows."""

    def __init__(self, relay: Relay, network: LiveNetwork, label: str = "anna") -> None:
        self.url = relay.url
        self.token = str(network.sign_in(label).json()["token"])
        self.net = str(network.directory.net)
        self.who: Someone = network.people[label]
        self.login = login_of(label)
        self.now: Callable[[], int] = lambda: network.time


class PythonVictim:
    """One computer: what it verified is kept from one start of the program to the next."""

    def __init__(self, place: Desk) -> None:
        self._connection = Connection(place.url, bearer=place.token)
        self._place = place
        self._store = MemoryStore()
        self._session: Session | None = None
        self._failure = ""

    def start(self) -> str:
        """Start the program (again) and sync: `ok`, or the code with which it blocks."""
        self._session = None
        return self._outcome(self._start)

    def _start(self) -> None:
        place = self._place
        session = Session(
            self._connection,
            place.who.seeds,
            place.login,
            net=place.net,
            store=self._store,
            now=place.now,
        )
        self._session = session
        session.sync()
        for thread in session.threads.all():
            if thread.blocked:
                raise Blocked(str(thread.blocked[0].problem))

    def write(self, room: str) -> str:
        """Try to send: `ok`, or the code that keeps the message here."""
        if self._session is None:
            return self._failure  # there is nothing to write with
        session = self._session
        return self._outcome(lambda: session.mail.reply(room, Reply("I have it.")))

    def save(self) -> None:
        """Let the vault follow to the next device."""
        assert self._session is not None
        self._session.save()

    def close(self) -> None:
        self._connection.close()

    def _outcome(self, act: Callable[[], Any]) -> str:
        try:
            act()
        except (Blocked, ProtocolError) as error:
            self._failure = error.code
            return error.code
        return "ok"


class TypeScriptVictim:
    """Lives in the node process, by a name, so that it remembers what it saw."""

    def __init__(self, place: Desk, client: TypeScriptClient) -> None:
        self._place = place
        self._client = client
        self._name = f"victim {next(_names)}"

    def reads(self, words: str) -> bool:
        """Whether these words stand in anything that this browser has opened."""
        shown = self._client.play({"play": "reads", "victim": self._name, "words": words})
        return {"ok": True, "no_such_words": False}[shown]

    def sync(self) -> str:
        place = self._place
        seeds = {"sign": place.who.seeds.sign.hex(), "kem": place.who.seeds.kem.hex()}
        return self._client.play(
            {
                "play": "visit", "victim": self._name, "url": place.url, "token": place.token,
                "seeds": seeds, "now": place.now(),
            }
        )  # fmt: skip
