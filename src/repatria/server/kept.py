"""What is kept under its hash, documents and files, and which statements name which. Rows alone.

Stands below the capabilities: register, documents, files and search use the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from repatria.server.database.transaction import Transaction
from repatria.server.refusals import Refusal

FORGET_SECONDS = 24 * 3600
SWEEP_SECONDS = 60
UNNAMED_OCTETS = 64 * 2**20  # of one key


@dataclass(frozen=True, slots=True)
class Document:
    sha256: str
    owner: str
    length: int


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
    if _unnamed_octets(tx, document.owner, now) + document.length > UNNAMED_OCTETS:
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


def _unnamed_octets(tx: Transaction, owner: str, now: int) -> int:
    """Of what is older nothing is unnamed: see `forget`."""
    row = tx.one(
        "SELECT coalesce(sum(len), 0) FROM document WHERE owner = :owner AND created >= :since"
        " AND NOT EXISTS (SELECT 1 FROM naming WHERE naming.sha256 = document.sha256)",
        owner=owner,
        since=now - FORGET_SECONDS - SWEEP_SECONDS,
    )
    return int(row[0]) if row else 0


def naming(tx: Transaction, sha256: str) -> list[str]:
    """The statements that name it."""
    rows = tx.rows("SELECT statement FROM naming WHERE sha256 = :sha256", sha256=sha256)
    return [statement for (statement,) in rows]


def ending_statements(tx: Transaction) -> list[str]:
    """Those that name something and may end."""
    return [statement for (statement,) in tx.rows("SELECT DISTINCT statement FROM naming WHERE ends = 1")]


def name(tx: Transaction, statement: str, hashes: Iterable[str], *, ends: bool) -> None:
    """`ends`: it may come to name nothing any more (a notice, an offer); what it names then goes."""
    for sha256 in dict.fromkeys(hashes):
        tx.do(
            "INSERT INTO naming (sha256, statement, ends) VALUES (:sha256, :statement, :ends)",
            sha256=sha256,
            statement=statement,
            ends=int(ends),
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


def forget(tx: Transaction, since: int, now: int) -> int:
    """Drop what nobody named within a day; returns the time up to which that has been done.

    What was put before `since` was looked at before: it was named then, and goes with its last statement.
    """
    before = now - FORGET_SECONDS
    tx.do(
        "DELETE FROM document WHERE created >= :since AND created < :before"
        " AND NOT EXISTS (SELECT 1 FROM naming WHERE naming.sha256 = document.sha256)",
        since=since,
        before=before,
    )
    return before


# Files.


@dataclass(frozen=True, slots=True)
class File:
    """One that is whole and was looked into. `blob` is the name of its slices."""

    sha256: str
    length: int
    type: str
    blob: str
    pages: int


def find_file(tx: Transaction, sha256: str) -> File | None:
    row = tx.one("SELECT sha256, len, type, blob, pages FROM file WHERE sha256 = :sha256", sha256=sha256)
    return File(*row) if row else None


def has_put(tx: Transaction, sha256: str, owner: str) -> bool:
    """Whether this key brought all of its octets, lately."""
    row = tx.one(
        "SELECT 1 FROM upload WHERE sha256 = :sha256 AND owner = :owner AND done = 1",
        sha256=sha256,
        owner=owner,
    )
    return row is not None


def give_back(tx: Transaction, statement: str, owner: str, now: int) -> None:
    """The files that a statement named are for a day as if this key had just put them."""
    tx.do(
        "INSERT INTO upload (sha256, owner, blob, len, type, done, created)"
        " SELECT file.sha256, :owner, file.blob, file.len, file.type, 1, :now"
        " FROM file JOIN naming ON naming.sha256 = file.sha256 WHERE naming.statement = :statement"
        " ON CONFLICT (sha256, owner) DO UPDATE SET created = excluded.created",
        owner=owner,
        now=now,
        statement=statement,
    )


def pages(tx: Transaction, blob: str, start: int, end: int) -> list[bytes]:
    """Texts of a file, compressed (zlib), from `start` below `end`; in the desk."""
    rows = tx.rows(
        "SELECT data FROM page WHERE blob = :blob AND n >= :start AND n < :end ORDER BY n",
        blob=blob,
        start=start,
        end=end,
    )
    return [bytes(data) for (data,) in rows]
