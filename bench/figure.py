"""A figure: ours and a peer's number, taken by turns in one run, and the goal for their ratio.

Modules register their figures and peers when they are imported; `bench.run` runs them.
"""

import contextlib
import json
import operator
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

Round = Callable[[], float]
"""Takes one measurement, in the figure's unit."""

Side = Callable[[], AbstractContextManager[Round]]
"""Sets one side up (starts servers, makes data), gives its round, and takes it down again."""


class PeerUnavailable(Exception):
    """A peer could not be installed or started: its figures are errors, never met."""


class PromiseBroken(Exception):
    """Our side gave a number, but not what goes with it (the right answer, flat memory): no figure."""


@dataclass(frozen=True)
class Goal:
    """What `ours / peer` must hold."""

    sign: str
    ratio: float

    def met(self, ratio: float) -> bool:
        compare = operator.ge if self.sign == "≥" else operator.le
        return bool(compare(ratio, self.ratio))

    def __str__(self) -> str:
        return f"{self.sign} {self.ratio:g}"


def at_least(ratio: float) -> Goal:
    return Goal("≥", ratio)


def at_most(ratio: float) -> Goal:
    return Goal("≤", ratio)


@dataclass(frozen=True)
class Figure:
    name: str
    unit: str
    goal: Goal
    ours: Side
    peer: Side
    applies: Callable[[float], str | None] = lambda _: None
    """Given the peer's number: None, or the sentence why the goal says nothing on this machine."""
    most_rounds: int | None = None
    """For what is the same each time, or takes minutes."""


@dataclass(frozen=True)
class Peer:
    """A peer on its own, for `bench.run --peers`."""

    name: str
    unit: str
    open: Side


@dataclass(frozen=True)
class Result:
    """One object of results.json. `met` is None where the goal does not apply (`note` says why)."""

    name: str
    ours: float | None
    peer: float | None
    unit: str
    ratio: float | None
    goal: str
    met: bool | None
    note: str | None = None


FIGURES: dict[str, Figure] = {}
PEERS: dict[str, Peer] = {}


def register(figure: Figure) -> Figure:
    if figure.name in FIGURES:
        raise ValueError(f"two figures are called {figure.name}")
    FIGURES[figure.name] = figure
    return figure


def register_peer(peer: Peer) -> Side:
    if peer.name in PEERS:
        raise ValueError(f"two peers are called {peer.name}")
    PEERS[peer.name] = peer
    return peer.open


def limit(value: float) -> Side:
    """A peer that is no software but a promise: so many milliseconds, so many bytes."""

    @contextlib.contextmanager
    def side() -> Iterator[Round]:
        yield lambda: value

    return side


def in_series(*sides: Side) -> Side:
    """The rate of work that passes through all these rates one after the other: 1 / Σ 1/rate."""

    @contextlib.contextmanager
    def side() -> Iterator[Round]:
        with contextlib.ExitStack() as stack:
            rounds = [stack.enter_context(opened()) for opened in sides]
            yield lambda: 1 / sum(1 / take() for take in rounds)

    return side


def measure(figure: Figure, rounds: int) -> Result:
    """Both sides stand side by side and take turns, so that a neighbour's load hits both."""
    ours, peers = [], []
    with figure.ours() as take_ours, figure.peer() as take_peer:
        for _ in range(min(rounds, figure.most_rounds or rounds)):
            ours.append(take_ours())
            peers.append(take_peer())
    mine, theirs = median(ours), median(peers)
    ratio = mine / theirs
    note = figure.applies(theirs)
    met = None if note else figure.goal.met(ratio)
    return Result(figure.name, mine, theirs, figure.unit, ratio, str(figure.goal), met, note)


def failed(figure: Figure, reason: str) -> Result:
    """A figure that could not be taken: not met, and it says why."""
    return Result(figure.name, None, None, figure.unit, None, str(figure.goal), False, reason)


def write_results(results: list[Result], path: Path) -> None:
    """Replace the file in one step; a run that breaks leaves the last one whole."""
    rows = [asdict(result) for result in results]
    for row in rows:
        if row["note"] is None:
            del row["note"]
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(beside, path)
