"""Who may read a document."""

from __future__ import annotations

from repatria.protocol.directory import Directory
from repatria.server import kept
from repatria.server.database.transaction import Transaction
from repatria.server.publications import is_open_to
from repatria.server.refusals import Refusal


def access_document(tx: Transaction, directory: Directory, key: str, sha256: str, now: int) -> bytes:
    """Whom a statement that names it admits; before there is one, whoever put it. Else `not_found`.

    What has ended is nobody's any more, also where the octets wait for the next sweep.
    """
    found = kept.find(tx, sha256)
    if found is None:
        raise Refusal("not_found")
    statements = kept.naming(tx, sha256)
    allowed = (
        any(is_open_to(directory, statement, key, now) for statement in statements)
        if statements
        else found.owner == key
    )
    data = kept.octets(tx, sha256) if allowed else None
    if data is None:
        raise Refusal("not_found")
    return data
