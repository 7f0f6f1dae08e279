"""A simulated power cut: after it, each file holds what it held at its last fsync, and no more.

`power.c`, preloaded into the server, keeps that state beside the data folder. It needs a C compiler, so it
is among the long tests (`make crash`). Reordering inside one fsync and lying disks are not simulated.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS, free_port
from tests.server.network import LiveChamber, LiveNetwork, found_network, two_countries
from tests.server.running import Clock, running, settings_for
from tests.server.test_crash import SERVE, WRITERS, Author, Child, check_rooms

CUTS = int(os.environ.get("REPATRIA_CUTS", "20"))
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
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", built, SOURCE, "-ldl"], check=True)
    return built


def cut(live: Path, kept: Path) -> None:
    """Put the databases back to what a power cut leaves of them."""
    for path in live.glob("*.sqlite3*"):
        path.unlink()
    for path in kept.glob("*.sqlite3*"):
        if not path.name.endswith(".next"):
            shutil.copy(path, live / path.name)


class Town:
    """Rooms on a server that loses its power again and again, and what it had acknowledged."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.settings, self.clock = settings_for(folder / "data"), Clock()
        self._kept = folder / "kept"
        self._environment = {
            "LD_PRELOAD": str(library),
            "POWER_DATA": str(self.settings.data),
            "POWER_KEPT": str(self._kept),
        }
        found_network(self.settings, self.clock)
        with running(self.settings, self.clock) as server:
            network = two_countries(server)
            self.chambers = [LiveChamber(network, "wanjiru") for _ in range(WRITERS)]
            for chamber in self.chambers:
                chamber.seat("wanjiru", "office:ke/nairobi", "office:ch/bern")
            self.token = network.client("wanjiru").headers["authorization"]
        self.acknowledged: list[list[str]] = [[] for _ in self.chambers]

    def write_until_the_power_fails(self, script: str = SERVE) -> None:
        shutil.rmtree(self._kept, ignore_errors=True)
        data = self.settings.data
        shutil.copytree(data, self._kept, ignore=shutil.ignore_patterns("*-shm", "blobs"))
        child = Child(self.settings, free_port(), self._environment, script)
        self.clock.at = int(time.time())
        authors = [Author(chamber, self.token, child.port) for chamber in self.chambers]
        for author in authors:
            author.start()
        time.sleep(random.uniform(0.1, 0.5))
        child.kill()
        for author, mine in zip(authors, self.acknowledged, strict=True):
            author.join(timeout=PATIENCE_SECONDS)
            assert author.error is None, author.error
            mine += author.acknowledged
        cut(data, self._kept)

    def check(self) -> None:
        with running(self.settings, self.clock) as server:
            check_rooms(LiveNetwork(server), self.token, self.chambers, self.acknowledged)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_power_cuts_lose_and_double_nothing(tmp_path: Path, library: Path) -> None:
    town = Town(tmp_path, library)
    for _ in range(CUTS):
        town.write_until_the_power_fails()
    assert sum(map(len, town.acknowledged)) > CUTS
    town.check()


@pytest.mark.long
def test_the_simulation_catches_a_careless_database(tmp_path: Path, library: Path) -> None:
    """With synchronous=NORMAL a cut loses what was acknowledged."""
    town = Town(tmp_path, library)
    town.write_until_the_power_fails(CARELESS)
    assert sum(map(len, town.acknowledged)) > 0
    with pytest.raises(AssertionError):
        town.check()
