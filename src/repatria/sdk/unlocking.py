"""Starting a session: the seeds out of their lock, with passphrase and kit."""

from __future__ import annotations

from typing import Any

from repatria.protocol import lock_records, locks
from repatria.protocol.errors import ProtocolError
from repatria.protocol.keys import Seeds
from repatria.sdk.connection import Connection, encode_b64
from repatria.sdk.errors import Blocked, Unreachable, WrongUse, blocking

CLIENT = {"name": "repatria-python", "version": "0.1.0"}


def unlock(
    connection: Connection, login: str, passphrase: str, kit_text: str
) -> tuple[Seeds, dict[str, Any]]:
    """Start a session; the seeds from the lock, and the server's answer with `lock` chosen."""
    started = connection.post("/session/start", {"login": login})
    try:
        kit = locks.parse_kit(kit_text)
        with blocking("sign-in"):
            stretched = locks.stretch(passphrase, started["kdf"])
            derived = locks.derive(login, stretched, kit)
    except ProtocolError as error:
        raise WrongUse(error.code, error.detail) from error
    except (KeyError, TypeError) as error:
        raise Unreachable("bad_answer", "how to stretch the passphrase") from error
    answer = start(connection, login, derived.auth)
    connection.bearer = answer["token"]
    with blocking("lock"):
        # Also those that are not opened now: a lock that this officer's client cannot have made is
        # somebody's attempt to stand beside them.
        for lock in answer["locks"]:
            lock_records.check_lock(lock)
    mine = [lock for lock in answer["locks"] if lock["type"] == lock_records.PASSPHRASE]
    own = all((lock["login"], lock["key"]) == (login, answer["key"]) for lock in answer["locks"])
    if len(mine) != 1 or not own:
        raise Blocked("wrong_lock", "the server gave the lock of somebody else")
    with blocking("lock"):
        return locks.open_lock(mine[0], derived.unlock), {**answer, "lock": mine[0]}


def start(connection: Connection, login: str, auth: bytes) -> dict[str, Any]:
    body = {"login": login, "auth": encode_b64(auth), "client": CLIENT, "bearer": True}
    return dict(connection.post("/session", body))
