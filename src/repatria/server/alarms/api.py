"""HTTP for clocks, and the rounds that ring alarms and send mail."""

from __future__ import annotations

from typing import Any

from repatria.server.alarms import ladder, mail, reminders, tables
from repatria.server.alarms.ladder import SECRETARIAT
from repatria.server.answers import Answer, answer_json
from repatria.server.clocks import state_of
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.sessions import Session
from repatria.server.standing import Standing
from repatria.server.verbs import Call, Relation, Verb, Who

ROUND_SECONDS = 1.0


def install(house: Installation) -> None:
    house.every(ROUND_SECONDS, ladder.ring)
    house.every(ROUND_SECONDS, reminders.remind)
    house.every(ROUND_SECONDS, mail.send_waiting)


async def list_clocks(call: Call) -> Answer:
    """An office's own clocks; for a bureau's head and the secretariat what reached them."""
    assert isinstance(call.caller, Session)
    standing, now = call.caller.standing, call.house.now()

    def read(tx: Transaction) -> list[dict[str, Any]]:
        return [_shown(tx, row, standing, now) for row in _visible(tx, standing).values()]

    return answer_json(await call.house.database.read(read))


def _visible(tx: Transaction, standing: Standing) -> dict[str, dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if standing.office:
        rows += tables.clocks_of_offices(tx, standing.office)
    heads_bureau = standing.kind == "head" and not standing.agency
    if heads_bureau or standing.country == SECRETARIAT:
        rows += tables.clocks_escalated_to(tx, f"bureau:{standing.country}")
    return {row["opening"]: row for row in rows}


def _shown(tx: Transaction, row: dict[str, Any], standing: Standing, now: int) -> dict[str, Any]:
    shown = {
        "of": row["opening"],
        "from": row["from_office"],
        "to": row["to_office"],
        "urgency": row["urgency"],
        "opened": row["opened"],
        "acknowledge_by": row["acknowledge_by"],
        "answer_by": row["answer_by"],
        "state": state_of(row, now),
        "escalations": [{"step": step, "at": at} for step, at in tables.escalations(tx, row["opening"])],
    }
    if tables.has_seat(tx, row["room"], standing.members):
        shown["room"] = tables.room_hash(tx, row["room"])
    return shown


def verbs() -> tuple[Verb, ...]:
    return (Verb("GET", "/clocks", list_clocks, "Clocks of mine.", Who.MEMBER, Relation.OWN),)
