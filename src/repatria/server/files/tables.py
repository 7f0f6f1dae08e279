"""Rows of files that are on their way, of what was read in them, and of what waits to be deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repatria.server.database.transaction import Row, Transaction
from repatria.server.kept import FORGET_SECONDS, File


@dataclass(frozen=True, slots=True)
class Upload:
    """What one key puts or has put: slices of its own under `blob`, until it is done."""

    sha256: str
    owner: str
    blob: str
    length: int
    type: str
    done: bool


def find_upload(tx: Transaction, sha256: str, owner: str) -> Upload | None:
    row = tx.one(
        "SELECT sha256, owner, blob, len, type, done FROM upload WHERE sha256 = :sha256 AND owner = :owner",
        sha256=sha256,
        owner=owner,
    )
    return _upload(row) if row else None


def _upload(row: Row) -> Upload:
    sha256, owner, blob, length, media_type, done = row
    return Upload(sha256, owner, blob, length, media_type, bool(done))


def keep_upload(tx: Transaction, upload: Upload, now: int) -> None:
    """Begin it, or say otherwise what one is that was begun."""
    tx.do(
        "INSERT INTO upload (sha256, owner, blob, len, type, done, created)"
        " VALUES (:sha256, :owner, :blob, :len, :type, 0, :now) ON CONFLICT (sha256, owner)"
        " DO UPDATE SET blob = excluded.blob, len = excluded.len, type = excluded.type",
        sha256=upload.sha256,
        owner=upload.owner,
        blob=upload.blob,
        len=upload.length,
        type=upload.type,
        now=now,
    )


def unnamed_octets(tx: Transaction, owner: str) -> int:
    """What one key has announced and no statement names."""
    row = tx.one(
        "SELECT coalesce(sum(len), 0) FROM upload WHERE owner = :owner"
        " AND NOT EXISTS (SELECT 1 FROM naming WHERE naming.sha256 = upload.sha256)",
        owner=owner,
    )
    return int(row[0]) if row else 0


def finish(tx: Transaction, upload: Upload, blob: str) -> None:
    tx.do(
        "UPDATE upload SET done = 1, blob = :blob WHERE sha256 = :sha256 AND owner = :owner",
        blob=blob,
        sha256=upload.sha256,
        owner=upload.owner,
    )


def delete_upload(tx: Transaction, upload: Upload) -> None:
    tx.do(
        "DELETE FROM upload WHERE sha256 = :sha256 AND owner = :owner AND blob = :blob",
        sha256=upload.sha256,
        owner=upload.owner,
        blob=upload.blob,
    )


def keep_file(tx: Transaction, file: File) -> None:
    tx.do(
        "INSERT INTO file (sha256, len, type, blob, pages) VALUES (:sha256, :len, :type, :blob, :pages)",
        sha256=file.sha256,
        len=file.length,
        type=file.type,
        blob=file.blob,
        pages=file.pages,
    )


def old_uploads(tx: Transaction, now: int, most: int) -> list[Upload]:
    rows = tx.rows(
        "SELECT sha256, owner, blob, len, type, done FROM upload WHERE created < :before LIMIT :most",
        before=now - FORGET_SECONDS,
        most=most,
    )
    return [_upload(row) for row in rows]


def is_wanted(tx: Transaction, sha256: str) -> bool:
    """Whether a statement names the file, or somebody has put it lately."""
    named = tx.one("SELECT 1 FROM naming WHERE sha256 = :sha256", sha256=sha256)
    return named is not None or (
        tx.one("SELECT 1 FROM upload WHERE sha256 = :sha256 AND done = 1", sha256=sha256) is not None
    )


def delete_file(tx: Transaction, sha256: str) -> None:
    tx.do("DELETE FROM file WHERE sha256 = :sha256", sha256=sha256)


def discard(tx: Transaction, blob: str, now: int) -> None:
    """Have its octets and texts deleted, not before a backup that knows of them can have copied them."""
    tx.do(
        "INSERT INTO discarded (blob, since) VALUES (:blob, :now) ON CONFLICT (blob) DO NOTHING",
        blob=blob,
        now=now,
    )


def discarded(tx: Transaction, before: int, most: int) -> list[str]:
    rows = tx.rows("SELECT blob FROM discarded WHERE since < :before LIMIT :most", before=before, most=most)
    return [blob for (blob,) in rows]


def forget_discarded(tx: Transaction, blob: str) -> None:
    tx.do("DELETE FROM discarded WHERE blob = :blob", blob=blob)


# Texts, on the desk.


def keep_pages(tx: Transaction, blob: str, start: int, pages: Sequence[bytes]) -> None:
    tx.do_many(
        "INSERT INTO page (blob, n, data) VALUES (:blob, :n, :data)",
        [{"blob": blob, "n": n, "data": data} for n, data in enumerate(pages, start)],
    )


def delete_pages(tx: Transaction, blob: str) -> None:
    tx.do("DELETE FROM page WHERE blob = :blob", blob=blob)
