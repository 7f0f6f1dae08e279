"""PostgreSQL stores frames as they are: ciphertext does not get smaller by its compression.

Without this it tries each frame from end to end, as the words before the ciphertext look promising, and then
gives up: a third of what an append cost its process.
"""

from alembic import op

revision = "hot_0003"
down_revision = "hot_0002"
branch_labels = None
depends_on = None


def _store(how: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE entry ALTER COLUMN frame SET STORAGE {how}")


def upgrade() -> None:
    _store("EXTERNAL")


def downgrade() -> None:
    _store("EXTENDED")
