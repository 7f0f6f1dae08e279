"""Announce, upload, complete and read a file of the library."""

from __future__ import annotations

import hashlib
import secrets
import zlib
from dataclasses import replace
from tempfile import TemporaryFile
from typing import IO

from repatria.protocol.canonical import Json
from repatria.protocol.publications import MAX_FILE_BYTES
from repatria.server import kept
from repatria.server.database.transaction import Transaction
from repatria.server.files import tables
from repatria.server.files.access import access_file, access_upload
from repatria.server.files.examiner import PAGE_OCTETS, Examiner
from repatria.server.files.tables import Upload
from repatria.server.installation import Installation
from repatria.server.kept import File
from repatria.server.publications import items_of_file
from repatria.server.refusals import Refusal
from repatria.server.sessions import Session
from repatria.server.space import demand_space

UNNAMED_OCTETS = 2 * 2**30  # of one key
# Longer than an attachment's name, which its client chooses: none takes the other's place in the store.
NAME_OCTETS = 20
PAGES_AT_ONCE = 200
PIECE_OCTETS = 2**20
MOST_PAGES, MOST_TEXT = 50, 2**20  # of one answer


async def announce(house: Installation, session: Session, body: Json) -> tuple[bool, Json]:
    """Whether it is new, and what is here of it. Again is harmless; other words begin anew.

    Raises Refusal: `too_large`, `too_many_kept`.
    """
    if body["len"] > MAX_FILE_BYTES:
        raise Refusal("too_large", most=MAX_FILE_BYTES)
    blob, now, directory = secrets.token_hex(NAME_OCTETS), house.now(), house.register.directory
    asked = Upload(body["sha256"], session.key, blob, body["len"], body["type"], done=False)

    def act(tx: Transaction) -> bool:
        own = tables.find_upload(tx, asked.sha256, asked.owner)
        try:
            access_file(tx, directory, session.key, asked.sha256, now)
        except Refusal:
            return _begin(tx, own, asked, now)
        return False

    new = await house.database.hot.change(act)
    return new, await progress(house, session, asked.sha256)


def _begin(tx: Transaction, own: Upload | None, asked: Upload, now: int) -> bool:
    if own is not None and own.length == asked.length:
        tables.keep_upload(tx, replace(asked, blob=own.blob), now)
        return False
    if tables.unnamed_octets(tx, asked.owner) + asked.length > UNNAMED_OCTETS:
        raise Refusal("too_many_kept", most=UNNAMED_OCTETS)
    if own is not None:
        tables.discard(tx, own.blob, now)
    tables.keep_upload(tx, asked, now)
    return True


async def progress(house: Installation, session: Session, sha256: str) -> Json:
    """What is here of a file, and which items name it that the caller may read."""
    directory, now = house.register.directory, house.now()

    def read(tx: Transaction) -> tuple[Upload | File, list[str]]:
        try:
            file = access_file(tx, directory, session.key, sha256, now)
        except Refusal:
            return access_upload(tx, session.key, sha256), []
        return file, items_of_file(tx, directory, sha256, session.key, now)

    found, items = await house.database.read(read)
    return {
        "sha256": sha256,
        "len": found.length,
        "type": found.type,
        "have": await house.uploads.have(found.blob),
        "complete": isinstance(found, File),
        "pages": found.pages if isinstance(found, File) else 0,
        "items": items,
    }


async def put_slice(
    house: Installation, session: Session, place: tuple[str, str], data: bytes, of: str
) -> None:
    """Keep slice `(file, number)`, whose own hash is `of`. Raises `bad_slice`, `blob_complete`."""
    sha256, n = place
    found = await house.database.read(lambda tx: access_upload(tx, session.key, sha256))
    if found.done:
        raise Refusal("blob_complete")
    await house.uploads.put(found.blob, found.length, n, data, of)


async def complete(house: Installation, session: Session, sha256: str) -> Json:
    """Recompute the hash, look inside, keep the texts.

    Raises Refusal (`blob_missing`, `document_mismatch`, `too_many`, the examiner's), DiskFullError.
    """
    examiner: Examiner = house.parts["examiner"]
    with examiner.places.of(session.key):
        async with examiner.line.turn(session.key):
            upload = await house.database.read(lambda tx: access_upload(tx, session.key, sha256))
            if not upload.done:
                await _complete(house, examiner, upload)
    return await progress(house, session, sha256)


