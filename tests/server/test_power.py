"""A simulated power cut: what was acknowledged is there once, whatever part of the rest reached the disk.

`power.c`, preloaded into the server, keeps the state of each file and folder at its last fsync; `power.py`
makes of it what a cut may leave. It needs a C compiler, so it is among the long tests (`make crash`).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.patience import PATIENCE_SECONDS, await_that, free_port
from tests.server.children import SERVE, Nursery
from tests.server.network import LiveChamber, LiveNetwork, found_network, two_countries
from tests.server.power import cut, keep_all
from tests.server.running import Clock, running, settings_for
from tests.server.test_blobs import Upload
from tests.server.test_crash import WRITERS, Author, await_an_answer, check_rooms
from tests.server.test_full_disk import check_files

CUTS = int(os.environ.get("REPATRIA_CUTS", "20"))
CUTS_OF_ONE_TOWN = 50
# A checkpoint in nearly every round, which otherwise comes once in 320 MB of writing.
CHECKPOINTING = """
from repatria.server.database import sqlite
sqlite.CHECKPOINT_PAGES = 40
"""
CHECKPOINTING += SERVE
CARELESS = """
from repatria.server.database import sqlite
careful = sqlite.connect
def connect(path, *, writing):
    connection = careful(path, writing=writing)
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection
sqlite.connect = connect
"""
CARELESS += SERVE
SOURCE = Path(__file__).with_name("power.c")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("cc") is None:
        pytest.fail("no C compiler: apt-get install gcc libc6-dev", pytrace=False)
    built = tmp_path_factory.mktemp("power") / "power.so"
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", built, SOURCE], check=True)
    return built


class Uploader(threading.Thread):
    """Uploads small attachments until the server is gone; keeps the hashes of those that were complete."""

    def __init__(self, token: str, port: int) -> None:
        super().__init__(daemon=True)
        self._client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}/api/v1",
            headers={"authorization": token},
            timeout=PATIENCE_SECONDS,
        )
        self.complete: dict[str, str] = {}

    def run(self) -> None:
        with contextlib.suppress(httpx.TransportError), self._client:
            while True:
                upload = Upload(self._client, 20_000)
                upload.all()
                self.complete[upload.id] = hashlib.sha256(upload.data).hexdigest()


class Town:
    """Rooms on a server that loses its power again and again, and what it had acknowledged."""

    def __init__(self, folder: Path, nursery: Nursery) -> None:
        self.settings, self.clock = settings_for(folder / "data"), Clock()
        self._kept = folder / "kept"
        self._nursery = nursery
        found_network(self.settings, self.clock)
        with running(self.settings, self.clock) as server:
            network = two_countries(server)
            self.chambers = [LiveChamber(network, "wanjiru") for _ in range(WRITERS)]
            for chamber in self.chambers:
                chamber.seat("wanjiru", "office:ke/nairobi", "office:ch/bern")
            self.token = network.client("wanjiru").headers["authorization"]
        self.acknowledged: list[list[str]] = [[] for _ in self.chambers]
        self.complete: dict[str, str] = {}
        seed = random.randrange(2**32)
        print("seed of the cuts:", seed)
        self._chance = random.Random(seed)

    def write_until_the_power_fails(self, script: str = SERVE, *, early: bool = False) -> None:
        """`early`: perhaps before anything was acknowledged, at the start of the server."""
        data = self.settings.data
        keep_all(data, self._kept)
        port = free_port()
        self._nursery.start(self.settings, port, script)
        self.clock.at = int(time.time())
        authors = [Author(chamber, self.token, port) for chamber in self.chambers]
        uploader = Uploader(self.token, port)
        for writer in (*authors, uploader):
            writer.start()
        if not early:
            await_an_answer(authors)
            await_that(lambda: bool(uploader.complete), "an attachment is complete")
        time.sleep(random.uniform(0, 0.4))
        self._nursery.kill()
        for author, mine in zip(authors, self.acknowledged, strict=True):
            mine += author.end()
        uploader.join(timeout=PATIENCE_SECONDS)
        self.complete |= uploader.complete
        cut(data, self._kept, self._chance)

    def check(self) -> None:
        with running(self.settings, self.clock) as server:
            check_rooms(LiveNetwork(server), self.token, self.chambers, self.acknowledged)
            client = server.client(self.token.removeprefix("Bearer "))
            for blob, sha256 in self.complete.items():
                assert hashlib.sha256(client.get(f"/blobs/{blob}/content").content).hexdigest() == sha256
        check_files(self.settings)


@contextlib.contextmanager
def town_in(folder: Path, library: Path) -> Iterator[Town]:
    environment = {
        "LD_PRELOAD": str(library),
        "POWER_DATA": str(folder / "data"),
        "POWER_KEPT": str(folder / "kept"),
    }
    with Nursery(environment) as nursery:
        yield Town(folder, nursery)


def cut_again_and_again(folder: Path, library: Path, cuts: int) -> None:
    with town_in(folder, library) as town:
        for turn in range(cuts):
            town.write_until_the_power_fails(CHECKPOINTING if turn % 2 else SERVE, early=turn % 4 == 0)
        assert sum(map(len, town.acknowledged)) >= cuts * 3 // 4
        assert len(town.complete) >= cuts * 3 // 4
        town.check()


@pytest.mark.long
@pytest.mark.timeout(6 * 3600)
def test_power_cuts_lose_and_double_nothing(tmp_path: Path, library: Path) -> None:
    """In towns of their own, since each sync keeps a whole database, which grows."""
    for done in range(0, CUTS, CUTS_OF_ONE_TOWN):
        folder = tmp_path / str(done)
        cut_again_and_again(folder, library, min(CUTS_OF_ONE_TOWN, CUTS - done))
        print("cuts survived:", min(done + CUTS_OF_ONE_TOWN, CUTS))
        shutil.rmtree(folder)


@pytest.mark.long
def test_the_simulation_catches_a_careless_database(tmp_path: Path, library: Path) -> None:
    """With synchronous=NORMAL a cut loses what was acknowledged."""
    with town_in(tmp_path, library) as town:
        town.write_until_the_power_fails(CARELESS)
        assert sum(map(len, town.acknowledged)) > 0
        with pytest.raises(AssertionError):
            town.check()
