"""A server that gives an officer with the SDK another document than was published, or an earlier one.

Each test shows, before or afterwards, that the same steps pass when the server tells the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from repatria.sdk.connection import Connection
from repatria.sdk.errors import Blocked
from repatria.sdk.session import Session
from tests.attacks.forgery import flipped
from tests.attacks.relay import Answer, Asked, Lie, Relay
from tests.attacks.victims import Desk
from tests.server.network import LiveNetwork
from tests.server.publishing import with_secretariat
from tests.server.shelves import Item, library_record, news_record


@pytest.fixture(scope="module")
def staffed(live: LiveNetwork) -> LiveNetwork:
    return with_secretariat(live)


def session_of(relay: Relay, network: LiveNetwork, label: str) -> Session:
    desk = Desk(relay, network, label)
    connection = Connection(desk.url, bearer=desk.token)
    session = Session(connection, desk.who.seeds, desk.login, net=desk.net, now=desk.now)
    session.sync()
    return session


@pytest.fixture
def sessions(relay: Relay, staffed: LiveNetwork) -> Iterator[Callable[[str], Session]]:
    made: list[Session] = []

    def start(label: str) -> Session:
        made.append(session_of(relay, staffed, label))
        return made[-1]

    yield start
    for session in made:
        session.close()


def documents(change: Callable[[bytes], bytes]) -> Lie:
    """Change the octets of every document."""

    def tell(asked: Asked, answer: Answer) -> Answer:
        if not asked.path.startswith("/documents/") or asked.method != "GET" or answer.status >= 400:
            return answer
        return Answer(answer.status, change(answer.body))

    return tell


def test_nobody_publishes_an_offer_whose_document_was_changed_on_its_way(
    staffed: LiveNetwork, relay: Relay, sessions: Callable[[str], Session]
) -> None:
    """Who publishes has read what the offer names, or signs nothing."""
    item = Item(staffed, "library", library_record("A guideline"))
    harmless = Item(staffed, "library", library_record("Another"), item=item.named["item"])
    made = item.offer("anna")
    kofi = sessions("kofi")
    offer = kofi.publications.find_offer(made.hash)
    relay.tell_the_truth()
    for change in (lambda _: harmless.data, lambda data: flipped(data, 60), lambda data: data[:-1]):
        relay.lie = documents(change)
        with pytest.raises(Blocked) as blocked:
            kofi.publications.publish_offer(offer)
        assert blocked.value.code == "wrong_record"
        assert kofi.store.read(f"document-{offer.document}") is None
    assert relay.sent == []
    relay.tell_the_truth()
    kofi.publications.publish_offer(offer)
    staffed.catch_up()
    stands = kofi.publications.standing("library", offer.item)
    assert stands is not None
    assert stands.document == offer.document


def test_a_version_that_was_kept_back_and_then_seen_never_goes_back(
    staffed: LiveNetwork, relay: Relay, sessions: Callable[[str], Session]
) -> None:
    """A server can show an old register for the three days in which its checkpoint is fresh."""
    first = Item(staffed, "news", news_record("The line is open"))
    first.publish("kofi")
    anna = sessions("anna")
    frozen: dict[str, Answer] = {}

    def keep(asked: Asked, answer: Answer) -> Answer:
        return frozen.setdefault(asked.path, answer) if asked.path == "/register/checkpoint" else answer

    relay.lie = keep
    anna.sync()
    item = first.named["item"]
    Item(staffed, "news", news_record("The line is closed"), item=item).publish("nuru")

    def title() -> str:
        stands = anna.publications.standing("news", item)
        assert stands is not None
        return str(anna.publications.record(stands)["words"][0]["title"])

    anna.sync()
    assert title() == "The line is open"
    relay.tell_the_truth()
    anna.sync()
    assert title() == "The line is closed"
    relay.lie = keep
    with pytest.raises(Blocked) as blocked:
        anna.sync()
    assert blocked.value.code == "rolled_back"
