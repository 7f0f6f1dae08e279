"""An alarm goes off: who is told, written in the one transaction that takes the alarm away.

So each step happens exactly once, in order, whatever is restarted when: either the alarm is still
there and nothing has happened, or it is gone and the escalation and its mail are written.
"""

from __future__ import annotations

from functools import partial

from repatria.protocol.directory import Directory
from repatria.server import duty
from repatria.server.alarms import tables
from repatria.server.clocks import OPENED
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation

SECRETARIAT = "XN"
BATCH = 100


async def ring(house: Installation) -> None:
    """Carry out everything that is due, oldest first."""
    while await _ring_batch(house) == BATCH:
        pass


async def _ring_batch(house: Installation) -> int:
    now = house.now()
    found = await house.database.read(lambda tx: tables.due(tx, now, BATCH))
    for opening, step, _ in found:
        await house.database.hot.change(partial(go_off, house, opening, step))
    return len(found)


def go_off(house: Installation, opening: str, step: str, tx: Transaction) -> bool:
    """One alarm, in the writer's thread. False where it was taken already."""
    clock = tables.clock(tx, opening)
    if clock is None or not tables.take(tx, opening, step):
        return False
    now, directory = house.now(), house.register.directory
    who = step.rpartition(":")[2]
    if step != OPENED:
        tables.escalate(tx, opening, step, _recipient(directory, who, clock["to_office"]), now)
    for key in keys_to_tell(tx, directory, who, clock["to_office"], now):
        tables.post(tx, opening, step, key, now)
    return True


def _recipient(directory: Directory, who: str, office: str) -> str:
    """The name under which lists find the escalation: an office, a country's bureau, or `XN`."""
    if who == "bureau":
        return f"bureau:{directory.offices[office].country}"
    return f"bureau:{SECRETARIAT}" if who == "secretariat" else f"office:{office}"


def keys_to_tell(tx: Transaction, directory: Directory, who: str, office: str, now: int) -> tuple[str, ...]:
    if who == "deputy":
        return tuple(officer.keyid for officer in directory.officers_of(office, now))
    if who in ("bureau", "secretariat"):
        country = SECRETARIAT if who == "secretariat" else directory.offices[office].country
        return _bureau_keys(directory, country, now)
    state = duty.duty_of(directory, directory.offices[office], duty.load_plan(tx, office), now)
    # Nobody on duty must not mean that nobody is told.
    return state.on_duty or tuple(one.keyid for one in directory.officers_of(office, now))


def _bureau_keys(directory: Directory, country: str, now: int) -> tuple[str, ...]:
    """The bureau's head, and for the secretariat its officers too."""
    head = directory.bureau_head(country)
    keys = [head.keyid] if head else []
    if country == SECRETARIAT:
        keys += [
            officer.keyid
            for office in list(directory.offices.values())
            if office.country == SECRETARIAT
            for officer in directory.officers_of(office.office, now)
        ]
    return tuple(keys)
