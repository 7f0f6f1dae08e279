"""Rows of attachments: what was announced, which slices are there, where they belong."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.server.database.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Blob:
    """`room` is a row id, None before the room exists; `sha256` the hash of slices' hashes."""

    id: str
    owner: str
    room: int | None
    attached: bool
    length: int
    sha256: str
    complete: bool


def find(tx: Transaction, blob: str) -> Blob | None:
    row = tx.one("SELECT id, owner, room, attached, len, sha256, complete FROM blob WHERE id = :id", id=blob)
    if row is None:
        return None
    id_, owner, room, attached, length, sha256, complete = row
    return Blob(id_, owner, room, bool(attached), length, sha256, bool(complete))


def insert(tx: Transaction, blob: Blob, now: int) -> None:
    tx.do(
        "INSERT INTO blob (id, owner, room, attached, len, sha256, complete, created)"
        " VALUES (:id, :owner, :room, 0, :len, :sha256, 0, :now)",
        id=blob.id,
        owner=blob.owner,
        room=blob.room,
        len=blob.length,
        sha256=blob.sha256,
        now=now,
    )


def complete(tx: Transaction, blob: str) -> None:
    tx.do("UPDATE blob SET complete = 1 WHERE id = :id", id=blob)


def unfinished_octets(tx: Transaction, owner: str) -> int:
    """What one officer has announced and not yet attached."""
    row = tx.one("SELECT coalesce(sum(len), 0) FROM blob WHERE owner = :owner AND attached = 0", owner=owner)
    return int(row[0]) if row else 0


def forgotten(tx: Transaction, before: int, most: int) -> list[str]:
    rows = tx.rows(
        "SELECT id FROM blob WHERE attached = 0 AND created < :before ORDER BY created LIMIT :most",
        before=before,
        most=most,
    )
    return [id_ for (id_,) in rows]


def delete_unattached(tx: Transaction, blob: str) -> bool:
    return tx.do("DELETE FROM blob WHERE id = :id AND attached = 0", id=blob) > 0
