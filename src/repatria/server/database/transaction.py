"""Plain SQL with named parameters, alike on SQLite and PostgreSQL.

Statements are written with `:name`; the PostgreSQL side rewrites them once and keeps the result.
Owns the difference between the drivers, and the translation of their failures. Refuses nothing.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    import psycopg

Row = tuple[Any, ...]
_PARAMETER = re.compile(r"(?<!:):([a-z_0-9]+)")
SQLITE_FULL, SQLITE_IOERR = 13, 10
SQLITE_MOST_VALUES = 900  # an old limit of one statement is 999


class DiskFullError(Exception):
    """The engine could not write for want of space; the transaction was rolled back."""


class UnavailableError(Exception):
    """The engine does not answer."""


class Read(NamedTuple):
    """`select` where `column`, which is of that PostgreSQL type, has one of these values."""

    select: str
    column: str
    values: Collection[Any]
    kind: str = "text"


class Write(NamedTuple):
    """Rows for `table`. `columns` gives each column's PostgreSQL type, in the rows' order."""

    table: str
    columns: Mapping[str, str]
    rows: Sequence[Row]
    kind: Literal["insert", "insert_missing", "update"] = "insert"
    """`insert_missing` leaves rows alone that are there already. In an `update` the first column says which
    row, and the others are set."""


class Transaction(Protocol):
    gather: str
    """The aggregate that joins texts: `gather(text, separator)`."""

    def rows(self, sql: str, **values: Any) -> list[Row]: ...
    def one(self, sql: str, **values: Any) -> Row | None: ...
    def do(self, sql: str, **values: Any) -> int: ...
    def do_later(self, sql: str, **values: Any) -> None:
        """`do` where nobody needs the count: at the latest with the commit, and so its failure."""

    def do_many(self, sql: str, values: list[dict[str, Any]]) -> None: ...

    def rows_with(
        self, select: str, column: str, values: Collection[Any], kind: str = "text"
    ) -> list[Row]: ...
    def ask(self, *reads: Read) -> Callable[[], list[list[Row]]]:
        """What is there now, to be fetched later: in one round trip with all that is asked before that."""

    def write(self, *writes: Write) -> None:
        """Each into another table. None may look at what another of them writes."""

    def close(self) -> None: ...


class SqliteTransaction:
    """Calls on one SQLite connection; begin and commit are its owner's business."""

    gather = "group_concat"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, **values: Any) -> list[Row]:
        return self.connection.execute(sql, values).fetchall()

    def one(self, sql: str, **values: Any) -> Row | None:
        row: Row | None = self.connection.execute(sql, values).fetchone()
        return row

    def do(self, sql: str, **values: Any) -> int:
        return self.connection.execute(sql, values).rowcount

    def do_later(self, sql: str, **values: Any) -> None:
        self.connection.execute(sql, values)

    def do_many(self, sql: str, values: list[dict[str, Any]]) -> None:
        self.connection.executemany(sql, values)

    def rows_with(self, select: str, column: str, values: Collection[Any], kind: str = "text") -> list[Row]:
        return self.ask(Read(select, column, values, kind))()[0]

    def ask(self, *reads: Read) -> Callable[[], list[list[Row]]]:
        found = [
            self.connection.execute(
                f"{select} WHERE {column} IN ({_marks(len(values))})", tuple(values)
            ).fetchall()
            for select, column, values, _ in reads
        ]
        return lambda: found

    def write(self, *writes: Write) -> None:
        for write in writes:
            for part in _parts(write.rows, len(write.columns)):
                self.connection.execute(_sqlite_write(write, part), _flat(part))

    def close(self) -> None:
        self.connection.close()


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _tuples(rows: Sequence[Row]) -> str:
    return ", ".join([f"({_marks(len(rows[0]))})"] * len(rows))


def _flat(rows: Sequence[Row]) -> Row:
    return tuple(chain.from_iterable(rows))


def _parts(rows: Sequence[Row], width: int) -> list[Sequence[Row]]:
    most = SQLITE_MOST_VALUES // width
    return [rows[at : at + most] for at in range(0, len(rows), most)]


