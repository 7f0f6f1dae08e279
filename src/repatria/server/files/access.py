"""Who may put octets into a file, and who may read it."""

from __future__ import annotations

from repatria.protocol.directory import Directory
from repatria.server.database.transaction import Transaction
from repatria.server.files import tables
from repatria.server.files.tables import Upload
from repatria.server.kept import File, find_file
from repatria.server.publications import may_read_file
from repatria.server.refusals import Refusal


def access_upload(tx: Transaction, key: str, sha256: str) -> Upload:
    """Raises `not_found` for all but who announced it."""
    found = tables.find_upload(tx, sha256, key)
    if found is None:
        raise Refusal("not_found")
    return found


def access_file(tx: Transaction, directory: Directory, key: str, sha256: str, now: int) -> File:
    """Whoever brought its octets lately, and whom an item that names it admits. Else `not_found`."""
    found = find_file(tx, sha256)
    if found is None or not may_read_file(tx, directory, sha256, key, now):
        raise Refusal("not_found")
    return found
