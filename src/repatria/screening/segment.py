"""A part of the index that never changes: the postings of its names' features.

All of it is plain arrays, so that it may lie in memory or be mapped from a file (stored.py). A search reads
the short posting lists whole, up to a bound, and the long ones only where the names found so far stand in
them: what a query costs hardly grows with the list.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.screening.channels import CHANNELS

Keys = NDArray[np.uint64]
Rows = NDArray[np.int32]
Counts = NDArray[np.int64]
Weights = NDArray[np.float64]

CHANNEL_SHIFT = np.uint64(56)


class Breadth(NamedTuple):
    """Postings read whole for one query, and names that the rest of its features are looked up for."""

    postings: int
    names: int


WIDE = Breadth(12_000, 400)


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
        return self.counts_at(*self.places(keys))

    def counts_at(self, places: NDArray[np.intp], there: NDArray[np.bool_]) -> Counts:
        """The same, of keys that `places` has found."""
        if not len(self.keys):
            return np.zeros(len(places), np.int64)
        return np.where(there, self.starts[places + 1] - self.starts[places], 0)


class Question(NamedTuple):
    """The features of a query, each one's place among a part's keys, and whether it stands there.

    within and across: what each adds, before a name's own scale, to the likeness of names in the query's
    script and of those in another; script: the query's.
    """

    channels: NDArray[np.intp]
    places: NDArray[np.intp]
    there: NDArray[np.bool_]
    within: Weights
    across: Weights
    script: int


def search(
    part: Postings, question: Question, alive: NDArray[np.bool_] | None, most: int, breadth: Breadth = WIDE
) -> Found:
    """The likest names of those that are alive (None: all): at least `most`, where there are as many."""
    there = np.flatnonzero(question.there)
    places = question.places[there]
    begins, ends = part.starts[places], part.starts[places + 1]
    order = np.argsort(ends - begins, kind="stable")
    asked = _Asked(
        part,
        begins[order],
        ends[order],
        question.channels[there][order],
        np.stack([question.within, question.across])[:, there[order]],
        question.script,
    )
    lengths = asked.ends - asked.begins
    read = max(1, int(np.searchsorted(np.cumsum(lengths), breadth.postings, "right")))
    rows, sums = _read(asked, read, breadth.postings)
    if alive is not None:
        living = alive[rows]
        rows, sums = rows[living], sums[living]
    rows, sums = _best(rows, sums, max(most, breadth.names))
    sums = sums + _looked_up(asked, read, rows)
    by_likeness = np.argsort(-sums, kind="stable")  # and by row where they are equally like
    return Found(rows[by_likeness], sums[by_likeness])


class _Asked(NamedTuple):
    """The posting lists of a query's features, shortest first: bounds, channels, and weights within and
    across scripts."""

    part: Postings
    begins: Counts
    ends: Counts
    channels: NDArray[np.intp]
    weights: Weights
    script: int

    def weighed(self, rows: NDArray[np.intp], features: NDArray[np.intp]) -> Weights:
        """What each feature adds to the name beside it."""
        part = self.part
        weights: Weights = np.where(
            part.scripts.take(rows) == self.script,
            self.weights[0].take(features),
            self.weights[1].take(features),
        )
        # Flat: numpy reads single places of two dimensions at a third of the pace.
        weights *= part.scale.ravel().take(rows * CHANNELS + self.channels.take(features))
        return weights


def _read(asked: _Asked, read: int, longest: int) -> tuple[Rows, Weights]:
    """Add up the first posting lists whole: the names in them, each once, and their sums."""
    if not len(asked.begins):
        return np.zeros(0, np.int32), np.zeros(0)
    part, begins = asked.part, asked.begins[:read]
    ends = np.minimum(asked.ends[:read], begins + longest)  # the one list that is longer than the bound
    lists = [part.rows[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
    rows = np.concatenate(lists).astype(np.intp)
    parts = asked.weighed(rows, np.repeat(np.arange(read), ends - begins))
    # Each name once without sorting: whoever wrote last in its place of a table is the one.
    table, turns = np.empty(part.names, np.int32), np.arange(len(rows), dtype=np.int32)
    table[rows] = turns
    once = rows[table.take(rows) == turns]
    table[once] = turns[: len(once)]
    return once.astype(np.int32), _summed(table.take(rows), parts, len(once))


def _looked_up(asked: _Asked, read: int, rows: Rows) -> Weights:
    """What the features after the first `read` add to these rows, which are sorted."""
    begins, ends = asked.begins[read:], asked.ends[read:]
    if not len(rows) or not len(begins):
        return np.zeros(len(rows))
    listed = asked.part.rows
    at = np.empty((len(begins), len(rows)), np.intp)
    for feature, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        at[feature] = listed[begin:end].searchsorted(rows)
    at += begins[:, None]
    np.minimum(at, ends[:, None] - 1, out=at)
    found = np.flatnonzero(listed.take(at) == rows)
    features, names = found // len(rows), found % len(rows)
    parts = asked.weighed(rows.take(names).astype(np.intp), features + read)
    return _summed(names, parts, len(rows))


def _summed(places: NDArray[Any], parts: Weights, size: int) -> Weights:
    # Counted in whole numbers where there are none.
    return np.bincount(places, parts, size).astype(np.float64, copy=False)


def _best(rows: Rows, sums: Weights, most: int) -> tuple[Rows, Weights]:
    """The likest, sorted by row."""
    if len(rows) > most:
        best = np.flatnonzero(sums >= np.partition(sums, len(sums) - most)[len(sums) - most])
        rows, sums = rows[best], sums[best]
    if len(rows) > most:  # many are equally like
        best = np.lexsort((rows, -sums))[:most]
        rows, sums = rows[best], sums[best]
    by_row = np.argsort(rows)
    return rows[by_row], sums[by_row]
