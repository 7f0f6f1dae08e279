"""Jurisdictions side by side, and the question of the night: which door is open where, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from repatria.frameworks.facts import Duration, Fact, Standing, State, Value
from repatria.reference.jurisdictions import framework_fields

Answer = Literal["yes", "partly", "no", "unknown"]
Standings = Mapping[str, Standing]
# By which door, with the fact that says for how long.
DOORS = (
    ("pre_request_freeze", "pre_request_days"),
    ("fiu_hold", "fiu_hold_days"),
    ("police_freeze", "police_freeze_days"),
)
_ANSWERS: tuple[Answer, ...] = ("yes", "partly", "no", "unknown")
# How much a state can carry, least first.
_STRENGTH: tuple[State, ...] = ("unknown", "retired", "proposed", "to_be_confirmed", "stale", "confirmed")


@dataclass(frozen=True, slots=True)
class Line:
    """One field across jurisdictions, in the order asked; `differs` where two known answers are not the
    same.
    """

    field: str
    section: str
    cells: tuple[Standing | None, ...]
    differs: bool


def compare(records: Mapping[str, Standings], *, only_known: bool = True) -> tuple[Line, ...]:
    """By field in the order of the sections; without `only_known` also what none of them says."""
    lines = []
    for spec in framework_fields():
        cells = tuple(standings.get(spec.key) for standings in records.values())
        facts = [cell.fact for cell in cells if cell is not None and cell.fact is not None]
        if facts or not only_known:
            lines.append(Line(spec.key, spec.section, cells, len({_essence(fact) for fact in facts}) > 1))
    return tuple(lines)


def _essence(fact: Fact) -> Value | tuple[int, str]:
    """What is compared: the value, of a length of time the number with its unit, and the words where there
    is none.
    """
    value = fact.value
    if isinstance(value, Duration):
        return (value.n, value.unit)
    return tuple(sorted(value)) if isinstance(value, tuple) else value or fact.text


@dataclass(frozen=True, slots=True)
class Door:
    answer: Answer
    span: Duration | None
    state: State


@dataclass(frozen=True, slots=True)
class Tonight:
    """`doors` by field of DOORS. `answer`: the best of them. `state`: of what it rests on: of an open door
    the strongest fact that says so, and where nothing opens the weakest of all that say so.

    An FIU's hold that is not known to be there for a foreign FIU counts as partly: somebody there must have
    a report of their own.
    """

    answer: Answer
    state: State
    doors: Mapping[str, Door]
    urgent_oral: Answer
    languages: tuple[str, ...]


def tonight(standings: Standings) -> Tonight:
    """One jurisdiction's row; who is on duty there is the directory's, and the caller's to add."""
    doors = {door: _door(standings, door, span) for door, span in DOORS}
    hold, foreign = doors["fiu_hold"], _answer(standings, "fiu_hold_foreign")
    if hold.answer == "yes" and foreign != "yes":
        doors["fiu_hold"] = Door("partly", hold.span, hold.state)
    best = min((door.answer for door in doors.values()), key=_ANSWERS.index)
    if best == "no" and any(door.answer == "unknown" for door in doors.values()):
        best = "unknown"  # a door of which nothing is known may be open
    strengths = sorted((door.state for door in doors.values() if door.answer == best), key=_STRENGTH.index)
    return Tonight(
        best,
        strengths[-1] if best in ("yes", "partly") else strengths[0],
        doors,
        _answer(standings, "urgent_oral"),
        _languages(standings),
    )


def _door(standings: Standings, door: str, span: str) -> Door:
    standing, lasting = standings.get(door), _value(standings, span)
    state = standing.state if standing is not None else "unknown"
    return Door(_answer(standings, door), lasting if isinstance(lasting, Duration) else None, state)


def _value(standings: Standings, field: str) -> Value:
    standing = standings.get(field)
    return standing.fact.value if standing is not None and standing.fact is not None else None


def _answer(standings: Standings, field: str) -> Answer:
    value = _value(standings, field)
    return next((answer for answer in _ANSWERS if answer == value), "unknown")


def _languages(standings: Standings) -> tuple[str, ...]:
    value = _value(standings, "languages")
    return value if isinstance(value, tuple) else ()
