"""What an idle server and idle event streams cost. The figures of the design, on SQLite."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.patience import PATIENCE_SECONDS, free_port
from tests.server.children import Child
from tests.server.network import found_network, two_countries
from tests.server.running import Clock, running, settings_for

IDLE_MEGABYTES = 120
STREAMS = 1000
# 10,000 idle streams within 350 MB.
STREAM_KILOBYTES = 35


def resident_kilobytes(process: int) -> int:
    """Of the process and its children, shared pages counted in each."""
    status = Path(f"/proc/{process}/status").read_text()
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return own + sum(resident_kilobytes(int(child)) for child in children)


@pytest.fixture
def child(tmp_path: Path) -> Iterator[tuple[Child, str]]:
    """A server in a process of its own, and an officer's token."""
    settings, clock = settings_for(tmp_path, streams_per_key=STREAMS), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        token = two_countries(server).client("anna").headers["authorization"]
    started = Child(settings, free_port())
    yield started, token
    started.kill()


def test_an_idle_server_is_small(child: tuple[Child, str]) -> None:
    server, token = child
    site = f"http://127.0.0.1:{server.port}/api/v1"
    answer = httpx.get(f"{site}/sync", headers={"authorization": token})
    assert answer.status_code == 200
    assert resident_kilobytes(server.process) <= IDLE_MEGABYTES * 1024


def test_idle_streams_are_cheap(child: tuple[Child, str]) -> None:
    server, token = child
    request = f"GET /api/v1/events HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: {token}\r\n\r\n"
    with ExitStack() as stack:
        open_stream(stack, server.port, request)
        before = resident_kilobytes(server.process)
        for _ in range(STREAMS - 1):
            open_stream(stack, server.port, request)
        grown = resident_kilobytes(server.process) - before
    assert grown / STREAMS <= STREAM_KILOBYTES


def open_stream(stack: ExitStack, port: int, request: str) -> None:
    talk = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS))
    talk.sendall(request.encode())
    answer = b""
    while b"event: cursor" not in answer:
        piece = talk.recv(65536)
        assert piece, answer
        answer += piece
