"""One verb as an ASGI application: the walk from octets to a handler and back.

1. The body is read, never beyond the verb's limit. 2. The caller is identified. 3. The door.
4. The body's and the query's shape. 5. The handler. Every refusal has a stable code.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from repatria.protocol.errors import ProtocolError
from repatria.protocol.frames import split
from repatria.protocol.posts import AUDITORS, PARTNERS
from repatria.server import log, sessions
from repatria.server.answers import Answer, Receive, Send, Stream, answer_refusal
from repatria.server.connection import take_body
from repatria.server.database.transaction import (
    DiskFullError,
    Transaction,
    UnavailableError,
    translate,
)
from repatria.server.refusals import Refusal
from repatria.server.sessions import Caller, Guest, Nobody, Reader, Session
from repatria.server.shapes import parse_json
from repatria.server.verbs import Body, Call, Relation, Verb, Who

OPEN_DOORS = frozenset({Who.ANYONE, Who.DEMO})


class ClientGoneError(Exception):
    """The other side hung up while sending."""


class Endpoint:
    def __init__(self, verb: Verb) -> None:
        self.verb = verb
        self._limit = verb.limit_bytes if verb.takes is not Body.NONE else 0
        self._media_type = verb.takes.value.encode() if verb.takes in (Body.JSON, Body.FRAMES) else b""

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        start = time.monotonic()
        code = ""
        answer: Answer | Stream
        try:
            answer = await self._answer(scope, receive)
        except ClientGoneError:
            return
        except Exception as error:  # noqa: BLE001 - the last resort: say little, log where
            refusal = refusal_of(error)
            code, answer = refusal.code, answer_refusal(refusal)
        if isinstance(answer, Stream):
            await answer.run(receive, send)
        else:
            await answer.send(send)
        if code or not self.verb.hot:
            log.write(
                method=self.verb.method,
                route=self.verb.full_path,
                status=answer.status,
                code=code,
                milliseconds=log.milliseconds_since(start),
            )

    async def _answer(self, scope: Any, receive: Receive) -> Answer | Stream:
        headers = dict(scope["headers"])
        raw = await self._read_body(headers, receive)
        house = scope["app"].state.house
        caller, token = await self._identify(house, headers)
        self._check_door(caller)
        client = scope.get("client")
        return await self.verb.handler(
            Call(
                house=house,
                caller=caller,
                path=_places(scope["path_params"]),
                query=self._read_query(scope["query_string"]),
                body=self._parse_body(raw),
                headers=headers,
                address=client[0] if client else "",
                scheme=scope["scheme"],
                token=token,
            )
        )

    async def _read_body(self, headers: dict[bytes, bytes], receive: Receive) -> bytes:
        limit = self._limit
        length = headers.get(b"content-length", b"0")
        if not length.isdigit():
            raise Refusal("bad_request")
        if int(length) > limit:
            raise Refusal("too_large", most=limit)
        self._check_media_type(headers)
        if length == b"0" and b"transfer-encoding" not in headers:
            return b""
        whole = take_body(receive)
        if whole is not None:
            return _within(whole, limit)
        try:
            async with asyncio.timeout(self.verb.seconds):
                return await _collect(receive, limit)
        except TimeoutError:
            raise Refusal("too_slow") from None

    def _check_media_type(self, headers: dict[bytes, bytes]) -> None:
        if self._media_type:
            given = headers.get(b"content-type", b"")
            if given != self._media_type and given.split(b";")[0].strip().lower() != self._media_type:
                raise Refusal("wrong_media_type", expected=self.verb.takes.value)

    def _parse_body(self, raw: bytes) -> Any:
        match self.verb.takes:
            case Body.JSON:
                value = parse_json(raw)
                return self.verb.shape.read(value) if self.verb.shape else value
            case Body.FRAMES:
                return split(raw)
            case Body.TEXT:
                return _text(raw)
            case _:
                return raw

    def _read_query(self, raw: bytes) -> dict[str, int]:
        if not raw and not self.verb.query:
            return {}
        try:
            given = parse_qsl(raw.decode("ascii"), keep_blank_values=True, strict_parsing=bool(raw))
        except ValueError:
            raise Refusal("bad_cursor") from None
        if len(dict(given)) != len(given) or dict(given).keys() - self.verb.query.keys():
            raise Refusal("bad_cursor", why="unknown or repeated parameter")
        return {name: self._number(name, dict(given).get(name)) for name in self.verb.query}

    def _number(self, name: str, text: str | None) -> int:
        number = self.verb.query[name]
        if text is None:
            if number.default is None:
                raise Refusal("bad_cursor", missing=name)
            return number.default
        if not (text.isascii() and text.isdigit() and len(text) <= 16) or int(text) > number.most:
            raise Refusal("bad_cursor", parameter=name)
        return int(text)

    async def _identify(self, house: Any, headers: dict[bytes, bytes]) -> tuple[Caller, str]:
        if self.verb.who in OPEN_DOORS:
            return Nobody(), ""
        bearer = headers.get(b"authorization", b"").decode("latin-1")
        token = bearer.removeprefix("Bearer ") if bearer.startswith("Bearer ") else ""
        if not token:
            name = sessions.cookie_name(secure=house.settings.secure)
            token = sessions.read_cookie(headers.get(b"cookie", b""), name)
        now = house.now()
        if token:
            caller = await self._recall(house, token, now)
            if isinstance(caller, Session) and caller.due_for_touch(now):
                house.touch(caller.id, now)
            return caller, token
        invitation = headers.get(b"x-invitation", b"").decode("latin-1")
        if invitation:
            hashed = sessions.hash_token(invitation)
            directory = house.register.directory
            return await house.database.read(lambda tx: sessions.find_guest(tx, hashed, directory, now)), ""
        return Nobody(), ""

    async def _recall(self, house: Any, token: str, now: int) -> Caller:
        """Hot verbs look the session up again in their own transaction, so theirs may be recent."""
        recent: sessions.Recent = house.recent
        known = recent.find(token, now) if self.verb.hot else None
        if known is not None:
            return known

        def find(tx: Transaction) -> Caller:
            if token.startswith(sessions.READER_PREFIX):
                return sessions.find_reader(tx, token.removeprefix(sessions.READER_PREFIX))
            return sessions.find_session(tx, sessions.hash_token(token), house.register.directory, now)

        caller: Caller = await house.database.read(find)
        if isinstance(caller, Session):
            recent.keep(token, caller, now)
        return caller

    def _check_door(self, caller: Caller) -> None:
        """Raises `no_session` for nobody, and for the rest what their post does not allow."""
        if self.verb.who in OPEN_DOORS or self.verb.who is Who.AUTHORITY:
            return
        if isinstance(caller, Nobody):
            raise Refusal("no_session")
        if not _may_enter(self.verb.who, caller):
            raise Refusal("forbidden" if self.verb.relation is Relation.NONE else "not_found")


def _may_enter(who: Who, caller: Caller) -> bool:
    match who:
        case Who.READER:
            return True
        case Who.STEWARD:
            head = isinstance(caller, Session) and caller.standing.kind == "head"
            return head or (isinstance(caller, Reader) and caller.ceremony)
        case Who.SESSION:
            return isinstance(caller, Session)
        case Who.MEMBER:
            return isinstance(caller, Session) and caller.standing.kind != "waiting"
        case Who.CONTRIBUTOR:
            return _may_enter(Who.MEMBER, caller) and not _is_of(caller, AUDITORS)
        case Who.OFFICER:
            return isinstance(caller, Session) and caller.standing.kind == "officer"
        case Who.CONTACT_POINT:
            return _may_enter(Who.OFFICER, caller) and not _is_of(caller, PARTNERS, AUDITORS)
        case _:
            return not isinstance(caller, Guest)


def _is_of(caller: Caller, *countries: str) -> bool:
    return isinstance(caller, Session) and caller.standing.country in countries


async def _collect(receive: Receive, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise Refusal("too_large", most=limit)
        parts.append(part)
        if not message.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _within(body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        raise Refusal("too_large", most=limit)
    return body


def _places(given: Mapping[str, str]) -> Mapping[str, str]:
    """What stands in the address. Nothing here has a NUL in its name, and PostgreSQL takes none."""
    if any("\0" in place for place in given.values()):
        raise Refusal("not_found")
    return given


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal("bad_request") from None


def refusal_of(error: Exception) -> Refusal:
    """What the other side is told of an error; what we did not foresee is logged by its place."""
    error = translate(error)  # type: ignore[assignment]
    if isinstance(error, Refusal):
        return error
    if isinstance(error, ProtocolError):
        return Refusal(error.code, why=error.detail)
    if isinstance(error, DiskFullError):
        return Refusal("disk_full")
    log.failure(error)
    return Refusal("unavailable" if isinstance(error, UnavailableError) else "internal")
