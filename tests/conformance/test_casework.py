"""A case between an officer with the SDK and one with the browser, on a real server: what one writes the
other verifies, opens and counts alike. Each runs both ways round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from repatria.protocol.errors import ProtocolError
from repatria.sdk import Answer, Letter, Session, Tick
from repatria.sdk.connection import Connection
from repatria.sdk.errors import WrongUse
from repatria.sdk.letters import RequestForm
from tests.conformance.peer import Peer
from tests.server.network import LiveNetwork, found_network, login_of, two_countries
from tests.server.running import Clock, running, settings_for

BERN, NAIROBI = "ch/bern", "ke/nairobi"
REFUSED = "refused"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNetwork]:
    settings, clock = settings_for(tmp_path_factory.mktemp("casework")), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        yield two_countries(server)


class WithSdk:
    """An officer with the SDK; what they see, in the words of the test."""

    def __init__(self, network: LiveNetwork, label: str) -> None:
        token = str(network.sign_in(label).json()["token"])
        self.keyid = network.people[label].keyid
        connection = Connection(network.server.url, bearer=token)
        net = str(network.directory.net)
        seeds = network.people[label].seeds
        self.session = Session(connection, seeds, login_of(label), net=net, now=lambda: network.time)
        self.session.sync()

    def acknowledge(self, room: str, of: str) -> None:
        self.session.mail.acknowledge(room, of, reference="B-7")

    def answer(self, room: str, of: str) -> None:
        self.session.mail.answer(room, of, Answer("partly", "One of the two."))

    def tick(self, room: str, action: str, state: str, note: str, owner: str) -> None:
        self.session.mail.tick(room, Tick(action, state, note, owner=owner))

    def handle(self, room: str, of: str, tlp: str) -> str:
        try:
            self.session.mail.change_handling(room, of, tlp)
        except WrongUse:
            return REFUSED
        return "ok"

    def see(self, room: str) -> dict[str, Any]:
        self.session.sync()
        thread = self.session.threads.read(room)
        assert thread.blocked == ()
        return {
            "items": [said(one.kind, one) for one in thread.messages if one.kind in ITEMS],
            "ticks": [
                {
                    **{name: (one.body or {})[name] for name in ("action", "state", "note", "owner")},
                    "office": one.office,
                }
                for one in thread.ticks().values()
            ],
            "handling": thread.handlings.codes,
        }


ITEMS = {"request", "acknowledgement", "answer", "tick", "handling"}


def said(kind: str, one: Any) -> dict[str, Any]:
    by = {"kind": kind, "id": one.hash, "officer": one.author, "office": one.office}
    if kind == "acknowledgement":
        return {**by, "of": one.body["re"], "reference": one.body["reference"]}
    if kind == "answer":
        return {**by, "outcome": one.body["outcome"], "text": one.body["text"]}
    return by


class InBrowser:
    """An officer with the browser's session layer, in the node process."""

    def __init__(self, network: LiveNetwork, label: str, office: str, peer: Peer) -> None:
        who = network.people[label]
        self.keyid = who.keyid
        self._peer, self._network = peer, network
        self._desk = {
            "url": network.server.url,
            "token": str(network.sign_in(label).json()["token"]),
            "office": office,
            "seeds": {"sign": who.seeds.sign.hex(), "kem": who.seeds.kem.hex()},
        }

    @property
    def desk(self) -> dict[str, Any]:
        return {**self._desk, "now": self._network.time}

    def write(self, room: str, **act: Any) -> None:
        self._peer.ask("write", desk=self.desk, room=room, act=act)

    def acknowledge(self, room: str, of: str) -> None:
        self.write(room, act="acknowledge", of=of, reference="B-7")

    def answer(self, room: str, of: str) -> None:
        outcome = {"outcome": "partly", "reason": "", "measure": None}
        draft = {"body": "One of the two.", "request": None, "answer": outcome, "handling": "TLP:AMBER"}
        self.write(room, act="answer", of=of, draft=draft)

    def tick(self, room: str, action: str, state: str, note: str, owner: str) -> None:
        tick = {"action": action, "state": state, "note": note, "owner": owner}
        self.write(room, act="tick", tick=tick)

    def handle(self, room: str, of: str, tlp: str) -> str:
        try:
            self.write(room, act="handling", of=of, tlp=tlp)
        except ProtocolError as error:
            return error.code
        return "ok"

    def see(self, room: str) -> dict[str, Any]:
        seen: dict[str, Any] = self._peer.ask("see", desk=self.desk, room=room)
        seen["items"] = [item for item in seen["items"] if item["kind"] in ITEMS]
        return seen


