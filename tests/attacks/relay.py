"""A server that lies: it stands before the real one, passes everything on, and changes answers.

It sees what the real server sees and answers whatever it likes, which is all that a malicious
operator can do. It also writes down every call that would change something.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx
import uvicorn

from tests.patience import PATIENCE_SECONDS, await_that

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "date"}


class Answer(NamedTuple):
    status: int
    body: bytes


class Asked(NamedTuple):
    method: str
    path: str  # after /api/v1
    params: dict[str, str]
    body: bytes


# Takes what was asked and what the real server says to it; gives what the victim gets.
Lie = Callable[[Asked, Answer], Answer]
# Answers in the real server's place, which then never hears of the call; None passes it on.
Interception = Callable[[Asked], Answer | None]

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def honest(_asked: Asked, answer: Answer) -> Answer:
    return answer


class Relay:
    """The ASGI application, and how the test steers it."""

    def __init__(self, upstream: str) -> None:
        self._upstream = upstream
        self.url = ""
        self.lie: Lie = honest
        self.interception: Interception = lambda _: None
        self.sent: list[str] = []

    def tell_the_truth(self) -> None:
        self.lie, self.interception = honest, lambda _: None
        self.sent.clear()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = await _read(receive)
        path = scope["path"].removeprefix("/api/v1")
        params = dict(httpx.QueryParams(scope["query_string"].decode()))
        asked = Asked(scope["method"], path, params, body)
        if asked.method != "GET":
            self.sent.append(f"{asked.method} {asked.path}")
        intercepted = self.interception(asked)
        if intercepted is None:
            real, headers = await self._ask(scope, body)
            told = self.lie(asked, real)
        else:
            told, headers = intercepted, [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": told.status, "headers": headers})
        await send({"type": "http.response.body", "body": told.body})

    async def _ask(self, scope: Message, body: bytes) -> tuple[Answer, list[tuple[bytes, bytes]]]:
        target = scope["path"] + (f"?{scope['query_string'].decode()}" if scope["query_string"] else "")
        headers = [(name, value) for name, value in scope["headers"] if name not in {b"host", b"origin"}]
        async with httpx.AsyncClient(base_url=self._upstream, timeout=PATIENCE_SECONDS) as client:
            answer = await client.request(scope["method"], target, headers=headers, content=body)
        kept = [
            (name.encode(), value.encode())
            for name, value in answer.headers.items()
            if name not in HOP_BY_HOP
        ]
        return Answer(answer.status_code, answer.content), kept


async def _read(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


@contextmanager
def relaying(upstream: str) -> Iterator[Relay]:
    """A relay before the server at `upstream`, on a port that the system gives."""
    relay = Relay(upstream)
    config = uvicorn.Config(relay, port=0, lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()

    def listens() -> bool:
        assert thread.is_alive(), "the relay did not start"
        return bool(server.started and server.servers)

    await_that(listens, "the relay starts")
    relay.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield relay
    finally:
        server.should_exit = True
        thread.join(timeout=PATIENCE_SECONDS)
