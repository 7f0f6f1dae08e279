"""Append of an 8 kB sealed entry to a room of three offices: durable, signatures and membership checked."""

import asyncio
import contextlib
import itertools
import sys
from collections.abc import Iterator, Sequence

import uvloop

from bench.disk import disk_folder
from bench.figure import Figure, Round, Side, at_least, at_most, in_series, limit, register
from bench.http_load import Connection, Load, connect, drive, json_request
from bench.ours.rooms import RoomFeed, feeds_of
from bench.ours.server import ROOT, House, house
from bench.peers.bare_commits import group_commits
from bench.peers.bare_http import bare_uvicorn
from bench.peers.fsync import single_fsyncs
from bench.peers.synapse import CONNECTIONS, sends
from bench.peers.synapse_process import Database
from bench.processes import running
from repatria.protocol.frames import decode_sync

ENTRIES = 3_200
MANY_CONNECTIONS = 64
BESIDE_CONNECTIONS = 4
BESIDE_ENTRIES = 800
SATURATING_CONNECTIONS = 8
FOLLOWING_CONNECTIONS = 2
SLOW_FSYNC_SECONDS = 0.001
P99_LIMIT_MS = 25.0
# What else an officer's client asks for, over and over.
REST_OF_THE_API = (
    "/register/leaves?from=0",
    "/duty",
    "/clocks",
    "/session",
    "/register/checkpoint",
    "/vault",
)


@contextlib.contextmanager
def _appending(database: Database, connections: int) -> Iterator[tuple[House, "Appends"]]:
    with house(database) as ours, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        feeds = feeds_of(ours, connections)

        async def open_all() -> list[Connection]:
            return [await connect(ours.served.port) for _ in feeds]

        yield ours, Appends(runner, runner.run(open_all()), feeds)


class Appends:
    """Connections that append, each to a room of its own."""

    def __init__(
        self, runner: asyncio.Runner, opened: Sequence[Connection], feeds: Sequence[RoomFeed]
    ) -> None:
        self._runner = runner
        self._opened = opened
        self._feeds = feeds

    def take(self, count: int) -> Load:
        """A quick connection takes more than its share, so a few more than that are made in advance."""
        for feed in self._feeds:
            feed.prepare(count * 5 // 4 // len(self._feeds))
        return self._runner.run(drive(self._opened, self._feeds, count))


def appends(database: Database, connections: int = CONNECTIONS, count: int = ENTRIES) -> Side:
    """Entries per second, each connection into a room of its own."""

    @contextlib.contextmanager
    def side() -> Iterator[Round]:
        with _appending(database, connections) as (_, appending):
            yield lambda: appending.take(count).per_second

    return side


@contextlib.contextmanager
def p99_beside_everything() -> Iterator[Round]:
    """Milliseconds: the slowest in a hundred appends while other connections ask without a pause."""
    with (
        _appending(Database.SQLITE, BESIDE_CONNECTIONS) as (ours, appending),
        disk_folder() as folder,
        contextlib.ExitStack() as stack,
    ):
        command = [sys.executable, "-m", "bench.ours.append", str(ours.served.port), ours.token("luca")]
        log = folder / "log"
        stack.enter_context(
            running(command, log=log, ready=lambda: "saturating" in log.read_text(), cwd=ROOT)
        )
        yield lambda: appending.take(BESIDE_ENTRIES).p99_ms


async def saturate(port: int, token: str) -> None:
    """Ask for everything, on many connections, until stopped."""
    connections = [await connect(port) for _ in range(SATURATING_CONNECTIONS)]
    following, asking = connections[:FOLLOWING_CONNECTIONS], connections[FOLLOWING_CONNECTIONS:]
    requests = [json_request("GET", f"/api/v1{path}", token) for path in REST_OF_THE_API]
    feeds = [itertools.cycle(requests[at:] + requests[:at]) for at in range(len(asking))]
    await drive(asking, feeds, len(asking) * len(requests))  # each is answered well
    print("saturating", flush=True)
    async with asyncio.TaskGroup() as group:
        group.create_task(drive(asking, feeds, sys.maxsize))
        for connection in following:
            group.create_task(_follow(connection, token))


async def _follow(connection: Connection, token: str) -> None:
    """Sync from where the last sync ended, without a pause."""
    cursor = 0
    while True:
        answer = await connection.send(json_request("GET", f"/api/v1/sync?cursor={cursor}", token))
        cursor = decode_sync(answer.body).cursor


def _only_slow_fsyncs(per_second: float) -> str | None:
    if 1 / per_second > SLOW_FSYNC_SECONDS:
        return None
    return f"one fsync takes {1000 / per_second:.2f} ms here; the goal is for more than 1 ms"


def _register() -> None:
    for kind in Database:
        name = f"append-8kb-{kind.value}"
        register(Figure(name, "entries/s", at_least(30), appends(kind), sends(kind, rooms=1)))
    floor = in_series(bare_uvicorn, group_commits)
    register(Figure("append-8kb-of-series", "entries/s", at_least(0.6), appends(Database.SQLITE), floor))
    many = appends(Database.SQLITE, MANY_CONNECTIONS)
    register(Figure("append-8kb-of-fsyncs", "entries/s", at_least(3), many, single_fsyncs, _only_slow_fsyncs))
    register(Figure("append-p99-saturated", "ms", at_most(1), p99_beside_everything, limit(P99_LIMIT_MS)))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(saturate(int(sys.argv[1]), sys.argv[2]))
else:
    _register()
