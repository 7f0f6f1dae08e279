"""Sessions, reader tokens and invitations as proofs of who calls.

A session is bound to one key id, and the directory is asked at each request what that key is.
Tokens are stored as hashes only. Idle for 20 minutes or older than 12 hours ends a session.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from repatria.protocol.directory import Directory
from repatria.server.database.transaction import Read, Row, Transaction
from repatria.server.invitations import find_invitation
from repatria.server.refusals import Refusal
from repatria.server.standing import Standing, find_standing

IDLE_SECONDS = 20 * 60
LONGEST_SECONDS = 12 * 3600
TOUCH_SECONDS = 30
RECENT_SECONDS = 5
RECENT_MOST = 20_000
READER_PREFIX = "reader:"
# The token of a ceremony says so itself, and its hash covers that: no reader makes itself one.
CEREMONY_PREFIX = "ceremony-"


@dataclass(frozen=True, slots=True)
class Nobody:
    """No proof at all."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A witness, a monitor or (`ceremony`) the secretariat with the operator's token; `token` is its hash."""

    token: str
    ceremony: bool


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever holds an unused invitation; `token` is its hash."""

    token: str


@dataclass(frozen=True, slots=True)
class Session:
    """A living session of a key that is not ended. `token` is the token's hash."""

    id: str
    token: str
    key: str
    login: str
    resume: bytes
    created: int
    seen: int
    expires: int
    standing: Standing

    def due_for_touch(self, now: int) -> bool:
        return now - self.seen >= TOUCH_SECONDS


Caller = Nobody | Reader | Guest | Session


class Recent:
    """Sessions seen in the last seconds, for verbs that look again inside their transaction."""

    def __init__(self) -> None:
        self._sessions: dict[str, tuple[Session, int]] = {}

    def find(self, token: str, now: int) -> Session | None:
        session, at = self._sessions.get(token, (None, 0))
        return session if session is not None and 0 <= now - at < RECENT_SECONDS else None

    def keep(self, token: str, session: Session, now: int) -> None:
        if len(self._sessions) >= RECENT_MOST:
            self._sessions.clear()
        self._sessions[token] = (session, now)


def hash_token(token: str) -> str:
    """What is stored of a token. Tokens are 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(b"repatria/v1/token\n" + token.encode("utf-8", "replace")).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def cookie_name(*, secure: bool) -> str:
    return "__Host-session" if secure else "session"


def read_cookie(header: bytes, name: str) -> str:
    """The value of one cookie, empty where there is none."""
    for part in header.decode("latin-1").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""


def set_cookie(token: str, *, secure: bool, seconds: int = LONGEST_SECONDS) -> tuple[bytes, bytes]:
    flags = "; Secure" if secure else ""
    name = cookie_name(secure=secure)
    text = f"{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{flags}"
    return (b"set-cookie", text.encode())


COLUMNS = "token, id, key, login, resume, created, seen, expires"  # in the order of `session_of`
_SESSION = f"SELECT {COLUMNS} FROM session"  # noqa: S608


def row_is_living(created: int, seen: int, expires: int, now: int) -> bool:
    return created - 600 <= now < expires and now - seen < IDLE_SECONDS


def find_session(tx: Transaction, token: str, directory: Directory, now: int) -> Session:
    """The session of a token's hash. Raises Refusal (`session_ended`) in every other case."""
    return session_of(tx.one(f"{_SESSION} WHERE token = :token", token=token), directory, now)


def rows_of_sessions(tokens: Collection[str]) -> Read:
    """For `session_of`. The token's hash comes first."""
    return Read(_SESSION, "token", tokens)


def session_of(row: Row | None, directory: Directory, now: int) -> Session:
    """Raises Refusal (`session_ended`) unless the session lives and its key still stands."""
    if row is None:
        raise Refusal("session_ended")
    token, id_, key, login, resume, created, seen, expires = row
    standing = find_standing(directory, key, now)
    if standing is None or not row_is_living(created, seen, expires, now):
        raise Refusal("session_ended")
    return Session(id_, token, key, login, bytes(resume), created, seen, expires, standing)


def find_reader(tx: Transaction, token: str) -> Reader:
    """Of the token itself, since that says what it is for. Raises Refusal (`session_ended`)."""
    hashed = hash_token(token)
    if tx.one("SELECT 1 FROM reader WHERE token = :token", token=hashed) is None:
        raise Refusal("session_ended")
    return Reader(hashed, token.startswith(CEREMONY_PREFIX))


def find_guest(tx: Transaction, token: str, directory: Directory, now: int) -> Guest:
    """An invitation's holder, by the token's hash. Raises Refusal (`bad_invitation`)."""
    if find_invitation(tx, token, directory, now) is None:
        raise Refusal("bad_invitation")
    return Guest(token)


def living_ids(tx: Transaction, now: int) -> set[str]:
    rows = tx.rows(
        "SELECT id FROM session WHERE expires > :now AND seen > :idle",
        now=now,
        idle=now - IDLE_SECONDS,
    )
    return {id_ for (id_,) in rows}


def note_look(tx: Transaction, key: str, now: int) -> None:
    """This key looked now. Its sessions say the same while their rows are there."""
    tx.do(
        "INSERT INTO looked (key, at) VALUES (:key, :now) ON CONFLICT (key) DO UPDATE SET at = excluded.at",
        key=key,
        now=now,
    )


@dataclass(frozen=True, slots=True)
class Looks:
    """When keys were last seen here, and which have a living session. An open event stream ends with
    its session, so whoever has one is signed in."""

    last: Mapping[str, int]
    signed_in: frozenset[str]

    def latest(self, keys: Iterable[str]) -> int:
        return max((self.last.get(key, 0) for key in keys), default=0)


def find_looks(tx: Transaction, keys: Collection[str], now: int) -> Looks:
    last = {key: int(at) for key, at in tx.rows_with("SELECT key, at FROM looked", "key", keys)}
    living = set()
    rows = tx.rows_with("SELECT key, created, seen, expires FROM session", "key", keys)
    for key, created, seen, expires in rows:
        last[key] = max(last.get(key, 0), seen)
        if row_is_living(created, seen, expires, now):
            living.add(key)
    return Looks(last, frozenset(living))


def touch(tx: Transaction, session_id: str, now: int) -> None:
    tx.do("UPDATE session SET seen = :now WHERE id = :id AND seen < :now", id=session_id, now=now)


@dataclass(frozen=True, slots=True)
class Told:
    """What the other side says of itself at sign-in, and where it came from."""

    client: str
    address: str


@dataclass(frozen=True, slots=True)
class Opened:
    token: str
    id: str
    resume: bytes
    expires: int


def open_session(tx: Transaction, key: str, login: str, told: Told, now: int) -> Opened:
    """Make a session row and return it with its token. Old rows are swept."""
    token, session_id, resume = new_token(), secrets.token_hex(8), secrets.token_bytes(32)
    tx.do("DELETE FROM session WHERE expires <= :now OR seen <= :idle", now=now, idle=now - 86400)
    tx.do(
        "INSERT INTO session (id, token, key, login, resume, client, address, created, seen,"
        " expires) VALUES (:id, :token, :key, :login, :resume, :client, :address, :now, :now,"
        " :expires)",
        id=session_id,
        token=hash_token(token),
        key=key,
        login=login,
        resume=resume,
        client=told.client,
        address=told.address,
        now=now,
        expires=now + LONGEST_SECONDS,
    )
    return Opened(token, session_id, resume, now + LONGEST_SECONDS)
