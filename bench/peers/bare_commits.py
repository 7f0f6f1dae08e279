"""The bare group commit: 16 rows of 8 kB in one SQLite transaction, durable at its commit.

SQLite as our server sets it (WAL, synchronous=FULL, large pages, rare checkpoints), with nothing around it.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator

from bench.disk import disk_folder
from bench.figure import Peer, Round, register_peer

COMMITS = 150
ROWS_PER_COMMIT = 16
ROW_BYTES = 8192
SETTINGS = """
PRAGMA page_size = 16384;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA wal_autocheckpoint = 20000;
CREATE TABLE entry (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
"""


@contextlib.contextmanager
def group_commits() -> Iterator[Round]:
    """Rows per second."""
    with disk_folder() as folder:
        database = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
        database.executescript(SETTINGS)
        rows = [(os.urandom(ROW_BYTES),) for _ in range(ROWS_PER_COMMIT)]

        def take() -> float:
            began = time.perf_counter()
            for _ in range(COMMITS):
                database.execute("BEGIN IMMEDIATE")
                database.executemany("INSERT INTO entry (body) VALUES (?)", rows)
                database.execute("COMMIT")
            return COMMITS * ROWS_PER_COMMIT / (time.perf_counter() - began)

        try:
            yield take
        finally:
            database.close()


register_peer(Peer("bare-group-commits", "rows/s", group_commits))
