"""Rows of reminders: what is new for whom, and who was told of it by mail."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from repatria.server.database.transaction import Row, Transaction


@dataclass(frozen=True, slots=True)
class Wish:
    """`remind`: "always", "away" (only while nobody of the office is signed in) or "never"."""

    remind: str
    told: int | None


def newest_cursor(tx: Transaction) -> int:
    row = tx.one("SELECT cursor FROM counter WHERE id = 1")
    return int(row[0]) if row else 0


def watched(tx: Transaction) -> int | None:
    """The cursor up to which entries were looked through; None before the first time."""
    row = tx.one("SELECT cursor FROM watched WHERE id = 1")
    return int(row[0]) if row else None


def watch(tx: Transaction, cursor: int) -> None:
    tx.do(
        "INSERT INTO watched (id, cursor) VALUES (1, :cursor)"
        " ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor",
        cursor=cursor,
    )


def entries_after(tx: Transaction, cursor: int, most: int) -> list[Row]:
    """`(cursor, room, frame)` in the order of cursors."""
    return tx.rows(
        "SELECT id, room, frame FROM entry WHERE id > :cursor ORDER BY id LIMIT :most",
        cursor=cursor,
        most=most,
    )


def is_case(tx: Transaction, room: int) -> bool:
    row = tx.one("SELECT state FROM room WHERE id = :room", room=room)
    return row is not None and json.loads(row[0])["purpose"] == "case"


def has_clock(tx: Transaction, room: int, office: str) -> bool:
    row = tx.one(
        "SELECT 1 FROM clock WHERE room = :room AND to_office = :office LIMIT 1", room=room, office=office
    )
    return row is not None


def seats(tx: Transaction, room: int) -> list[tuple[str, int]]:
    """`(member, cursor since when)`."""
    rows = tx.rows(
        "SELECT member.name, seat.since FROM seat JOIN member ON member.id = seat.member"
        " WHERE seat.room = :room",
        room=room,
    )
    return [(str(name), int(since)) for name, since in rows]


def mark(tx: Transaction, members: Iterable[str], now: int) -> None:
    for member in members:
        tx.do(
            "INSERT INTO unread (member, newest) VALUES (:member, :now)"
            " ON CONFLICT (member) DO UPDATE SET newest = excluded.newest",
            member=member,
            now=now,
        )


def all_unread(tx: Transaction) -> list[tuple[str, int]]:
    """`(member, when the newest came)`."""
    rows = tx.rows("SELECT member, newest FROM unread ORDER BY member")
    return [(str(member), int(newest)) for member, newest in rows]


def forget(tx: Transaction, member: str, newest: int) -> None:
    """Unless something newer has come."""
    tx.do("DELETE FROM unread WHERE member = :member AND newest = :newest", member=member, newest=newest)


def wishes(tx: Transaction, keys: Collection[str]) -> Mapping[str, Wish]:
    """Of those who gave an address."""
    told = {key: int(at) for key, at in tx.rows_with("SELECT key, at FROM told", "key", keys)}
    rows = tx.rows_with("SELECT key, remind FROM address", "key", keys)
    return {key: Wish(remind, told.get(key)) for key, remind in rows}


def note_told(tx: Transaction, key: str, now: int, before: int | None) -> bool:
    """False where another process has told this key since `before` was read."""
    row = tx.one("SELECT at FROM told WHERE key = :key", key=key)
    if (row[0] if row else None) != before:
        return False
    tx.do(
        "INSERT INTO told (key, at) VALUES (:key, :now) ON CONFLICT (key) DO UPDATE SET at = excluded.at",
        key=key,
        now=now,
    )
    return True
