"""A real server on a real port, in a thread of the test, with a clock that the test may move."""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from repatria.server.console import make_ceremony_token, make_reader_token
from repatria.server.installation import Installation
from repatria.server.serve import make_server
from repatria.server.settings import Settings
from tests.patience import PATIENCE_SECONDS, await_that

# Servers of tests speak plain HTTP. Reading the machine's certificates for each client took ten times as long
# as what the client then asked for.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Clock:
    """Unix time that stands still until it is moved. Starts at the machine's."""

    def __init__(self) -> None:
        self.at = int(time.time())

    def __call__(self) -> float:
        return float(self.at)

    def move(self, seconds: int) -> None:
        self.at += seconds


class Server:
    """Runs until `stop`; `url` has the port that the system gave."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or Clock()
        self._clients: list[httpx.Client] = []
        self.house = Installation(settings, self.clock)
        self._server = make_server(settings, self.house)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        self.url = self._await_port()

    def _await_port(self) -> str:
        def listens() -> bool:
            assert self._thread.is_alive(), "the server did not start"
            return bool(self._server.started and self._server.servers)

        await_that(listens, "the server starts")
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def client(self, token: str = "") -> httpx.Client:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        client = httpx.Client(
            base_url=f"{self.url}/api/v1", headers=headers, timeout=PATIENCE_SECONDS, verify=NO_TLS
        )
        self._clients.append(client)
        return client

    def stop(self) -> None:
        for client in self._clients:
            client.close()
        self._server.should_exit = True
        self._thread.join(timeout=PATIENCE_SECONDS)
        assert not self._thread.is_alive(), "the server did not stop"


def settings_for(data: Path, database_url: str = "", **changed: Any) -> Settings:
    """`database_url` as SQLAlchemy writes it; SQLite files go into `data`."""
    postgres = database_url.startswith("postgresql")
    url = database_url.replace("postgresql+psycopg", "postgresql") if postgres else ""
    return Settings(**{"data": data, "port": 0, "database": url, "client": None, **changed})


@contextlib.contextmanager
def running(settings: Settings, clock: Clock | None = None) -> Iterator[Server]:
    server = Server(settings, clock)
    try:
        yield server
    finally:
        server.stop()


def reader_client(server: Server, name: str = "witness") -> httpx.Client:
    """A client with a reader token, made on the data folder as an operator would."""
    return server.client(f"reader:{make_reader_token(server.settings, name)}")


def ceremony_client(server: Server, name: str = "secretariat") -> httpx.Client:
    """A client with the token of the secretariat's ceremony."""
    return server.client(f"reader:{make_ceremony_token(server.settings, name)}")
