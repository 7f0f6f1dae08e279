"""Screening: a record against everything listed, ranked, scored, each score with its reasons.

Owns the steps from a query to its hits: candidates by name and by number, alignment of the names worth
aligning, the model, the facts, the guards. Keeps nothing of a query but its words, bounded, in memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.screening import facts, reasons, score
from repatria.screening.alignment import Alignment, Floats, Units, align, units_listed, units_of
from repatria.screening.asked import AskedBook
from repatria.screening.evidence import LETTERS, add_letters, evidence
from repatria.screening.facts import Finding
from repatria.screening.index import Entry, Index, Near
from repatria.screening.lexicon import Lexicon
from repatria.screening.reasons import Reason
from repatria.screening.records import Kind, Subject
from repatria.screening.segment import WIDE, Breadth
from repatria.screening.tokens import NameTokens, may_be_short
from repatria.screening.uncollected import uncollected

Mode = Literal["full", "fast"]
# Subjects looked at for each query.
CANDIDATES: Final[dict[Mode, int]] = {"full": 24, "fast": 16}
# What the index reads for each name. The fast mode decided otherwise than the full one in 3 of 4,200 queries
# among 5,000 people; of 1,600, most in other scripts, among 198,000 it lost 2 in a hundred of the best hits.
BREADTH: Final[dict[Mode, Breadth]] = {"full": WIDE, "fast": Breadth(8_000, 100)}
# Names less alike than this to the index are not aligned. With these bounds the fast mode decided otherwise
# than the full one in 4 of 2,600 development queries with birth dates (with 0.22, 8 candidates, 1 name: 20).
LEAST_LIKENESS: Final[dict[Mode, float]] = {"full": 0.12, "fast": 0.17}
# Nor those that are less alike than this share of the nearest. Of the hits of 1,600 development queries among
# 198,000 records these bounds leave out 5 in a hundred, of each query's best one 1 in a hundred; 12
# candidates without a share, which takes longer, left out as many.
LEAST_SHARE: Final[dict[Mode, float]] = {"full": 0.0, "fast": 0.4}
# Of a name that may be short for another, of which it has nothing but the first letters.
LEAST_OF_ACRONYM: Final = 0.02
# Names of one subject that are aligned; the index has said which is nearest, and it comes first.
MOST_NAMES: Final[dict[Mode, int]] = {"full": 16, "fast": 4}
# Listed names kept analysed as numbers.
MOST_UNITS: Final = 200_000
STRONG: Final = 0.9
# Log-odds of names below which neither letters nor facts are looked at.
NEGLIGIBLE: Final = -4.0
# Log-odds where no names were compared.
UNNAMED: Final = -8.0


class Band(StrEnum):
    """How a hit is shown. Every one is a lead, none a finding."""

    STRONG = "strong"
    PROBABLE = "probable"  # at or above the default threshold
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed record that may be the one asked for.

    name: the listed name that agrees best ("" by number alone).
    """

    id: str
    score: float
    name: str
    query_name: str
    reasons: tuple[Reason, ...]
    band: Band


class _Listed(NamedTuple):
    subject: Subject
    names: tuple[Units, ...]

    def weak_among(self, chosen: Sequence[Units]) -> list[bool]:
        if not self.subject.weak:
            return [False] * len(chosen)
        weak = self.names[-self.subject.weak :]
        return [any(name is one for one in weak) for name in chosen]


class _Case(NamedTuple):
    """A listed record beside a query, and which of the batch's pairs of names are theirs:

    First to last, exclusive.
    """

    listed: _Listed
    first: int
    last: int


class _Found(NamedTuple):
    """A case with its log-odds, and the pair of names that agrees best (-1: none was compared)."""

    odds: float
    case: _Case
    pair: int
    findings: tuple[Finding, ...]


class _Batch(NamedTuple):
    """Names side by side. pairs: P x 2, places in ours and in theirs. weak: T, which of theirs are."""

    ours: list[Units]
    theirs: list[Units]
    pairs: NDArray[np.int64]
    weak: NDArray[np.bool_]
    cases: list[list[_Case]]

    def names_of(self, pair: int) -> tuple[Units, Units]:
        one, other = self.pairs[pair].tolist()
        return self.ours[one], self.theirs[other]


