"""From reasons to a score: a small additive model, what facts add, and guards that no model may pass.

Owns the arithmetic; the numbers stand in model.json, with where they come from and how to make them again. A
score is in [0, 1], calibrated as the share of right hits among hits of that score in the mixed sets it was
made on.
"""

import json
import math
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.screening.alignment import Floats
from repatria.screening.evidence import COLUMNS, THINGS
from repatria.screening.facts import Fact, Finding

Flags = NDArray[np.bool_]


class Terms(NamedTuple):
    """A sum over products of ramps: (value of a column - low) / (high - low), kept within 0 and 1.

    columns, low, high: F x T (the second factor of most terms is always 1); weight: T.
    """

    intercept: float
    columns: NDArray[np.int64]
    low: Floats
    high: Floats
    weight: Floats


class Model(NamedTuple):
    """people: for names of which one is a person's; things: for companies, ships and the rest.

    threshold: the default one.
    """

    people: Terms
    things: Terms
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
    facts = {Fact(name): float(value) for name, value in stored["facts"].items()}
    return Model(
        read_terms(stored["people"]), read_terms(stored["things"]), facts, float(stored["threshold"])
    )


def read_terms(stored: dict[str, Any]) -> Terms:
    terms = stored["terms"]
    columns = np.zeros((2, len(terms)), dtype=np.int64)
    low = np.full((2, len(terms)), -1.0, dtype=np.float32)
    high = np.zeros((2, len(terms)), dtype=np.float32)
    for place, term in enumerate(terms):
        for factor, (column, start, end) in enumerate(term["of"]):
            columns[factor, place] = COLUMNS.index(column)
            low[factor, place], high[factor, place] = start, end
    weight = np.array([term["weight"] for term in terms], dtype=np.float32)
    return Terms(float(stored["intercept"]), columns, low, high, weight)


def of_names(rows: Floats, using: Model) -> Floats:
    """What the names alone say, in log-odds, for each row of evidence."""
    things = rows[:, THINGS] > 0
    if not things.any():
        return _sum(rows, using.people)
    odds = np.empty(len(rows), dtype=np.float32)
    odds[things] = _sum(rows[things], using.things)
    odds[~things] = _sum(rows[~things], using.people)
    return odds


def _sum(rows: Floats, terms: Terms) -> Floats:
    odds: Floats = ramps_of(rows, terms) @ terms.weight + np.float32(terms.intercept)
    return odds


def ramps_of(rows: Floats, using: Terms) -> Floats:
    """The value of each term for each row, P x T, in [0, 1]."""
    ramps = np.ones((rows.shape[0], using.weight.size), dtype=np.float32)
    for columns, low, high in zip(using.columns, using.low, using.high, strict=True):
        ramps *= np.clip((rows[:, columns] - low) / (high - low), 0, 1)
    return ramps


# Guards, in log-odds. One shared word of longer names: a family, not a person.
ONE_SHARED_WORD: Final = -1.6
# A single word on both sides, however equal, names too many people.
ONE_WORD_EACH: Final = 1.0
# Names that say less than this many nats together are anybody's.
LITTLE_NATS: Final = 9.0
LITTLE_SAID: Final = -0.1
# Two ships, funds or branches of one name and different numbers are two.
OTHER_NUMBER: Final = -0.6
# One word for a ship and one nearly like it: LACONIA and LACONIC.
NEARLY_ONE_WORD: Final = 0.4
# A company's name may lie within a longer one, as a bank's in that of its branch; FREEDOM and PAN FREEDOM
# are two ships.
WITHIN: Final = 0.9
# First letters alone: some words share them with every other company.
ACRONYM_ALONE: Final = 0.3
ACRONYM_SHARE: Final = 0.5
# Something is left over on both sides: a shipping company and a trading company of one name.
OTHER_WORDS: Final = 1.5
OTHER_WORDS_NATS: Final = 2.0
# Above a guard the order stays and the distance nearly goes: log-odds of 10 pass a guard by less than 0.6.
BEYOND_GUARD: Final = 0.05


def guard_names(odds: Floats, rows: Floats, heavy: NDArray[np.int64]) -> Floats:
    """The same, held near what so little agreement may say. heavy: P x 2, the full words of each name."""
    single = heavy.max(axis=1) <= 1
    things = _column(rows, "things") > 0
    lone = (np.rint(_column(rows, "words") * 5) <= 1) & ~single & (_column(rows, "agreed_less") < 0.8)
    contained = things & ~(_column(rows, "ships") > 0) & (_column(rows, "agreed_more") > WITHIN)
    most = np.full(odds.shape, np.inf, dtype=np.float32)
    for held, bound in (
        (_column(rows, "agreed_nats") < LITTLE_NATS, LITTLE_SAID),
        (single & ~things, ONE_WORD_EACH),
        (lone & ~contained, ONE_SHARED_WORD),
        *_guards_of_things(rows, things, single),
    ):
        most[held] = np.minimum(most[held], bound)
    over = odds > most
    guarded = odds.copy()
    guarded[over] = most[over] + BEYOND_GUARD * (odds[over] - most[over])
    return guarded


def _guards_of_things(rows: Floats, things: Flags, single: Flags) -> Iterator[tuple[Flags, float]]:
    """Which rows no more than what may be said of, for names of companies, ships and the rest."""
    if things.any():
        yield things & (_column(rows, "numbers") == 1), OTHER_NUMBER
        yield single & (_column(rows, "ships") > 0) & (_column(rows, "weakest") < 1), NEARLY_ONE_WORD
        yield things & (_column(rows, "acronym") > ACRONYM_SHARE), ACRONYM_ALONE
        yield things & (_column(rows, "conflict_nats") > OTHER_WORDS_NATS), OTHER_WORDS


def _column(rows: Floats, name: str) -> Floats:
    found: Floats = rows[:, COLUMNS.index(name)]
    return found


# A weak alias found alone stays a lead below the default threshold; facts may lift it.
WEAK_ALIAS: Final = 0.4
WEAKER: Final = 1.0


def guard_weak(odds: Floats, weak: NDArray[np.bool_]) -> Floats:
    """Log-odds of pairs of names, of which some are with a weak alias: they say less, and never much."""
    less = odds - np.float32(WEAKER)
    held = np.where(less > WEAK_ALIAS, WEAK_ALIAS + BEYOND_GUARD * (less - WEAK_ALIAS), less)
    found: Floats = np.where(weak, held, odds).astype(np.float32)
    return found


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
