"""Drop what nobody named within a day, and what was named by notices that have all ended."""

from __future__ import annotations

from repatria.protocol.directory import Directory
from repatria.server import publications
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation


async def sweep(house: Installation) -> None:
    if house.register.directory.net is not None:
        now = house.now()
        await house.database.hot.change(lambda tx: _sweep(tx, house.register.directory, now))


def _sweep(tx: Transaction, directory: Directory, now: int) -> None:
    for statement in publications.naming_statements(tx):
        if not publications.is_in_force(directory, statement, now):
            publications.unname(tx, statement)
    publications.forget(tx, now)
