"""A server that cuts, lengthens or changes an attachment on its way to an officer with the SDK."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repatria.sdk.connection import Connection
from repatria.sdk.errors import Blocked
from repatria.sdk.letters import Reply
from repatria.sdk.session import Session
from tests.attacks.forgery import flipped
from tests.attacks.relay import Answer, Asked, Lie, Relay
from tests.attacks.server_lies import Stage
from tests.attacks.victims import Desk
from tests.server.network import LiveNetwork

CONTENT = b"IBAN CH93 0076 2011 6238 5295 7\n" * 2_000


def session_of(desk: Desk) -> Session:
    connection = Connection(desk.url, bearer=desk.token)
    session = Session(connection, desk.who.seeds, desk.login, net=desk.net, now=desk.now)
    session.sync()
    return session


@pytest.fixture
def anna(relay: Relay, live: LiveNetwork, stage: Stage, tmp_path: Path) -> Iterator[Session]:
    """In Bern; Nairobi has just sent her a file."""
    path = tmp_path / "accounts.txt"
    path.write_bytes(CONTENT)
    wanjiru = session_of(Desk(relay, live, "wanjiru"))
    wanjiru.mail.reply(stage.room.room.id, Reply("The accounts.", files=(path,)))
    wanjiru.close()
    reader = session_of(Desk(relay, live))
    yield reader
    reader.close()


def told(change: Callable[[bytes], bytes]) -> Lie:
    """Change the octets of every attachment; the answer stays whole to HTTP."""

    def tell(asked: Asked, answer: Answer) -> Answer:
        if not asked.path.endswith("/content") or answer.status >= 400:
            return answer
        return Answer(answer.status, change(answer.body))

    return tell


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-20_000],
        lambda data: b"",
        lambda data: data + b"\0",
        lambda data: flipped(data, 30_000),
        lambda data: data[:-20_000].ljust(len(data), b"\0"),
    ],
    ids=["cut", "empty", "lengthened", "changed", "cut and filled up"],
)
def test_the_sdk_refuses_an_attachment_that_was(
    change: Callable[[bytes], bytes], anna: Session, relay: Relay, stage: Stage, tmp_path: Path
) -> None:
    room, folder = stage.room.room.id, tmp_path / "in"
    (attachment,) = anna.threads.read(room).messages[-1].attachments
    relay.lie = told(change)
    with pytest.raises(Blocked) as blocked:
        anna.mail.save(room, attachment, folder)
    assert blocked.value.code == "blob_mismatch"
    assert list(folder.iterdir()) == []
    relay.tell_the_truth()
    assert anna.mail.save(room, attachment, folder).read_bytes() == CONTENT
