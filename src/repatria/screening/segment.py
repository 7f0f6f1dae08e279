"""A part of the index that never changes: the postings of its names' features.

All of it is plain arrays, so that it may lie in memory or be mapped from a file (stored.py). A search reads
the short posting lists whole, up to a bound, and the long ones only where the names found so far stand in
them: what a query costs hardly grows with the list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.screening.channels import CHANNELS

Keys = NDArray[np.uint64]
Rows = NDArray[np.int32]
Counts = NDArray[np.int64]
Weights = NDArray[np.float64]

# Postings read whole for one query, and names that the rest of its features are looked up for.
MOST_POSTINGS = 12_000
MOST_NAMES = 400
_CHANNEL_SHIFT = np.uint64(56)


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
    return (keys >> _CHANNEL_SHIFT).astype(np.intp)


class Gathered:
    """The features of names, channel by channel, on their way to becoming postings."""

    def __init__(self) -> None:
        self.names = 0
        self._scripts: list[NDArray[np.uint8]] = []
        self._batches: list[list[tuple[Keys, Rows]]] = [[] for _ in range(CHANNELS)]

    def add(self, features: Sequence[Sequence[frozenset[int]]], scripts: Sequence[int]) -> None:
        """The next names' features and scripts; best some thousands at a time, as sets take much room."""
        rows = np.arange(self.names, self.names + len(features), dtype=np.int32)
        for channel, batches in enumerate(self._batches):
            counts = np.fromiter((len(each[channel]) for each in features), np.int64, len(features))
            every = (key for each in features for key in each[channel])
            batches.append((np.fromiter(every, np.uint64, int(counts.sum())), np.repeat(rows, counts)))
        self._scripts.append(np.array(scripts, np.uint8))
        self.names += len(features)

    def add_postings(self, part: Postings, new_rows: Rows) -> None:
        """Names that have been inverted before; new_rows: their row here, -1 for those that are left out."""
        bounds = np.searchsorted(part.keys, np.arange(CHANNELS + 1, dtype=np.uint64) << _CHANNEL_SHIFT)
        for batches, begin, end in zip(self._batches, bounds[:-1], bounds[1:], strict=True):
            rows = new_rows[part.rows[part.starts[begin] : part.starts[end]]]
            keys = np.repeat(part.keys[begin:end], np.diff(part.starts[begin : end + 1]))
            batches.append((keys[rows >= 0], rows[rows >= 0]))
        self._scripts.append(part.scripts[new_rows >= 0])
        self.names += int((new_rows >= 0).sum())

    def postings(self, rarity: Callable[[Keys, Counts], Weights]) -> Postings:
        """Invert them; `rarity` weighs each key by how many of these names have it. Leaves nothing here."""
        scale = np.zeros((self.names, CHANNELS), np.float32)
        every_key, every_row, every_length = [], [], []
        for channel, batches in enumerate(self._batches):
            keys, rows, lengths = _inverted(batches)
            batches.clear()
            squares = np.repeat(rarity(keys, lengths) ** 2, lengths)
            # Counted in whole numbers where there are none.
            sums = np.bincount(rows, squares, self.names).astype(np.float64)
            scale[:, channel] = np.divide(1.0, np.sqrt(sums), out=np.zeros_like(sums), where=sums > 0)
            every_key.append(keys)
            every_row.append(rows)
            every_length.append(lengths)
        starts = np.concatenate([[0], np.cumsum(np.concatenate(every_length))])
        scripts = np.concatenate(self._scripts) if self._scripts else np.zeros(0, np.uint8)
        return Postings(np.concatenate(every_key), starts, np.concatenate(every_row), scale, scripts)


def _inverted(batches: list[tuple[Keys, Rows]]) -> tuple[Keys, Rows, Counts]:
    """Distinct keys, sorted; the rows of each, sorted, on end; how many rows each has."""
    keys = np.concatenate([np.zeros(0, np.uint64), *(keys for keys, _ in batches)])
    rows = np.concatenate([np.zeros(0, np.int32), *(rows for _, rows in batches)])
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else order
    return keys[first], rows, np.diff(np.concatenate([first, [len(keys)]]))


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
