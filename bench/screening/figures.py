"""The figures of name screening: recall and pace beside the best peer, and size against promises."""

import contextlib
from collections.abc import Callable, Iterator

from bench.figure import Figure, Goal, Round, Side, at_least, at_most, limit, register
from bench.screening import size, trials
from bench.screening.roster import OURS, PEERS
from bench.screening.sets import ALIAS

# Issue 3: where the peers lose names, and nowhere much below them.
RECALL_GOALS = {
    trials.MEAN: 1.25,
    "arabic": 2.3,
    "hebrew": 2.3,
    "chinese": 1.5,
    "japanese": 1.5,
    "katakana": 1.5,
    "korean": 1.5,
    "russian": 0.97,
    ALIAS: 0.97,
}


def read(value: Callable[[], float]) -> Side:
    """A side whose number a trial gives: it runs when the first figure asks for it, and once."""

    @contextlib.contextmanager
    def side() -> Iterator[Round]:
        yield value

    return side


def _figure(name: str, unit: str, goal: Goal, ours: Callable[[], float], peer: Callable[[], float]) -> None:
    register(Figure(f"screening-{name}", unit, goal, read(ours), read(peer), most_rounds=1))


def _recall(family: str, goal: float) -> None:
    _figure(
        f"recall-{family}",
        "recall@10",
        at_least(goal),
        lambda: trials.retrieval().recalls[OURS][family],
        lambda: trials.retrieval().best_peer(family),
    )


def _alarms(name: str, rate: float, goal: float) -> None:
    _figure(
        name,
        "recall",
        at_least(goal),
        lambda: trials.deciding().by_names[OURS][rate],
        lambda: trials.deciding().best_peer(rate),
    )


def _pairs(name: str, half: int) -> None:
    _figure(
        name,
        "precision",
        at_least(1),
        lambda: trials.pair_precision()[OURS][half],
        lambda: max(trials.pair_precision()[peer][half] for peer in PEERS),
    )


def _gain_by_facts() -> float:
    rare = trials.RATES[0]
    return trials.deciding().by_facts[trials.TOGETHER][rare] - trials.deciding().by_names[OURS][rare]


def _worst_with_a_fact() -> float:
    """The least recall with one kind of fact, over the recall with names alone, at either rate."""
    decided = trials.deciding()
    return min(
        recalls[rate] / decided.by_names[OURS][rate]
        for recalls in decided.by_facts.values()
        for rate in trials.RATES
    )


def _fast_pace() -> float:
    trials.least_same_decisions()
    return trials.retrieval().ours_fast.names_per_second


for _family, _goal in RECALL_GOALS.items():
    _recall(_family, _goal)
_alarms("recall-1-in-1000", 0.001, 1.4)
_alarms("recall-1-in-100", 0.01, 1.2)
_pairs("pairs", 0)
_pairs("pairs-unseen", 1)
register(
    Figure("screening-gain-by-facts", "recall", at_least(1), read(_gain_by_facts), limit(0.08), most_rounds=1)
)
register(
    Figure(
        "screening-worst-with-a-fact",
        "of recall",
        at_least(1),
        read(_worst_with_a_fact),
        limit(1),
        most_rounds=1,
    )
)
_figure(
    "bulk-fast",
    "names/s",
    at_least(5),
    _fast_pace,
    lambda: trials.retrieval().pipeline.names_per_second,
)
_figure(
    "bulk-full",
    "names/s",
    at_least(2),
    lambda: trials.retrieval().ours_full.names_per_second,
    lambda: trials.retrieval().pipeline.names_per_second,
)
_figure(
    "p99",
    "ms",
    at_most(1),
    lambda: trials.retrieval().ours_full.p99_milliseconds,
    lambda: trials.retrieval().pipeline.p99_milliseconds,
)

_sizes = trials.once(size.measured)


def _promise(name: str, unit: str, ours: Callable[[], float], promised: float) -> None:
    register(Figure(f"screening-{name}", unit, at_most(1), read(ours), limit(promised), most_rounds=1))


_promise("million-memory", "MB", lambda: _sizes().resident_mb, 1_000)
_promise("million-open", "s", lambda: _sizes().open_seconds, 2)
_promise("million-growth", "exponent", lambda: _sizes().growth, 0.5)
