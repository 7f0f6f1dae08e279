"""HTTP for the register: leaves, proofs, checkpoints, tiles, statements and cosignatures."""

from __future__ import annotations

import base64
import re
from typing import Any

from repatria.protocol.checkpoint import Trust
from repatria.protocol.envelope import decode
from repatria.server.answers import Answer, answer_frames, answer_json, answer_text
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.register import actions, tables
from repatria.server.verbs import Body, Call, Number, Verb, Who

PAGE_LEAVES = 1000
PAGE_OCTETS = 4 * 2**20
STATEMENT_LIMIT = 128 * 1024
NOTE_LIMIT = 64 * 1024
IMMUTABLE = (b"cache-control", b"private, max-age=31536000, immutable")
_TILE = re.compile(r"((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


def install(house: Installation) -> None:
    house.every(actions.HEADS_SECONDS, actions.keep_log_moving)


async def checkpoint(call: Call) -> Answer:
    return await _note(call, actions.published_note)


async def pending_checkpoint(call: Call) -> Answer:
    return await _note(call, actions.pending_note)


async def _note(call: Call, find: Any) -> Answer:
    trust: Trust = call.house.register.trust
    note = await call.house.database.read(lambda tx: find(tx, trust))
    if note is None:
        raise Refusal("not_found")
    return answer_text(note)


async def leaves(call: Call) -> Answer:
    size = call.house.register.settled_size
    start = call.query["from"]
    end = min(call.query["to"], size, start + PAGE_LEAVES)

    def read(tx: Transaction) -> list[bytes]:
        return tables.leaves(tx, start, end, PAGE_OCTETS)

    found = await call.house.database.read(read) if start < end else []
    return answer_frames(found, ((b"x-size", b"%d" % size),))


async def inclusion(call: Call) -> Answer:
    index, size = call.query["index"], call.query["size"]
    if not index < size <= call.house.register.settled_size:
        raise Refusal("bad_cursor")
    return _hashes(call.house.register.levels.inclusion(index, size))


async def consistency(call: Call) -> Answer:
    old, new = call.query["from"], call.query["to"]
    if not old <= new <= call.house.register.settled_size:
        raise Refusal("bad_cursor")
    return _hashes(call.house.register.levels.consistency(old, new))


def _hashes(hashes: list[bytes]) -> Answer:
    return answer_json({"hashes": [base64.b64encode(item).decode() for item in hashes]})


async def root(call: Call) -> Answer:
    found = await call.house.database.read(lambda tx: tables.leaves(tx, 0, 1, PAGE_OCTETS))
    if not found:
        raise Refusal("not_founded")
    return Answer(200, found[0], b"application/octet-stream")


async def post_statement(call: Call) -> Answer:
    if len(call.body) != 1:
        raise Refusal("bad_frames", why="exactly one frame expected")
    envelope = decode(call.body[0])
    actions.check_sender(call.caller, envelope)
    landed = await actions.land_statement(call.house, envelope)
    return answer_json({"index": landed.index, "size": landed.size}, 201)


async def post_cosignature(call: Call) -> Answer:
    await actions.take_cosignatures(call.house, call.body)
    return Answer()


async def tile(call: Call) -> Answer:
    """A tile of hashes (C2SP tlog-tiles)."""
    level = call.path["level"]
    if not (level.isascii() and level.isdigit() and len(level) <= 2):
        raise Refusal("not_found")
    index, width = _tile_place(call.path["place"])
    found = call.house.register.levels.tile(int(level), index, width)
    if found is None:
        raise Refusal("not_found")
    return Answer(200, found, b"application/octet-stream", (IMMUTABLE,))


async def entry_bundle(call: Call) -> Answer:
    """Leaf data of a tile; lengths are u32, since statements outgrow tlog-tiles' u16."""
    index, width = _tile_place(call.path["place"])
    start = index * 256
    if start + width > call.house.register.settled_size:
        raise Refusal("not_found")
    found = await call.house.database.read(lambda tx: tables.leaves(tx, start, start + width, 2**40))
    return Answer(200, answer_frames(found).body, b"application/octet-stream", (IMMUTABLE,))


def _tile_place(path: str) -> tuple[int, int]:
    match = _TILE.fullmatch(path)
    if match is None or len(path) > 40:
        raise Refusal("not_found")
    index = int(match[1].replace("x", "").replace("/", "") + match[2])
    width = int(match[3] or 256)
    if width > 256 or (match[3] and width == 256):
        raise Refusal("not_found")
    return index, width


def verbs() -> tuple[Verb, ...]:
    reader = Who.READER
    page = {"from": Number(0), "to": Number(2**53 - 1)}
    return (
        Verb("GET", "/register/checkpoint", checkpoint, "The newest note with its quorum.", reader),
        Verb(
            "GET",
            "/register/checkpoint/pending",
            pending_checkpoint,
            "The newest note, for witnesses.",
            reader,
        ),
        Verb("GET", "/register/leaves", leaves, "Leaf data in order.", reader, query=page),
        Verb(
            "GET",
            "/register/proof/inclusion",
            inclusion,
            "RFC 9162 inclusion proof.",
            reader,
            query={"index": Number(None), "size": Number(None)},
        ),
        Verb(
            "GET",
            "/register/proof/consistency",
            consistency,
            "RFC 9162 consistency proof.",
            reader,
            query={"from": Number(None), "to": Number(None)},
        ),
        Verb("GET", "/register/root", root, "The first root statement.", reader),
        Verb(
            "POST",
            "/register/statements",
            post_statement,
            "Land a signed statement.",
            Who.AUTHORITY,
            takes=Body.FRAMES,
            limit_bytes=STATEMENT_LIMIT,
        ),
        Verb(
            "POST",
            "/register/cosignatures",
            post_cosignature,
            "A witness's cosignature of a checkpoint.",
            reader,
            takes=Body.TEXT,
            limit_bytes=NOTE_LIMIT,
        ),
        Verb("GET", "/log/checkpoint", checkpoint, "As above, for monitors.", reader, root=True),
        Verb(
            "GET",
            "/log/tile/entries/{place:path}",
            entry_bundle,
            "Leaf data of a tile.",
            reader,
            root=True,
        ),
        Verb("GET", "/log/tile/{level}/{place:path}", tile, "A tile of hashes.", reader, root=True),
    )
