"""HTTP for attachments: announce, slices, progress, complete, content with ranges."""

from __future__ import annotations

from repatria.server.answers import Answer, Stream, answer_json
from repatria.server.blobs import actions
from repatria.server.blobs.access import access_content
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.sessions import Session
from repatria.server.shapes import HEX16, HEX32, Fields, Whole
from repatria.server.slices import SLICE_BYTES
from repatria.server.uploads import UPLOAD_SECONDS
from repatria.server.verbs import Body, Call, Relation, Verb, Who

SWEEP_SECONDS = 3600
ANNOUNCEMENT = Fields({"id": HEX16, "len": Whole(2**40, 1), "sha256": HEX32})


def install(house: Installation) -> None:
    house.every(SWEEP_SECONDS, actions.sweep)


def own(call: Call) -> Session:
    assert isinstance(call.caller, Session)
    return call.caller


def blob_of(call: Call) -> str:
    """The blob's id in the path; another form is no blob at all."""
    return _or_not_found(HEX16, call.path["id"])


def _or_not_found(shape: object, text: str) -> str:
    try:
        return str(shape.read(text))  # type: ignore[attr-defined]
    except Refusal:
        raise Refusal("not_found") from None


async def announce(call: Call) -> Answer:
    await actions.announce(call.house, own(call), call.body, None)
    return answer_json({"id": call.body["id"], "slice_bytes": SLICE_BYTES}, 201)


async def announce_in_room(call: Call) -> Answer:
    room_hash = _or_not_found(HEX32, call.path["room"])
    await actions.announce(call.house, own(call), call.body, room_hash)
    return answer_json({"id": call.body["id"], "slice_bytes": SLICE_BYTES}, 201)


async def put_slice(call: Call) -> Answer:
    sha256 = call.headers.get(b"x-sha256", b"").decode("latin-1")
    await actions.put_slice(call.house, own(call), (blob_of(call), call.path["n"]), call.body, sha256)
    return Answer()


async def progress(call: Call) -> Answer:
    return answer_json(await actions.progress(call.house, own(call), blob_of(call)))


async def complete(call: Call) -> Answer:
    await actions.complete(call.house, own(call), blob_of(call))
    return Answer()


async def content(call: Call) -> Stream:
    """Opaque octets, never shown by the browser itself."""
    session, blob_id = own(call), blob_of(call)
    blob = await call.house.database.read(lambda tx: access_content(tx, session, blob_id))
    return call.house.uploads.answer(blob.id, blob.length, blob.sha256, call.headers.get(b"range", b""))


def verbs() -> tuple[Verb, ...]:
    officer, uploader = Who.OFFICER, Relation.UPLOADER
    return (
        Verb(
            "POST",
            "/rooms/{room}/blobs",
            announce_in_room,
            "Announce an attachment for a room.",
            officer,
            Relation.SEAT,
            takes=Body.JSON,
            shape=ANNOUNCEMENT,
        ),
        Verb(
            "POST",
            "/blobs",
            announce,
            "Announce an attachment before its room exists.",
            officer,
            takes=Body.JSON,
            shape=ANNOUNCEMENT,
        ),
        Verb(
            "PUT",
            "/blobs/{id}/slices/{n}",
            put_slice,
            "Upload one slice.",
            officer,
            uploader,
            takes=Body.OCTETS,
            limit_bytes=SLICE_BYTES,
            seconds=UPLOAD_SECONDS,
        ),
        Verb("GET", "/blobs/{id}", progress, "Which slices are there.", officer, uploader),
        Verb("POST", "/blobs/{id}/complete", complete, "Check the whole hash.", officer, uploader),
        Verb(
            "GET",
            "/blobs/{id}/content",
            content,
            "The octets, with Range.",
            officer,
            Relation.READER_OF_BLOB,
        ),
    )
