"""Bring both parts to the newest migration, or say that they are there already.

Alembic is imported only when there is something to do: a server that starts need not carry it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from repatria.server.database.engine import PARTS, Part
from repatria.server.database.sqlite import connect as connect_sqlite
from repatria.server.settings import Settings

NEWEST: dict[Part, str] = {"hot": "hot_0006", "desk": "desk_0002"}
FOLDER = Path(__file__).parent.parent / "migrations"


def database_url(settings: Settings, part: Part) -> str:
    """SQLAlchemy's URL of one part."""
    if settings.database:
        return "postgresql+psycopg://" + settings.database.split("://", 1)[1]
    return f"sqlite:///{settings.data / part}.sqlite3"


def _current(settings: Settings, part: Part) -> str | None:
    """The migration a part is at, read with our own driver call; None for an empty database."""
    sql = f"SELECT version_num FROM alembic_version_{part}"  # noqa: S608
    if settings.database:
        from psycopg.errors import UndefinedTable

        from repatria.server.database.postgres import connect

        with connect(settings.database) as connection:
            try:
                row = connection.execute(sql.encode()).fetchone()
            except UndefinedTable:
                return None
            return str(row[0]) if row else None
    file = connect_sqlite(settings.data / f"{part}.sqlite3", writing=True)
    try:
        found = file.execute(sql).fetchone()
    except sqlite3.OperationalError:
        return None
    finally:
        file.close()
    return str(found[0]) if found else None


def migrate(settings: Settings) -> None:
    """Make or bring forward the tables of both parts. Safe to call at every start.

    `_current` makes a missing SQLite file, so that the page size is ours: the first write fixes it.
    """
    for part in PARTS:
        if _current(settings, part) != NEWEST[part]:
            upgrade(settings, part)


def upgrade(settings: Settings, part: Part, revision: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER / part))
    config.set_main_option("sqlalchemy.url", database_url(settings, part).replace("%", "%%"))
    config.attributes["part"] = part
    command.upgrade(config, revision)
