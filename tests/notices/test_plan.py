"""The dry run of an import: what comes, what says something else, what is gone, and how sure that is."""

from __future__ import annotations

import json
from typing import Any

from repatria.notices.importing import FieldChange, Format, Listed, RowFault, plan
from tests.notices.taking import rows


def taking(*people: dict[str, Any], broken: str = "") -> list[Listed | RowFault]:
    lines = [json.dumps({"id": row.pop("id"), "schema": "Person", "properties": row}) for row in people]
    return rows("\n".join([*lines, broken]), Format.FTM)


def held(*people: dict[str, Any]) -> list[Listed]:
    return [row for row in taking(*people) if isinstance(row, Listed)]


def test_differences_are_named_field_by_field() -> None:
    before = held(
        {"id": "1", "name": ["A"], "birthDate": ["1971"]},
        {"id": "2", "name": ["B"]},
        {"id": "3", "name": ["C", "Cc"]},
    )
    after = taking(
        {"id": "1", "name": ["A"], "birthDate": ["1972"]},
        {"id": "3", "name": ["C", "Cc"]},
        {"id": "4", "name": ["D"]},
    )
    found = plan(before, after)
    assert [entry.id for entry in found.added] == ["ftm:4"]
    assert [entry.id for entry in found.gone] == ["ftm:2"]
    assert found.same == 1
    (change,) = found.changed
    assert change.entry.id == "ftm:1"
    assert change.fields == (
        FieldChange("birth_dates", ("1971",), ("1972",)),
        FieldChange("fact birthDate", ("1971",), ("1972",)),
    )
    assert found.gone_is_certain


def test_another_order_is_no_difference_but_another_first_name_is() -> None:
    before = held({"id": "1", "name": ["A", "B", "C"]})
    assert plan(before, taking({"id": "1", "name": ["A", "C", "B"]})).same == 1
    (change,) = plan(before, taking({"id": "1", "name": ["B", "A", "C"]})).changed
    assert [field.field for field in change.fields] == ["names"]


def test_what_is_missing_beside_a_broken_row_is_not_certainly_gone() -> None:
    before = held({"id": "1", "name": ["A"]}, {"id": "2", "name": ["B"]})
    found = plan(before, taking({"id": "1", "name": ["A"]}, broken='{"id": "2", "schema'))
    assert [entry.id for entry in found.gone] == ["ftm:2"]
    assert [fault.code for fault in found.faults] == ["not_json"]
    assert not found.gone_is_certain


def test_an_empty_file_ends_nothing_for_certain() -> None:
    found = plan(held({"id": "1", "name": ["A"]}), taking())
    assert [fault.code for fault in found.faults] == ["nothing_found"]
    assert not found.gone_is_certain


def test_entries_with_parts_left_out_are_shown() -> None:
    found = plan([], taking({"id": "1", "name": ["A"], "birthDate": ["1971-13-01"]}))
    assert [entry.id for entry in found.doubtful] == ["ftm:1"]
