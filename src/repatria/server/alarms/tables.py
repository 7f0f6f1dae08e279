"""Rows of alarms: what is due, what was escalated, which mail waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from repatria.server.clocks import STEPS
from repatria.server.database.transaction import Row, Transaction

CLOCK = (
    "opening",
    "room",
    "from_office",
    "to_office",
    "urgency",
    "opened",
    "acknowledge_by",
    "answer_by",
    "acknowledged",
    "answered",
    "closed",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail in the outbox. `tries` counts the one that is made now."""

    id: int
    opening: str
    step: str
    address: str
    language: str
    tries: int


def due(tx: Transaction, now: int, most: int) -> list[Row]:
    """`(opening, step, due)` in the order in which they are to go off."""
    return tx.rows(
        "SELECT opening, step, due FROM alarm WHERE due <= :now ORDER BY due, opening, step LIMIT :most",
        now=now,
        most=most,
    )


def take(tx: Transaction, opening: str, step: str) -> bool:
    """Take an alarm away; False where somebody else has, or the clock has stopped."""
    return (
        tx.do("DELETE FROM alarm WHERE opening = :opening AND step = :step", opening=opening, step=step) > 0
    )


def clock(tx: Transaction, opening: str) -> dict[str, Any] | None:
    row = tx.one(
        f"SELECT {', '.join(CLOCK)} FROM clock WHERE opening = :opening",  # noqa: S608
        opening=opening,
    )
    return dict(zip(CLOCK, row, strict=True)) if row else None


def escalate(tx: Transaction, opening: str, step: str, recipient: str, at: int) -> None:
    """Its key makes a second one impossible."""
    tx.do(
        "INSERT INTO escalation (opening, step, recipient, at) VALUES (:opening, :step, :recipient, :at)",
        opening=opening,
        step=step,
        recipient=recipient,
        at=at,
    )


def post(tx: Transaction, opening: str, step: str, key: str, now: int) -> None:
    """Put one mail to the owner of this key into the outbox, where they gave an address.

    Once for each `(opening, step)` and address, whoever tries again.
    """
    tx.do(
        "INSERT INTO outbox (opening, step, address, language, due, tries)"
        " SELECT :opening, :step, email, language, :now, 0 FROM address WHERE key = :key"
        " ON CONFLICT (opening, step, address) DO NOTHING",
        opening=opening,
        step=step,
        key=key,
        now=now,
    )


def lease_mail(tx: Transaction, now: int, until: int, most: int) -> list[Waiting]:
    """Waiting mail, taken until `until` so that no other sender has it."""
    rows = tx.rows(
        "SELECT id, opening, step, address, language, tries + 1 FROM outbox"
        " WHERE due <= :now ORDER BY due, id LIMIT :most",
        now=now,
        most=most,
    )
    waiting = [Waiting(*row) for row in rows]
    for mail in waiting:
        tx.do("UPDATE outbox SET due = :until, tries = tries + 1 WHERE id = :id", until=until, id=mail.id)
    return waiting


def drop_mail(tx: Transaction, id_: int) -> None:
    tx.do("DELETE FROM outbox WHERE id = :id", id=id_)


def delay_mail(tx: Transaction, id_: int, due_at: int) -> None:
    tx.do("UPDATE outbox SET due = :due WHERE id = :id", due=due_at, id=id_)


def clocks_of_offices(tx: Transaction, office: str) -> list[dict[str, Any]]:
    """Clocks that an office opened or must answer."""
    return _clocks(tx, "from_office = :office OR to_office = :office ORDER BY opened, opening", office=office)


def clocks_escalated_to(tx: Transaction, recipient: str) -> list[dict[str, Any]]:
    return _clocks(
        tx,
        "opening IN (SELECT opening FROM escalation WHERE recipient = :recipient) ORDER BY opened, opening",
        recipient=recipient,
    )


def _clocks(tx: Transaction, where: str, **values: str) -> list[dict[str, Any]]:
    rows = tx.rows(f"SELECT {', '.join(CLOCK)} FROM clock WHERE {where}", **values)  # noqa: S608
    return [dict(zip(CLOCK, row, strict=True)) for row in rows]


def escalations(tx: Transaction, opening: str) -> list[Row]:
    """`(step, at)`, steps of one moment in the order of their ladder."""
    rows = tx.rows("SELECT step, at FROM escalation WHERE opening = :opening", opening=opening)
    return sorted(rows, key=lambda row: (row[1], STEPS.index(row[0])))


def room_hash(tx: Transaction, room: int) -> str:
    row = tx.one("SELECT hash FROM room WHERE id = :id", id=room)
    assert row is not None
    return str(row[0])


def has_seat(tx: Transaction, room: int, members: tuple[str, ...]) -> bool:
    return any(
        tx.one(
            "SELECT 1 FROM seat JOIN member ON member.id = seat.member"
            " WHERE seat.room = :room AND member.name = :name",
            room=room,
            name=name,
        )
        for name in members
    )
