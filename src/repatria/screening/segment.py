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

# What each channel weighs in the likeness, in the order of Channel.
CHANNEL_WEIGHTS = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
# Postings read whole for one query, and names that the rest of its features are looked up for.
MOST_POSTINGS = 24_000
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
    """

    keys: Keys
    starts: Counts
    rows: Rows
    scale: NDArray[np.float32]

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


def flat(features: Sequence[Sequence[frozenset[int]]]) -> tuple[Keys, Rows]:
    """The features of names in order, as pairs of a key and the name's row."""
    counts = np.fromiter((sum(map(len, of_name)) for of_name in features), np.int64, len(features))
    every = (key for of_name in features for channel in of_name for key in channel)
    keys = np.fromiter(every, np.uint64, int(counts.sum()))
    return keys, np.repeat(np.arange(len(features), dtype=np.int32), counts)


def postings(keys: Keys, rows: Rows, names: int, rarity: Callable[[Keys, Counts], Weights]) -> Postings:
    """Invert pairs of a key and a row; `rarity` weighs each key by how many of these names have it."""
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
    starts = np.r_[first, len(keys)].astype(np.int64)
    keys = keys[first]
    lengths = np.diff(starts)
    squares = np.repeat(rarity(keys, lengths) ** 2, lengths)
    cells = rows.astype(np.int64) * CHANNELS + np.repeat(channels_of(keys), lengths)
    sums = np.bincount(cells, squares, names * CHANNELS).reshape(names, CHANNELS)
    scale = np.divide(1.0, np.sqrt(sums), out=np.zeros_like(sums), where=sums > 0).astype(np.float32)
    return Postings(keys, starts, rows, scale)


def pairs(part: Postings) -> tuple[Keys, Rows]:
    """What `postings` was made of, in the order of the keys."""
    return np.repeat(part.keys, np.diff(part.starts)), np.asarray(part.rows)


def search(
    part: Postings, keys: Keys, coefficients: Weights, alive: NDArray[np.bool_] | None, most: int
) -> Found:
    """The likest names. coefficients: what each key adds before a name's own scale; alive: what counts."""
    places, there = part.places(keys)
    places, coefficients = places[there], coefficients[there]
    channels = channels_of(keys[there])
    begins, ends = part.starts[places], part.starts[places + 1]
    order = np.argsort(ends - begins, kind="stable")
    read = int(np.searchsorted(np.cumsum((ends - begins)[order]), MOST_POSTINGS, "right"))
    whole = order[: max(1, read)]
    rows, sums = _read(part, begins[whole], ends[whole], channels[whole], coefficients[whole])
    if alive is not None:
        rows, sums = rows[alive[rows]], sums[alive[rows]]
    rows, sums = _best(rows, sums, max(most, MOST_NAMES))
    by_row = np.argsort(rows)
    rows, sums = rows[by_row], sums[by_row]
    for place in order[len(whole) :]:
        listed = part.rows[begins[place] : ends[place]]
        at = np.minimum(np.searchsorted(listed, rows), len(listed) - 1)
        sums += np.where(listed[at] == rows, coefficients[place] * part.scale[rows, channels[place]], 0.0)
    rows, sums = _best(rows, sums, most)
    by_likeness = np.lexsort((rows, -sums))
    return Found(rows[by_likeness], sums[by_likeness])


def _read(
    part: Postings, begins: Counts, ends: Counts, channels: NDArray[np.intp], coefficients: Weights
) -> tuple[Rows, Weights]:
    """Add up whole posting lists: the names in them, each once, and their sums."""
    if not len(begins):
        return np.zeros(0, np.int32), np.zeros(0)
    ends = np.minimum(ends, begins + MOST_POSTINGS)  # the one list that is longer than the bound
    rows = np.concatenate([part.rows[begin:end] for begin, end in zip(begins, ends, strict=True)])
    lengths = ends - begins
    parts = np.repeat(coefficients, lengths) * part.scale[rows, np.repeat(channels, lengths)]
    order = np.argsort(rows, kind="stable")
    rows, parts = rows[order], parts[order]
    first = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
    return rows[first], np.add.reduceat(parts, first)


def _best(rows: Rows, sums: Weights, most: int) -> tuple[Rows, Weights]:
    if len(rows) <= most:
        return rows, sums
    best = np.argpartition(-sums, most)[:most]
    return rows[best], sums[best]
