"""From an empty data folder to a founded network: log keys, root (2 of 3), witnesses, the server's process.

Keys of the root holders and witnesses lie in `demo-keys.json` of the data folder: this is a demo, and
nowhere else do these keys lie together.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from repatria import server
from repatria.protocol.keys import SigningKey
from repatria.protocol.statements import RootTerms
from repatria.sdk import Connection, Unreachable, Witness, WrongUse, first_root
from repatria.sdk.store import write_private
from repatria.server.settings import Settings

HOLDERS = 3
QUORUM = 2
START_SECONDS = 240.0  # a guard: it takes one on two idle cores
END_SECONDS = 60.0
KEYS = "demo-keys.json"
LOG = "server.log"


@dataclass(frozen=True, slots=True)
class DemoKeys:
    """What runs the demo: root hash, the tokens of witnesses and of the secretariat's ceremony, seeds of
    root holders and witnesses (hex)."""

    net: str
    reader: str
    ceremony: str
    root: tuple[str, ...]
    witnesses: dict[str, str]

    def write(self, data: Path) -> None:
        record = {
            "net": self.net,
            "reader": self.reader,
            "ceremony": self.ceremony,
            "root": list(self.root),
            "witnesses": self.witnesses,
        }
        write_private(data / KEYS, json.dumps(record, indent=1).encode())

    @classmethod
    def read(cls, data: Path) -> DemoKeys:
        record = json.loads((data / KEYS).read_bytes())
        tokens = (record["reader"], record["ceremony"])
        return cls(record["net"], *tokens, tuple(record["root"]), record["witnesses"])

    @property
    def root_signers(self) -> list[SigningKey]:
        return [SigningKey.from_seed(bytes.fromhex(seed)) for seed in self.root[:QUORUM]]

    def reading(self, address: str) -> Connection:
        return Connection(address, bearer=f"reader:{self.reader}")

    def inviting(self, address: str) -> Connection:
        """As the secretariat, which invites heads of bureaus."""
        return Connection(address, bearer=f"reader:{self.ceremony}")

    def make_witnesses(self, address: str, folder: Path) -> list[Witness]:
        return [
            Witness(self.reading(address), folder / name, name=name, seed=bytes.fromhex(seed), net=self.net)
            for name, seed in self.witnesses.items()
        ]


def found(settings: Settings, name: str, countries: tuple[str, ...], quorum: int) -> DemoKeys:
    """Found the network: log keys, root statement signed by two of three, a reader token."""
    log = server.prepare(settings)
    root = [secrets.token_bytes(32) for _ in range(HOLDERS)]
    witnesses = {f"{code.lower()}.witness.demo.example": secrets.token_bytes(32) for code in countries}
    terms = RootTerms(
        name=name,
        k=QUORUM,
        keys=[SigningKey.from_seed(seed).public for seed in root],
        origin="register.demo.example",
        log_ed25519=log.public_ed25519,
        log_mldsa44=log.public_mldsa44,
        witnesses=[(one, SigningKey.from_seed(seed).public) for one, seed in witnesses.items()],
        quorum=quorum,
    )
    signers = [SigningKey.from_seed(seed) for seed in root[:QUORUM]]
    statement = first_root(terms, signers, int(time.time()))
    server.found(settings, statement)
    keys = DemoKeys(
        net=statement.hash,
        reader=server.make_reader_token(settings, "demo"),
        ceremony=server.make_ceremony_token(settings, "demo secretariat"),
        root=tuple(seed.hex() for seed in root),
        witnesses={one: seed.hex() for one, seed in witnesses.items()},
    )
    keys.write(settings.data)
    return keys


@contextmanager
def serving(settings: Settings) -> Iterator[None]:
    """The server in a process of its own, answering; it ends when this process does."""
    _demand_free(settings)
    command = [sys.executable, "-m", "repatria.demo.child"]
    environment = {**_without_ours(), **_environment(settings)}
    with (settings.data / LOG).open("ab") as log:
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stderr=log, env=environment, start_new_session=True
        )
    try:
        _wait_until_ready(child, settings)
        yield
    finally:
        child.terminate()
        _await_end(child)
        if child.stdin is not None:
            child.stdin.close()


def _await_end(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _demand_free(settings: Settings) -> None:
    """Another server on this port would answer in our child's place."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise WrongUse("port_taken", f"{settings.host}:{settings.port}: {error}") from error


def _without_ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("REPATRIA_")}


def _environment(settings: Settings) -> dict[str, str]:
    chosen = {
        "REPATRIA_DATA": str(settings.data),
        "REPATRIA_PORT": str(settings.port),
        "REPATRIA_DEMO": "1" if settings.demo else "",
    }
    if settings.urgencies is not None:
        chosen["REPATRIA_URGENCIES"] = str(settings.urgencies)
    return chosen


def _wait_until_ready(child: subprocess.Popen[bytes], settings: Settings) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            why = f"the server ended with {child.returncode}; {settings.data / LOG} says why"
            raise WrongUse("bad_setting", f"REPATRIA_DATA: {why} (a folder of another version?)")
        try:
            if httpx.get(f"{settings.origin}/readyz", timeout=30.0).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)  # not listening yet
    raise Unreachable("server", "the demo's own server did not answer in time")
