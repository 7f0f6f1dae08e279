"""kill -9 at any moment: what was acknowledged is there once after the restart.

A power cut is another thing, since the page cache survives a killed process: see test_power.py.
"""

from __future__ import annotations

import http.client
import os
import random
import threading
import time
from pathlib import Path

import pytest

from repatria.protocol import bodies
from repatria.protocol.entries import Entry, decode_frame, encode_frame
from repatria.protocol.frames import join, split
from repatria.protocol.rooms import Room
from tests.patience import PATIENCE_SECONDS, await_that, free_port
from tests.server.children import Nursery
from tests.server.network import FRAMES, LiveChamber, LiveNetwork, found_network, two_countries
from tests.server.running import Clock, running, settings_for

WRITERS = 8
SHORT_KILLS = 20
LONG_KILLS = int(os.environ.get("REPATRIA_KILLS", "1000"))


class Author(threading.Thread):
    """Appends to one room until the server is gone; keeps what was acknowledged.

    What was sent and not answered may be there or not: the next round asks, as a client would.
    """

    def __init__(self, chamber: LiveChamber, token: str, port: int) -> None:
        super().__init__(daemon=True)
        self._chamber = chamber
        self._token = token
        self._port = port
        self.acknowledged: list[str] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        headers = {**FRAMES, "authorization": self._token}
        try:
            self._catch_up(connection, headers)
            while True:
                self._append(connection, headers)
        except (OSError, http.client.HTTPException):
            return
        except BaseException as error:  # noqa: BLE001 - told to the test after the join
            self.error = error
        finally:
            connection.close()

    def end(self) -> list[str]:
        """What was acknowledged until the server went."""
        self.join(timeout=PATIENCE_SECONDS)
        assert self.error is None, self.error
        return self.acknowledged

    def _catch_up(self, connection: http.client.HTTPConnection, headers: dict[str, str]) -> None:
        chamber = self._chamber
        path = f"/api/v1/rooms/{chamber.room.id}/entries?from={chamber.room.seq + 1}"
        connection.request("GET", path, headers=headers)
        for frame in split(connection.getresponse().read()):
            self._take(decode_frame(frame))

    def _append(self, connection: http.client.HTTPConnection, headers: dict[str, str]) -> None:
        entry = self._chamber.message_entry("wanjiru", bodies.message("x", tlp="TLP:AMBER"))
        path = f"/api/v1/rooms/{self._chamber.room.id}/entries"
        connection.request("POST", path, join([encode_frame(entry)]), headers)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 201, body
        self.acknowledged.append(entry.hash)
        self._take(entry)

    def _take(self, entry: Entry) -> None:
        self._chamber.room.apply(entry, self._chamber.network.directory)
        self._chamber.entries.append(entry)


def await_an_answer(authors: list[Author]) -> None:
    await_that(lambda: any(author.acknowledged for author in authors), "an entry is acknowledged")


def kill_again_and_again(tmp_path: Path, kills: int) -> None:
    settings, clock = settings_for(tmp_path), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = two_countries(server)
        chambers = [LiveChamber(network, "wanjiru") for _ in range(WRITERS)]
        for chamber in chambers:
            chamber.seat("wanjiru", "office:ke/nairobi", "office:ch/bern")
        token = network.client("wanjiru").headers["authorization"]
    acknowledged: list[list[str]] = [[] for _ in chambers]
    port = free_port()
    with Nursery() as nursery:
        for turn in range(kills):
            nursery.start(settings, port)
            clock.at = int(time.time())
            authors = [Author(chamber, token, port) for chamber in chambers]
            for author in authors:
                author.start()
            if turn % 4:
                await_an_answer(authors)
            time.sleep(random.uniform(0, 0.4))
            nursery.kill()
            for author, kept in zip(authors, acknowledged, strict=True):
                kept += author.end()
    assert sum(map(len, acknowledged)) >= kills * 3 // 4
    with running(settings, clock) as server:
        check_rooms(LiveNetwork(server), token, chambers, acknowledged)


def check_rooms(
    network: LiveNetwork, token: str, chambers: list[LiveChamber], acknowledged: list[list[str]]
) -> None:
    """Each room folds from its genesis, and holds every acknowledged entry exactly once."""
    client = network.server.client(token.removeprefix("Bearer "))
    for chamber, kept in zip(chambers, acknowledged, strict=True):
        hashes: list[str] = []
        room = Room()
        while True:
            params = {"from": len(hashes)}
            frames = split(client.get(f"/rooms/{chamber.room.id}/entries", params=params).content)
            for frame in frames:
                entry = decode_frame(frame)
                room.apply(entry, network.directory)
                hashes.append(entry.hash)
            if not frames:
                break
        assert len(hashes) == len(set(hashes))
        assert set(kept) <= set(hashes)
        assert [hash_ for hash_ in hashes if hash_ in set(kept)] == kept


@pytest.mark.timeout(8 * PATIENCE_SECONDS)
def test_twenty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, SHORT_KILLS)


@pytest.mark.long
@pytest.mark.timeout(6 * 3600)
def test_a_thousand_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    """`REPATRIA_KILLS` moves the number. A session lasts twelve hours, which is enough."""
    kill_again_and_again(tmp_path, LONG_KILLS)
