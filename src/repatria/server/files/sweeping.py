"""Drop files that nobody names within a day, and the octets of what was dropped or refused a while ago."""

from __future__ import annotations

from repatria.server import kept
from repatria.server.database.transaction import Transaction
from repatria.server.files import tables
from repatria.server.installation import Installation

SWEEP_MOST = 100
# A backup copies rows first and octets afterwards.
DISCARD_SECONDS = 3600


async def sweep(house: Installation) -> None:
    now = house.now()
    if await house.database.read(lambda tx: tables.old_uploads(tx, now, 1)):
        await house.database.hot.change(lambda tx: _forget(tx, now))
    gone = await house.database.read(lambda tx: tables.discarded(tx, now - DISCARD_SECONDS, SWEEP_MOST))
    for blob in gone:
        await _delete(house, blob)


def _forget(tx: Transaction, now: int) -> None:
    """A file lives by a statement that names it, or for a day by who put it."""
    for upload in tables.old_uploads(tx, now, SWEEP_MOST):
        tables.delete_upload(tx, upload)
        file = kept.find_file(tx, upload.sha256)
        if not upload.done:
            tables.discard(tx, upload.blob, now)
        elif file is not None and not tables.is_wanted(tx, upload.sha256):
            tables.delete_file(tx, upload.sha256)
            tables.discard(tx, file.blob, now)


async def _delete(house: Installation, blob: str) -> None:
    """The row last: what is interrupted is done again."""
    await house.uploads.drop(blob)
    await house.database.desk.change(lambda tx: tables.delete_pages(tx, blob))
    await house.database.hot.change(lambda tx: tables.forget_discarded(tx, blob))
