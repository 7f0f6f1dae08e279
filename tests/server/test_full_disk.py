"""A file system that is really full: refused clearly, nothing corrupted, and it goes on when space returns.

Needs to mount a small tmpfs, which takes root, so it is among the long tests (`make crash`). What SQLite's
own page limit can show is in the suite: test_database.py.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from repatria.protocol import bodies
from repatria.protocol.entries import decode_frame
from repatria.server.database.sqlite import connect
from repatria.server.settings import Settings
from tests.server.network import LiveChamber, LiveNetwork, b64, found_network, sync_all, two_countries
from tests.server.running import Clock, running, settings_for
from tests.server.test_blobs import Upload
from tests.server.test_events import Listener

MEGABYTES = 48
BOTH = ("office:ch/bern", "office:ke/nairobi")
FULL = (507, "disk_full")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0700", "tmpfs", str(folder)]
    subprocess.run(["mount", *options], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


class Ballast:
    """A file that takes all the space that is left."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "ballast"

    def fill(self) -> None:
        with self._path.open("ab", buffering=0) as file:
            for size in (2**20, 4096, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    def drop(self) -> None:
        self._path.unlink()


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def check_files(settings: Settings) -> None:
    for name in ("hot", "desk"):
        connection = connect(settings.data / f"{name}.sqlite3", writing=False)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), name
        connection.close()


def fill_until_refused(ballast: Ballast, write: Any) -> httpx.Response:
    """SQLite may have a little space of its own in files that it has made already."""
    for _ in range(200):
        ballast.fill()
        answer: httpx.Response = write()
        if answer.status_code >= 400:
            return answer
    raise AssertionError("the disk does not become full")


@pytest.mark.long
def test_a_full_disk_refuses_writes_keeps_reads_and_goes_on(small_disk: Path) -> None:
    settings, clock = settings_for(small_disk / "data"), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = two_countries(server)
        chamber = LiveChamber(network, "wanjiru")
        chamber.seat("wanjiru", *BOTH)
        before = chamber.say("wanjiru")
        anna, wanjiru = network.client("anna"), network.client("wanjiru")
        upload = Upload(wanjiru, 3 * 2**20)
        assert upload.announce().status_code == 201
        stream = Listener(network, "anna")
        stream.next()
        ballast = Ballast(small_disk)

        body = bodies.message("x" * 60_000, tlp="TLP:AMBER")
        entry = chamber.message_entry("wanjiru", body)
        place = f"/drafts/{'ab' * 16}"
        draft = {"version": 1, "sealed": b64(bytes(60_000))}
        assert told(fill_until_refused(ballast, lambda: chamber.post("wanjiru", [entry]))) == FULL
        assert (
            told(fill_until_refused(ballast, lambda: wanjiru.put(f"/drafts/{'ab' * 16}", json=draft))) == FULL
        )
        assert told(fill_until_refused(ballast, lambda: upload.put(0))) == FULL
        assert told(network.post(network.office_statement("ke/mombasa", "ke/ara", name="x" * 200))) in (
            FULL,
            (409, "broken_chain"),
        )
        # Whoever is in stays in and reads; the clock has moved, so their session would be touched.
        clock.move(60)
        assert anna.get("/session").status_code == 200
        assert anna.get("/register/checkpoint").status_code == 200
        assert before.hash in {decode_frame(item.frame).hash for item in sync_all(anna)}
        assert httpx.get(f"{server.url}/readyz").status_code in (200, 503)

        ballast.drop()
        assert chamber.post("wanjiru", [entry]).status_code in (200, 201)
        chamber.room.apply(entry, network.directory)
        assert stream.next() is not None
        assert wanjiru.put(place, json=draft).status_code == 204
        assert upload.put(0).status_code == 204
        assert upload.complete().status_code == 204
        assert wanjiru.get(f"/blobs/{upload.id}/content").content == upload.data
        network.catch_up()
        network.publish(network.office_statement("ke/kisumu", "ke/ara"))
        assert network.sign_in("luca").status_code == 201
        check_files(settings)
    with running(settings, clock) as server:
        again = LiveNetwork(server)
        assert again.leaves[: len(network.leaves)] == network.leaves
    check_files(settings)
