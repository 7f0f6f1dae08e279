"""The bare HTTP round trip: uvicorn, httptools, uvloop, an ASGI function that reads 8 kB and answers."""

import asyncio
import contextlib
import itertools
import os
import sys
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import uvloop

from bench.disk import disk_folder
from bench.figure import Peer, Round, register_peer
from bench.http_load import connect, drive, request
from bench.processes import answers_http, free_port, running

CONNECTIONS = 16
REQUESTS = 16_000
BODY_BYTES = 8192

Message = MutableMapping[str, Any]


async def app(
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Reads the whole body, answers 200 with two bytes."""
    if scope["type"] != "http":
        return
    more = True
    while more:
        more = (await receive()).get("more_body", False)
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


@contextlib.contextmanager
def posts_to(port: int) -> Iterator[Round]:
    """Posts of 8 kB per second to whatever listens there, over 16 connections."""
    raw = request("POST", "/", os.urandom(BODY_BYTES))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:

        async def open_all() -> list[Any]:
            return [await connect(port) for _ in range(CONNECTIONS)]

        connections = runner.run(open_all())
        feeds = [itertools.repeat(raw)] * CONNECTIONS
        yield lambda: runner.run(drive(connections, feeds, REQUESTS)).per_second
        for connection in connections:
            connection.close()


@contextlib.contextmanager
def bare_uvicorn() -> Iterator[Round]:
    """Posts per second."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.peers.bare_http:app", "--port", str(port)]
    command += ["--loop", "uvloop", "--http", "httptools", "--lifespan", "off"]
    command += ["--no-access-log", "--log-level", "warning"]
    command += ["--timeout-keep-alive", "600"]  # its turns may be far apart
    root = Path(__file__).parent.parent.parent
    with (
        disk_folder() as folder,
        running(command, log=folder / "log", ready=answers_http(port, "/"), cwd=root),
        posts_to(port) as take,
    ):
        yield take


register_peer(Peer("bare-http", "posts/s", bare_uvicorn))
