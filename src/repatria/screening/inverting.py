"""From the features of names to postings: which names have each feature.

Some thousands of names are inverted at once, and what comes of them is kept packed (a number for each feature
and name, little more) until all are there: the whole of a million names is never in memory twice.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.screening.channels import CHANNELS
from repatria.screening.segment import CHANNEL_SHIFT, Counts, Keys, Postings, Rows, Weights

_MOST_INT32 = 2**31
_KEYS_AT_ONCE = 250_000
# Postings merged at once: what merging needs beside them is a few times as much.
_ROWS_AT_ONCE = 4_000_000


class Run(NamedTuple):
    """Some names' postings in one channel.

    keys: features, sorted, each once. counts: how many names have each. rows: these names, sorted for each
    key, on end.
    """

    keys: Keys
    counts: NDArray[np.int32]
    rows: Rows


class Gathered:
    """The postings of names, channel by channel, on their way to becoming one `Postings`."""

    def __init__(self) -> None:
        self.names = 0
        self._scripts: list[NDArray[np.uint8]] = []
        self._runs: list[list[Run]] = [[] for _ in range(CHANNELS)]

    def add(self, features: Sequence[tuple[Keys, Rows]], scripts: Sequence[int]) -> None:
        """The next names: their features, channel by channel, with the names' places among these; scripts:
        one of each name. What comes twice counts once."""
        for runs, (keys, places) in zip(self._runs, features, strict=True):
            runs.append(_inverted(keys, places + np.int32(self.names)))
        self._scripts.append(np.array(scripts, np.uint8))
        self.names += len(scripts)

    def add_postings(self, part: Postings, new_rows: Rows) -> None:
        """Names that have been inverted before; new_rows: their row here, -1 for those that are left out."""
        bounds = np.searchsorted(part.keys, np.arange(CHANNELS + 1, dtype=np.uint64) << CHANNEL_SHIFT)
        for runs, begin, end in zip(self._runs, bounds[:-1], bounds[1:], strict=True):
            rows = new_rows[part.rows[part.starts[begin] : part.starts[end]]]
            keys = np.repeat(part.keys[begin:end], np.diff(part.starts[begin : end + 1]))
            runs.append(_counted(keys[rows >= 0], rows[rows >= 0]))
        self._scripts.append(part.scripts[new_rows >= 0])
        self.names += int((new_rows >= 0).sum())

    def postings(self, rarity: Callable[[Keys, Counts], Weights]) -> Postings:
        """One of all; `rarity` weighs each key by how many of these names have it. Leaves nothing here."""
        scale = np.zeros((self.names, CHANNELS), np.float32)
        rows = np.empty(sum(len(run.rows) for runs in self._runs for run in runs), np.int32)
        every_key, every_count, filled = [], [], 0
        for channel, runs in enumerate(self._runs):
            sums = np.zeros(self.names)
            for merged in _merged(runs):
                rows[filled : filled + len(merged.rows)] = merged.rows
                filled += len(merged.rows)
                every_key.append(merged.keys)
                every_count.append(merged.counts)
                _add_squares(sums, merged, rarity)
            scale[:, channel] = np.divide(1.0, np.sqrt(sums), out=np.zeros_like(sums), where=sums > 0)
        keys = np.concatenate([np.zeros(0, np.uint64), *every_key])
        counts = np.concatenate([np.zeros(0, np.int32), *every_count])
        starts = np.zeros(len(keys) + 1, np.int64)
        np.cumsum(counts, out=starts[1:])
        scripts = np.concatenate(self._scripts) if self._scripts else np.zeros(0, np.uint8)
        return Postings(keys, starts, rows, scale, scripts)


def _add_squares(sums: Weights, run: Run, rarity: Callable[[Keys, Counts], Weights]) -> None:
    """Add to each name's square of length what these keys make of it."""
    begin = 0
    for first in range(0, len(run.keys), _KEYS_AT_ONCE):
        keys = run.keys[first : first + _KEYS_AT_ONCE]
        counts = run.counts[first : first + _KEYS_AT_ONCE]
        squares = np.repeat(rarity(keys, counts.astype(np.int64)) ** 2, counts)
        sums += np.bincount(run.rows[begin : begin + len(squares)], squares, len(sums))
        begin += len(squares)


def _inverted(keys: Keys, rows: Rows) -> Run:
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    new = _begins(keys) | _begins(rows)
    return _counted(keys[new], rows[new])


def _counted(keys: Keys, rows: Rows) -> Run:
    """keys: sorted, each as often as it has rows."""
    first = np.flatnonzero(_begins(keys))
    return Run(keys[first], np.diff(first, append=len(keys)).astype(np.int32), rows)


def _merged(runs: list[Run]) -> Iterator[Run]:
    """One of all, whose rows ascend from run to run, some keys at a time. Leaves nothing of them."""
    if not runs:
        return
    pieces = max(1, -(-sum(len(run.rows) for run in runs) // _ROWS_AT_ONCE))
    longest = max((run.keys for run in runs), key=len)
    # The keys of the longest run cut all of them about evenly.
    cuts = longest[np.linspace(0, len(longest), pieces + 1).astype(np.int64)[1:-1]]
    bounds = [[0, *np.searchsorted(run.keys, cuts).tolist(), len(run.keys)] for run in runs]
    starts = [np.append(0, np.cumsum(run.counts, dtype=np.int64)) for run in runs]
    for piece in range(pieces):
        parts = []
        for run, bound, start in zip(runs, bounds, starts, strict=True):
            first, end = bound[piece : piece + 2]
            parts.append(Run(run.keys[first:end], run.counts[first:end], run.rows[start[first] : start[end]]))
        yield _joined(parts)
    runs.clear()


def _joined(runs: Sequence[Run]) -> Run:
    keys = np.concatenate([run.keys for run in runs])
    counts = np.concatenate([run.counts for run in runs])
    rows = np.concatenate([run.rows for run in runs])
    order = np.argsort(keys, kind="stable")
    starts = np.cumsum(counts, dtype=np.int64) - counts
    rows = rows[slices(starts[order], counts[order])]
    keys, counts = keys[order], counts[order]
    first = np.flatnonzero(_begins(keys))
    return Run(keys[first], np.add.reduceat(counts, first) if len(first) else counts, rows)


def _begins(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where another value begins than the one before."""
    begins = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=begins[1:])
    return begins


def slices(starts: NDArray[np.int64], counts: NDArray[np.signedinteger[Any]]) -> NDArray[Any]:
    """The places of several slices, on end: of each its start and how many it has."""
    ends = np.cumsum(counts, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    # Half the memory where it is enough: no arrays are larger while an index is made.
    kind = np.int32 if max(total, int(starts.max(initial=0))) < _MOST_INT32 else np.int64
    places: NDArray[Any] = np.arange(total, dtype=kind)
    places += np.repeat((starts - (ends - counts)).astype(kind), counts)
    return places
