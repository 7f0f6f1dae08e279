"""A copy of everything that matters, made while the server runs; and putting it back.

The order makes the copy whole. A row is written after what it refers to, so rows are copied first and
what they refer to afterwards: `hot` in one snapshot, then `desk`, then the slices of those attachments
that a message in the copied `hot` names, and of the files in it. What came later is not in the copy; what is
in it is complete.
Sessions are left out: with a backup nobody goes on in one, and whoever restores has everybody sign in. So are
the octets of uploads that no message names yet, and the index of the full text, which is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from repatria.server.database.engine import PARTS
from repatria.server.database.sqlite import connect as connect_sqlite
from repatria.server.durable import sync, sync_folders
from repatria.server.settings import Settings
from repatria.server.slices import slice_count, slice_path

if TYPE_CHECKING:
    import psycopg

    from repatria.server.database.transaction import Row

MANIFEST, DUMP, LOG_KEYS, BLOBS = "backup.json", "database.dump", "log-keys.json", "blobs"
# Attachments that a message names, and the whole files of the library: those that no statement names go of
# themselves, later than a backup takes.
ATTACHED = "SELECT id, len FROM blob WHERE attached = 1 UNION ALL SELECT blob, len FROM file"
# What a restored server must not bring back to life, or cannot have the octets of. And no cursor is given
# twice: whoever has seen a later state than this one would pass over what comes under the same number.
LEFT_OUT = (
    "DELETE FROM session",
    "DELETE FROM blob WHERE attached = 0",
    "DELETE FROM upload WHERE done = 0",
    "DELETE FROM discarded",
    "UPDATE counter SET cursor = (cursor / 4294967296 + 1) * 4294967296",
)
DESK_OF_POSTGRES = (
    "DELETE FROM slice WHERE blob NOT IN (SELECT id FROM blob UNION ALL SELECT blob FROM file)",
    "DELETE FROM page WHERE blob NOT IN (SELECT blob FROM file)",
)
Tell = Callable[[str, int, int], None]


class BackupError(Exception):
    """What cannot be done as asked; `code` is stable, `detail` is for people."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def make_backup(
    settings: Settings, target: Path, tell: Tell, *, with_log_keys: bool = True
) -> dict[str, Any]:
    """Write a new folder `target`, its owner's only; returns the manifest, which comes last.

    Raises BackupError: `file_exists`, `no_installation`, `bad_setting`, `no_pg_dump`,
    `pg_dump_failed`, `blob_missing`.
    """
    if target.exists():
        raise BackupError("file_exists", str(target))
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    made = int(time.time())
    attached = _dump(settings, unfinished) if settings.database else _copy_parts(settings, unfinished)
    if not settings.blobs:
        _copy_blobs(settings.data / BLOBS, unfinished / BLOBS, attached, tell)
    if with_log_keys:
        _copy(settings.log_key_file, unfinished / LOG_KEYS)
    manifest = {
        "v": 1,
        "made": made,
        "database": "postgresql" if settings.database else "sqlite",
        "attachments": {"here": not settings.blobs, "count": len(attached), "octets": sum(attached.values())},
        "files": {path.name: _sha256(path) for path in sorted(unfinished.iterdir()) if path.is_file()},
    }
    _write(unfinished / MANIFEST, json.dumps(manifest, indent=1).encode())
    sync_folders(unfinished)
    unfinished.rename(target)
    sync(target.parent)
    return manifest


def _copy_parts(settings: Settings, target: Path) -> dict[str, int]:
    """Both SQLite files by the engine's own online backup; attached blobs with their lengths."""
    for part in PARTS:
        source = settings.data / f"{part}.sqlite3"
        if not source.exists():
            raise BackupError("no_installation", str(source))
        copy = target / source.name
        copy.touch(mode=0o600)
        with closing(connect_sqlite(source, writing=False)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)  # all pages in one step: one snapshot, and writers do not wait for it
            new.execute("PRAGMA journal_mode=DELETE")
            if part == "hot":
                _drop_sessions(new)
        sync(copy)
    with closing(sqlite3.connect(target / "hot.sqlite3")) as hot:
        return dict(hot.execute(ATTACHED).fetchall())


