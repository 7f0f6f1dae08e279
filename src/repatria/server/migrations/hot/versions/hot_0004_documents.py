"""Documents that statements publish by their hash, and which statement names which."""

import sqlalchemy as sa
from alembic import op

revision = "hot_0004"
down_revision = "hot_0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("len", NUMBER, nullable=False),
        sa.Column("created", NUMBER, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("document_by_owner", "document", ["owner"])
    op.create_table(
        "naming",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "statement"),
    )


def downgrade() -> None:
    op.drop_table("naming")
    op.drop_table("document")
