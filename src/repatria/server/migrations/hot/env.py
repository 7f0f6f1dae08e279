"""Alembic runs this to reach the 'hot' part."""

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "", poolclass=NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, version_table="alembic_version_hot")
    with context.begin_transaction():
        context.run_migrations()
