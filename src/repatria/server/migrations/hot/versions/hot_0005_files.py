"""Files of the library: what was looked into and is whole, who put it, and what is to be deleted.

And documents by the hundred thousand: what sweeps and sums over them looks at the newest and at what may end.
"""

import sqlalchemy as sa
from alembic import op

revision = "hot_0005"
down_revision = "hot_0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_index("document_by_owner", "document")
    op.create_index("document_by_owner", "document", ["owner", "created"])
    op.create_index("document_by_created", "document", ["created"])
    op.add_column("naming", sa.Column("ends", NUMBER, nullable=False, server_default="1"))
    op.create_index("naming_by_statement", "naming", ["statement"])
    op.create_index("naming_by_ends", "naming", ["ends", "statement"])
    op.create_table(
        "file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("len", NUMBER, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("pages", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "upload",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("len", NUMBER, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("done", NUMBER, nullable=False),
        sa.Column("created", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("sha256", "owner"),
    )
    op.create_index("upload_by_owner", "upload", ["owner"])
    op.create_table(
        "discarded",
        sa.Column("blob", sa.Text(), nullable=False),
        sa.Column("since", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("blob"),
    )


def downgrade() -> None:
    for name in ("discarded", "upload", "file"):
        op.drop_table(name)
    op.drop_index("naming_by_ends", "naming")
    op.drop_index("naming_by_statement", "naming")
    op.drop_column("naming", "ends")
    op.drop_index("document_by_created", "document")
    op.drop_index("document_by_owner", "document")
    op.create_index("document_by_owner", "document", ["owner"])
