"""What a reader waits for: a sync of 50 entries, and the word that something arrived."""

import asyncio
import contextlib
import itertools
import re
import time
from collections.abc import Iterator
from statistics import median
from typing import cast

import uvloop

from bench.figure import Figure, PromiseBroken, Round, Side, at_least, at_most, register
from bench.http_load import Connection, connect, drive, json_request, request
from bench.ours.rooms import RoomFeed
from bench.ours.server import AUTHORS, House, house
from bench.peers.synapse import CONNECTIONS, SYNC_EVENTS, notifications, syncs
from bench.peers.synapse_process import Database
from repatria.protocol.frames import decode_sync

SYNCS = 640
NOTIFICATIONS = 100
_CURSOR = re.compile(rb"event: cursor\ndata: (\d+)\n\n")


def sync_of_50(database: Database, count: int = SYNCS) -> Side:
    """Reads of the same 50 entries of 8 kB per second, over 16 connections, by a member of each office."""

    @contextlib.contextmanager
    def side() -> Iterator[Round]:
        with house(database) as ours, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            paths = runner.run(_send_50(ours))
            opened = runner.run(_open(ours, CONNECTIONS))
            requests = [
                itertools.repeat(json_request("GET", paths[label], ours.token(label)))
                for _, label in zip(opened, itertools.cycle(AUTHORS), strict=False)
            ]
            yield lambda: runner.run(drive(opened, requests, count)).per_second

    return side


async def _open(ours: House, count: int) -> list[Connection]:
    return [await connect(ours.served.port) for _ in range(count)]


async def _send_50(ours: House) -> dict[str, str]:
    """The path of each author's sync that returns exactly what is sent here."""
    feed = RoomFeed(ours, AUTHORS[0])
    paths = {label: f"/api/v1/sync?cursor={_newest_cursor(ours, label)}" for label in AUTHORS}
    await drive(await _open(ours, 1), [feed], SYNC_EVENTS)
    for label, path in paths.items():
        answer = ours.network.client(label).get(path.removeprefix("/api/v1"))
        items = decode_sync(answer.content).items
        if len(items) != SYNC_EVENTS:
            raise PromiseBroken(f"{label} would sync {len(items)} entries, not {SYNC_EVENTS}")
    return paths


def _newest_cursor(ours: House, label: str) -> int:
    cursor, more = 0, True
    while more:
        answer = ours.network.client(label).get("/sync", params={"cursor": cursor})
        page = decode_sync(answer.raise_for_status().content)
        cursor, more = page.cursor, page.more
    return cursor


class EventStream(asyncio.Protocol):
    """A member's open /events: the future of `wait` is done when a cursor beyond `seen` is told."""

    def __init__(self) -> None:
        self._received = b""
        self._waiting: asyncio.Future[float] | None = None
        self.seen = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    def wait(self) -> asyncio.Future[float]:
        """When the next word came, by `time.perf_counter`."""
        self._waiting = asyncio.get_running_loop().create_future()
        return self._waiting

    def data_received(self, data: bytes) -> None:
        came = time.perf_counter()
        self._received = (self._received + data)[-4096:]
        told = [int(number) for number in _CURSOR.findall(self._received)]
        if told and told[-1] > self.seen:
            self.seen = told[-1]
            if self._waiting is not None and not self._waiting.done():
                self._waiting.set_result(came)


def notified(database: Database, count: int = NOTIFICATIONS) -> Side:
    """Milliseconds, median of so many, from sending an entry until another member's stream says so."""

    @contextlib.contextmanager
    def side() -> Iterator[Round]:
        with house(database) as ours, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            feed = RoomFeed(ours, "wanjiru")
            stream = runner.run(_listen(ours, "anna"))
            [sender] = runner.run(_open(ours, 1))

            def take() -> float:
                feed.prepare(count)
                return median(runner.run(_latencies(sender, feed, stream, count))) * 1000

            yield take

    return side


async def _listen(ours: House, label: str) -> EventStream:
    loop = asyncio.get_running_loop()
    _, stream = await loop.create_connection(EventStream, "127.0.0.1", ours.served.port)
    first = stream.wait()
    headers = {"Authorization": f"Bearer {ours.token(label)}"}
    stream.transport.write(request("GET", "/api/v1/events", headers=headers))
    await first
    return stream


async def _latencies(sender: Connection, feed: RoomFeed, stream: EventStream, count: int) -> list[float]:
    latencies = []
    for _ in range(count):
        raw, told = next(feed), stream.wait()
        began, answered = time.perf_counter(), sender.send(raw)
        latencies.append(await told - began)
        await answered
    return latencies


SYNC_GOALS = {Database.SQLITE: 12, Database.POSTGRES: 5}
for _kind, _ratio in SYNC_GOALS.items():
    register(Figure(f"sync-50-{_kind.value}", "syncs/s", at_least(_ratio), sync_of_50(_kind), syncs(_kind)))
    register(Figure(f"notify-{_kind.value}", "ms", at_most(0.2), notified(_kind), notifications(_kind)))
