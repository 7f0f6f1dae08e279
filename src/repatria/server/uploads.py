"""Octets that come in slices and go out by ranges: attachments and files alike.

A *blob* is the name of one upload. Which of its slices are here is rows of the desk; they lie in the store.
Owns neither who may put and read them nor what their hash must be.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator

from repatria.server.answers import Headers, Receive, Send, Stream
from repatria.server.database.engine import Database
from repatria.server.database.transaction import Transaction
from repatria.server.refusals import Refusal
from repatria.server.slices import SLICE_BYTES, SliceStore, slice_count, slice_length

UPLOAD_SECONDS = 900  # for one slice, on a slow line
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


class Uploads:
    def __init__(self, database: Database, store: SliceStore) -> None:
        self._database = database
        self._store = store

    async def put(self, blob: str, length: int, place: str, data: bytes, sha256: str) -> None:
        """Keep slice `place` of a blob of `length`, in any order, again harmless.

        Raises Refusal (`bad_slice`).
        """
        n = _number(place)
        if n >= slice_count(length) or len(data) != slice_length(length, n):
            raise Refusal("bad_slice", length=max(0, slice_length(length, n)))
        digest = await self._database.in_thread(lambda: hashlib.sha256(data).hexdigest())
        if digest != sha256:
            raise Refusal("bad_slice", why="hash")
        await self._store.put(blob, n, data)
        await self._database.desk.change(lambda tx: _keep(tx, blob, n))

    async def have(self, blob: str) -> list[int]:
        return await self._database.read(lambda tx: _slices(tx, blob), "desk")

    async def demand_whole(self, blob: str, length: int) -> None:
        """Raises Refusal (`blob_missing`)."""
        have = await self.have(blob)
        if have != list(range(slice_count(length))):
            raise Refusal("blob_missing", have=have)

    async def content(self, blob: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Octets `start` below `end` across slices."""
        at = start
        while at < end:
            n = at // SLICE_BYTES
            stop = min(end, (n + 1) * SLICE_BYTES)
            base = n * SLICE_BYTES
            async for piece in self._store.pieces(blob, n, at - base, stop - base):
                yield piece
            at = stop

    async def start_over(self, blob: str) -> None:
        """Let every slice come again. Rows first: one without its slice would be a lie."""
        have = await self.have(blob)
        await self._forget(blob)
        await self._store.delete(blob, have)

    async def drop(self, blob: str) -> None:
        """For good. Slices first, so that none stays unknown where this ends half way."""
        await self._store.delete(blob, await self.have(blob))
        await self._forget(blob)

    async def _forget(self, blob: str) -> None:
        await self._database.desk.change(lambda tx: tx.do("DELETE FROM slice WHERE blob = :blob", blob=blob))

    def answer(self, blob: str, length: int, sha256: str, header: bytes) -> Stream:
        """The range that the header asks for, or all: opaque octets, never shown by the browser itself.

        Raises Refusal (`bad_range`).
        """
        start, end = read_range(header.decode("latin-1"), length)
        headers: Headers = (
            (b"content-type", b"application/octet-stream"),
            (b"content-disposition", b"attachment"),
            (b"accept-ranges", b"bytes"),
            (b"etag", f'"{sha256}"'.encode()),
            (b"content-length", b"%d" % (end - start)),
        )
        if header:
            headers = (*headers, (b"content-range", f"bytes {start}-{end - 1}/{length}".encode()))

        async def run(receive: Receive, send: Send) -> None:
            status = 206 if header else 200
            await send({"type": "http.response.start", "status": status, "headers": list(headers)})
            async for piece in self.content(blob, start, end):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

        return Stream(run)


def _number(place: str) -> int:
    if not (place.isascii() and place.isdigit() and len(place) <= 7):
        raise Refusal("bad_slice", why="number")
    return int(place)


def _keep(tx: Transaction, blob: str, n: int) -> None:
    tx.do("INSERT INTO slice (blob, n) VALUES (:blob, :n) ON CONFLICT (blob, n) DO NOTHING", blob=blob, n=n)


def _slices(tx: Transaction, blob: str) -> list[int]:
    return [n for (n,) in tx.rows("SELECT n FROM slice WHERE blob = :blob ORDER BY n", blob=blob)]


def read_range(header: str, length: int) -> tuple[int, int]:
    """`(start, end)` of one range (RFC 9110 section 14.1.2), end not included.

    Raises Refusal (`bad_range`): several ranges are not served.
    """
    if not header:
        return 0, length
    match = _RANGE.fullmatch(header.strip())
    if match is None or match[1] == match[2] == "":
        raise Refusal("bad_range", length=length)
    if match[1] == "":
        start, end = max(0, length - int(match[2])), length
    else:
        start = int(match[1])
        end = min(int(match[2]) + 1, length) if match[2] else length
    if start >= end:
        raise Refusal("bad_range", length=length)
    return start, end
