"""Announce, upload, complete and read an attachment. The server sees octets, never a file."""

from __future__ import annotations

from repatria.protocol.sealing import SliceHasher
from repatria.server.blobs import tables
from repatria.server.blobs.access import access_upload
from repatria.server.blobs.tables import Blob
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.seats import access_room
from repatria.server.sessions import Session

FORGET_SECONDS = 7 * 86400
SWEEP_MOST = 100


async def announce(
    house: Installation, session: Session, body: dict[str, object], room_hash: str | None
) -> None:
    """Make the row; again with the same words is harmless. Raises `blob_exists`, `too_large`."""
    length = int(str(body["len"]))
    limit = house.settings.blob_limit_bytes
    if length > limit:
        raise Refusal("too_large", most=limit)

    def act(tx: Transaction) -> None:
        room = None
        if room_hash is not None:
            room = access_room(tx, session.standing.members, room_hash).room
        blob = Blob(str(body["id"]), session.key, room, False, length, str(body["sha256"]), False)
        found = tables.find(tx, blob.id)
        if found is None:
            if tables.unfinished_octets(tx, session.key) + length > 2 * limit:
                raise Refusal("too_many_kept", most=2 * limit)
            tables.insert(tx, blob, house.now())
        elif (found.owner, found.room, found.length, found.sha256) != (
            blob.owner,
            blob.room,
            blob.length,
            blob.sha256,
        ):
            raise Refusal("blob_exists")

    await house.database.hot.change(act)


async def put_slice(
    house: Installation, session: Session, place: tuple[str, str], data: bytes, sha256: str
) -> None:
    """Keep one slice, in any order, again harmless. Raises `bad_slice`, `blob_complete`."""
    blob, n = place
    found = await house.database.read(lambda tx: access_upload(tx, session, blob))
    if found.complete:
        raise Refusal("blob_complete")
    await house.uploads.put(blob, found.length, n, data, sha256)


async def progress(house: Installation, session: Session, blob: str) -> dict[str, object]:
    found = await house.database.read(lambda tx: access_upload(tx, session, blob))
    have = await house.uploads.have(blob)
    return {"len": found.length, "have": have, "complete": found.complete}


async def complete(house: Installation, session: Session, blob: str) -> None:
    """Recompute the hash over all slices. Raises `blob_missing`, `blob_mismatch`."""
    found = await house.database.read(lambda tx: access_upload(tx, session, blob))
    if found.complete:
        return
    await house.uploads.demand_whole(blob, found.length)
    hasher = SliceHasher()
    async for piece in house.uploads.content(blob, 0, found.length):
        await house.database.in_thread(hasher.update, piece)
    if hasher.hexdigest() != found.sha256:
        # Octets that hash to something else are of no use.
        await house.uploads.start_over(blob)
        raise Refusal("blob_mismatch")
    await house.database.hot.change(lambda tx: tables.complete(tx, blob))


async def sweep(house: Installation) -> None:
    """Drop what was announced a week ago and never named by a message."""
    before = house.now() - FORGET_SECONDS
    forgotten = await house.database.read(lambda tx: tables.forgotten(tx, before, SWEEP_MOST))
    for blob in forgotten:
        await _forget(house, blob)


async def _forget(house: Installation, blob: str) -> None:
    if await house.database.hot.change(lambda tx: tables.delete_unattached(tx, blob)):
        await house.uploads.drop(blob)
