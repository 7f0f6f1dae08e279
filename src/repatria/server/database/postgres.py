"""PostgreSQL connections, and the advisory lock that keeps cursors in the order of their commits.

Readers that follow `cursor > n` beside concurrent writers miss rows when a smaller number commits
later. So every group takes one advisory lock before it reads the counter; the engine releases it
after the commit is visible.
"""

from __future__ import annotations

import contextlib

import psycopg

from repatria.server.database.postgres_arrays import teach
from repatria.server.database.transaction import PostgresTransaction, Row

LOCKS = {"hot": 0x72657031, "desk": 0x72657032}


def connect(url: str) -> psycopg.Connection[Row]:
    """A connection in autocommit: transactions are opened by BEGIN, in plain sight."""
    connection: psycopg.Connection[Row] = psycopg.connect(
        url, autocommit=True, application_name="repatria", connect_timeout=10
    )
    teach(connection)
    connection.execute("SET synchronous_commit TO on")
    connection.execute("SET idle_in_transaction_session_timeout TO '60s'")
    return connection


class PostgresWriteConnection:
    """`part` names the lock: groups of `hot` and `desk` do not wait for each other.

    Statements go out in a pipeline: only one whose result is asked for costs a round trip, with all that
    waits before it. A failure that nobody asked for is found by the commit and fails the same group.
    """

    def __init__(self, url: str, part: str) -> None:
        self._connection = connect(url)
        self._ends = contextlib.ExitStack()
        self._pipeline = self._ends.enter_context(self._connection.pipeline())
        self._transaction = PostgresTransaction(self._connection, self._pipeline.sync)
        self._lock = LOCKS[part]

    def begin(self) -> PostgresTransaction:
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT pg_advisory_xact_lock(%s::bigint)", (self._lock,))
        return self._transaction

    def commit(self) -> None:
        self._connection.execute("COMMIT")
        self._pipeline.sync()

    def rollback(self) -> None:
        """What failed has ended the pipeline up to its next sync."""
        with contextlib.suppress(psycopg.Error):
            self._pipeline.sync()
        self._connection.execute("ROLLBACK")
        self._pipeline.sync()

    def close(self) -> None:
        with contextlib.suppress(psycopg.Error):
            self._ends.close()
        self._connection.close()
