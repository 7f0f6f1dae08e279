"""Who may put octets into an attachment, and who may read them."""

from __future__ import annotations

from repatria.server.blobs import tables
from repatria.server.blobs.tables import Blob
from repatria.server.database.transaction import Transaction
from repatria.server.refusals import Refusal
from repatria.server.sessions import Session


def access_upload(tx: Transaction, session: Session, blob: str) -> Blob:
    """Raises `not_found` for all but the one who announced it."""
    found = tables.find(tx, blob)
    if found is None or found.owner != session.key:
        raise Refusal("not_found")
    return found


def access_content(tx: Transaction, session: Session, blob: str) -> Blob:
    """Its uploader; once a message names it, whoever has a seat in that room."""
    found = tables.find(tx, blob)
    if found is None or not found.complete:
        raise Refusal("not_found")
    if found.owner != session.key and not _has_seat(tx, session, found):
        raise Refusal("not_found")
    return found


def _has_seat(tx: Transaction, session: Session, blob: Blob) -> bool:
    if not blob.attached or blob.room is None:
        return False
    return any(
        tx.one(
            "SELECT 1 FROM seat JOIN member ON member.id = seat.member"
            " WHERE seat.room = :room AND member.name = :name",
            room=blob.room,
            name=name,
        )
        for name in session.standing.members
    )