async def _complete(house: Installation, examiner: Examiner, upload: Upload) -> None:
    """In its turn: so there is one temporary file at a time, whoever completes what."""
    await house.uploads.demand_whole(upload.blob, upload.length)
    demand_space(house.settings.data, upload.length)
    with TemporaryFile(dir=house.settings.data) as file:
        if await _copy(house, upload, file) != upload.sha256:
            await _refuse(house, upload)
            raise Refusal("document_mismatch")
        try:
            pages = await examiner.look(file, upload.type)
        except Refusal:
            await _refuse(house, upload)
            raise
    await _keep_pages(house, upload.blob, pages)
    now = house.now()
    await house.database.hot.change(lambda tx: _finish(tx, upload, len(pages), now))


async def _copy(house: Installation, upload: Upload, file: IO[bytes]) -> str:
    """All octets into a file without a name, which the child gets; returns their hash."""
    hasher, piece = hashlib.sha256(), bytearray()

    def write(data: bytes) -> None:
        hasher.update(data)
        file.write(data)

    async for part in house.uploads.content(upload.blob, 0, upload.length):
        piece += part
        if len(piece) >= PIECE_OCTETS:
            await house.database.in_thread(write, bytes(piece))
            piece.clear()
    await house.database.in_thread(write, bytes(piece))
    file.seek(0)
    return hasher.hexdigest()


async def _refuse(house: Installation, upload: Upload) -> None:
    """Nothing stays of what is not what it was said to be."""
    now = house.now()

    def act(tx: Transaction) -> None:
        tables.delete_upload(tx, upload)
        tables.discard(tx, upload.blob, now)

    await house.database.hot.change(act)


async def _keep_pages(house: Installation, blob: str, pages: list[bytes]) -> None:
    """Some at a time: drafts and slices do not wait for a whole book. What an earlier try left goes first."""
    await house.database.desk.change(lambda tx: tables.delete_pages(tx, blob))
    for start in range(0, len(pages), PAGES_AT_ONCE):
        part = pages[start : start + PAGES_AT_ONCE]

        def keep(tx: Transaction, start: int = start, part: list[bytes] = part) -> None:
            tables.keep_pages(tx, blob, start, part)

        await house.database.desk.change(keep)


def _finish(tx: Transaction, upload: Upload, pages: int, now: int) -> None:
    """One file is kept, however many put it: the later one's slices go.

    Raises Refusal (`not_found`) where the upload was given up or begun anew meanwhile.
    """
    own = tables.find_upload(tx, upload.sha256, upload.owner)
    if own is not None and own.done:
        return
    if own is None or own.blob != upload.blob:
        raise Refusal("not_found")
    found = kept.find_file(tx, upload.sha256)
    if found is None:
        tables.keep_file(tx, File(upload.sha256, upload.length, upload.type, upload.blob, pages))
    elif found.blob != upload.blob:
        tables.discard(tx, upload.blob, now)
    tables.finish(tx, upload, found.blob if found else upload.blob)


async def texts(house: Installation, session: Session, sha256: str, start: int, end: int) -> Json:
    """The texts of pages `start` below `end`, as many as one answer takes."""
    directory, now = house.register.directory, house.now()
    file = await house.database.read(lambda tx: access_file(tx, directory, session.key, sha256, now))
    end = min(end, start + MOST_PAGES)
    rows = await house.database.read(lambda tx: kept.pages(tx, file.blob, start, end), "desk")
    return {"pages": file.pages, "texts": await house.database.in_thread(_unpacked, rows)}


def _unpacked(rows: list[bytes]) -> list[str]:
    """At least one, as far as they fit. What a child compressed is not trusted to be small."""
    found: list[str] = []
    left = MOST_TEXT
    for data in rows:
        text = zlib.decompressobj().decompress(data, PAGE_OCTETS)
        left -= len(text)
        if found and left < 0:
            break
        found.append(text.decode("utf-8", "replace"))
    return found
