"""Recall at k, recall at a false-alarm rate, average precision.

Never accuracy: nearly everybody who is screened is innocent, so that an engine which finds nobody has 99.9 %.
"""

from collections import defaultdict
from collections.abc import Sequence
from statistics import mean

from bench.screening.rows import Query

Ranking = Sequence[tuple[str, float]]
"""Ids with their scores, best first."""


def found(ranking: Ranking, query: Query, k: int) -> bool:
    """Whether any right answer is among the first k. An id that comes twice counts once."""
    distinct = list(dict.fromkeys(identity for identity, _ in ranking))
    return not query.answers.isdisjoint(distinct[:k])


def recall_by_family(queries: Sequence[Query], rankings: Sequence[Ranking], k: int = 10) -> dict[str, float]:
    """Recall@k of each family of the labelled queries; innocents do not count."""
    hits: dict[str, list[bool]] = defaultdict(list)
    for query, ranking in zip(queries, rankings, strict=True):
        if query.answers:
            hits[query.family].append(found(ranking, query, k))
    return {family: mean(values) for family, values in sorted(hits.items())}


def recall_at_false_alarms(queries: Sequence[Query], rankings: Sequence[Ranking], rate: float) -> float:
    """Share of the labelled queries of which a right answer scores above the threshold for this rate.

    The threshold is the score that at most `rate` of the innocents exceed. Who is not in a ranking has the
    score minus infinity. Raises ValueError without innocents or without labelled queries.
    """
    threshold = threshold_at(queries, rankings, rate)
    alarms = [
        right_score(ranking, query) > threshold
        for query, ranking in zip(queries, rankings, strict=True)
        if query.answers
    ]
    if not alarms:
        raise ValueError("no labelled query")
    return mean(alarms)


def threshold_at(queries: Sequence[Query], rankings: Sequence[Ranking], rate: float) -> float:
    """The highest score of an innocent that must not raise an alarm any more."""
    innocents = sorted(
        (best_score(ranking) for query, ranking in zip(queries, rankings, strict=True) if not query.answers),
        reverse=True,
    )
    if not innocents:
        raise ValueError("no innocents")
    return innocents[int(rate * len(innocents))]


def best_score(ranking: Ranking) -> float:
    return max((score for _, score in ranking), default=float("-inf"))


def right_score(ranking: Ranking, query: Query) -> float:
    return max((score for identity, score in ranking if identity in query.answers), default=float("-inf"))


def average_precision(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Area under the precision-recall steps; equal scores make one step, so that order cannot help.

    The same as scikit-learn's `average_precision_score`. Raises ValueError without a positive label.
    """
    positives = sum(labels)
    if not positives:
        raise ValueError("no positive label")
    by_score: dict[float, list[bool]] = defaultdict(list)
    for label, score in zip(labels, scores, strict=True):
        by_score[score].append(label)
    area, right, taken = 0.0, 0, 0
    for score in sorted(by_score, reverse=True):
        step = sum(by_score[score])
        right, taken = right + step, taken + len(by_score[score])
        area += step / positives * right / taken
    return area
