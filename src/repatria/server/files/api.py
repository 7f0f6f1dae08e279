"""HTTP for files of the library: announce, slices, complete, content with ranges, texts page by page."""

from __future__ import annotations

from repatria.server.answers import Answer, Stream, answer_json
from repatria.server.files import actions, sweeping
from repatria.server.files.access import access_file
from repatria.server.files.examiner import Examiner
from repatria.server.installation import Installation
from repatria.server.kept import SWEEP_SECONDS
from repatria.server.refusals import Refusal
from repatria.server.sessions import Session
from repatria.server.shapes import BIGGEST, HEX32, Fields, OneOf, Whole
from repatria.server.slices import SLICE_BYTES
from repatria.server.uploads import UPLOAD_SECONDS
from repatria.server.verbs import Body, Call, Number, Relation, Verb, Who

# As in wire.md. What reads them is the child's: the server itself imports no reader.
TYPES = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
    "application/epub+zip",
    "text/plain",
    "text/markdown",
    "text/csv",
    "image/jpeg",
    "image/png",
    "image/webp",
    "video/mp4",
    "video/webm",
    "audio/mpeg",
)
ANNOUNCEMENT = Fields({"sha256": HEX32, "len": Whole(BIGGEST, 1), "type": OneOf(TYPES)})


def install(house: Installation) -> None:
    examiner = Examiner(house.database)
    house.parts["examiner"] = examiner
    house.every(SWEEP_SECONDS, sweeping.sweep)
    house.at_stop(examiner.stop)


def _own(call: Call) -> Session:
    assert isinstance(call.caller, Session)
    return call.caller


def _hash_of(call: Call) -> str:
    """The file's hash in the path; another form is no file at all."""
    try:
        return str(HEX32.read(call.path["sha256"]))
    except Refusal:
        raise Refusal("not_found") from None


async def announce(call: Call) -> Answer:
    new, found = await actions.announce(call.house, _own(call), call.body)
    return answer_json(found, 201 if new else 200)


async def put_slice(call: Call) -> Answer:
    of = call.headers.get(b"x-sha256", b"").decode("latin-1")
    await actions.put_slice(call.house, _own(call), (_hash_of(call), call.path["n"]), call.body, of)
    return Answer()


async def complete(call: Call) -> Answer:
    return answer_json(await actions.complete(call.house, _own(call), _hash_of(call)))


async def progress(call: Call) -> Answer:
    return answer_json(await actions.progress(call.house, _own(call), _hash_of(call)))


async def content(call: Call) -> Stream:
    """Opaque octets, never shown by the browser itself."""
    session, sha256 = _own(call), _hash_of(call)
    directory, now = call.house.register.directory, call.house.now()
    file = await call.house.database.read(lambda tx: access_file(tx, directory, session.key, sha256, now))
    return call.house.uploads.answer(file.blob, file.length, sha256, call.headers.get(b"range", b""))


async def pages(call: Call) -> Answer:
    start, end = call.query["from"], call.query["to"]
    return answer_json(await actions.texts(call.house, _own(call), _hash_of(call), start, end))


def verbs() -> tuple[Verb, ...]:
    member, reader = Who.MEMBER, Relation.READER_OF_FILE
    return (
        Verb(
            "POST",
            "/files",
            announce,
            "Announce a file of the library.",
            Who.CONTRIBUTOR,
            takes=Body.JSON,
            shape=ANNOUNCEMENT,
        ),
        Verb(
            "PUT",
            "/files/{sha256}/slices/{n}",
            put_slice,
            "Upload one slice.",
            member,
            Relation.UPLOADER,
            takes=Body.OCTETS,
            limit_bytes=SLICE_BYTES,
            seconds=UPLOAD_SECONDS,
        ),
        Verb(
            "POST",
            "/files/{sha256}/complete",
            complete,
            "Check the whole hash and look into the file.",
            member,
            Relation.UPLOADER,
        ),
        Verb("GET", "/files/{sha256}", progress, "What is here of a file.", member, reader),
        Verb("GET", "/files/{sha256}/content", content, "The octets, with Range.", member, reader),
        Verb(
            "GET",
            "/files/{sha256}/pages",
            pages,
            "What was read in it, page by page.",
            member,
            reader,
            query={"from": Number(0), "to": Number(BIGGEST)},
        ),
    )
