"""The index of names: who of the listed is worth comparing with a query.

Owns the parts (one large that never changes, a small one for what came since), the subjects that have gone,
and what each feature weighs. An `Index` never changes either: adding and removing give another one that
shares the large part, so that a search under way is not disturbed.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.screening import segment
from repatria.screening.asked import Asked, asked
from repatria.screening.channels import CHANNELS
from repatria.screening.identifiers import numbers_of
from repatria.screening.inverting import Gathered
from repatria.screening.records import Subject
from repatria.screening.segment import CHANNEL_SHIFT, WIDE, Breadth, Counts, Keys, Postings, Question, Weights
from repatria.screening.shelf import ListedName, Shelf, ShelfBuilder
from repatria.screening.tokens import NameTokens
from repatria.screening.uncollected import uncollected
from repatria.screening.wordbook import Wordbook

# What each channel weighs, in the order of Channel: for names in the query's script, and for those in
# another, which have fewer letters in common even when they are one. Found on labelled sets of many
# scripts, and measured on others (bench/screening).
_WITHIN_SCRIPT = np.array([1.33, 0.3, 1.0, 0.75, 1.0, 0.5])
_ACROSS_SCRIPTS = np.array([3.1, 2.0, 1.16, 1.31, 2.33, 0.87])
# Subjects analysed at once while an index is built: more take memory, fewer take time.
_BATCH = 10_000
# Fewer than this are not worth merging for.
_LEAST_TO_MERGE = 1_000


class Near(NamedTuple):
    """A listed name near a query: `row` is the subject's, `name` its place in the subject's names."""

    row: int
    name: int
    likeness: float


class Entry(NamedTuple):
    """A subject and its names, whose words stand on this shelf."""

    shelf: Shelf
    subject: Subject
    names: list[ListedName]


@dataclass(frozen=True)
class Part:
    """Postings of names and the shelf with their subjects; owners[i]: the subject of name i, ascending."""

    postings: Postings
    owners: NDArray[np.int32]
    shelf: Shelf
    gone: frozenset[int] = frozenset()

    @cached_property
    def alive(self) -> NDArray[np.bool_] | None:
        """Which names still count; None: all of them."""
        if not self.gone:
            return None
        subjects = np.ones(len(self.shelf), np.bool_)
        subjects[list(self.gone)] = False
        found: NDArray[np.bool_] = subjects[self.owners]
        return found

    def without(self, rows: Iterable[int]) -> "Part":
        return Part(self.postings, self.owners, self.shelf, self.gone | frozenset(rows))


class Index:
    """Subjects, found by name. Rows number those of all parts on end; those that have gone keep theirs."""

    def __init__(self, subjects: Iterable[Subject] = (), *, parts: Sequence[Part] | None = None) -> None:
        self.parts = tuple(parts) if parts is not None else (_part_of(subjects),)
        self._first_rows = [0, *accumulate(len(part.shelf) for part in self.parts)]
        self._names = sum(part.postings.names for part in self.parts)

    def __len__(self) -> int:
        """How many subjects are listed."""
        return sum(len(part.shelf) - len(part.gone) for part in self.parts)

    def subject(self, row: int) -> Subject:
        part, local = self._locate(row)
        return part.shelf.subject(local)

    def names(self, row: int) -> tuple[NameTokens, ...]:
        """The analysed names of a subject, in the order of `Subject.names`."""
        part, local = self._locate(row)
        return part.shelf.names(local)

    def entry(self, row: int) -> Entry:
        """A subject and its names as they are kept, read once."""
        part, local = self._locate(row)
        return Entry(part.shelf, *part.shelf.entry(local))

    def rows_of(self, subject_id: str) -> list[int]:
        """The rows of the listed subjects with this id."""
        return [
            first + local
            for part, first in zip(self.parts, self._first_rows, strict=False)
            for local in part.shelf.rows_of(subject_id)
            if local not in part.gone
        ]

    def rows_with_numbers_of(self, query: Subject) -> list[int]:
        """The rows that share a number with a query, whatever its scheme, ascending."""
        numbers = numbers_of(query)
        if not numbers:
            return []
        return [
            int(first) + local
            for part, first in zip(self.parts, self._first_rows, strict=False)
            for local in part.shelf.rows_with(numbers)
            if local not in part.gone
        ]

    def candidates(self, query: Subject, k: int) -> list[tuple[int, float]]:
        """The k subjects with the nearest names, nearest first: their rows, and how near: 1 for the same
        letters, and more for the same in another script.

        Each of the query's names is looked for. Kinds are not compared: a list may call a company what a
        query calls a vessel.
        """
        (found,) = self.nearest(asked(query), k)
        return [(near.row, near.likeness) for near in found]

    def nearest(self, asked: Asked, k: int, breadth: Breadth = WIDE) -> list[list[Near]]:
        """For each query: of each of the k subjects nearest to any of its names, the name that is."""
        questions = self._questions(asked)
        return [
            _likest((self._nearest_names(next(questions), k, breadth) for _ in names), k)
            for names in asked.names
        ]

    def with_added(self, subjects: Iterable[Subject]) -> "Index":
        """With these too. They join the small part, or begin one; where a tenth has come or gone since the
        large part was made, all is merged."""
        new = list(subjects)
        if not new:
            return self
        old = [part for part in self.parts if len(part.shelf)]
        if not old:
            return Index(new)
        large, *small = old
        joined = _part_of(new, old)
        if small:
            joined = _merged([*small, joined], [large])
        changed = len(joined.shelf) + len(large.gone)
        if changed > max(_LEAST_TO_MERGE, len(self) // 10):
            return Index(parts=(large, joined)).merged()
        return Index(parts=(large, joined))

    def without(self, ids: Iterable[str]) -> "Index":
        """Without every subject that has one of these ids; the rows of the others stay."""
        wanted = list(ids)
        return Index(
            parts=[
                part.without(row for each in wanted for row in part.shelf.rows_of(each))
                for part in self.parts
            ]
        )

    def merged(self) -> "Index":
        """The same subjects in one part; rows change."""
        return Index(parts=(_merged(self.parts),))

    def _locate(self, row: int) -> tuple[Part, int]:
        place = bisect_right(self._first_rows, row) - 1
        return self.parts[place], row - self._first_rows[place]

    def _nearest_names(self, questions: Sequence[Question], most: int, breadth: Breadth) -> list[Near]:
        """The nearest name of each of the nearest subjects of every part, `most` of each."""
        found: list[Near] = []
        for part, first, question in zip(self.parts, self._first_rows, questions, strict=False):
            rows, likeness = segment.search(part.postings, question, part.alive, most, breadth)
            # Sorted by likeness: where a subject comes first is its nearest name.
            nearest: dict[int, tuple[int, float]] = {}
            owners = part.owners.take(rows).tolist()
            for owner, each in zip(owners, zip(rows.tolist(), likeness.tolist(), strict=True), strict=True):
                if owner not in nearest:
                    nearest[owner] = each
                    if len(nearest) == most:
                        break
            firsts = np.searchsorted(part.owners, np.fromiter(nearest, np.int32, len(nearest))).tolist()
            found += (
                Near(owner + first, row - begin, alike)
                for (owner, (row, alike)), begin in zip(nearest.items(), firsts, strict=True)
            )
        return found

    def _questions(self, asked: Asked) -> Iterator[list[Question]]:
        """Each name's features for each part; those that are rare in the whole index weigh more."""
        keys, same = np.unique(asked.keys, return_inverse=True)
        located = [part.postings.places(keys) for part in self.parts]
        counts = np.zeros(len(keys), np.int64)
        for part, (places, there) in zip(self.parts, located, strict=True):
            counts += part.postings.counts_at(places, there)
        weights = (rarity(counts, self._names) ** 2)[same]
        channels = (asked.keys >> CHANNEL_SHIFT).astype(np.intp)
        names = len(asked.scripts)
        of_name = np.repeat(np.arange(names) * CHANNELS, np.diff(asked.starts)) + channels
        lengths = np.maximum(np.sqrt(np.bincount(of_name, weights, names * CHANNELS)), 1e-9)
        within, across = (
            weights * (np.tile(shares / _WITHIN_SCRIPT.sum(), names) / lengths)[of_name]
            for shares in (_WITHIN_SCRIPT, _ACROSS_SCRIPTS)
        )
        located = [(places[same], there[same]) for places, there in located]
        for (begin, end), script in zip(pairwise(asked.starts.tolist()), asked.scripts, strict=True):
            own = slice(begin, end)
            yield [
                Question(channels[own], places[own], there[own], within[own], across[own], script)
                for places, there in located
            ]