def _drop_sessions(copy: sqlite3.Connection) -> None:
    """The rows are overwritten, not only unlinked: each has the server's half of what opens a device."""
    copy.execute("PRAGMA secure_delete=ON")
    with copy:
        copy.execute("DELETE FROM session")


def _dump(settings: Settings, target: Path) -> dict[str, int]:
    """Both parts are in one PostgreSQL database, so pg_dump's snapshot holds them together.

    Attachments are listed after it: the list may name more than the dump knows, never less.
    """
    with _connected(settings) as connection:
        if connection.execute("SELECT to_regclass('entry')").fetchone() == (None,):
            raise BackupError("no_installation", "the database of REPATRIA_DATABASE is empty")
    (target / DUMP).touch(mode=0o600)
    whole = ["--format=custom", "--no-owner", "--exclude-table-data=session"]
    _postgres_tool("pg_dump", [*whole, "--file", str(target / DUMP)], settings)
    sync(target / DUMP)
    with _connected(settings) as connection:
        return {str(row[0]): int(row[1]) for row in connection.execute(ATTACHED.encode()).fetchall()}


@contextmanager
def _connected(settings: Settings) -> Iterator[psycopg.Connection[Row]]:
    """Raises BackupError (`bad_setting`) where PostgreSQL does not let us in."""
    import psycopg

    from repatria.server.database.postgres import connect

    try:
        connection = connect(settings.database)
    except psycopg.OperationalError as error:
        why = str(error).strip().splitlines()
        raise BackupError("bad_setting", f"REPATRIA_DATABASE: {why[-1] if why else error}") from error
    with closing(connection):
        yield connection


