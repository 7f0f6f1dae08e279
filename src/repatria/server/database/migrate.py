"""Bring both parts to the newest migration, or say that they are there already.

Alembic is imported only when there is something to do: a server that starts need not carry it.
"""

from __future__ import annotations

from pathlib import Path

from repatria.server.database.engine import PARTS, Part
from repatria.server.settings import Settings

NEWEST: dict[Part, str] = {"hot": "hot_0001", "desk": "desk_0001"}
FOLDER = Path(__file__).parent.parent / "migrations"


def database_url(settings: Settings, part: Part) -> str:
    """SQLAlchemy's URL of one part."""
    if settings.database:
        return "postgresql+psycopg://" + settings.database.split("://", 1)[1]
    return f"sqlite:///{settings.data / part}.sqlite3"


def _current(settings: Settings, part: Part) -> str | None:
    from sqlalchemy import create_engine, inspect, text
    from sqlalchemy.pool import NullPool

    engine = create_engine(database_url(settings, part), poolclass=NullPool)
    with engine.connect() as connection:
        table = f"alembic_version_{part}"
        if not inspect(connection).has_table(table):
            return None
        row = connection.execute(text(f"SELECT version_num FROM {table}")).first()  # noqa: S608
        return str(row[0]) if row else None


def _prepare_file(settings: Settings, part: Part) -> None:
    """The page size is fixed by the first write, so our own connection makes the file."""
    if not settings.database:
        from repatria.server.database.sqlite import connect

        connect(settings.data / f"{part}.sqlite3", writing=True).close()


def migrate(settings: Settings) -> None:
    """Make or bring forward the tables of both parts. Safe to call at every start."""
    for part in PARTS:
        _prepare_file(settings, part)
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
