"""Documents and the statements that name them: what must be here before one lands, and how long it stays.

Stands below the capabilities: the register asks inside its own transaction, `documents` serves the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from repatria.protocol.directory import Directory
from repatria.protocol.envelope import Envelope
from repatria.protocol.notices import decode_record
from repatria.server.database.transaction import Transaction
from repatria.server.refusals import Refusal

FORGET_SECONDS = 24 * 3600
UNNAMED_OCTETS = 64 * 2**20  # of one key


@dataclass(frozen=True, slots=True)
class Document:
    sha256: str
    owner: str
    length: int


# Rows.


def find(tx: Transaction, sha256: str) -> Document | None:
    row = tx.one("SELECT sha256, owner, len FROM document WHERE sha256 = :sha256", sha256=sha256)
    return Document(*row) if row else None


def octets(tx: Transaction, sha256: str) -> bytes | None:
    row = tx.one("SELECT data FROM document WHERE sha256 = :sha256", sha256=sha256)
    return bytes(row[0]) if row else None


def keep(tx: Transaction, document: Document, data: bytes, now: int) -> None:
    """Keep what is not there yet. Raises Refusal (`too_many_kept`) beyond what one key may leave unnamed."""
    if find(tx, document.sha256) is not None:
        return
    if _unnamed_octets(tx, document.owner) + document.length > UNNAMED_OCTETS:
        raise Refusal("too_many_kept", most=UNNAMED_OCTETS)
    tx.do(
        "INSERT INTO document (sha256, owner, len, created, data)"
        " VALUES (:sha256, :owner, :len, :now, :data)",
        sha256=document.sha256,
        owner=document.owner,
        len=document.length,
        now=now,
        data=data,
    )


def _unnamed_octets(tx: Transaction, owner: str) -> int:
    row = tx.one(
        "SELECT coalesce(sum(len), 0) FROM document WHERE owner = :owner"
        " AND NOT EXISTS (SELECT 1 FROM naming WHERE naming.sha256 = document.sha256)",
        owner=owner,
    )
    return int(row[0]) if row else 0


def naming(tx: Transaction, sha256: str) -> list[str]:
    """The statements that name it."""
    rows = tx.rows("SELECT statement FROM naming WHERE sha256 = :sha256", sha256=sha256)
    return [statement for (statement,) in rows]


def naming_statements(tx: Transaction) -> list[str]:
    return [statement for (statement,) in tx.rows("SELECT DISTINCT statement FROM naming")]


def name(tx: Transaction, statement: str, hashes: Iterable[str]) -> None:
    for sha256 in dict.fromkeys(hashes):
        tx.do(
            "INSERT INTO naming (sha256, statement) VALUES (:sha256, :statement)",
            sha256=sha256,
            statement=statement,
        )


def unname(tx: Transaction, statement: str) -> None:
    """The statement has ended: what it alone named is gone, octets and all."""
    tx.do(
        "DELETE FROM document WHERE sha256 IN (SELECT sha256 FROM naming WHERE statement = :statement)"
        " AND NOT EXISTS (SELECT 1 FROM naming WHERE naming.sha256 = document.sha256"
        " AND naming.statement <> :statement)",
        statement=statement,
    )
    tx.do("DELETE FROM naming WHERE statement = :statement", statement=statement)


def forget(tx: Transaction, now: int) -> None:
    """Drop what nobody named within a day."""
    tx.do(
        "DELETE FROM document WHERE created < :before"
        " AND NOT EXISTS (SELECT 1 FROM naming WHERE naming.sha256 = document.sha256)",
        before=now - FORGET_SECONDS,
    )


# A notice is published.


@dataclass(frozen=True, slots=True)
class Publication:
    """What a statement publishes: the notice's hash, and the hashes of its record and pictures."""

    notice: str
    documents: tuple[str, ...]


def demanded_by(tx: Transaction, directory: Directory, envelope: Envelope) -> Publication | None:
    """What this statement would publish to all members; None where that is nothing.

    Raises Refusal (`missing_document`), ProtocolError (`bad_shape`, `wrong_record`).
    """
    value = envelope.value
    if value.get("kind") != "notice-review" or value.get("outcome") != "pass":
        return None
    notice = directory.notice(str(value.get("notice")))
    if (
        notice is None
        or notice.variant != "notice"
        or not notice.would_be_published_by(str(value.get("part")))
    ):
        return None
    data = octets(tx, notice.record)
    if data is None:
        raise Refusal("missing_document", sha256=notice.record)
    pictures = {one["sha256"]: one["len"] for one in decode_record(data, notice.record)["pictures"]}
    for sha256, length in pictures.items():
        found = find(tx, sha256)
        if found is None or found.length != length:
            raise Refusal("missing_document", sha256=sha256)
    return Publication(notice.hash, (notice.record, *pictures))


def is_in_force(directory: Directory, statement: str, now: int) -> bool:
    """Whether what this statement names may be read: a notice that is valid or suspended."""
    notice = directory.notice(statement)
    return notice is not None and notice.state_at(now) in ("valid", "suspended")
