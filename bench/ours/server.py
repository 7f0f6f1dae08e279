"""Our server in a process of its own, with a small network: three offices in three countries.

The network is the one that the server's tests use: every statement lands over HTTP, every officer enrols
and signs in.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import httpx

from bench.disk import disk_folder
from bench.peers.synapse_process import Database
from bench.postgres import postgres
from bench.processes import answers_http, free_port, running
from repatria.server.settings import Settings
from tests.server.network import LiveNetwork, found_network, open_office
from tests.server.running import Clock
from tests.server.running import Server as TestServer

ROOT = Path(__file__).parent.parent.parent
CLIENT = ROOT / "web" / "dist"
OFFICES = (
    ("KE", "ke/ara", "ke/nairobi", ("wanjiru", "otieno")),
    ("CH", "ch/fedpol", "ch/bern", ("anna", "luca")),
    ("PE", "pe/fiscalia", "pe/lima", ("rosa", "julio")),
)
AUTHORS = ("wanjiru", "anna", "rosa")  # one in each office
MEMBERS = ("office:ch/bern", "office:ke/nairobi", "office:pe/lima")


class Now(Clock):
    """The machine's own time: the measured server has no other."""

    @property
    def at(self) -> int:
        return int(time.time())

    @at.setter
    def at(self, _: int) -> None:
        """A real clock cannot be moved."""


@dataclass
class Served:
    """The running process, for whoever speaks HTTP to it."""

    settings: Settings
    process: subprocess.Popen[bytes]
    clock: Clock = field(default_factory=Now)
    _clients: list[httpx.Client] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.settings.port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, token: str = "") -> httpx.Client:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        client = httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=30)
        self._clients.append(client)
        return client

    def resident_bytes(self) -> int:
        """Memory of the server's processes that is in use now (RSS), children included."""
        return sum(_resident_bytes(pid) for pid in _family(self.process.pid))

    def close(self) -> None:
        for client in self._clients:
            client.close()


@dataclass
class House:
    """A server with its network and the session tokens of its officers."""

    served: Served
    network: LiveNetwork

    def token(self, label: str) -> str:
        header: str = self.network.client(label).headers["authorization"]
        return header.removeprefix("Bearer ")


@contextlib.contextmanager
def house(database: Database) -> Iterator[House]:
    """A fresh server on that database, with three offices and six officers."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(disk_folder())
        url = ""
        if database is Database.POSTGRES:
            cluster = stack.enter_context(postgres())
            cluster.create_database("repatria")
            url = f"postgresql://bench@127.0.0.1:{cluster.port}/repatria"
        settings = Settings(data=folder / "data", port=free_port(), database=url, streams_per_key=20_000)
        found_network(settings, Now())
        served = stack.enter_context(serving(settings, folder / "log"))
        yield House(served, three_offices(served))


@contextlib.contextmanager
def serving(settings: Settings, log: Path) -> Iterator[Served]:
    command = [sys.executable, "-m", "bench.ours.serve", str(settings.data), str(settings.port)]
    command += [settings.database, str(settings.streams_per_key)]
    ready = answers_http(settings.port, "/healthz")
    with running(command, log=log, ready=ready, cwd=ROOT, end_signal=signal.SIGTERM) as process:
        served = Served(settings, process)
        try:
            yield served
        finally:
            served.close()


def three_offices(served: Served) -> LiveNetwork:
    # The network asks of its server no more than `client`, `clock` and `settings`.
    network = LiveNetwork(cast(TestServer, served))
    for country, agency, office, officers in OFFICES:
        network.bureau(country)
        network.agency(agency)
        network.office(office, agency)
        for label in officers:
            network.officer(label, office)
        open_office(network, officers[0], office)
    return network


def _family(pid: int) -> list[int]:
    """The process and all below it, whichever thread started them."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    return [pid, *(below for child in children for below in _family(child))]


def _resident_bytes(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
