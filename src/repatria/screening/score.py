"""From reasons to a score: a small additive model, what facts add, and guards that no model may pass.

Owns the arithmetic; the numbers stand in model.json, with where they come from and how to make them again. A
score is in [0, 1], calibrated as the share of right hits among hits of that score in the mixed sets it was
made on.
"""

import json
import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.screening.alignment import Floats
from repatria.screening.evidence import COLUMNS
from repatria.screening.facts import Fact, Finding


class Model(NamedTuple):
    """Terms are products of ramps: (value of a column - low) / (high - low), kept within 0 and 1.

    columns, low, high: F x T (the second factor of most terms is always 1); weight: T. threshold: the
    default one.
    """

    intercept: float
    columns: NDArray[np.int64]
    low: Floats
    high: Floats
    weight: Floats
    facts: dict[Fact, float]
    threshold: float


class Measured(NamedTuple):
    """What a threshold did on labelled sets: recall, and the share of innocent queries with a hit."""

    threshold: float
    recall: float
    false_alarms: float

    def precision(self, listed_among_queries: float) -> float:
        """The share of hits that are right when this share of the queries is about someone listed."""
        right = self.recall * listed_among_queries
        wrong = self.false_alarms * (1 - listed_among_queries)
        return right / (right + wrong) if right + wrong else 0.0


@cache
def measured(*, facts: bool) -> tuple[Measured, ...]:
    """The thresholds that were measured, by names alone or with birth date and country, lowest first."""
    stored = json.loads(files("repatria.screening").joinpath("model.json").read_text("utf-8"))
    return tuple(Measured(*row) for row in stored["measured"]["with_facts" if facts else "names_alone"])


@cache
def model() -> Model:
    """The model in force."""
    return read_model(json.loads(files("repatria.screening").joinpath("model.json").read_text("utf-8")))


def read_model(stored: dict[str, Any]) -> Model:
    """A model from its JSON form; KeyError or ValueError where that names what is not there."""
    terms = stored["terms"]
    columns = np.zeros((2, len(terms)), dtype=np.int64)
    low = np.full((2, len(terms)), -1.0, dtype=np.float32)
    high = np.zeros((2, len(terms)), dtype=np.float32)
    for place, term in enumerate(terms):
        for factor, (column, start, end) in enumerate(term["of"]):
            columns[factor, place] = COLUMNS.index(column)
            low[factor, place], high[factor, place] = start, end
    weight = np.array([term["weight"] for term in terms], dtype=np.float32)
    facts = {Fact(name): float(value) for name, value in stored["facts"].items()}
    return Model(float(stored["intercept"]), columns, low, high, weight, facts, float(stored["threshold"]))


def of_names(rows: Floats, using: Model) -> Floats:
    """What the names alone say, in log-odds, for each row of evidence."""
    odds: Floats = ramps_of(rows, using) @ using.weight + np.float32(using.intercept)
    return odds


def ramps_of(rows: Floats, using: Model) -> Floats:
    """The value of each term for each row, P x T, in [0, 1]."""
    ramps = np.ones((rows.shape[0], using.weight.size), dtype=np.float32)
    for columns, low, high in zip(using.columns, using.low, using.high, strict=True):
        ramps *= np.clip((rows[:, columns] - low) / (high - low), 0, 1)
    return ramps


# Guards, in log-odds. One shared word of longer names: a family, not a person.
ONE_SHARED_WORD: Final = -1.6
# A single word on both sides, however equal, names too many.
ONE_WORD_EACH: Final = 1.0
# Names that say less than this many nats together are anybody's.
LITTLE_NATS: Final = 9.0
LITTLE_SAID: Final = -0.1
# Above a guard the order stays and the distance nearly goes: log-odds of 10 pass a guard by less than 0.6.
BEYOND_GUARD: Final = 0.05


def guard_names(odds: Floats, rows: Floats, heavy: NDArray[np.int64]) -> Floats:
    """The same, held near what so little agreement may say. heavy: P x 2, the full words of each name."""
    words = np.rint(rows[:, _WORDS] * 5)
    longest = heavy.max(axis=1)
    most = np.full(odds.shape, np.inf, dtype=np.float32)
    most[rows[:, _NATS] < LITTLE_NATS] = LITTLE_SAID
    single = longest <= 1
    most[single] = np.minimum(most[single], ONE_WORD_EACH)
    lone = (words <= 1) & ~single & (rows[:, _LESS] < 0.8)
    most[lone] = np.minimum(most[lone], ONE_SHARED_WORD)
    over = odds > most
    held = odds.copy()
    held[over] = most[over] + BEYOND_GUARD * (odds[over] - most[over])
    return held


_WORDS, _LESS, _NATS = (COLUMNS.index(name) for name in ("words", "agreed_less", "agreed_nats"))

# An equal number alone finds a thing, whatever it is called.
SAME_NUMBER: Final = 3.5
# What a birth date far apart may take from names that agree in full: it stays a lead, with its reason.
FULL_AGREEMENT: Final = 2.0
LEAST_OF_FULL_AGREEMENT: Final = -1.0


def with_facts(names: float, findings: Iterable[Finding], using: Model) -> float:
    """Log-odds of names and facts together.

    Facts against names that agree in full (FULL_AGREEMENT) leave at least a lead: dates in lists are
    often wrong.
    """
    found = [finding.fact for finding in findings]
    odds = names + sum(using.facts.get(fact, 0.0) for fact in found)
    if Fact.IDENTIFIER_EQUAL in found:
        return max(odds, SAME_NUMBER)
    if names >= FULL_AGREEMENT and Fact.KIND_DIFFERS not in found:
        return max(odds, LEAST_OF_FULL_AGREEMENT)
    return odds


def probability(odds: float) -> float:
    """A score from log-odds, rounded to what it can tell apart."""
    return round(1 / (1 + math.exp(-max(min(odds, 30.0), -30.0))), 4)
