"""A server that gives an officer with the SDK another record or picture of a notice, or hides its end.

Each test first shows, or shows afterwards, that the same steps pass when the server tells the truth.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import pytest

from repatria.protocol import notices
from repatria.protocol.notice_states import Notice
from repatria.sdk.connection import Connection
from repatria.sdk.errors import Blocked
from repatria.sdk.session import Session
from tests.attacks.forgery import flipped
from tests.attacks.relay import Answer, Asked, Lie, Relay
from tests.attacks.victims import Desk
from tests.server.network import LiveNetwork
from tests.server.publishing import Publishing, record_of, with_secretariat

FACE = b"\x89PNG the person who is sought"
OTHER_FACE = b"\x89PNG somebody else entirely!!"
assert len(FACE) == len(OTHER_FACE)  # so that nothing but the hash can tell


@pytest.fixture(scope="module")
def staffed(live: LiveNetwork) -> LiveNetwork:
    return with_secretariat(live)


@pytest.fixture
def published(staffed: LiveNetwork) -> Publishing:
    return Publishing(staffed, record_of("Amos Test", FACE), (FACE,)).publish()


@pytest.fixture
def anna(staffed: LiveNetwork, published: Publishing, relay: Relay) -> Iterator[Session]:
    """In Bern; the notice has just been published."""
    desk = Desk(relay, staffed)
    connection = Connection(desk.url, bearer=desk.token)
    session = Session(connection, desk.who.seeds, desk.login, net=desk.net, now=desk.now)
    session.sync()
    yield session
    session.close()


def notice_of(anna: Session, published: Publishing) -> Notice:
    return anna.notices.find(published.notice.hash)


def told(sha256: str, change: Callable[[bytes], bytes]) -> Lie:
    """Change the octets of one document."""

    def tell(asked: Asked, answer: Answer) -> Answer:
        if asked.path != f"/documents/{sha256}" or answer.status >= 400:
            return answer
        return Answer(answer.status, change(answer.body))

    return tell


def another(_data: bytes) -> bytes:
    """A record that would be shown, of somebody else."""
    return notices.encode_record(record_of("Somebody Else"), secrets.token_bytes(32))


@pytest.mark.parametrize(
    "change",
    [another, lambda data: flipped(data, 60), lambda data: data[:-1], lambda data: b""],
    ids=["exchanged", "edited", "cut", "empty"],
)
def test_the_sdk_refuses_a_record_that_was(
    change: Callable[[bytes], bytes], anna: Session, published: Publishing, relay: Relay
) -> None:
    notice = notice_of(anna, published)
    relay.lie = told(published.hash, change)
    with pytest.raises(Blocked) as blocked:
        anna.notices.record(notice)
    assert blocked.value.code == "wrong_record"
    assert anna.store.read(f"notice-{published.hash}") is None
    assert relay.sent == []


def test_the_sdk_shows_the_record_that_the_notice_names(anna: Session, published: Publishing) -> None:
    notice = notice_of(anna, published)
    assert anna.notices.record(notice)["subject"]["names"] == ["Amos Test"]
    assert anna.notices.pictures(notice) == [FACE]


def test_the_sdk_refuses_another_face_under_a_notice(
    anna: Session, published: Publishing, relay: Relay
) -> None:
    notice = notice_of(anna, published)
    relay.lie = told(notices.record_hash(FACE), lambda _: OTHER_FACE)
    with pytest.raises(Blocked) as blocked:
        anna.notices.pictures(notice)
    assert blocked.value.code == "wrong_picture"
    relay.tell_the_truth()
    assert anna.notices.pictures(notice) == [FACE]


def test_a_withdrawal_that_is_hidden_is_never_shown_as_checked_just_now(
    anna: Session, published: Publishing, relay: Relay
) -> None:
    notice = notice_of(anna, published)
    assert anna.notices.verify_now(notice).is_fresh
    kept: dict[str, Answer] = {}

    def frozen(asked: Asked, answer: Answer) -> Answer:
        return kept.setdefault(asked.path, answer) if asked.path == "/register/checkpoint" else answer

    relay.lie = frozen
    anna.notices.verify_now(notice)
    published.network.publish(published.change("amani", "withdraw"))
    published.network.server.clock.move(121)
    standing = anna.notices.verify_now(notice)
    assert (standing.state, standing.is_fresh) == ("valid", False)
    relay.tell_the_truth()
    assert anna.notices.verify_now(notice).state == "withdrawn"
    relay.lie = frozen
    with pytest.raises(Blocked) as blocked:
        anna.notices.verify_now(notice)
    assert blocked.value.code == "rolled_back"
