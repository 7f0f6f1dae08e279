"""The model: what its form forbids, and what is said of its threshold."""

from itertools import pairwise

import numpy as np
import pytest

from repatria.screening import score
from repatria.screening.evidence import COLUMNS
from repatria.screening.facts import Fact

FOR = ("agreed_less", "agreed_more", "agreed_nats", "weakest", "letters", "words")
AGAINST = (
    "conflict_nats", "conflict_share", "extra_query", "extra_listed", "extra_nats",
    "disorder", "numbers", "across",
)  # fmt: skip


def rows_along(column: str, start: np.ndarray) -> np.ndarray:
    """Rows that differ in one column only, from none of it to most."""
    rows = np.repeat(start[None, :], 41, axis=0).astype(np.float32)
    rows[:, COLUMNS.index(column)] = np.linspace(0, 40 if column.endswith("nats") else 1, 41)
    return rows


@pytest.mark.parametrize("column", [*FOR, *AGAINST])
def test_reason_speaks_one_way_only(column: str) -> None:
    generator = np.random.default_rng(7)
    for _ in range(20):
        start = generator.random(len(COLUMNS))
        start[2] *= 30
        odds = score.of_names(rows_along(column, start), score.model())
        steps = np.diff(odds) * (1 if column in FOR else -1)
        assert steps.min() >= -1e-4


def test_no_relation_counts_for_more_than_equality() -> None:
    same = np.zeros((1, len(COLUMNS)), dtype=np.float32)
    same[0, : COLUMNS.index("across")] = 0.7
    same[0, COLUMNS.index("exact")] = 1
    for relation in COLUMNS[COLUMNS.index("exact") + 1 :]:
        other = same.copy()
        other[0, [COLUMNS.index("exact"), COLUMNS.index(relation)]] = 0, 1
        assert score.of_names(other, score.model()) <= score.of_names(same, score.model())


def test_every_fact_has_a_weight_and_equal_dates_weigh_most() -> None:
    facts = score.model().facts
    assert set(facts) == set(Fact)
    births = [facts[fact] for fact in Fact if fact.startswith("birth_")]
    assert facts[Fact.BIRTH_DATE_EQUAL] == max(births)
    assert facts[Fact.BIRTH_DATE_FAR] == min(births) < facts[Fact.BIRTH_DATE_CONTRADICTS] < 0


def test_guard_keeps_the_order_and_the_bound() -> None:
    rows = np.zeros((3, len(COLUMNS)), dtype=np.float32)
    rows[:, COLUMNS.index("agreed_nats")] = 20
    rows[:, COLUMNS.index("words")] = 0.2
    odds = np.array([-3.0, 2.0, 9.0], dtype=np.float32)
    held = score.guard_names(odds, rows, np.array([[2, 1], [2, 1], [2, 1]]))
    assert held[0] == odds[0]
    assert score.ONE_SHARED_WORD < held[1] < held[2] < score.ONE_SHARED_WORD + 0.6


@pytest.mark.parametrize("facts", [False, True])
def test_threshold_in_force_is_one_that_was_measured(facts: bool) -> None:
    rows = score.measured(facts=facts)
    assert score.model().threshold in [row.threshold for row in rows]
    for lower, higher in pairwise(rows):
        assert lower.threshold < higher.threshold
        assert lower.recall >= higher.recall
        assert lower.false_alarms >= higher.false_alarms


def test_precision_depends_on_how_many_queries_are_about_someone_listed() -> None:
    row = score.Measured(0.7, recall=0.8, false_alarms=0.01)
    assert row.precision(0.5) == pytest.approx(0.8 / 0.81)
    assert row.precision(0.01) == pytest.approx(0.008 / (0.008 + 0.0099))
    assert score.Measured(1.0, 0.0, 0.0).precision(0.5) == 0.0
