"""Who may read a document."""

from __future__ import annotations

from repatria.protocol.directory import Directory
from repatria.server.database.transaction import Transaction
from repatria.server.publications import find, is_in_force, naming, octets
from repatria.server.refusals import Refusal


def access_document(tx: Transaction, directory: Directory, key: str, sha256: str, now: int) -> bytes:
    """Everybody, while a statement in force names it; before that whoever put it. Else `not_found`.

    What has ended is nobody's any more, also where the octets wait for the next sweep.
    """
    found = find(tx, sha256)
    if found is None:
        raise Refusal("not_found")
    statements = naming(tx, sha256)
    allowed = (
        any(is_in_force(directory, statement, now) for statement in statements)
        if statements
        else found.owner == key
    )
    data = octets(tx, sha256) if allowed else None
    if data is None:
        raise Refusal("not_found")
    return data
