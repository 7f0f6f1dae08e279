"""Drop what nobody named within a day, and what was named by statements that have all ended."""

from __future__ import annotations

from repatria.protocol.directory import Directory
from repatria.server import kept, publications
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.ledger.attested import time_for_deleting

LOOKED = "documents_looked"  # the time of putting up to which nothing is unnamed any more


async def sweep(house: Installation) -> None:
    if house.register.directory.net is not None:
        now, since = house.now(), house.parts.get(LOOKED, 0)
        house.parts[LOOKED] = await house.database.hot.change(
            lambda tx: _sweep(tx, house.register.directory, since, now)
        )


def _sweep(tx: Transaction, directory: Directory, since: int, now: int) -> int:
    """A notice that ended by the clock alone goes once others have signed so late: see `ledger.attested`."""
    signed = time_for_deleting(tx, directory, now)
    for statement in kept.ending_statements(tx):
        if not publications.is_kept(directory, statement, signed):
            publications.unname(tx, directory, statement, now)
    return kept.forget(tx, since, now)
