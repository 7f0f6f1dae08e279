"""A small HTTP/1.1 client that is quick enough never to be what a figure measures.

Keep-alive, no pipelining, answers with Content-Length or chunked. It knows nothing of TLS, redirects
or compression. `python -m bench.run --only load-generator` shows how far it is from being the brake.
"""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any, NamedTuple, cast

FIRST_BUFFER_BYTES = 64 * 1024


class Answer(NamedTuple):
    status: int
    body: bytes


class Refused(Exception):
    """A measured request was answered with something else than 2xx."""


class ConnectionEnded(Exception):
    """The server closed the connection before its answer was complete."""


def request(method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
    """The bytes of one request, made before the clock runs."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def json_request(method: str, path: str, token: str | None, content: Any = None) -> bytes:
    """A JSON request with a bearer token; no content means no body."""
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    body = b"" if content is None else json.dumps(content, separators=(",", ":")).encode()
    return request(method, path, body, headers)


class Connection(asyncio.BufferedProtocol):
    """One keep-alive connection; one request under way at a time.

    Answers are received into one buffer that is used again, so that each octet is copied once.
    """

    def __init__(self) -> None:
        self._buffer = bytearray(FIRST_BUFFER_BYTES)
        self._free = memoryview(self._buffer)
        self._end = 0
        self._waiting: asyncio.Future[Answer] | None = None
        self._transport: asyncio.Transport | None = None
        self._forget_answer()

    def _forget_answer(self) -> None:
        self._end = 0
        self._status = 0
        self._body_at = -1
        self._body_length: int | None = None  # None: chunked

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionEnded(str(exc or "closed by the server")))

    def send(self, raw: bytes) -> asyncio.Future[Answer]:
        """Write one request; the future is its answer. Raises ConnectionEnded through it."""
        assert self._transport is not None
        if self._waiting is not None and not self._waiting.done():
            raise RuntimeError("one request at a time on a connection")
        self._waiting = asyncio.get_running_loop().create_future()
        if self._transport.is_closing():
            self._waiting.set_exception(ConnectionEnded("closed between two requests"))
        else:
            self._transport.write(raw)
        return self._waiting

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def get_buffer(self, sizehint: int) -> memoryview:
        if self._end == len(self._buffer):
            self._grow(2 * self._end)
        return self._free[self._end :]

    def _grow(self, size: int) -> None:
        self._buffer, before = bytearray(size), self._buffer
        self._buffer[: self._end] = before[: self._end]
        self._free = memoryview(self._buffer)

    def buffer_updated(self, nbytes: int) -> None:
        self._end += nbytes
        if self._body_at < 0 and not self._read_head():
            return
        body = self._read_body()
        if body is None or self._waiting is None:
            return
        answer = Answer(self._status, body)
        self._forget_answer()
        if not self._waiting.done():
            self._waiting.set_result(answer)

    def _read_head(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n", 0, self._end)
        if end < 0:
            return False
        self._status = int(self._buffer[9:12])
        head = bytes(self._free[:end]).lower()
        at = head.find(b"\r\ncontent-length:")
        if at >= 0:
            self._body_length = int(head[at + 17 :].split(b"\r\n", 1)[0])
        elif b"\r\ntransfer-encoding: chunked" not in head:
            self._body_length = 0
        self._body_at = end + 4
        if self._body_at + (self._body_length or 0) > len(self._buffer):
            self._grow(self._body_at + (self._body_length or 0))
        return True

    def _read_body(self) -> bytes | None:
        if self._body_length is None:
            return _join_chunks(bytes(self._free[self._body_at : self._end]))
        if self._end < self._body_at + self._body_length:
            return None
        return bytes(self._free[self._body_at : self._end])


def _join_chunks(received: bytes) -> bytes | None:
    """The body of a chunked answer (RFC 9112, section 7.1), or None while it is incomplete."""
    if not received.endswith(b"0\r\n\r\n"):
        return None
    parts: list[bytes] = []
    at = 0
    while (line_end := received.find(b"\r\n", at)) >= 0:
        size = int(received[at:line_end].split(b";", 1)[0], 16)
        if size == 0:
            return b"".join(parts)
        at = line_end + 2 + size + 2
        if at > len(received):
            return None
        parts.append(received[line_end + 2 : at - 2])
    return None


async def connect(port: int) -> Connection:
    _, connection = await asyncio.get_running_loop().create_connection(Connection, "127.0.0.1", port)
    return connection


async def call(connection: Connection, raw: bytes) -> Any:
    """One JSON call outside the measured part. Raises Refused on anything but 2xx."""
    return json.loads(_accepted(await connection.send(raw)).body or b"null")


def _accepted(answer: Answer) -> Answer:
    if not 200 <= answer.status < 300:
        raise Refused(f"{answer.status}: {answer.body[:300].decode(errors='replace')}")
    return answer


@dataclass(frozen=True)
class Load:
    """What one round of load showed."""

    per_second: float
    latencies_seconds: Sequence[float]

    @property
    def p99_ms(self) -> float:
        return quantiles(self.latencies_seconds, n=100)[98] * 1000


async def drive(connections: Sequence[Connection], requests: Sequence[Iterator[bytes]], count: int) -> Load:
    """Send `count` requests in all, each connection its own next one once its last was answered.

    `requests[i]` feeds `connections[i]`. Raises Refused at the first answer that is not 2xx.
    """
    latencies: list[float] = []
    left = count

    async def work(connection: Connection, own: Iterator[bytes]) -> None:
        nonlocal left
        while left > 0:
            left -= 1
            raw = next(own)
            began = time.perf_counter()
            _accepted(await connection.send(raw))
            latencies.append(time.perf_counter() - began)

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for connection, own in zip(connections, requests, strict=True):
            group.create_task(work(connection, own))
    took = time.perf_counter() - began
    return Load(count / took, latencies)