def _likest(every: Iterable[Iterable[Near]], k: int) -> list[Near]:
    """Of the nearest to several names, for each subject the one that is nearest."""
    best: dict[int, Near] = {}
    for near in chain.from_iterable(every):
        known = best.get(near.row)
        if known is None or known.likeness < near.likeness:
            best[near.row] = near
    return sorted(best.values(), key=lambda near: (-near.likeness, near.row))[:k]


def rarity(counts: Counts, names: int) -> Weights:
    """What a feature that `counts` of `names` names have weighs, in nats."""
    found: Weights = np.log1p(max(names, 1) / np.maximum(counts, 1))
    return found


def _part_of(subjects: Iterable[Subject], others: Sequence[Part] = ()) -> Part:
    """One part with these subjects; its features weigh what they weigh beside those of the other parts."""
    with uncollected():
        gathered, shelf, counts = _gathered(subjects)
    owners = np.repeat(np.arange(len(counts), dtype=np.int32), np.array(counts, np.int64))
    return Part(gathered.postings(_weight(len(owners), others)), owners, shelf)


def _merged(parts: Sequence[Part], others: Sequence[Part] = ()) -> Part:
    """One part of those that are still listed in these, without analysing them again."""
    gathered, subjects, owners = Gathered(), ShelfBuilder(), []
    for part in parts:
        gone = np.fromiter(part.gone, np.int64, len(part.gone))
        chosen = np.setdiff1d(np.arange(len(part.shelf)), gone)
        new_subjects = np.full(len(part.shelf), -1, np.int32)
        new_subjects[chosen] = np.arange(len(chosen)) + len(subjects)
        of_names = new_subjects[part.owners]
        stay = of_names >= 0
        new_rows = np.where(stay, np.cumsum(stay) - 1 + gathered.names, -1).astype(np.int32)
        gathered.add_postings(part.postings, new_rows)
        owners.append(of_names[stay])
        subjects.add_from(part.shelf, chosen.tolist())
    return Part(gathered.postings(_weight(gathered.names, others)), np.concatenate(owners), subjects.shelf())


def _weight(names: int, others: Sequence[Part]) -> Callable[[Keys, Counts], Weights]:
    """What features of so many names weigh beside those of the other parts."""
    total = names + sum(part.postings.names for part in others)

    def weight(keys: Keys, counts: Counts) -> Weights:
        return rarity(counts + sum(part.postings.counts(keys) for part in others), total)

    return weight


def _gathered(subjects: Iterable[Subject]) -> tuple[Gathered, Shelf, "array[int]"]:
    """Their features, they themselves, and how many names each has."""
    gathered, shelved, counts = Gathered(), ShelfBuilder(), array("i")
    words = Wordbook(shelved.put)
    for some in _batches(subjects):
        places, features, scripts = words.features(
            [(name, each.kind) for each in some for name in each.names]
        )
        gathered.add(features, scripts)
        of_names = iter(places)
        for subject in some:
            shelved.add(subject, list(islice(of_names, len(subject.names))))
            counts.append(len(subject.names))
    return gathered, shelved.shelf(), counts


def _batches(subjects: Iterable[Subject]) -> Iterator[list[Subject]]:
    every = iter(subjects)
    while some := list(islice(every, _BATCH)):
        yield some