class Screener:
    """Screens against one index. Not for several threads at once; make one for each."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._model = score.model()
        self._forget()

    def screen(
        self, query: Subject, *, limit: int = 10, threshold: float | None = None, mode: Mode = "full"
    ) -> list[Hit]:
        """The hits of one record at or above the threshold (None:

        The default one), best first, at most `limit`.
        """
        return self.screen_all([query], limit=limit, threshold=threshold, mode=mode)[0]

    def screen_all(
        self,
        queries: Sequence[Subject],
        *,
        limit: int = 10,
        threshold: float | None = None,
        mode: Mode = "full",
    ) -> list[list[Hit]]:
        """The hits of many records, aligned together: best in batches of about a hundred.

        The fast mode gives no reasons, looks at fewer candidates and, of each, at fewer names.
        """
        if self._lexicon.full or self._book.full or self._kept > MOST_UNITS:
            self._forget()
        least = self._model.threshold if threshold is None else threshold
        with uncollected():
            return self._screened(queries, limit, least, mode)

    def _screened(self, queries: Sequence[Subject], limit: int, least: float, mode: Mode) -> list[list[Hit]]:
        batch = self._batch(queries, mode)
        if not any(batch.cases):
            return [[] for _ in queries]
        aligned = align(batch.ours, batch.theirs, batch.pairs, self._lexicon)
        odds = self._odds(batch, aligned)
        every: list[list[_Found]] = []
        for query, cases in zip(queries, batch.cases, strict=True):
            found = [self._judged(query, case, odds) for case in cases]
            if least > 0:
                found = [each for each in found if score.probability(each.odds) >= least]
            found.sort(key=lambda each: (-each.odds, each.case.listed.subject.id))
            every.append(found[:limit])
        if mode == "fast":
            return [[self._hit(each, batch) for each in found] for found in every]
        named = [each.pair for found in every for each in found if each.pair >= 0]
        pairs = dict(zip(named, reasons.aligned_pairs(aligned, named), strict=True))
        return [[self._explained(each, batch, pairs.get(each.pair)) for each in found] for found in every]

    def _batch(self, queries: Sequence[Subject], mode: Mode) -> _Batch:
        ours: list[Units] = []
        theirs: list[Units] = []
        pairs: list[tuple[int, int]] = []
        weak: list[bool] = []
        cases: list[list[_Case]] = []
        asked = self._book.asked(queries)
        likest = self._index.nearest(asked, CANDIDATES[mode], BREADTH[mode])
        near = [self._rows(*each, mode) for each in zip(queries, asked.names, likest, strict=True)]
        self._learn({row for rows in near for row in rows})
        for query, tokens, rows in zip(queries, asked.names, near, strict=True):
            names = range(len(ours), len(ours) + len(tokens))
            ours += [units_of(name, self._lexicon) for name in tokens]
            cases.append([])
            for row, nearest in rows.items():
                listed = self._known[row]
                chosen = _nearest_first(listed.names, nearest)[: MOST_NAMES[mode]]
                first = len(pairs)
                like = [name for name in names if _read_alike(query, ours[name], listed)]
                pairs += [(name, len(theirs) + place) for name in like for place in range(len(chosen))]
                theirs += chosen
                weak += listed.weak_among(chosen)
                cases[-1].append(_Case(listed, first, len(pairs)))
        return _Batch(
            ours,
            theirs,
            np.array(pairs, dtype=np.int64).reshape(-1, 2),
            np.array(weak, dtype=np.bool_),
            cases,
        )

    def _rows(
        self, query: Subject, names: Sequence[NameTokens], nearest: Sequence[Near], mode: Mode
    ) -> dict[int, int]:
        """The rows worth comparing, by name and by number, and the place of the nearest name of each."""
        short = any(may_be_short(name) for name in names)
        least = LEAST_OF_ACRONYM if short else LEAST_LIKENESS[mode]
        if nearest and not short:
            least = max(least, nearest[0].likeness * LEAST_SHARE[mode])
        rows = {near.row: near.name for near in nearest if near.likeness >= least}
        for row in self._index.rows_with_numbers_of(query):
            rows.setdefault(row, 0)
        return rows

    def _learn(self, rows: Iterable[int]) -> None:
        """Take in the listed of these rows that are new here; the words of all at once."""
        entries = {row: self._index.entry(row) for row in sorted(rows) if row not in self._known}
        by_shelf: dict[int, list[Entry]] = {}
        for entry in entries.values():
            by_shelf.setdefault(id(entry.shelf), []).append(entry)
        numbers = {}
        for key, some in by_shelf.items():
            places = chain.from_iterable(name.places for entry in some for name in entry.names)
            numbers[key] = self._lexicon.learn(some[0].shelf, places)
        for row, (shelf, subject, names) in entries.items():
            of_words = numbers[id(shelf)]
            units = tuple([units_listed(name, subject.kind, of_words, self._lexicon) for name in names])
            self._known[row] = _Listed(subject, units)
            self._kept += len(units)

    def _forget(self) -> None:
        self._lexicon, self._book = Lexicon(), AskedBook()
        self._known: dict[int, _Listed] = {}
        self._kept = 0

    def _odds(self, batch: _Batch, aligned: Alignment) -> Floats:
        """Log-odds of each pair of names. Letters are compared only where that could still matter."""
        rows = evidence(aligned, batch.ours, batch.theirs, batch.pairs)
        rows[:, LETTERS] = 1.0
        open_rows = np.flatnonzero(score.of_names(rows, self._model) >= NEGLIGIBLE)
        rows[:, LETTERS] = 0.0
        names = ((batch.ours[one], batch.theirs[other]) for one, other in batch.pairs[open_rows].tolist())
        add_letters(rows, open_rows, list(names))
        guarded = score.guard_names(score.of_names(rows, self._model), rows, _heavy(batch))
        return score.guard_weak(guarded, batch.weak[batch.pairs[:, 1]]) if batch.weak.any() else guarded

    def _judged(self, query: Subject, case: _Case, odds: Floats) -> _Found:
        names, pair = UNNAMED, -1
        if case.last > case.first:
            pair = case.first + int(odds[case.first : case.last].argmax())
            names = float(odds[pair])
        if names < NEGLIGIBLE and not query.identifiers:
            return _Found(names, case, pair, ())
        findings = facts.compare(query, case.listed.subject)
        return _Found(score.with_facts(names, findings, self._model), case, pair, findings)

    def _hit(self, found: _Found, batch: _Batch, told: Sequence[Reason] = ()) -> Hit:
        value = score.probability(found.odds)
        name = query_name = ""
        if found.pair >= 0:
            query_name, name = (each.text for each in batch.names_of(found.pair))
        return Hit(found.case.listed.subject.id, value, name, query_name, tuple(told), self._band(value))

    def _explained(self, found: _Found, batch: _Batch, aligned: reasons.Aligned | None) -> Hit:
        """A hit with its reasons. aligned: of its pair of names, where it has one."""
        told: list[Reason] = []
        if aligned is not None:
            ours, theirs = batch.names_of(found.pair)
            told += reasons.of_names(aligned, ours, theirs, self._lexicon)
            if batch.weak[batch.pairs[found.pair, 1]]:
                told.append(reasons.weak_alias(ours.text, theirs.text))
        told += reasons.of_facts(found.findings, self._model)
        return self._hit(found, batch, told)

    def _band(self, value: float) -> Band:
        if value >= STRONG:
            return Band.STRONG
        return Band.PROBABLE if value >= self._model.threshold else Band.WEAK


def _read_alike(query: Subject, name: Units, listed: _Listed) -> bool:
    """Whether this reading of a query is one to compare with a record: a name of no kind is read twice."""
    person = listed.subject.kind is Kind.PERSON
    return query.kind is not Kind.ANY or (name.kind is Kind.PERSON) == person


def _nearest_first(names: Sequence[Units], nearest: int) -> list[Units]:
    first = names[nearest : nearest + 1]
    rest = (name for place, name in enumerate(names) if place != nearest)
    return [name for name in (*first, *rest) if name.singles]


def _heavy(batch: _Batch) -> NDArray[np.int64]:
    ours = np.array([name.heavy for name in batch.ours], dtype=np.int64)
    theirs = np.array([name.heavy for name in batch.theirs], dtype=np.int64)
    if not len(batch.pairs):
        return np.zeros((0, 2), dtype=np.int64)
    return np.stack([ours[batch.pairs[:, 0]], theirs[batch.pairs[:, 1]]], axis=1)
