"""The two trials that most figures are read from, each run once: finding candidates, and deciding.

All engines answer the same queries in one run; where time is measured, they take turns. Nothing is tuned on
this half of the data (`sets.MEASURING`).
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import mean
from typing import TypeVar

from bench.figure import PeerUnavailable, PromiseBroken
from bench.processes import DidNotStart
from bench.screening import sets
from bench.screening.measures import (
    Ranking,
    average_precision,
    best_score,
    recall_at_false_alarms,
    recall_by_family,
    threshold_at,
)
from bench.screening.roster import FUZZY, OURS, PEERS, YENTE_LIKE, engine
from bench.screening.rows import Query, Row
from bench.screening.session import Answered, Asking, tell

MEAN = "mean"
FULL, FAST = "full", "fast"
RATES = (0.001, 0.01)
# rapidfuzz compares with everybody, so it is asked all names in Latin letters, and of other scripts, where it
# finds nobody, every tenth.
FUZZY_EVERY = 10
TURNS, NAMES_A_TURN = 9, 100
# Names asked one by one and in bulk, by either mode.
SHARES = 4
# Each by itself may not lower recall; together they have to raise it.
ONE_FACT = (*sets.FACTS, "identifiers")
TOGETHER = "together"


Taken = TypeVar("Taken")


def once(trial: Callable[[], Taken]) -> Callable[[], Taken]:
    """The trial, run at the first call; what came of it, a failure too, is what every later call gets."""
    taken: list[Taken] = []
    failed: list[Exception] = []

    def outcome() -> Taken:
        if not taken and not failed:
            try:
                taken.append(trial())
            except (PeerUnavailable, PromiseBroken, DidNotStart) as error:
                failed.append(error)
        if failed:
            raise failed[0]
        return taken[0]

    return outcome


@dataclass(frozen=True)
class Pace:
    """Names in bulk per second of processor time, and the slowest in a hundred of those asked one by one."""

    names_per_second: float
    p99_milliseconds: float


@dataclass(frozen=True)
class Retrieval:
    """Recall@10 by engine and family (`MEAN`: of the families), and the pace of screening this corpus."""

    recalls: Mapping[str, Mapping[str, float]]
    ours_full: Pace
    ours_fast: Pace
    pipeline: Pace

    def best_peer(self, family: str) -> float:
        return max(self.recalls[peer][family] for peer in PEERS)


@dataclass(frozen=True)
class Deciding:
    """Recall at a false-alarm rate: by engine without facts; ours by what is known of the asked."""

    by_names: Mapping[str, Mapping[float, float]]
    by_facts: Mapping[str, Mapping[float, float]]
    same_decisions: float
    """Share of the queries on which our fast and full mode decide alike, at the threshold of 1 %."""

    def best_peer(self, rate: float) -> float:
        return max(self.by_names[peer][rate] for peer in PEERS)


@once
def retrieval() -> Retrieval:
    labelled = sets.retrieval_set(sets.MEASURING)
    with _all_loaded(labelled.listed) as engines:
        with ThreadPoolExecutor(2) as pool:
            recalls = dict(
                zip(
                    engines,
                    pool.map(lambda running: _recalls(running, labelled), engines.values()),
                    strict=True,
                )
            )
        return Retrieval(recalls, *_paces(engines, [query.row for query in labelled.queries]))


@once
def deciding() -> Deciding:
    labelled = sets.screening_set(sets.MEASURING)
    named = sets.with_only(labelled.queries)
    with _all_loaded(labelled.listed) as engines:
        with ThreadPoolExecutor(2) as pool:
            found = pool.map(lambda running: _all_asked(running, named), engines.values())
            answered = dict(zip(engines, found, strict=True))
        ours = engines[OURS]
        fast = ours.bulk([query.row for query in named], FAST)
        by_facts = {fact: _with_facts(ours, labelled.queries, fact) for fact in ONE_FACT}
        by_facts[TOGETHER] = _with_facts(ours, labelled.queries, *sets.FACTS)
    by_names = {name: _at_rates(named, found.rankings) for name, found in answered.items()}
    same = _same_decisions(named, answered[OURS].rankings, fast.rankings)
    return Deciding(by_names, by_facts, same)


@once
def pair_precision() -> Mapping[str, tuple[float, float]]:
    """By engine: the average precision of all 826 pairs, and of the half that ours was not tuned on."""
    pairs = sets.pair_set()
    halves = [pair for pair in pairs if pair.unseen]
    precisions = {}
    for name in (OURS, *PEERS):
        with engine(name) as running:
            tell(f"{name}: 826 pairs")
            scores = dict(zip(pairs, running.pairs([(pair.left, pair.right) for pair in pairs]), strict=True))
        whole, half = (
            average_precision([pair.same for pair in some], [scores[pair] for pair in some])
            for some in (pairs, halves)
        )
        precisions[name] = (whole, half)
    return precisions


@contextlib.contextmanager
def _all_loaded(listed: Sequence[Row]) -> Iterator[dict[str, Asking]]:
    """Every engine with the same listed people, ours first. Two load at a time."""
    with contextlib.ExitStack() as stack, ThreadPoolExecutor(2) as pool:
        engines = {name: stack.enter_context(engine(name)) for name in (OURS, *PEERS)}
        list(pool.map(lambda running: running.load(listed), engines.values()))
        yield engines


def _recalls(running: Asking, labelled: sets.LabelledSet) -> dict[str, float]:
    queries = labelled.queries
    if running.name == FUZZY:
        queries = [
            query
            for number, query in enumerate(queries)
            if query.family == sets.ALIAS or number % FUZZY_EVERY == 0
        ]
    found = running.candidates([query.row for query in queries])
    tell(
        f"{running.name} was asked {len(queries):,} names: {found.processor_seconds:.0f} s of processor time"
    )
    recalls = recall_by_family(queries, found.rankings)
    return {**recalls, MEAN: mean(recalls.values())}


def _paces(engines: Mapping[str, Asking], rows: Sequence[Row]) -> tuple[Pace, Pace, Pace]:
    """Ours in both modes and the pipeline, turn by turn. The first turn warms up."""
    sides = ((engines[OURS], FULL), (engines[OURS], FAST), (engines[YENTE_LIKE], FULL))
    # Every family has its share of each turn. No name comes twice, to our two modes neither: what an engine
    # remembers must not help.
    step = len(rows) // (SHARES * TURNS * NAMES_A_TURN)
    shares = [rows[::step][share::SHARES] for share in range(SHARES)]
    singles: list[list[Answered]] = [[] for _ in sides]
    bulks: list[list[Answered]] = [[] for _ in sides]
    for turn in range(TURNS):
        for side, (running, mode) in enumerate(sides):
            alone, together = shares[2:] if mode == FAST else shares[:2]
            singles[side].append(running.screen(alone[turn::TURNS], mode))
            bulks[side].append(running.bulk(together[turn::TURNS], mode))
        tell(f"pace: turn {turn + 1} of {TURNS}")
    full, fast, pipeline = (
        Pace(_rate(bulk[1:]), _p99(single[1:])) for single, bulk in zip(singles, bulks, strict=True)
    )
    return full, fast, pipeline


def _rate(answered: Sequence[Answered]) -> float:
    names = sum(len(batch.rankings) for batch in answered)
    return names / sum(batch.processor_seconds for batch in answered)


def _p99(answered: Sequence[Answered]) -> float:
    clock = sorted(value for batch in answered for value in batch.milliseconds)
    return clock[int(0.99 * len(clock))]


def _all_asked(running: Asking, queries: Sequence[Query]) -> Answered:
    found = running.bulk([query.row for query in queries], FULL)
    tell(f"{running.name} screened {len(queries):,} names: {found.processor_seconds:.0f} s of processor time")
    return found


def _with_facts(ours: Asking, queries: Sequence[Query], *facts: str) -> Mapping[float, float]:
    """Ours when these facts are asked for beside the names, and no other."""
    known = sets.with_only(queries, *facts)
    return _at_rates(known, ours.bulk([query.row for query in known], FULL).rankings)


def _at_rates(queries: Sequence[Query], rankings: Sequence[Ranking]) -> dict[float, float]:
    return {rate: recall_at_false_alarms(queries, rankings, rate) for rate in RATES}


def _same_decisions(queries: Sequence[Query], full: Sequence[Ranking], fast: Sequence[Ranking]) -> float:
    thresholds = [threshold_at(queries, rankings, RATES[-1]) for rankings in (full, fast)]
    alike = [
        (best_score(one) > thresholds[0]) == (best_score(other) > thresholds[1])
        for one, other in zip(full, fast, strict=True)
    ]
    return mean(alike)


def least_same_decisions() -> float:
    """What `same decisions` has to mean for the pace of the fast mode to count."""
    same = deciding().same_decisions
    if same < LEAST_SAME:
        raise PromiseBroken(f"the fast mode decides like the full one on {same:.1%} of the names only")
    return same


LEAST_SAME = 0.99
