"""Live arrival: the server says that something moved, the client syncs and verifies; lines break."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from repatria.sdk import Connection, Letter, NotSignedIn, Session, Unreachable
from repatria.sdk import live as following
from tests.sdk.living import Living


class BreakingLine(httpx.BaseTransport):
    """The real server, but every event stream breaks after its first piece, and some paths do not answer."""

    def __init__(self) -> None:
        self._real = httpx.HTTPTransport()
        self.streams = 0
        self.unreachable: str | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.unreachable is not None and self.unreachable in request.url.raw_path.decode():
            raise httpx.ConnectError("the line is down")
        answer = self._real.handle_request(request)
        if request.url.path.endswith("/events") and answer.status_code == 200:
            self.streams += 1
            return httpx.Response(200, headers=answer.headers, stream=FirstPiece(answer))
        return answer

    def close(self) -> None:
        self._real.close()


class FirstPiece(httpx.SyncByteStream):
    def __init__(self, answer: httpx.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._answer.iter_raw():
            yield piece
            break
        raise httpx.ReadError("the line broke")

    def close(self) -> None:
        self._answer.close()


def write_to_bern(living: Living, subject: str) -> str:
    return living.session("wanjiku.kamau").mail.send(Letter(("ch/contact-point",), subject, "text")).room


@pytest.fixture
def line() -> BreakingLine:
    return BreakingLine()


@pytest.fixture
def bern(living: Living, line: BreakingLine) -> Iterator[Session]:
    """An officer in Bern over that line."""
    direct = living.session("loic.perrenoud")
    bearer = direct.connection.bearer
    with Connection(living.address, bearer=bearer, client=httpx.Client(transport=line)) as connection:
        session = Session(connection, direct.seeds, direct.login, net=direct.register.net)
        session.sync()
        yield session


def test_what_came_meanwhile_and_what_comes_then_is_yielded(living: Living) -> None:
    bern = living.session("loic.perrenoud")
    before = write_to_bern(living, "before the stream")
    with closing(bern.follow()) as arrivals:
        assert before in {one.room for one in next(arrivals)}
        # The stream is open and waits: only its next event can bring this one.
        during = write_to_bern(living, "while it is open")
        assert {one.room for one in next(arrivals)} == {during}
    assert bern.threads.read(during).subject == "while it is open"


def test_a_stream_that_breaks_is_joined_again_and_nothing_is_missed(
    living: Living, line: BreakingLine, bern: Session
) -> None:
    pauses: list[float] = []

    def write_meanwhile(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            write_to_bern(living, "between two streams")

    seen = bern.rooms.cursor
    with closing(following.cursors(bern.connection, wait=write_meanwhile)) as cursors:
        assert next(cursor for cursor in cursors if cursor > seen)
    assert line.streams == 4
    assert pauses == [1.0, 1.0, 1.0]  # each stream spoke, so no pause grew
    assert len(bern.sync()) == 3  # genesis, members, message


def test_pauses_grow_while_nobody_answers(line: BreakingLine, bern: Session) -> None:
    pauses: list[float] = []

    def come_back_later(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 7:
            line.unreachable = None

    line.unreachable = "/events"
    with closing(following.cursors(bern.connection, wait=come_back_later)) as cursors:
        next(cursors)
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_following_ends_with_the_session(living: Living) -> None:
    bern = living.session("loic.perrenoud")
    write_to_bern(living, "the last one")
    with closing(bern.follow()) as arrivals:
        next(arrivals)
        bern.connection.delete("/session")
        with pytest.raises(NotSignedIn):
            next(arrivals)


def test_a_sync_that_breaks_in_the_middle_leaves_nothing_half_checked(
    living: Living, line: BreakingLine, bern: Session
) -> None:
    held, cursor = bern.rooms.pins(), bern.rooms.cursor
    first = write_to_bern(living, "folds with the register as it was")
    living.force_heads()
    second = write_to_bern(living, "names a register that has grown")
    line.unreachable = "/register/"
    with pytest.raises(Unreachable):
        bern.rooms.sync()
    assert (bern.rooms.pins(), bern.rooms.cursor) == (held, cursor)
    line.unreachable = None
    assert {one.room for one in bern.rooms.sync()} == {first, second}
