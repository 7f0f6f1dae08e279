"""The labelled cases: the frozen run is what the engine says now, and what it says is what was expected."""

import csv

import pytest

from repatria.screening import score
from tests.screening.frozen import FROZEN, Case, cases, hit, line

CASES = cases()
MATCHES = [case for case in CASES if case.expected == "match"]
OTHERS = [case for case in CASES if case.expected == "no"]


def test_frozen_run_is_what_the_engine_says() -> None:
    """When this fails: `python -m tests.screening.frozen`, and read the diff."""
    with FROZEN.open(encoding="utf-8", newline="") as file:
        frozen = {row[0]: row for row in list(csv.reader(file))[1:]}
    assert {case.name: line(case) for case in CASES} == frozen


@pytest.mark.parametrize("case", MATCHES, ids=lambda case: case.name)
def test_match_is_above_the_threshold(case: Case) -> None:
    found = hit(case)
    assert found is not None
    assert found.score >= score.model().threshold


@pytest.mark.parametrize("case", OTHERS, ids=lambda case: case.name)
def test_other_person_is_below_the_threshold(case: Case) -> None:
    found = hit(case)
    assert found is None or found.score < score.model().threshold


def test_case_names_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
