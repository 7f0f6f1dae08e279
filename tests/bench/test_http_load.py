"""The load client against a server that answers what the test says, byte by byte if need be."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Sequence

import pytest

from bench.http_load import Answer, ConnectionEnded, Refused, connect, drive, request

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhel\r\nl\r\n6;x=y\r\no0\r\n\r\n\r\n0\r\n\r\n"
)
EMPTY = b"HTTP/1.1 204 No Content\r\n\r\n"
REFUSAL = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 4\r\n\r\nslow"


class Seen:
    """How many requests a test's server has read."""

    requests = 0


@contextlib.asynccontextmanager
async def serving(pieces: Sequence[bytes]) -> AsyncIterator[tuple[int, Seen]]:
    """A port that answers every request with these pieces, each written apart; none means hang up."""
    seen, handlers = Seen(), set[asyncio.Task[None] | None]()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handlers.add(asyncio.current_task())
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                seen.requests += 1
                for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
                if not pieces:
                    break
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        try:
            yield server.sockets[0].getsockname()[1], seen
        finally:
            await asyncio.gather(*(task for task in handlers if task is not None))


def answers_to(pieces: Sequence[bytes], requests: int) -> list[Answer]:
    """What the client reads from such a server."""

    async def talk() -> list[Answer]:
        async with serving(pieces) as (port, _):
            connection = await connect(port)
            answers = [await connection.send(request("GET", "/")) for _ in range(requests)]
            connection.close()
            return answers

    return asyncio.run(talk())


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        (PLAIN, Answer(200, b"hello")),
        (CHUNKED, Answer(200, b"hel\r\nlo0\r\n\r\n")),
        (EMPTY, Answer(204, b"")),
        (REFUSAL, Answer(429, b"slow")),
    ],
    ids=["length", "chunked", "empty", "refusal"],
)
def test_answers_are_read_whole_and_byte_by_byte(raw: bytes, answer: Answer) -> None:
    assert answers_to([raw], requests=3) == [answer] * 3
    assert answers_to([bytes([byte]) for byte in raw], requests=2) == [answer] * 2


def load(pieces: Sequence[bytes], *, connections: int, count: int) -> int:
    """Drive that many requests at such a server; how many it has read."""

    async def talk() -> int:
        async with serving(pieces) as (port, seen):
            opened = [await connect(port) for _ in range(connections)]
            feeds = [itertools.repeat(request("GET", "/")) for _ in opened]
            try:
                taken = await drive(opened, feeds, count)
                assert len(taken.latencies_seconds) == count
            finally:
                for connection in opened:
                    connection.close()
            return seen.requests

    return asyncio.run(talk())


def test_load_sends_exactly_what_it_is_told() -> None:
    assert load([PLAIN], connections=4, count=50) == 50


def test_an_answer_that_is_not_2xx_stops_the_load() -> None:
    with pytest.raises(ExceptionGroup) as refused:
        load([REFUSAL], connections=2, count=50)
    assert refused.group_contains(Refused, match="429: slow")


def test_a_closed_connection_is_an_error_not_a_fast_answer() -> None:
    with pytest.raises(ExceptionGroup) as ended:
        load([], connections=1, count=2)
    assert ended.group_contains(ConnectionEnded)