@contextmanager
def rehearsal_database(settings: Settings) -> Iterator[str]:
    """An empty database beside that of the settings, for as long as the block lasts; "" on SQLite.

    Raises BackupError: `bad_setting`, `no_rehearsal` where the role may not create databases.
    """
    if not settings.database:
        yield ""
        return
    from psycopg import errors
    from psycopg.conninfo import make_conninfo

    name = f"repatria_rehearsal_{secrets.token_hex(6)}"
    with _connected(settings) as connection:
        try:
            connection.execute(f"CREATE DATABASE {name}".encode())
        except errors.InsufficientPrivilege as error:
            role = connection.info.user
            raise BackupError("no_rehearsal", f"or: ALTER ROLE {role} CREATEDB") from error
        try:
            yield make_conninfo(settings.database, dbname=name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _postgres_tool(name: str, arguments: list[str], settings: Settings) -> None:
    """The password goes through the environment: other users of the machine see arguments."""
    program = shutil.which(name)
    if program is None:
        raise BackupError(f"no_{name}", f"{name} of PostgreSQL's client package is needed")
    ran = subprocess.run(
        [program, *arguments],
        env=os.environ | _libpq(settings.database),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        raise BackupError(f"{name}_failed", ran.stderr.strip()[:500])


def _libpq(url: str) -> Mapping[str, str]:
    from psycopg.conninfo import conninfo_to_dict

    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    names |= {"dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    return {names[key]: str(value) for key, value in conninfo_to_dict(url).items() if key in names}


def _copy_blobs(source: Path, target: Path, attached: Mapping[str, int], tell: Tell) -> None:
    whole, done = sum(attached.values()), 0
    for path, length in _slices(attached):
        if not (source / path).is_file():
            raise BackupError("blob_missing", f"slice {path} of an attachment")
        _copy(source / path, target / path)
        done += length
        tell("attachments", done, whole)


def _slices(attached: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """`(path, share of the length)` of every slice."""
    for blob, length in attached.items():
        count = slice_count(length)
        for n in range(count):
            yield slice_path(blob, n), length // count


def read_backup(source: Path) -> dict[str, Any]:
    """The manifest, after every file that it names has the hash it says.

    Raises BackupError (`bad_backup`).
    """
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_bytes())
        files = dict(manifest["files"])
        if manifest["v"] != 1 or manifest["database"] not in ("sqlite", "postgresql"):
            raise ValueError("not of this version")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError("bad_backup", f"{source}: {error}") from error
    for name, digest in files.items():
        path = source / name
        if Path(name).name != name or not path.is_file() or _sha256(path) != digest:
            raise BackupError("bad_backup", f"{name} is missing or is not what was written")
    return manifest


def restore(source: Path, settings: Settings, tell: Tell) -> dict[str, Any]:
    """Put a backup into the empty data folder (and database) of `settings`; returns its manifest.

    Sessions are not restored. Nothing of what was restored is checked here: see inspection.py.
    Raises BackupError: `bad_backup`, `not_empty`, `other_database`, `no_log_keys`,
    `bad_setting`, `no_pg_restore`, `pg_restore_failed`.
    """
    manifest = read_backup(source)
    if (manifest["database"] == "postgresql") != bool(settings.database):
        raise BackupError("other_database", f"the backup is of {manifest['database']}")
    if settings.data.exists() and any(path != settings.log_key_file for path in settings.data.iterdir()):
        raise BackupError("not_empty", str(settings.data))
    if not (source / LOG_KEYS).exists() and not settings.log_key_file.exists():
        raise BackupError("no_log_keys", f"not in the backup, and not at {settings.log_key_file}")
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.database:
        _load_dump(source / DUMP, settings)
    else:
        _put_parts(source, settings)
    if manifest["attachments"]["here"] and not settings.blobs:
        _put_blobs(source / BLOBS, settings.data / BLOBS, manifest["attachments"]["octets"], tell)
    if (source / LOG_KEYS).exists() and not settings.log_key_file.exists():
        _copy(source / LOG_KEYS, settings.log_key_file)
        sync(settings.log_key_file.parent)
    sync_folders(settings.data)
    return manifest


def _put_parts(source: Path, settings: Settings) -> None:
    for part in PARTS:
        _copy(source / f"{part}.sqlite3", settings.data / f"{part}.sqlite3")
    with closing(sqlite3.connect(settings.data / "hot.sqlite3")) as hot, hot:
        for statement in LEFT_OUT:
            hot.execute(statement)
        kept = [row[0] for row in hot.execute(ATTACHED)]
    with closing(sqlite3.connect(settings.data / "desk.sqlite3")) as desk, desk:
        desk.execute("CREATE TEMP TABLE kept (blob TEXT PRIMARY KEY)")
        desk.executemany("INSERT INTO kept VALUES (?)", [(blob,) for blob in kept])
        for table in ("slice", "page"):
            desk.execute(f"DELETE FROM {table} WHERE blob NOT IN (SELECT blob FROM kept)")  # noqa: S608


def _load_dump(dump: Path, settings: Settings) -> None:
    with _connected(settings) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchone()
        if row is None or row[0]:
            raise BackupError("not_empty", "the database of REPATRIA_DATABASE has tables")
        name = connection.info.dbname
    _postgres_tool("pg_restore", ["--no-owner", "--exit-on-error", "--dbname", name, str(dump)], settings)
    with _connected(settings) as connection, connection.transaction():
        for statement in (*LEFT_OUT, *DESK_OF_POSTGRES):
            connection.execute(statement.encode())


def _put_blobs(source: Path, target: Path, whole: int, tell: Tell) -> None:
    done = 0
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        if path.is_file():
            _copy(path, target / path.relative_to(source))
            done += path.stat().st_size
            tell("attachments", done, whole)


def _copy(source: Path, target: Path) -> None:
    """Octets only; they are the owner's and on the disk when this returns, their name with `sync_folders`."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.touch(mode=0o600)
    shutil.copyfile(source, target)
    sync(target)


def _write(path: Path, data: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(data)
    sync(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
