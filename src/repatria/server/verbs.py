"""The verbs of the API: each declared once, with who may call it and what it takes.

From the same declarations come the routes, the checks before a handler runs, the OpenAPI document
and the table of access that a test walks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from repatria.server.answers import Answer, Stream
from repatria.server.shapes import Shape

if TYPE_CHECKING:
    from repatria.server.installation import Installation
    from repatria.server.sessions import Caller


class Who(StrEnum):
    """Who gets past the door; what lies behind it is the relation's question."""

    ANYONE = "anyone"
    SESSION = "any living session, also of a key that waits to be nominated"
    MEMBER = "the session of an active officer or a head in force"
    CONTRIBUTOR = "the session of an active officer or a head in force, who is no auditor"
    OFFICER = "the session of an active officer"
    CONTACT_POINT = "the session of an active officer who is neither partner nor auditor"
    READER = "a session, a reader token or an unused invitation"
    AUTHORITY = "anyone: what they bring carries its authority in itself"
    STEWARD = "the session of a head in force, or the token of a ceremony"
    DEMO = "anyone, on loopback, in a demo data folder"


class Relation(StrEnum):
    """What the caller must be to the thing in the path. Anything else is the same 404."""

    NONE = "nothing in particular"
    SEAT = "a seat in the room"
    UPLOADER = "the one who uploads it"
    READER_OF_BLOB = "its uploader, or a seat in the room whose message names it"
    READER_OF_DOCUMENT = "whom a statement that names it admits, before that whoever put it"
    READER_OF_FILE = "who put it lately, and whom an item that names it admits"
    OWN = "their own"
    OFFICE = "an officer of the office"


class Body(StrEnum):
    NONE = "none"
    JSON = "application/json"
    FRAMES = "application/vnd.repatria.frames"
    OCTETS = "application/octet-stream"
    TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the query string; `default` None means that it must be given."""

    default: int | None
    most: int = 2**53 - 1


@dataclass(slots=True)
class Call:
    """One request that got past the door."""

    house: Installation
    caller: Caller
    path: Mapping[str, str]
    query: Mapping[str, int]
    body: Any
    headers: Mapping[bytes, bytes]
    address: str
    scheme: str
    token: str = ""


Handler = Callable[[Call], Awaitable[Answer | Stream]]


@dataclass(frozen=True, slots=True)
class Verb:
    """`path` is below `/api/v1` unless `root`; `hot` verbs are logged only when refused."""

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    handler: Handler
    says: str
    who: Who = Who.SESSION
    relation: Relation = Relation.NONE
    takes: Body = Body.NONE
    shape: Shape | None = None
    query: Mapping[str, Number] = field(default_factory=dict)
    limit_bytes: int = 64 * 1024
    seconds: int = 30
    hot: bool = False
    root: bool = False

    @property
    def full_path(self) -> str:
        return self.path if self.root else f"/api/v1{self.path}"
