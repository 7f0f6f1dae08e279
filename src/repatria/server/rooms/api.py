"""HTTP for rooms: open, append, read, sync, events and proofs."""

from __future__ import annotations

from contextlib import ExitStack

from repatria.server.answers import (
    FRAMES,
    Answer,
    Receive,
    Send,
    Stream,
    answer_frames,
    answer_json,
)
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.rooms import proof, tables
from repatria.server.rooms.append import Receipt
from repatria.server.rooms.checking import Checker
from repatria.server.rooms.feed import Listed, Remembered, list_feed, page_at_hand, read_page
from repatria.server.seats import access_room
from repatria.server.sessions import Session, session_of
from repatria.server.shapes import HEX32
from repatria.server.streams import EventStream
from repatria.server.verbs import Body, Call, Number, Relation, Verb, Who

PAGE_ENTRIES = 500
PAGE_OCTETS = 4 * 2**20
MOST_FRAMES = 64
BATCH_OCTETS = 4 * 2**20
FEW_CURSORS = 128
NO_MEMBER = -1


def install(house: Installation) -> None:
    house.parts["checker"] = Checker(house)
    house.parts["remembered"] = Remembered()


def own(call: Call) -> Session:
    assert isinstance(call.caller, Session)
    return call.caller


def room_of(call: Call) -> str:
    """The room id in the path; another form is no room at all."""
    try:
        return HEX32.read(call.path["room"])
    except Refusal:
        raise Refusal("not_found") from None


async def open_room(call: Call) -> Answer:
    return await _append(call, None)


async def append_entries(call: Call) -> Answer:
    return await _append(call, room_of(call))


async def _append(call: Call, room_hash: str | None) -> Answer:
    if not 1 <= len(call.body) <= MOST_FRAMES:
        raise Refusal("bad_frames", why=f"1 to {MOST_FRAMES} frames expected")
    checker: Checker = call.house.parts["checker"]
    return _receipt(await checker.append(own(call), call.body, room_hash))


def _receipt(receipt: Receipt) -> Answer:
    entries = [{"seq": seq, "hash": hash_} for seq, hash_ in receipt.entries]
    return answer_json({"room": receipt.room, "entries": entries}, 200 if receipt.again else 201)


async def read_entries(call: Call) -> Answer:
    session, room_hash = own(call), room_of(call)
    most = min(max(call.query["limit"], 1), PAGE_ENTRIES)

    def read(tx: Transaction) -> list[bytes]:
        seat = access_room(tx, session.standing.members, room_hash)
        return tables.page_of_room(tx, seat.room, call.query["from"], most, PAGE_OCTETS)

    return answer_frames(await call.house.database.read(read))


async def sync(call: Call) -> Answer:
    """A reader who keeps up is answered on the loop: a few rows that were written just now, and octets
    in memory. Everything else is read in a thread."""
    house, cursor, session = call.house, call.query["cursor"], own(call)
    remembered: Remembered = house.parts["remembered"]

    def list_(tx: Transaction) -> Listed:
        return _list_own(house, tx, session, cursor)

    def read(tx: Transaction, listed: Listed) -> bytes:
        at_hand = page_at_hand(remembered, listed, PAGE_OCTETS)
        return at_hand or read_page(tx, remembered, listed, PAGE_OCTETS)

    body: bytes | None
    if _keeps_up(house, cursor):
        listed = house.database.look_blocking(list_)
        body = page_at_hand(remembered, listed, PAGE_OCTETS)
        if body is None:
            body = await house.database.look(lambda tx: read(tx, listed))
    else:
        body = await house.database.look(lambda tx: read(tx, list_(tx)))
    return Answer(200, body, FRAMES.encode())


def _keeps_up(house: Installation, cursor: int) -> bool:
    """Whether what is listed after `cursor` is little and lies in this machine's memory."""
    newest = house.group.newest
    return not house.database.postgres and newest > 0 and 0 <= newest - cursor <= FEW_CURSORS


def _list_own(house: Installation, tx: Transaction, known: Session, cursor: int) -> Listed:
    """Raises Refusal (`session_ended`) where the session that was known lately has ended since."""
    while True:
        listed = list_feed(tx, known.token, _member_ids(house, tx, known), cursor, PAGE_ENTRIES)
        session = session_of(listed.session, house.register.directory, house.now())
        if session.standing.members == known.standing.members:
            return listed
        known = session  # in another office since


def _member_ids(house: Installation, tx: Transaction, session: Session) -> tuple[int, int]:
    """Row ids of the office and the officer; a name that no room knows yet has none."""
    names = session.standing.members
    if not names:
        raise Refusal("session_ended")
    checker: Checker = house.parts["checker"]
    found = [checker.ids.find_committed(tx, name) for name in names]
    first, second = (NO_MEMBER if id_ is None else id_ for id_ in found)
    return first, second


async def events(call: Call) -> Stream:
    house, session = call.house, own(call)

    def read(tx: Transaction) -> int:
        return tables.newest_cursor(tx, _member_ids(house, tx, session))

    stream = EventStream(session.key, session.id, session.standing.members)
    house.hub.add(stream)  # before the cursor is read, so that nothing falls between the two
    with ExitStack() as otherwise:
        otherwise.callback(house.hub.remove, stream)
        cursor = await house.database.read(read)
        otherwise.pop_all()

    async def run(receive: Receive, send: Send) -> None:
        await house.hub.serve(stream, receive, send, cursor)

    return Stream(run)


async def prove(call: Call) -> Answer:
    session, room_hash, seq = own(call), room_of(call), call.query["seq"]

    def read(tx: Transaction) -> dict[str, object]:
        seat = access_room(tx, session.standing.members, room_hash)
        return proof.prove(call.house, tx, seat, seq)

    return answer_json(await call.house.database.read(read))


def verbs() -> tuple[Verb, ...]:
    officer, seat = Who.OFFICER, Relation.SEAT
    return (
        Verb(
            "POST",
            "/rooms/{room}/entries",
            append_entries,
            "Append sealed entries.",
            officer,
            seat,
            takes=Body.FRAMES,
            limit_bytes=BATCH_OCTETS,
            hot=True,
        ),
        Verb(
            "GET",
            "/sync",
            sync,
            "What became visible to me after a cursor.",
            officer,
            Relation.OWN,
            query={"cursor": Number(0)},
            hot=True,
        ),
        Verb("GET", "/events", events, "Tell me when something moved.", officer, Relation.OWN),
        Verb(
            "POST",
            "/rooms",
            open_room,
            "Open a room with its first members and messages.",
            officer,
            takes=Body.FRAMES,
            limit_bytes=BATCH_OCTETS,
        ),
        Verb(
            "GET",
            "/rooms/{room}/entries",
            read_entries,
            "Entries of a room.",
            officer,
            seat,
            query={"from": Number(0), "limit": Number(PAGE_ENTRIES)},
        ),
        Verb(
            "GET",
            "/rooms/{room}/proof",
            prove,
            "That an entry existed before a leaf.",
            officer,
            seat,
            query={"seq": Number(None)},
        ),
    )
