"""The database of one installation: a writer for each part and a few reading threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from repatria.server.database.sqlite import SqliteWriteConnection
from repatria.server.database.sqlite import connect as connect_sqlite
from repatria.server.database.transaction import (
    PostgresTransaction,
    SqliteTransaction,
    Transaction,
    translate,
)
from repatria.server.database.writer import WriteConnection, Writer, is_engine_error
from repatria.server.settings import Settings

if TYPE_CHECKING:
    from repatria.server.database.ears import Ears

Part = Literal["hot", "desk"]
PARTS: tuple[Part, ...] = ("hot", "desk")
T = TypeVar("T")
# SQLite reads in our own process, where a second thread would only compete with the loop and the writer for
# the interpreter's lock (an append's p99 beside saturating readers: 40 ms with four, 22 with one).
# PostgreSQL's readers mostly wait for it.
READERS_OF_SQLITE = 1
READERS_OF_POSTGRES = 4
# Threads are made when they are needed. Each child process that somebody waits for holds one, four at most.
WORKERS = 8


class Database:
    """`hot` holds what is checked in an append's transaction, `desk` drafts, vaults and the like.

    On PostgreSQL both are in one database; the writers differ only by their lock.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.postgres = bool(settings.database)
        self._local = threading.local()
        self._open: list[Transaction] = []
        self._ears: Ears | None = None
        readers = settings.threads or (READERS_OF_POSTGRES if self.postgres else READERS_OF_SQLITE)
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="worker")
        self.hot = Writer(lambda: self._write_connection("hot"), name="hot")
        self.desk = Writer(lambda: self._write_connection("desk"), name="desk")

    def start(self) -> None:
        self.hot.start()
        self.desk.start()

    def listen(self, heard: Callable[[str], None]) -> None:
        """Have `heard` called, in a thread, with what other processes tell. PostgreSQL only."""
        if self.postgres:
            from repatria.server.database.ears import Ears

            self._ears = Ears(self._settings.database, heard)
            self._ears.start()

    def stop(self) -> None:
        if self._ears is not None:
            self._ears.stop()
        self.hot.stop()
        self.desk.stop()
        self._readers.shutdown()
        self._workers.shutdown()
        for opened in self._open:
            opened.close()

    def _write_connection(self, part: Part) -> WriteConnection:
        if self.postgres:
            from repatria.server.database.postgres import PostgresWriteConnection

            return PostgresWriteConnection(self._settings.database, part)
        return SqliteWriteConnection(self._settings.data / f"{part}.sqlite3")

    def _read_connection(self, part: Part) -> Transaction:
        name = "both" if self.postgres else part
        found: Transaction | None = getattr(self._local, name, None)
        if found is None:
            found = self._open_reader(part)
            setattr(self._local, name, found)
        return found

    def _open_reader(self, part: Part) -> Transaction:
        if self.postgres:
            from repatria.server.database.postgres import connect

            opened: Transaction = PostgresTransaction(connect(self._settings.database))
        else:
            path = self._settings.data / f"{part}.sqlite3"
            opened = SqliteTransaction(connect_sqlite(path, writing=False))
        self._open.append(opened)
        return opened

    def read_blocking(self, act: Callable[[Transaction], T], part: Part = "hot") -> T:
        """Run `act` in one reading snapshot of `part`, in this thread."""

        def in_one_snapshot(tx: Transaction) -> T:
            tx.do("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if self.postgres else "BEGIN")
            try:
                return act(tx)
            finally:
                tx.do("ROLLBACK")

        return self.look_blocking(in_one_snapshot, part)

    def look_blocking(self, act: Callable[[Transaction], T], part: Part = "hot") -> T:
        """The same, but each statement of `act` sees what is committed when it begins."""
        try:
            return act(self._read_connection(part))
        except Exception as error:
            if is_engine_error(error):
                self._forget_readers()
            translated = translate(error)
            if translated is error:
                raise
            raise translated from error

    def _forget_readers(self) -> None:
        """After a failure of the engine this thread connects anew."""
        for opened in self._local.__dict__.values():
            opened.close()
            self._open.remove(opened)
        self._local.__dict__.clear()

    async def read(self, act: Callable[[Transaction], T], part: Part = "hot") -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_blocking, act, part)

    async def look(self, act: Callable[[Transaction], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.look_blocking, act)

    async def in_thread(self, act: Callable[..., T], *arguments: Any) -> T:
        """Work that would block the loop, not with the readers: a mail server that hangs holds none up."""
        return await asyncio.get_running_loop().run_in_executor(self._workers, act, *arguments)
