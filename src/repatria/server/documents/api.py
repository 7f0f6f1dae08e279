"""HTTP for documents: put one under its hash, read one while a statement in force names it."""

from __future__ import annotations

import hashlib

from repatria.server.answers import Answer
from repatria.server.database.transaction import Transaction
from repatria.server.documents import sweeping
from repatria.server.documents.access import access_document
from repatria.server.installation import Installation
from repatria.server.kept import SWEEP_SECONDS, Document, keep
from repatria.server.refusals import Refusal
from repatria.server.sessions import Session
from repatria.server.shapes import HEX32
from repatria.server.verbs import Body, Call, Relation, Verb, Who

MOST_OCTETS = 2 * 2**20


def install(house: Installation) -> None:
    house.every(SWEEP_SECONDS, sweeping.sweep)


def _hash_of(call: Call) -> str:
    """The document's hash in the path; another form is no document at all."""
    try:
        return str(HEX32.read(call.path["sha256"]))
    except Refusal:
        raise Refusal("not_found") from None


async def put_document(call: Call) -> Answer:
    """Raises Refusal: `document_mismatch`, `too_many_kept`."""
    assert isinstance(call.caller, Session)
    data = bytes(call.body)
    sha256 = await call.house.database.in_thread(lambda: hashlib.sha256(data).hexdigest())
    if sha256 != _hash_of(call):
        raise Refusal("document_mismatch")
    document, now = Document(sha256, call.caller.key, len(data)), call.house.now()
    await call.house.database.hot.change(lambda tx: keep(tx, document, data, now))
    return Answer()


async def get_document(call: Call) -> Answer:
    """Opaque octets, never shown by the browser itself."""
    assert isinstance(call.caller, Session)
    session, sha256 = call.caller, _hash_of(call)
    directory, now = call.house.register.directory, call.house.now()

    def read(tx: Transaction) -> bytes:
        return access_document(tx, directory, session.key, sha256, now)

    data = await call.house.database.read(read)
    return Answer(
        200,
        data,
        b"application/octet-stream",
        ((b"content-disposition", b"attachment"), (b"etag", f'"{sha256}"'.encode())),
    )


def verbs() -> tuple[Verb, ...]:
    return (
        Verb(
            "PUT",
            "/documents/{sha256}",
            put_document,
            "Put a document that a statement will name.",
            Who.CONTRIBUTOR,
            takes=Body.OCTETS,
            limit_bytes=MOST_OCTETS,
            seconds=120,
        ),
        Verb(
            "GET",
            "/documents/{sha256}",
            get_document,
            "The octets of a published document.",
            Who.MEMBER,
            Relation.READER_OF_DOCUMENT,
        ),
    )