Officer = WithSdk | InBrowser


@dataclass
class Case:
    """Nairobi has asked Bern to freeze; one of the two works with the SDK, the other with the browser."""

    nairobi: Officer
    bern: Officer
    room: str
    request: str


@pytest.fixture(params=["bern in the browser", "nairobi in the browser"])
def case(request: pytest.FixtureRequest, live: LiveNetwork, peer: Peer) -> Iterator[Case]:
    asking = WithSdk(live, "wanjiru")  # who writes the request has the SDK in both
    form = RequestForm(type="freeze", urgency="urgent", offence="UNCAC-17", facts="Facts.")
    sent = asking.session.mail.send(Letter((BERN,), "Hold it", "Please.", "TLP:AMBER", "en", form))
    opened: list[WithSdk] = [asking]
    if request.param == "bern in the browser":
        yield Case(asking, InBrowser(live, "anna", BERN, peer), sent.room, sent.hash)
    else:
        bern = WithSdk(live, "anna")
        opened.append(bern)
        yield Case(InBrowser(live, "wanjiru", NAIROBI, peer), bern, sent.room, sent.hash)
    for one in opened:
        one.session.close()


def both_see(case: Case) -> dict[str, Any]:
    seen, other = case.nairobi.see(case.room), case.bern.see(case.room)
    assert seen == other
    return seen


def test_an_acknowledgement_and_an_answer_by_one_are_the_others(case: Case) -> None:
    case.bern.acknowledge(case.room, case.request)
    case.bern.answer(case.room, case.request)
    request, acknowledged, answered = both_see(case)["items"]
    assert (request["kind"], request["id"], request["office"]) == ("request", case.request, NAIROBI)
    by_bern = {"officer": case.bern.keyid, "office": BERN}
    acknowledgement = {"kind": "acknowledgement", "of": case.request, "reference": "B-7"}
    assert acknowledged == {**by_bern, **acknowledgement, "id": acknowledged["id"]}
    answer = {"kind": "answer", "outcome": "partly", "text": "One of the two."}
    assert answered == {**by_bern, **answer, "id": answered["id"]}


def test_both_tick_one_list_and_the_last_tick_stands(case: Case) -> None:
    case.bern.tick(case.room, "A06", "doing", "", "")
    case.nairobi.tick(case.room, "A06", "done", "Held until Wednesday.", case.bern.keyid)
    case.bern.tick(case.room, "A07", "not_applicable", "No vessel.", "")
    case.nairobi.tick(case.room, "Z99", "open", "Of a newer list.", "")
    assert both_see(case)["ticks"] == [
        {"action": "A06", "state": "done", "note": "Held until Wednesday.", "owner": case.bern.keyid,
         "office": NAIROBI},
        {"action": "A07", "state": "not_applicable", "note": "No vessel.", "owner": "", "office": BERN},
        {"action": "Z99", "state": "open", "note": "Of a newer list.", "owner": "", "office": NAIROBI},
    ]  # fmt: skip


def test_handling_is_raised_by_either_and_lowered_by_the_authors_office_only(case: Case) -> None:
    def code() -> str:
        return str(both_see(case)["handling"][case.request])

    assert code() == "TLP:AMBER"
    assert case.bern.handle(case.room, case.request, "TLP:RED") == "ok"
    assert code() == "TLP:RED"
    case.bern.see(case.room)
    assert case.bern.handle(case.room, case.request, "TLP:AMBER") == REFUSED
    assert code() == "TLP:RED"
    assert case.nairobi.handle(case.room, case.request, "TLP:AMBER+STRICT") == "ok"
    assert code() == "TLP:AMBER+STRICT"
