"""Plain SQL with named parameters, alike on SQLite and PostgreSQL.

Statements are written with `:name`; the PostgreSQL side rewrites them once and keeps the result.
Owns the difference between the drivers, and the translation of their failures. Refuses nothing.
"""

from __future__ import annotations

import re
import sqlite3
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import psycopg

Row = tuple[Any, ...]
_PARAMETER = re.compile(r"(?<!:):([a-z_0-9]+)")
SQLITE_FULL, SQLITE_IOERR = 13, 10


class DiskFullError(Exception):
    """The engine could not write for want of space; the transaction was rolled back."""


class UnavailableError(Exception):
    """The engine does not answer."""


class Transaction(Protocol):
    def rows(self, sql: str, **values: Any) -> list[Row]: ...
    def one(self, sql: str, **values: Any) -> Row | None: ...
    def do(self, sql: str, **values: Any) -> int: ...
    def do_many(self, sql: str, values: list[dict[str, Any]]) -> None: ...
    def close(self) -> None: ...


class SqliteTransaction:
    """Calls on one SQLite connection; begin and commit are its owner's business."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, **values: Any) -> list[Row]:
        return self.connection.execute(sql, values).fetchall()

    def one(self, sql: str, **values: Any) -> Row | None:
        row: Row | None = self.connection.execute(sql, values).fetchone()
        return row

    def do(self, sql: str, **values: Any) -> int:
        return self.connection.execute(sql, values).rowcount

    def do_many(self, sql: str, values: list[dict[str, Any]]) -> None:
        self.connection.executemany(sql, values)

    def close(self) -> None:
        self.connection.close()


@lru_cache(maxsize=512)
def _percent(sql: str) -> str:
    return _PARAMETER.sub(r"%(\1)s", sql)


class PostgresTransaction:
    """Calls on one psycopg connection; begin and commit are its owner's business."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self.connection = connection

    def rows(self, sql: str, **values: Any) -> list[Row]:
        return self.connection.execute(_percent(sql), values, binary=True).fetchall()

    def one(self, sql: str, **values: Any) -> Row | None:
        return self.connection.execute(_percent(sql), values, binary=True).fetchone()

    def do(self, sql: str, **values: Any) -> int:
        return self.connection.execute(_percent(sql), values).rowcount

    def do_many(self, sql: str, values: list[dict[str, Any]]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany(_percent(sql), values)

    def close(self) -> None:
        self.connection.close()


def translate(error: BaseException) -> BaseException:
    """The engine's failure in our words, where it is about space or reach; else itself."""
    if isinstance(error, sqlite3.OperationalError):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (SQLITE_FULL, SQLITE_IOERR):
            return DiskFullError(str(error))
        return error
    module = type(error).__module__
    if module.startswith("psycopg"):
        if getattr(error, "sqlstate", None) == "53100":
            return DiskFullError(str(error))
        if type(error).__name__ in ("OperationalError", "AdminShutdown", "CannotConnectNow"):
            return UnavailableError(str(error))
    if isinstance(error, OSError) and error.errno == 28:
        return DiskFullError(str(error))
    return error
