"""Rows of membership: invitations, enrolments, rosters' owners and notification addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from repatria.server.database.transaction import Transaction
from repatria.server.invitations import Invitation


@dataclass(frozen=True, slots=True)
class Wish:
    """Where, when and in which language somebody wants to be told by mail; no address, no mail."""

    email: str = ""
    remind: str = "away"
    language: str = "en"


def insert_invitation(
    tx: Transaction, token: str, invitation: Invitation, inviter: str, *, now: int, expires: int
) -> None:
    """`token` is the token's hash. Whoever was invited once is forgotten with the term of that."""
    tx.do("DELETE FROM invitation WHERE expires <= :now", now=now)
    tx.do(
        "INSERT INTO invitation (token, country, office, role, name, inviter, expires)"
        " VALUES (:token, :country, :office, :role, :name, :inviter, :expires)",
        token=token,
        country=invitation.country,
        office=invitation.office,
        role=invitation.role,
        name=invitation.name,
        inviter=inviter,
        expires=expires,
    )


def open_invitations(tx: Transaction, inviter: str, now: int) -> int:
    row = tx.one(
        "SELECT count(*) FROM invitation WHERE inviter = :inviter AND used IS NULL AND expires > :now",
        inviter=inviter,
        now=now,
    )
    return int(row[0]) if row else 0


ENROLLED = ("name", "office", "role", "country", "key", "keyset", "enrolled")


def enrolled(tx: Transaction) -> list[dict[str, Any]]:
    """Every account, under the names of the answer; `enrolled` is when."""
    rows = tx.rows(
        "SELECT name, office, role, country, key, keyset, created FROM account ORDER BY created, id"
    )
    return [dict(zip(ENROLLED, row, strict=True)) for row in rows]


def keep_wish(tx: Transaction, key: str, wish: Wish) -> None:
    if not wish.email:
        tx.do("DELETE FROM address WHERE key = :key", key=key)
        return
    tx.do(
        "INSERT INTO address (key, email, remind, language) VALUES (:key, :email, :remind, :language)"
        " ON CONFLICT (key) DO UPDATE SET email = excluded.email, remind = excluded.remind,"
        " language = excluded.language",
        key=key,
        email=wish.email,
        remind=wish.remind,
        language=wish.language,
    )


def find_wish(tx: Transaction, key: str) -> Wish:
    row = tx.one("SELECT email, remind, language FROM address WHERE key = :key", key=key)
    return Wish(*row) if row else Wish()