def _sqlite_write(write: Write, part: Sequence[Row]) -> str:
    if write.kind != "update":
        return _insert(write, f"VALUES {_tuples(part)}")
    key, *others = write.columns
    changes = ", ".join(f"{name} = new.column{at}" for at, name in enumerate(others, 2))
    new = f"(VALUES {_tuples(part)}) AS new"
    return f"UPDATE {write.table} SET {changes} FROM {new} WHERE {write.table}.{key} = new.column1"  # noqa: S608


def _insert(write: Write, rows: str) -> str:
    otherwise = "ON CONFLICT DO NOTHING" if write.kind == "insert_missing" else ""
    return f"INSERT INTO {write.table} ({', '.join(write.columns)}) {rows} {otherwise}"


def _postgres_write(write: Write) -> str:
    unnest = _unnest(write.columns)
    if write.kind != "update":
        return _insert(write, f"SELECT * FROM {unnest}")  # noqa: S608 - our words
    key, *others = write.columns
    changes = ", ".join(f"{name} = new.{name}" for name in others)
    new = f"{unnest} AS new ({', '.join(write.columns)})"
    return f"UPDATE {write.table} SET {changes} FROM {new} WHERE {write.table}.{key} = new.{key}"  # noqa: S608


def _postgres_writes(writes: Sequence[Write]) -> str:
    """One statement: all but the last as its CTEs, which PostgreSQL carries out to their end."""
    *before, last = [_postgres_write(write) for write in writes]
    if not before:
        return last
    return f"WITH {', '.join(f'write{at} AS ({sql})' for at, sql in enumerate(before))} {last}"


def _unnest(columns: Mapping[str, str]) -> str:
    return f"unnest({', '.join(f'%b::{kind}[]' for kind in columns.values())})"


def _array(kind: str, values: Collection[Any]) -> bytes:
    """In PostgreSQL's form."""
    from repatria.server.database.postgres_arrays import ARRAYS

    return ARRAYS[kind].of(list(values))


def _arrays(columns: Mapping[str, str], rows: Sequence[Row]) -> list[bytes]:
    """Rows as columns, in PostgreSQL's form."""
    from repatria.server.database.postgres_arrays import ARRAYS

    turned = zip(*rows, strict=True)
    return [ARRAYS[kind].of(column) for kind, column in zip(columns.values(), turned, strict=True)]


@lru_cache(maxsize=512)
def _percent(sql: str) -> str:
    return _PARAMETER.sub(r"%(\1)s", sql)


class PostgresTransaction:
    """Calls on one psycopg connection; begin and commit are its owner's business."""

    gather = "string_agg"

    def __init__(self, connection: psycopg.Connection[Row], settle: Callable[[], None] | None = None) -> None:
        """`settle` waits for what was sent, where statements go out without waiting (a pipeline)."""
        self.connection = connection
        self._settle = settle

    def rows(self, sql: str, **values: Any) -> list[Row]:
        return self.connection.execute(_percent(sql), values, binary=True).fetchall()

    def one(self, sql: str, **values: Any) -> Row | None:
        return self.connection.execute(_percent(sql), values, binary=True).fetchone()

    def do(self, sql: str, **values: Any) -> int:
        cursor = self.connection.execute(_percent(sql), values)
        if self._settle is not None:
            self._settle()
        return cursor.rowcount

    def do_later(self, sql: str, **values: Any) -> None:
        self.connection.execute(_percent(sql), values)

    def do_many(self, sql: str, values: list[dict[str, Any]]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany(_percent(sql), values)

    def rows_with(self, select: str, column: str, values: Collection[Any], kind: str = "text") -> list[Row]:
        return self.ask(Read(select, column, values, kind))()[0]

    def ask(self, *reads: Read) -> Callable[[], list[list[Row]]]:
        cursors = [
            self.connection.execute(
                f"{select} WHERE {column} = ANY(%b::{kind}[])", (_array(kind, values),), binary=True
            )
            for select, column, values, kind in reads
        ]
        return lambda: [cursor.fetchall() for cursor in cursors]

    def write(self, *writes: Write) -> None:
        arrays = [array for write in writes for array in _arrays(write.columns, write.rows)]
        self.connection.execute(_postgres_writes(writes), arrays)

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
