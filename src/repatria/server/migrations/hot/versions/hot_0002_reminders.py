"""Mail for ordinary new items: how somebody wants to be written to, who has looked, who was told."""

import sqlalchemy as sa
from alembic import op

revision = "hot_0002"
down_revision = "hot_0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("address", sa.Column("remind", sa.Text(), nullable=False, server_default="away"))
    op.add_column("address", sa.Column("language", sa.Text(), nullable=False, server_default="en"))
    op.add_column("outbox", sa.Column("language", sa.Text(), nullable=False, server_default="en"))
    op.create_table(
        "watched",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("cursor", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "unread",
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("newest", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("member"),
    )
    for name in ("looked", "told"):
        op.create_table(
            name,
            sa.Column("key", sa.Text(), nullable=False),
            sa.Column("at", NUMBER, nullable=False),
            sa.PrimaryKeyConstraint("key"),
        )


def downgrade() -> None:
    for name in ("told", "looked", "unread", "watched"):
        op.drop_table(name)
    op.drop_column("outbox", "language")
    op.drop_column("address", "language")
    op.drop_column("address", "remind")
