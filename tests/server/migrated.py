"""Empty tables: all migrations once in a process, and copies after that. Migrating has tests of its own."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from uuid import uuid4

from bench.postgres import Cluster
from repatria.server.database.migrate import migrate
from repatria.server.settings import Settings


def lay_tables(settings: Settings) -> None:
    """Put SQLite's files where there are none yet."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, octets in _sqlite_files().items():
        if not settings.database and not (settings.data / name).exists():
            (settings.data / name).write_bytes(octets)


@cache
def _sqlite_files() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        migrate(Settings(data=Path(folder)))
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def make_migrated_database(cluster: Cluster) -> str:
    """A new PostgreSQL database with empty tables. The cluster and all in it go when the run ends."""
    return _create(cluster, template=_migrated(cluster))


def make_database(cluster: Cluster) -> str:
    """A new, empty PostgreSQL database."""
    return _create(cluster)


@cache
def _migrated(cluster: Cluster) -> str:
    url = _create(cluster)
    with tempfile.TemporaryDirectory() as folder:
        migrate(Settings(data=Path(folder), database=url))
    return url.rpartition("/")[2]


def _create(cluster: Cluster, template: str = "template0") -> str:
    name = f"server_{uuid4().hex}"
    cluster.create_database(name, template=template)
    return f"postgresql://bench@127.0.0.1:{cluster.port}/{name}"
