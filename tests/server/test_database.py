"""The writer, the engines' settings, migrations, and a full disk."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bench.postgres import Cluster
from repatria.protocol import bodies
from repatria.server.database import schema
from repatria.server.database.engine import PARTS, Database
from repatria.server.database.migrate import database_url, migrate, upgrade
from repatria.server.database.sqlite import SqliteWriteConnection, connect
from repatria.server.database.transaction import Read, Row, Transaction, Write
from repatria.server.database.writer import Change
from repatria.server.refusals import Refusal
from repatria.server.settings import Settings
from tests.server.migrated import make_database
from tests.server.network import LiveChamber, LiveNetwork, found_network, two_countries
from tests.server.running import Clock, running, settings_for


@pytest.fixture
def prepared(tmp_path: Path, database: str) -> Settings:
    settings = settings_for(tmp_path, database)
    migrate(settings)
    return settings


@pytest.fixture
def opened(prepared: Settings) -> Iterator[Database]:
    database = Database(prepared)
    database.start()
    yield database
    database.stop()


def cursor_of(database: Database) -> int:
    row = database.read_blocking(lambda tx: tx.one("SELECT cursor FROM counter"))
    assert row is not None
    return int(row[0])


def add(count: int) -> Change:
    return Change(lambda tx: tx.do("UPDATE counter SET cursor = cursor + :n", n=count))


def test_migrations_give_the_tables_of_the_schema(prepared: Settings) -> None:
    for part in PARTS:
        engine = sqlalchemy.create_engine(database_url(prepared, part))
        with engine.connect() as connection:
            options = {
                "version_table": f"alembic_version_{part}",
                "include_name": lambda name, kind, _, part=part: (
                    kind != "table" or name in getattr(schema, part).tables
                ),
            }
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, getattr(schema, part)) == []
        engine.dispose()


def whole(settings: Settings) -> list[tuple[str, list[str], list[tuple[Any, ...]]]]:
    """Every table with its columns and rows."""
    found = []
    for part in PARTS:
        engine = sqlalchemy.create_engine(database_url(settings, part))
        looked = sqlalchemy.inspect(engine)
        with engine.connect() as connection:
            for name in sorted(looked.get_table_names()):
                columns = [f"{column['name']} {column['type']}" for column in looked.get_columns(name)]
                rows = connection.execute(sqlalchemy.text(f"SELECT * FROM {name}")).fetchall()
                found.append((name, columns, [tuple(row) for row in rows]))
        engine.dispose()
    return found


def test_migrating_again_changes_nothing(prepared: Settings) -> None:
    before = whole(prepared)
    assert {"entry", "vault", "alembic_version_hot"} <= {name for name, _, _ in before}
    migrate(prepared)
    for part in PARTS:
        upgrade(prepared, part)
    assert whole(prepared) == before


@pytest.mark.postgres
def test_postgres_does_not_try_to_compress_ciphertext(tmp_path: Path, postgres_server: Cluster) -> None:
    settings = settings_for(tmp_path, make_database(postgres_server))
    migrate(settings)
    database = Database(settings)
    sql = "SELECT attstorage FROM pg_attribute WHERE attrelid = 'entry'::regclass AND attname = 'frame'"
    stored = database.read_blocking(lambda tx: tx.one(sql))
    database.stop()
    assert stored is not None
    assert stored[0] in ("e", b"e")  # "external": beside the row, as it is


def test_sqlite_is_durable_against_power_cuts(tmp_path: Path) -> None:
    """Said by the pragmas; the cut itself is simulated in test_power.py."""
    connection = connect(tmp_path / "x.sqlite3", writing=True)
    values = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("synchronous", "journal_mode", "trusted_schema", "wal_autocheckpoint")
    }
    connection.close()
    assert values == {
        "synchronous": 2,
        "journal_mode": "wal",
        "trusted_schema": 0,
        "wal_autocheckpoint": 20000,
    }


def test_readers_cannot_write(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    migrate(settings)
    database = Database(settings)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.read_blocking(lambda tx: tx.do("UPDATE counter SET cursor = 1"))
    database.stop()


def test_a_refusal_undoes_its_own_writes_only(opened: Database) -> None:
    def refusing(tx: Transaction) -> None:
        tx.do("UPDATE counter SET cursor = 1000")
        raise Refusal("forbidden")

    opened.hot.run_blocking(add(1))
    with pytest.raises(Refusal):
        opened.hot.run_blocking(Change(refusing))
    opened.hot.run_blocking(add(1))
    assert cursor_of(opened) == 2


NAMES = ["", "ke/nairobi", "Уряд", "مكتب 🏛", 'it\'s {"quoted", \\}, NULL']
MEMBER = {"id": "bigint", "name": "text"}
COUNTER = {"id": "bigint", "cursor": "bigint", "leaves": "bigint"}
PLACES = {"id": "bigint", "room": "bigint", "seq": "bigint", "hash": "text", "frame": "bytea"}


def test_many_rows_at_once_come_back_as_they_were(opened: Database) -> None:
    members = [(2**53 - at, name) for at, name in enumerate(NAMES)]
    entries = [(1, 7, 0, "ab", bytes(range(256)) * 40), (2, 7, 1, "cd", b"")]

    def write(tx: Transaction) -> None:
        tx.write(
            Write("member", MEMBER, members),
            Write("entry", PLACES, entries),
            Write("moved", {"room": "bigint"}, [(7,)]),
        )
        tx.write(
            Write("entry", {"id": "bigint", "hash": "text"}, [(2, "ef")], "update"),
            Write("moved", {"room": "bigint"}, [(7,), (8,)], "insert_missing"),
        )

    opened.hot.run_blocking(Change(write))
    read = Read("SELECT id, name FROM member", "name", NAMES)
    none = Read("SELECT id, name FROM member", "name", [])
    [found, nothing] = opened.read_blocking(lambda tx: tx.ask(read, none)())
    assert (sorted(found), nothing) == (sorted(members), [])
    sql = "SELECT id, room, seq, hash, frame FROM entry ORDER BY id"
    rows = opened.read_blocking(lambda tx: tx.rows(sql))
    assert [(*place, bytes(frame)) for *place, frame in rows] == [entries[0], (2, 7, 1, "ef", b"")]
    assert opened.read_blocking(lambda tx: tx.rows("SELECT room FROM moved ORDER BY room")) == [(7,), (8,)]


def test_what_is_asked_for_is_as_it_was_then(opened: Database) -> None:
    """A group asks, does something else, and reads afterwards."""

    def act(tx: Transaction) -> list[list[Row]]:
        asked = tx.ask(Read("SELECT cursor FROM counter", "id", [1], "bigint"))
        tx.do_later("UPDATE counter SET cursor = 5")
        assert tx.one("SELECT cursor FROM counter") == (5,)
        return asked()

    assert opened.hot.run_blocking(Change(act)) == [[(0,)]]


def test_a_failing_write_leaves_nothing_of_those_with_it(opened: Database) -> None:
    def act(tx: Transaction) -> None:
        tx.write(Write("member", MEMBER, [(1, "one")]), Write("counter", COUNTER, [(1, 9, 9)]))

    with pytest.raises(Exception, match=r"(?i)unique"):
        opened.hot.run_blocking(Change(act))
    assert opened.read_blocking(lambda tx: tx.rows("SELECT name FROM member")) == []
    assert cursor_of(opened) == 0


def test_what_fails_unasked_fails_its_own_job_alone(opened: Database) -> None:
    """Nobody reads the second row's result, so PostgreSQL's refusal is found by the commit."""
    rows = [(1, "one"), (1, "again")]
    with pytest.raises(Exception, match=r"(?i)unique"):
        opened.hot.run_blocking(Change(lambda tx: tx.write(Write("member", MEMBER, rows))))
    opened.hot.run_blocking(add(1))
    assert cursor_of(opened) == 1
    assert opened.read_blocking(lambda tx: tx.rows("SELECT name FROM member")) == []


class GuiltyRun:
    def __init__(self, tx: Transaction, jobs: Sequence[Any]) -> None:
        self._tx = tx

    def begin(self) -> None:
        """It looks at nothing."""

    def carry_out(self, job: Any) -> None:
        self._tx.do("INSERT INTO counter (id, cursor, leaves) VALUES (1, 0, 0)")

    def finish(self) -> None:
        """Nothing is left over."""


class Guilty:
    """A job that fails in the engine, which fails its whole group at first."""

    run = GuiltyRun


def test_one_failing_job_does_not_take_its_group_along(prepared: Settings) -> None:
    """The three jobs wait together before the writer starts, so they are one group."""
    database = Database(prepared)

    async def run() -> list[Any]:
        jobs: list[Any] = [add(1), Guilty(), add(1)]
        waiting = [asyncio.ensure_future(database.hot.run(job)) for job in jobs]
        await asyncio.sleep(0)
        database.start()
        return await asyncio.gather(*waiting, return_exceptions=True)

    first, second, third = asyncio.run(run())
    assert (first, third) == (1, 1)
    assert "unique" in str(second).lower()
    assert cursor_of(database) == 2
    database.stop()


def limit_pages(connection: SqliteWriteConnection, pages: int) -> None:
    connection._connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_is_refused_clearly_and_forgotten_when_space_returns(tmp_path: Path) -> None:
    """SQLite's own page limit gives the very error that a full file system gives."""
    settings, clock = settings_for(tmp_path), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = two_countries(server)
        chamber = LiveChamber(network, "wanjiru")
        chamber.seat("wanjiru", "office:ke/nairobi")
        writer: Any = server.house.database.hot._connection
        limit_pages(writer, 1)
        body = bodies.message("x" * 60_000, tlp="TLP:AMBER")
        refused = [post_message(chamber, body) for _ in range(3)]
        statement = network.post(network.office_statement("ke/mombasa", "ke/ara"))
        limit_pages(writer, 2**30)
        assert [answer.status_code for answer in refused] == [507] * 3
        assert refused[0].json()["error"] == "disk_full"
        assert statement.status_code in (201, 507)
        network.catch_up()
        assert post_message(chamber, body).status_code == 201
        network.publish(network.office_statement("ke/kisumu", "ke/ara"))
        check_integrity(settings)
        again = LiveNetwork(server)
        assert again.leaves == network.leaves


def post_message(chamber: LiveChamber, body: dict[str, Any]) -> Any:
    return chamber.post("wanjiru", [chamber.message_entry("wanjiru", body)])


def check_integrity(settings: Settings) -> None:
    connection = connect(settings.data / "hot.sqlite3", writing=False)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_while_a_statement_could_not_be_written_nobody_is_signed_out(tmp_path: Path) -> None:
    settings, clock = settings_for(tmp_path), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = two_countries(server)
        client = network.client("anna")
        writer: Any = server.house.database.hot._connection
        limit_pages(writer, 1)
        big = [network.office_statement(f"ke/o{n}", "ke/ara", name="x" * 200) for n in range(60)]
        refused = next(answer for answer in map(network.post, big) if answer.status_code != 201)
        assert refused.status_code in (409, 507)
        assert client.get("/session").status_code == 200
        assert client.get("/register/checkpoint").status_code == 200
        limit_pages(writer, 2**30)
        network.catch_up()
        network.publish(network.office_statement("ke/kisumu", "ke/ara"))
