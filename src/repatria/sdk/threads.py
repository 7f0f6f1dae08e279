"""Rooms as an officer reads them: who wrote what, on whose behalf, and where each request stands.

A message that cannot be opened is never skipped: it stands there with the code that says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.handling import Handlings, fold_handling
from repatria.protocol.notices import check_document
from repatria.protocol.rooms import Entry
from repatria.sdk.blobs import Attachment
from repatria.sdk.errors import Blocked, WrongUse
from repatria.sdk.keyring import Keyring, NoKey
from repatria.sdk.register import Register
from repatria.sdk.rooms import HeldRoom, Rooms

ACTS = {"acknowledge": "acknowledged", "answer": "answered", "close": "closed"}


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a room. `body` is None exactly when `problem` says why."""

    room: str
    seq: int
    hash: str
    author: str
    name: str
    office: str
    time: int
    body: dict[str, Any] | None
    problem: str | None

    @property
    def kind(self) -> str:
        return str(self.body["kind"]) if self.body else "sealed"

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        listed = (self.body or {}).get("attachments", [])
        return tuple(Attachment.from_body(item) for item in listed)

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Request:
    """An opening message that asks for something, and how far it is (from signed, clear parts)."""

    of: str
    urgency: str
    by_office: str
    to: str
    opened: int
    acknowledged: int | None = None
    answered: int | None = None
    closed: int | None = None

    @property
    def state(self) -> str:
        for name in ("closed", "answered", "acknowledged"):
            if getattr(self, name) is not None:
                return name
        return "sent"

    def to_json(self) -> dict[str, Any]:
        return {**{name: getattr(self, name) for name in self.__slots__}, "state": self.state}


@dataclass(frozen=True, slots=True)
class Thread:
    """A case room, read: its subject, who holds seats, its messages and its requests."""

    room: str
    subject: str
    members: tuple[str, ...]
    messages: tuple[Message, ...]
    requests: tuple[Request, ...]

    @property
    def blocked(self) -> tuple[Message, ...]:
        """Messages that failed a check (not those that are merely not mine to read)."""
        return tuple(one for one in self.messages if one.problem not in {None, NoKey.code})

    @property
    def handlings(self) -> Handlings:
        """The handling code of each message as it stands, and the changes asked for (bodies.md)."""
        return fold_handling((one.hash, one.office, one.body) for one in self.messages)

    def ticks(self) -> dict[str, Message]:
        """For each action of the checklist the tick that stands."""
        return {str((one.body or {})["action"]): one for one in self.messages if one.kind == "tick"}

    def request(self, of: str | None = None) -> Request:
        """The request with this hash (or a beginning of it), or the only open one."""
        found = [one for one in self.requests if of is None or one.of.startswith(of)]
        if of is None and len(found) > 1:
            found = [one for one in found if one.closed is None]
        if len(found) != 1:
            raise WrongUse("which_request", f"{len(found)} requests match in this room")
        return found[0]

    def to_json(self) -> dict[str, Any]:
        return {
            "room": self.room,
            "subject": self.subject,
            "members": list(self.members),
            "messages": [one.to_json() for one in self.messages],
            "requests": [one.to_json() for one in self.requests],
        }


def _subject(body: Json) -> str:
    """What a letter is called, or the notice that a body carries."""
    if body["kind"] == "notice":
        return notice_title(body["document"])
    return str(body.get("subject", ""))


def notice_title(document: Json) -> str:
    """Of the original; "" for what is no record, which anybody may put into a body."""
    try:
        return str(check_document(document)["texts"][0]["title"])
    except ProtocolError:
        return ""


class Threads:
    """Reads rooms with the officer's keys; changes nothing."""

    def __init__(self, rooms: Rooms, register: Register, keyring: Keyring, me: str) -> None:
        self._rooms = rooms
        self._register = register
        self._keyring = keyring
        self._me = me

    def all(self) -> list[Thread]:
        """Every case room that holds a message, the one that moved last first."""
        rooms = [held for held in self._rooms.held.values() if held.room.purpose == "case"]
        rooms = [held for held in rooms if any(True for _ in _messages(held))]
        rooms.sort(key=lambda held: held.room.time, reverse=True)
        return [self.read(held.room.id) for held in rooms]

    def read(self, room_id: str) -> Thread:
        held = self._rooms.room(room_id)
        messages = tuple(self._message(held, seq, entry) for seq, entry in _messages(held))
        subject = next((said for one in messages if one.body and (said := _subject(one.body))), "")
        members = tuple(member.id for member in held.room.members)
        return Thread(held.room.id, subject, members, messages, tuple(_requests(held)))

    def since(self, seen: Mapping[str, int]) -> list[Message]:
        """What others wrote in case rooms after these entries (room → seq), oldest first; no receipts."""
        fresh = [
            self._message(held, seq, entry)
            for room, held in self._rooms.held.items()
            if held.room.purpose == "case"
            for seq, entry in _messages(held)
            if seq > seen.get(room, -1)
        ]
        others = [one for one in fresh if one.author != self._me and one.kind != "receipt"]
        return sorted(others, key=lambda one: (one.time, one.room, one.seq))

    def unread(self, thread: Thread) -> tuple[Message, ...]:
        """Messages of others for which this officer has signed no read receipt."""
        read = self._receipted(thread, {"read"})
        return tuple(one for one in self._of_others(thread) if one.hash not in read)

    def without_receipt(self, thread: Thread, what: str) -> tuple[Message, ...]:
        """Opened messages of others that a receipt `what` is still due for; read says delivered too."""
        done = self._receipted(thread, {"read", what})
        return tuple(one for one in self._of_others(thread) if one.body is not None and one.hash not in done)

    def _of_others(self, thread: Thread) -> Iterator[Message]:
        return (one for one in thread.messages if one.author != self._me and one.kind != "receipt")

    def _receipted(self, thread: Thread, kinds: set[str]) -> set[str]:
        """Hashes of the messages for which this officer has signed a receipt of these kinds."""
        bodies = [one.body for one in thread.messages if one.author == self._me and one.body]
        signed = [body for body in bodies if body["kind"] == "receipt" and body["what"] in kinds]
        return {of for body in signed for of in body["of"]}

    def _message(self, held: HeldRoom, seq: int, entry: Entry) -> Message:
        body, problem = None, None
        try:
            body = self._keyring.body(held, seq)
        except NoKey as error:
            problem = error.code
        except Blocked as error:
            problem = error.code
        value = entry.value
        officer = self._register.directory.officer(value["author"])
        return Message(
            room=held.room.id,
            seq=seq,
            hash=entry.hash,
            author=value["author"],
            name=str(officer.person["latin"]) if officer else "",
            office=value["office"],
            time=value["time"],
            body=body,
            problem=problem,
        )


def _messages(held: HeldRoom) -> Iterator[tuple[int, Entry]]:
    for seq, entry in enumerate(held.entries):
        if entry.value["kind"] == "message":
            yield seq, entry


def _requests(held: HeldRoom) -> list[Request]:
    """Fold the clear clock acts, which `protocol.rooms` has checked."""
    found: dict[str, Request] = {}
    for _, entry in _messages(held):
        value, clock = entry.value, entry.value["clock"]
        if clock is None:
            continue
        if clock["act"] == "open":
            made = Request(entry.hash, clock["urgency"], value["office"], clock["to"], value["time"])
            found[made.of] = made
        else:
            request = found[clock["of"]]
            if getattr(request, ACTS[clock["act"]]) is None:
                setattr(request, ACTS[clock["act"]], value["time"])
    return list(found.values())
