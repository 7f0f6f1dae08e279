"""The database is lost and restored, as docs/operate/backup.md says: what clients and witnesses make of it.

On PostgreSQL, with the commands that an operator types, and clients that have synced before.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from psycopg import connect

from bench.postgres import Cluster
from repatria.cli.exits import Exit
from repatria.demo.build import Builder
from repatria.demo.content import network
from repatria.demo.founding import found
from repatria.demo.run import witnessing
from repatria.sdk import Blocked, Letter, Session
from repatria.sdk.store import MemoryStore
from tests.patience import PATIENCE_SECONDS, free_port
from tests.sdk.living import COUNTRIES, Living
from tests.server.running import Clock, running, settings_for

NAME = "network"
NAIROBI, BERN = "wanjiku.kamau", "loic.perrenoud"
pytestmark = pytest.mark.timeout(6 * PATIENCE_SECONDS)


class Now(Clock):
    """The machine's, which witnesses and clients go by too."""

    def __call__(self) -> float:
        return time.time()


class Place:
    """The operator's machine, the witnesses' machines, and a network that lives on them."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self._cluster = cluster
        self.folder = folder
        url = f"postgresql://bench@127.0.0.1:{cluster.port}/{NAME}"
        self.settings = settings_for(folder / "data", url, port=free_port())
        self.make_database()
        chosen = network(COUNTRIES)
        self.keys = found(self.settings, chosen.name, chosen.witnesses, chosen.quorum)
        with self.up():
            builder = Builder(self.settings.origin, self.keys, lambda line: None)
            built = builder.people(chosen)
            sessions = builder.open_offices(chosen, built)
            builder.close()
            for session in sessions.values():
                session.close()
        self.living = Living(self.settings, self.keys, chosen, built)

    @property
    def witnesses(self) -> Path:
        return self.folder / "elsewhere"

    @contextmanager
    def up(self, *, witnessed: bool = True) -> Iterator[None]:
        with ExitStack() as stack:
            stack.enter_context(running(self.settings, Now()))
            if witnessed:
                there = replace(self.settings, data=self.witnesses)
                stack.enter_context(witnessing(there, self.keys, threading.Event()))
            yield

    def client(self, login: str, store: MemoryStore) -> Session:
        """A start of this officer's client, which signs in anew and goes on with what it kept."""
        return self.living.session(login, store=store)

    def make_database(self) -> None:
        self._cluster.create_database(NAME)

    def drop_database(self) -> None:
        with connect(f"host=127.0.0.1 port={self._cluster.port} user=bench dbname=postgres",
                     autocommit=True) as connection:  # fmt: skip
            connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)".encode())

    def databases(self) -> set[str]:
        with connect(f"host=127.0.0.1 port={self._cluster.port} user=bench dbname=postgres") as connection:
            return {str(name) for (name,) in connection.execute("SELECT datname FROM pg_database")}

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "import repatria.cli; repatria.cli.main()", *map(str, arguments)],
            env={
                "PATH": os.environ["PATH"],
                "REPATRIA_DATA": str(self.settings.data),
                "REPATRIA_DATABASE": self.settings.database,
            },
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def ok(self, *arguments: str | Path) -> str:
        ran = self.run(*arguments)
        assert ran.returncode == Exit.OK, ran.stderr
        return ran.stdout

    def lose_and_restore(self, backup: Path) -> None:
        """Steps of backup.md: what is left is put aside, the database made anew, the backup put in."""
        self.drop_database()
        self.settings.data.rename(self.folder / "lost")
        self.make_database()
        self.ok("restore", backup)


@pytest.fixture
def place(tmp_path: Path, postgres_server: Cluster) -> Iterator[Place]:
    made = Place(tmp_path, postgres_server)
    yield made
    made.living.close()
    made.drop_database()


def texts(session: Session, room: str) -> list[str]:
    return [str((one.body or {})["text"]) for one in session.threads.read(room).messages]


def letter(text: str, *files: Path) -> Letter:
    return Letter(("ch/contact-point",), "Lighthouse", text, files=files)


def test_after_a_restore_clients_go_on_without_alarm_and_read_all(place: Place, tmp_path: Path) -> None:
    nairobi, bern = MemoryStore(), MemoryStore()
    document, backup = tmp_path / "scan.bin", tmp_path / "backup"
    document.write_bytes(secrets.token_bytes(300_000))
    with place.up():
        room = place.client(NAIROBI, nairobi).mail.send(letter("before", document)).room
        before = place.client(BERN, bern)
        before.save()
        assert texts(before, room) == ["before"]
        place.ok("backup", backup)
        rehearsed = json.loads(place.ok("restore", backup, "--verify", "--json"))
        assert (rehearsed["problems"], rehearsed["attachments"]) == ([], 1)
        assert not [name for name in place.databases() if "rehearsal" in name]
        place.drop_database()  # under the running server
        assert httpx.get(f"{place.settings.origin}/readyz", timeout=PATIENCE_SECONDS).status_code == 503
    place.lose_and_restore(backup)
    with place.up():
        again = place.client(BERN, bern)
        assert texts(again, room) == ["before"]
        [attachment] = again.threads.read(room).messages[0].attachments
        saved = again.mail.save(room, attachment, tmp_path / "saved")
        assert saved.read_bytes() == document.read_bytes()
        after = place.client(NAIROBI, nairobi).mail.send(letter("after")).room
        again.sync()
        again.save()
        assert texts(again, after) == ["after"]


def test_an_older_backup_blocks_whoever_saw_more_until_all_agree_to_forget(
    place: Place, tmp_path: Path
) -> None:
    nairobi, bern, backup = MemoryStore(), MemoryStore(), tmp_path / "backup"
    with place.up():
        room = place.client(NAIROBI, nairobi).mail.send(letter("kept")).room
        place.ok("backup", backup)
        lost = place.client(NAIROBI, nairobi).mail.send(letter("lost")).room
        place.living.force_heads()  # statements after the backup, witnessed and seen
        assert texts(place.client(BERN, bern), lost) == ["lost"]
    place.lose_and_restore(backup)
    with place.up(witnessed=False):
        with pytest.raises(Blocked, match="rolled_back"):
            place.client(BERN, bern)
        for witness in place.keys.make_witnesses(place.settings.origin, place.witnesses / "witnesses"):
            with pytest.raises(Blocked, match="rolled_back"):
                witness.once()
            witness.close()
    # The root's holders and all offices have agreed: witnesses and clients begin anew.
    (place.witnesses / "witnesses").rename(tmp_path / "forgotten")
    with place.up():
        fresh = place.client(NAIROBI, MemoryStore())
        assert (room in fresh.rooms.held, lost in fresh.rooms.held) == (True, False)
        again = fresh.mail.send(letter("lost")).room
        place.living.force_heads()
        bern_again = place.client(BERN, MemoryStore())
        assert (texts(bern_again, room), texts(bern_again, again)) == (["kept"], ["lost"])
