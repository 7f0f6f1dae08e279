"""Backup of a running server that is written to, and restore, through the command line, on both engines."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from psycopg import connect

from bench.postgres import Cluster
from repatria.cli.exits import Exit
from repatria.protocol.frames import decode_sync
from repatria.server.settings import Settings
from tests.patience import PATIENCE_SECONDS
from tests.server.migrated import make_database
from tests.server.network import LiveChamber, LiveNetwork, found_network, two_countries
from tests.server.running import Clock, Server, running, settings_for
from tests.server.shelves import PlainUpload
from tests.server.test_blobs import BOTH, Upload, attach

Ran = subprocess.CompletedProcess[str]
pytestmark = pytest.mark.timeout(4 * PATIENCE_SECONDS)  # several processes, each folds everything


def command(settings: Settings, *arguments: str | Path) -> Ran:
    environment = {"PATH": os.environ["PATH"], "REPATRIA_DATA": str(settings.data)}
    if settings.database:
        environment["REPATRIA_DATABASE"] = settings.database
    return subprocess.run(
        [sys.executable, "-c", "import repatria.cli; repatria.cli.main()", *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def ok(settings: Settings, *arguments: str | Path) -> str:
    ran = command(settings, *arguments)
    assert ran.returncode == Exit.OK, ran.stderr
    return ran.stdout


def filled(network: LiveNetwork) -> LiveChamber:
    """A room with letters and an attachment, and an upload that no message names."""
    room = LiveChamber(network, "wanjiru")
    room.seat("wanjiru", *BOTH)
    for text in ("one", "two"):
        room.say("wanjiru", text)
    sent, waiting = (Upload(network.client("wanjiru"), length) for length in (200_000, 3000))
    sent.all(room.room.id)
    waiting.all()
    assert attach(room, "wanjiru", sent).status_code == 201
    return room


@contextmanager
def writing(network: LiveNetwork) -> Iterator[Callable[[], int]]:
    """Letters without end beside what is inside; gives how many were acknowledged so far."""
    stop, written = threading.Event(), 0
    room = LiveChamber(network, "anna")
    room.seat("anna", *BOTH)
    begun = threading.Event()

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            room.say("anna")
            written += 1
            begun.set()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert begun.wait(PATIENCE_SECONDS)
        yield lambda: written
    finally:
        stop.set()
        thread.join()


@pytest.fixture
def elsewhere(tmp_path: Path, server: Server, request: pytest.FixtureRequest) -> Settings:
    """Where a backup of this server can be restored to."""
    database = ""
    if server.settings.database:
        cluster: Cluster = request.getfixturevalue("postgres_server")
        database = make_database(cluster)
    return Settings(data=tmp_path / "restored", port=0, database=database, client=None)


def entries(network: LiveNetwork) -> int:
    row = network.server.house.database.read_blocking(lambda tx: tx.one("SELECT count(*) FROM entry"))
    assert row is not None
    return int(row[0])


def test_a_backup_holds_no_sessions(server: Server, tmp_path: Path) -> None:
    """Whoever finds it goes on in nobody's, and has no half of a device's key."""
    filled(two_countries(server))
    secrets = server.house.database.read_blocking(lambda tx: tx.rows("SELECT token, resume FROM session"))
    assert secrets
    ok(server.settings, "backup", tmp_path / "backup")
    if server.settings.database:
        command = ["pg_restore", "--list", str(tmp_path / "backup" / "database.dump")]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert "TABLE DATA public entry" in listed
        assert "TABLE DATA public session" not in listed
        return
    octets = (tmp_path / "backup" / "hot.sqlite3").read_bytes()
    for token, resume in secrets:
        assert token.encode() not in octets
        assert bytes(resume) not in octets


def test_a_backup_beside_writers_is_whole_and_serves_again(
    server: Server, elsewhere: Settings, tmp_path: Path
) -> None:
    network = two_countries(server)
    filled(network)
    file = PlainUpload(network.client("wanjiru"), b"A guide to tracing.\n", "text/plain")
    assert file.all().status_code == 200
    with writing(network) as written:
        before = entries(network)
        at_begin = written()
        ok(server.settings, "backup", tmp_path / "backup")
        assert written() > at_begin, "nobody wrote beside it"
        after = entries(network)
    found: dict[str, Any] = json.loads(ok(elsewhere, "restore", tmp_path / "backup", "--json"))
    assert found["problems"] == []
    assert (found["attachments"], found["files"], found["octets"]) == (1, 1, 200_000 + len(file.octets))
    assert before <= found["entries"] <= after
    with running(elsewhere, server.clock) as again:
        assert network.client("anna").get("/session").status_code == 200  # still, at the old one
        token = network.client("anna").headers["authorization"]
        ended = again.client().get("/session", headers={"authorization": token})
        assert ended.status_code == 401, "sessions came back to life"
        restored = LiveNetwork(again)
        restored.auths, restored.people = network.auths, network.people
        kept = restored.client("wanjiru").get(f"/files/{file.sha256}/pages").json()
        assert kept == {"pages": 1, "texts": ["A guide to tracing."]}
        assert restored.directory.net == network.directory.net
        room = LiveChamber(restored, "wanjiru")  # and it is written to
        room.seat("wanjiru", *BOTH)


def test_no_cursor_is_given_twice_after_an_older_state_came_back(
    server: Server, elsewhere: Settings, tmp_path: Path
) -> None:
    """Who had seen what is lost would else pass over what comes under the same number."""
    network = two_countries(server)
    filled(network)
    ok(server.settings, "backup", tmp_path / "backup")
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", *BOTH)
    seen = decode_sync(network.client("anna").get("/sync").content)
    assert not seen.more
    ok(elsewhere, "restore", tmp_path / "backup")
    with running(elsewhere, server.clock) as again:
        restored = LiveNetwork(again)
        restored.auths, restored.people = network.auths, network.people
        room = LiveChamber(restored, "wanjiru")
        room.seat("wanjiru", *BOTH)
        fresh = decode_sync(restored.client("anna").get("/sync", params={"cursor": seen.cursor}).content)
        assert {item.room for item in fresh.items} == {room.room.id}


def test_the_rehearsal_leaves_nothing_and_says_what_the_role_lacks(server: Server, tmp_path: Path) -> None:
    two_countries(server)
    ok(server.settings, "backup", tmp_path / "backup")
    found = json.loads(ok(server.settings, "restore", tmp_path / "backup", "--verify", "--json"))
    assert (found["problems"], found["statements"] > 0) == ([], True)
    assert not list(tmp_path.glob(".restore-*"))
    if not server.settings.database:
        return
    with connect(server.settings.database, autocommit=True) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_database WHERE datname LIKE '%rehearsal%'"
        ).fetchone()
        assert row == (0,)
        connection.execute("CREATE ROLE modest LOGIN")
    modest = replace(server.settings, database=server.settings.database.replace("bench@", "modest@"))
    refused = command(modest, "restore", tmp_path / "backup", "--verify")
    assert (refused.returncode, "ALTER ROLE modest CREATEDB" in refused.stderr) == (
        Exit.USAGE,
        True,
    ), refused.stderr


def test_a_database_that_lets_nobody_in_is_said_so(elsewhere: Settings, tmp_path: Path) -> None:
    nobody = replace(elsewhere, database="postgresql://nobody@127.0.0.1:1/nothing")
    refused = command(nobody, "backup", tmp_path / "backup")
    assert (refused.returncode, "REPATRIA_DATABASE" in refused.stderr) == (Exit.USAGE, True)
    assert not (tmp_path / "backup").exists()


def test_a_backup_is_its_owners_and_is_never_written_over(server: Server, tmp_path: Path) -> None:
    two_countries(server)
    target = tmp_path / "backup"
    ok(server.settings, "backup", target, "--no-log-keys")
    assert not (target / "log-keys.json").exists()
    for path in (target, *target.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0
    again = command(server.settings, "backup", target)
    assert (again.returncode, "file_exists" in again.stderr) == (Exit.USAGE, True)


def test_without_its_log_keys_or_into_a_full_folder_nothing_is_restored(
    server: Server, elsewhere: Settings, tmp_path: Path
) -> None:
    ok(server.settings, "backup", tmp_path / "backup", "--no-log-keys")
    refused = command(elsewhere, "restore", tmp_path / "backup")
    assert (refused.returncode, "no_log_keys" in refused.stderr) == (Exit.USAGE, True)
    refused = command(server.settings, "restore", tmp_path / "backup")
    assert (refused.returncode, "not_empty" in refused.stderr) == (Exit.USAGE, True)
    refused = command(elsewhere, "restore", tmp_path / "nothing")
    assert (refused.returncode, "bad_backup" in refused.stderr) == (Exit.USAGE, True)


def edit(sql: str) -> Callable[[Path], None]:
    """A change to the copied `hot` that its keeper made, manifest and all."""

    def act(backup: Path) -> None:
        with closing(sqlite3.connect(backup / "hot.sqlite3")) as hot, hot:
            assert hot.execute(sql).rowcount > 0

    return act


def spoil_slice(backup: Path) -> None:
    path = next(path for path in (backup / "blobs").rglob("*") if path.is_file())
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def drop_slice(backup: Path) -> None:
    next(path for path in (backup / "blobs").rglob("*") if path.is_file()).unlink()


def other_log_keys(backup: Path) -> None:
    (backup / "log-keys.json").write_text(json.dumps({"ed25519": "00" * 32, "mldsa44": "11" * 32}))


FRAME = "(SELECT max(id) FROM entry)"
DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "a leaf": (edit("UPDATE leaf SET data = substr(data, 1, length(data) - 1) WHERE idx = 5"), "statement 5"),
    "the last leaf": (edit("DELETE FROM leaf WHERE idx = (SELECT max(idx) FROM leaf)"), "register"),
    "a checkpoint": (
        edit("UPDATE checkpoint SET size = size + 1000 WHERE size = (SELECT max(size) FROM checkpoint)"),
        "checkpoint",
    ),
    "the log keys": (other_log_keys, "log keys"),
    "an entry": (
        edit(f"UPDATE entry SET frame = substr(frame, 1, length(frame) - 1) WHERE id = {FRAME}"),
        "room",
    ),
    "an entry's row": (edit(f"UPDATE entry SET hash = room WHERE id = {FRAME}"), "room"),
    "a missing entry": (edit(f"DELETE FROM entry WHERE id = {FRAME}"), "room"),
    "a seat": (edit("DELETE FROM seat WHERE room = (SELECT max(id) FROM room)"), "seated"),
    "an attachment's row": (edit("UPDATE blob SET attached = 0 WHERE attached = 1"), "attachment"),
    "a slice": (spoil_slice, "attachment"),
    "a missing slice": (drop_slice, "attachment"),
}


def sign_anew(backup: Path) -> None:
    """Whoever changes a copy can write its manifest too: what is found must be found in what it says."""
    manifest = json.loads((backup / "backup.json").read_bytes())
    for name in manifest["files"]:
        manifest["files"][name] = hashlib.sha256((backup / name).read_bytes()).hexdigest()
    (backup / "backup.json").write_text(json.dumps(manifest))


@pytest.fixture(scope="module")
def kept_backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One backup on SQLite, to be damaged in copies of it."""
    folder = tmp_path_factory.mktemp("kept")
    settings, clock = settings_for(folder / "data"), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        filled(two_countries(server))
        ok(settings, "backup", folder / "backup")
    return folder / "backup"


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_found_and_said(kept_backup: Path, tmp_path: Path, what: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(kept_backup, copy)
    damage, said = DAMAGE[what]
    damage(copy)
    sign_anew(copy)
    ran = command(Settings(data=tmp_path / "data"), "restore", copy, "--verify")
    assert (ran.returncode, said in ran.stderr) == (Exit.BLOCKED, True), ran.stderr
    assert not (tmp_path / "data").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["copy"], "the rehearsal left something"


def test_an_untouched_copy_passes_and_a_changed_file_is_no_backup(kept_backup: Path, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    said = command(settings, "restore", kept_backup, "--verify")
    assert said.returncode == Exit.OK, said.stderr
    copy = tmp_path / "copy"
    shutil.copytree(kept_backup, copy)
    edit("UPDATE counter SET cursor = cursor + 1")(copy)
    ran = command(settings, "restore", copy, "--verify")
    assert (ran.returncode, "bad_backup" in ran.stderr) == (Exit.USAGE, True)
