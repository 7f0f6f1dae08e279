"""A part of the index that never changes: the postings of its names' features.

All of it is plain arrays, so that it may lie in memory or be mapped from a file (stored.py). A search reads
the short posting lists whole, up to a bound, and the long ones only where the names found so far stand in
them: what a query costs hardly grows with the list.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Rows = NDArray[np.int32]
Counts = NDArray[np.int64]
Weights = NDArray[np.float64]

# Postings read whole for one query, and names that the rest of its features are looked up for.
MOST_POSTINGS = 12_000
MOST_NAMES = 400
CHANNEL_SHIFT = np.uint64(56)


class Found(NamedTuple):
    """Names of a segment, the likest first, and how like each is, 0 to 1."""

    rows: Rows
    likeness: Weights


@dataclass(frozen=True)
class Postings:
    """keys, sorted: features. rows[starts[i]:starts[i + 1]], sorted: the names that have keys[i].

    scale[row, channel]: one over the length of the name's vector in that channel, 0 where it has none.
    scripts[row]: the script that the name is written in.
    """

    keys: Keys
    starts: Counts
    rows: Rows
    scale: NDArray[np.float32]
    scripts: NDArray[np.uint8]

    @property
    def names(self) -> int:
        return len(self.scale)

    def places(self, keys: Keys) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Where each key stands, and whether it does."""
        if not len(self.keys):
            return np.zeros(len(keys), np.intp), np.zeros(len(keys), np.bool_)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return places, self.keys[places] == keys

    def counts(self, keys: Keys) -> Counts:
        """How many names have each key."""
        places, there = self.places(keys)
        if not len(self.keys):
            return np.zeros(len(keys), np.int64)
        return np.where(there, self.starts[places + 1] - self.starts[places], 0)


def channels_of(keys: Keys) -> NDArray[np.intp]:
    return (keys >> CHANNEL_SHIFT).astype(np.intp)


class Question(NamedTuple):
    """The features of a query. within and across: what each adds, before a name's own scale, to the likeness
    of names in the query's script and of those in another; script: the query's."""

    keys: Keys
    within: Weights
    across: Weights
    script: int


def search(part: Postings, question: Question, alive: NDArray[np.bool_] | None, most: int) -> Found:
    """The likest names of those that are alive (None: all): at least `most`, where there are as many."""
    places, there = part.places(question.keys)
    places = places[there]
    asked = _Asked(
        part,
        part.starts[places],
        part.starts[places + 1],
        channels_of(question.keys[there]),
        np.stack([question.within[there], question.across[there]]),
        question.script,
    )
    order = np.argsort(asked.ends - asked.begins, kind="stable")
    read = int(np.searchsorted(np.cumsum((asked.ends - asked.begins)[order]), MOST_POSTINGS, "right"))
    whole = order[: max(1, read)]
    rows, sums = _read(asked, whole)
    if alive is not None:
        rows, sums = rows[alive[rows]], sums[alive[rows]]
    rows, sums = _best(rows, sums, max(most, MOST_NAMES))
    by_row = np.argsort(rows)
    rows, sums = rows[by_row], sums[by_row]
    sums = sums + _looked_up(asked, order[len(whole) :], rows)
    by_likeness = np.lexsort((rows, -sums))
    return Found(rows[by_likeness], sums[by_likeness])


class _Asked(NamedTuple):
    """The posting lists of a query's features: bounds, channels, and weights within and across scripts."""

    part: Postings
    begins: Counts
    ends: Counts
    channels: NDArray[np.intp]
    weights: Weights
    script: int


def _read(asked: _Asked, whole: NDArray[np.intp]) -> tuple[Rows, Weights]:
    """Add up whole posting lists: the names in them, each once, and their sums."""
    if not len(whole):
        return np.zeros(0, np.int32), np.zeros(0)
    part, begins = asked.part, asked.begins[whole]
    ends = np.minimum(asked.ends[whole], begins + MOST_POSTINGS)  # the one list that is longer than the bound
    rows = np.concatenate([part.rows[begin:end] for begin, end in zip(begins, ends, strict=True)])
    across = (part.scripts[rows] != asked.script).astype(np.intp)
    features = np.repeat(whole, ends - begins)
    parts = asked.weights[across, features] * part.scale[rows, asked.channels[features]]
    order = np.argsort(rows, kind="stable")
    rows, parts = rows[order], parts[order]
    first = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    return rows[first], np.add.reduceat(parts, first)


def _looked_up(asked: _Asked, features: NDArray[np.intp], rows: Rows) -> Weights:
    """What the other features add to these rows, which are sorted."""
    part, sums = asked.part, np.zeros(len(rows))
    if not len(rows):
        return sums
    across = (part.scripts[rows] != asked.script).astype(np.intp)
    scale = part.scale[rows]
    for feature in features:
        listed = part.rows[asked.begins[feature] : asked.ends[feature]]
        at = np.minimum(np.searchsorted(listed, rows), len(listed) - 1)
        found = np.flatnonzero(listed[at] == rows)
        sums[found] += asked.weights[across[found], feature] * scale[found, asked.channels[feature]]
    return sums


def _best(rows: Rows, sums: Weights, most: int) -> tuple[Rows, Weights]:
    if len(rows) <= most:
        return rows, sums
    best = np.flatnonzero(sums >= np.partition(sums, len(sums) - most)[len(sums) - most])
    if len(best) > most:  # many are equally like
        best = best[np.argsort(-sums[best], kind="stable")[:most]]
    return rows[best], sums[best]
