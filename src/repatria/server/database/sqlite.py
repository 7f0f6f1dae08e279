"""SQLite connections: WAL, synchronous FULL, BEGIN IMMEDIATE, and what a page is.

Two files, so that drafts and uploads do not wait behind appends: `hot` and `desk`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from repatria.server.database.transaction import SqliteTransaction

PAGE_BYTES = 8192  # a sealed page of text fills one and a bit; at 16384 it would waste half
CHECKPOINT_PAGES = 20000
BUSY_MILLISECONDS = 10000
WRITER_CACHE_KIB = 32768
READER_CACHE_KIB = 4096
STATEMENTS = 512  # statements over many rows differ by their number


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """One connection with the settings of this house; the file is made where it is missing.

    synchronous=FULL: with NORMAL a power cut loses acknowledged rows.
    """
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS
    )
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        f"page_size={PAGE_BYTES}",
        "journal_mode=WAL",
        "synchronous=FULL",
        f"wal_autocheckpoint={CHECKPOINT_PAGES}",
        "temp_store=MEMORY",  # else a statement over many rows makes a file for its undoing
        "secure_delete=ON",  # a record that has ended is nobody's any more, also on the disk
        "trusted_schema=OFF",
        "foreign_keys=ON",
        f"cache_size=-{WRITER_CACHE_KIB if writing else READER_CACHE_KIB}",
        "mmap_size=0",
        f"query_only={'OFF' if writing else 'ON'}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class SqliteWriteConnection:
    def __init__(self, path: Path) -> None:
        self._connection = connect(path, writing=True)
        self._transaction = SqliteTransaction(self._connection)

    def begin(self) -> SqliteTransaction:
        self._connection.execute("BEGIN IMMEDIATE")
        return self._transaction

    def commit(self) -> None:
        self._connection.execute("COMMIT")

    def rollback(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def close(self) -> None:
        self._connection.close()
