"""The measures of the screening bench, against numbers worked out by hand."""

import pytest

from bench.screening.measures import average_precision, recall_at_false_alarms, recall_by_family
from bench.screening.rows import Query, Row


def asked(identity: str, *answers: str, family: str = "arabic") -> Query:
    return Query(Row(identity, ("a name",)), frozenset(answers), family)


def test_recall_counts_any_right_answer_among_the_first_k_of_each_family() -> None:
    queries = [
        asked("1", "x", "y"),
        asked("2", "x"),
        asked("3", "x", family="hebrew"),
        asked("innocent"),
    ]
    rankings = [[("z", 3.0), ("y", 2.0)], [("z", 3.0), ("y", 2.0), ("x", 1.0)], [("x", 1.0)], [("x", 9.0)]]
    assert recall_by_family(queries, rankings, k=2) == {"arabic": 0.5, "hebrew": 1.0}


def test_an_id_that_comes_twice_takes_one_place() -> None:
    ranking = [("z", 3.0), ("z", 2.0), ("x", 1.0)]
    assert recall_by_family([asked("1", "x")], [ranking], k=2) == {"arabic": 1.0}


def test_the_threshold_lets_so_many_innocents_through_and_no_more() -> None:
    innocents = [asked(f"innocent-{number}") for number in range(100)]
    innocent_scores = [[("x", number / 100)] for number in range(100)]
    labelled = [asked("1", "x"), asked("2", "x"), asked("3", "x"), asked("4", "x")]
    # 1 % of 100 innocents is one, who scores .99: the threshold is the next one's .98.
    scores = [[("x", 0.985)], [("x", 0.98)], [("z", 1.0), ("x", 0.5)], []]
    assert recall_at_false_alarms(labelled + innocents, scores + innocent_scores, 0.01) == 0.25


def test_recall_without_innocents_is_refused() -> None:
    with pytest.raises(ValueError, match="no innocents"):
        recall_at_false_alarms([asked("1", "x")], [[("x", 1.0)]], 0.01)


def test_average_precision_is_the_area_under_the_steps() -> None:
    # Right at ranks 1, 3: (1/1 + 2/3) / 2.
    assert average_precision([True, False, True, False], [4, 3, 2, 1]) == pytest.approx(5 / 6)


def test_equal_scores_make_one_step_whatever_their_order() -> None:
    assert average_precision([True, False], [1, 1]) == average_precision([False, True], [1, 1]) == 0.5


def test_average_precision_without_a_positive_label_is_refused() -> None:
    with pytest.raises(ValueError, match="no positive label"):
        average_precision([False], [1.0])
