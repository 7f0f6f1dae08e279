"""Tokens by which a member's reader program fetches the news, by their hash."""

import sqlalchemy as sa
from alembic import op

revision = "hot_0006"
down_revision = "hot_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "news_token",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("created", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("token"),
    )


def downgrade() -> None:
    op.drop_table("news_token")
