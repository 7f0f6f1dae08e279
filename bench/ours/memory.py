"""Memory of the server's processes: idle, and with 10,000 event streams that wait."""

import asyncio
import contextlib
import resource
import sys
from collections.abc import Iterator

import uvloop

from bench.disk import disk_folder
from bench.figure import Figure, Round, at_most, limit, register
from bench.http_load import request
from bench.ours.arrival import EventStream
from bench.ours.server import ROOT, house
from bench.peers.synapse_process import Database
from bench.processes import running

STREAMS = 10_000
CLIENTS = 4
AT_ONCE = 50
READERS = ("anna", "luca", "rosa", "julio")
DESCRIPTORS = STREAMS + 2_000
MB = 1e6


@contextlib.contextmanager
def idle() -> Iterator[Round]:
    """MB after a network of three offices has been made and read."""
    with house(Database.SQLITE) as ours:
        yield lambda: ours.served.resident_bytes() / MB


@contextlib.contextmanager
def with_streams() -> Iterator[Round]:
    """MB of the whole server while so many streams are open and have been told their cursor."""
    _allow(DESCRIPTORS)
    with house(Database.SQLITE) as ours, disk_folder() as folder, contextlib.ExitStack() as stack:
        for number, label in enumerate(READERS[:CLIENTS]):
            token, log = ours.token(label), folder / f"log-{number}"
            count = STREAMS // CLIENTS
            command = [sys.executable, "-m", "bench.ours.memory", str(ours.served.port), str(count), token]
            opened = f"{count} open"
            stack.enter_context(
                running(
                    command,
                    log=log,
                    ready=lambda log=log, opened=opened: opened in log.read_text(),  # type: ignore[misc]
                    cwd=ROOT,
                )
            )
        yield lambda: ours.served.resident_bytes() / MB


def _allow(descriptors: int) -> None:
    """Children inherit the limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < descriptors:
        raise OSError(f"at most {hard} open files here, {descriptors} are needed (ulimit -n)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, hard))


async def hold_open(port: int, count: int, token: str) -> None:
    """Open so many streams, say so once each has been told its cursor, and hold them."""
    loop = asyncio.get_running_loop()
    raw = request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {token}"})

    async def open_one() -> None:
        _, stream = await loop.create_connection(EventStream, "127.0.0.1", port)
        told = stream.wait()
        stream.transport.write(raw)
        await told

    for _ in range(0, count, AT_ONCE):
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(open_one())
    print(f"{count} open", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(hold_open(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
else:
    register(Figure("memory-idle", "MB", at_most(1), idle, limit(120)))
    register(Figure("memory-10000-streams", "MB", at_most(1), with_streams, limit(350)))
