"""What an import would change, before it is done: entries that come, that say something else, and that are
gone.

A dry run. Whoever imports looks at it and decides; nothing here is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from repatria.notices.importing.listed import Listed, RowFault

_HIDES_ROWS = frozenset(
    {"truncated", "row_too_large", "not_json", "not_xml", "not_csv", "bad_encoding", "forbidden_xml",
     "wrong_shape", "no_id", "no_name", "nothing_found", "statements"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    entry: Listed
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """`gone_is_certain`: every row of the new file could be read, so what is missing there was really taken
    out.

    Where it is false, an entry may be missing because its row was at fault: it is not to be ended without a
    look.
    """

    added: tuple[Listed, ...]
    changed: tuple[Change, ...]
    gone: tuple[Listed, ...]
    same: int
    faults: tuple[RowFault, ...]
    doubtful: tuple[Listed, ...]
    gone_is_certain: bool


def plan(before: Iterable[Listed], after: Iterable[Listed | RowFault]) -> Plan:
    """Compare what is held of a list with a newer taking of it."""
    held = {entry.id: entry for entry in before}
    added: list[Listed] = []
    changed: list[Change] = []
    faults: list[RowFault] = []
    doubtful: list[Listed] = []
    same = 0
    for row in after:
        if isinstance(row, RowFault):
            faults.append(row)
            continue
        if row.doubts:
            doubtful.append(row)
        known = held.pop(row.id, None)
        if known is None:
            added.append(row)
        elif fields := _differences(known, row):
            changed.append(Change(row, fields))
        else:
            same += 1
    certain = not any(fault.code in _HIDES_ROWS for fault in faults)
    return Plan(
        tuple(added), tuple(changed), tuple(held.values()), same, tuple(faults), tuple(doubtful), certain
    )


def _differences(before: Listed, after: Listed) -> tuple[FieldChange, ...]:
    """By field, in alphabetical order; the order of values is not a difference, but for the first name."""
    one, other = before.fields(), after.fields()
    changes = (
        FieldChange(name, one.get(name, ()), other.get(name, ())) for name in sorted(one.keys() | other)
    )
    return tuple(change for change in changes if _differ(change))


def _differ(change: FieldChange) -> bool:
    if change.field == "names" and change.before[:1] != change.after[:1]:
        return True
    return sorted(change.before) != sorted(change.after)
