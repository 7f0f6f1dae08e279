"""What is known of every item while searching, in arrays by ordinal: who may read it, its codes, its age.

Some 150 octets an item. Filters, counts of facets and the order of the newest come from here without reading
rows.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repatria.library.items import Question

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
_AT_ONCE = 5_000
_COLUMNS = "ordinal, access, shelf, type, year, published, position, languages, topics, regions, countries"


class Codes:
    """Words as small numbers."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]

    def known(self, names: Iterable[str]) -> list[int]:
        return [self._numbers[name] for name in names if name in self._numbers]


class Single:
    """One code of each item."""

    def __init__(self) -> None:
        self.codes = Codes()
        self._of = np.empty(0, np.int64)

    def put(self, size: int, ordinals: list[int], values: list[str]) -> None:
        self._of = _grown(self._of, size)
        self._of[ordinals] = [self.codes.number(value) for value in values]

    def among(self, names: Iterable[str]) -> Mask:
        return np.isin(self._of, self.codes.known(names))

    def counts(self, found: Mask) -> dict[str, int]:
        return _counts(self.codes, self._of[found])


class Several:
    """Any number of codes of each item, as pairs of item and code."""

    def __init__(self) -> None:
        self.codes = Codes()
        self._owners = np.empty(0, np.int64)
        self._of = np.empty(0, np.int64)

    def put(self, ordinals: list[int], values: list[str]) -> None:
        """`values` are JSON lists."""
        kept = ~np.isin(self._owners, ordinals)
        pairs = [
            (ordinal, self.codes.number(name))
            for ordinal, listed in zip(ordinals, values, strict=True)
            for name in json.loads(listed)
        ]
        added = np.array(pairs, np.int64).reshape(-1, 2)
        self._owners = np.concatenate([self._owners[kept], added[:, 0]])
        self._of = np.concatenate([self._of[kept], added[:, 1]])

    def among(self, names: Iterable[str], size: int) -> Mask:
        mask = np.zeros(size, np.bool_)
        mask[self._owners[np.isin(self._of, self.codes.known(names))]] = True
        return mask

    def counts(self, found: Mask) -> dict[str, int]:
        return _counts(self.codes, self._of[found[self._owners]])


class Standing:
    """Every item of the index as it was at `generation`."""

    def __init__(self) -> None:
        self.generation = 0
        self.size = 0
        self.published = np.empty(0, np.int64)
        self.position = np.empty(0, np.int64)
        self._year = np.empty(0, np.int64)
        self._access, self._shelf, self._type = Single(), Single(), Single()
        self._languages, self._topics, self._regions, self._countries = (Several() for _ in range(4))

    def follow(self, connection: sqlite3.Connection, generation: int) -> None:
        """Take in what has changed since; the caller's transaction holds the file as it is at
        `generation`.
        """
        if generation == self.generation:
            return
        asked = f"SELECT {_COLUMNS} FROM item WHERE changed > ?"  # noqa: S608 - our own words
        cursor = connection.execute(asked, (self.generation,))
        # Not all at once: as Python's own objects they take ten times what they take here.
        while rows := cursor.fetchmany(_AT_ONCE):
            self._take_in(rows)
        self.generation = generation

    def _take_in(self, rows: list[tuple[Any, ...]]) -> None:
        ordinals, access, shelf, kind, year, published, position, *several = map(
            list, zip(*rows, strict=True)
        )
        self.size = max(self.size, *(ordinal + 1 for ordinal in ordinals))
        for single, values in ((self._access, access), (self._shelf, shelf), (self._type, kind)):
            single.put(self.size, ordinals, values)
        self._year, self.published, self.position = (
            _grown(each, self.size) for each in (self._year, self.published, self.position)
        )
        self._year[ordinals] = [-1 if each is None else each for each in year]
        self.published[ordinals] = published
        self.position[ordinals] = position
        for each, values in zip(
            (self._languages, self._topics, self._regions, self._countries), several, strict=True
        ):
            each.put(ordinals, values)

    def readable(self, admitted: frozenset[str] | None) -> Mask:
        """What somebody may read who is admitted to these; what has gone, has the access "" and nobody's."""
        names = self._access.codes.names if admitted is None else admitted
        return self._access.among(name for name in names if name)

    def filtered(self, readable: Mask, question: Question) -> Mask:
        mask = readable.copy()
        for single, asked in ((self._shelf, question.shelves), (self._type, question.types)):
            if asked:
                mask &= single.among(asked)
        for several, asked in (
            (self._languages, question.languages),
            (self._topics, question.topics),
            (self._regions, question.regions),
            (self._countries, question.countries),
        ):
            if asked:
                mask &= several.among(asked, self.size)
        if question.years:
            first, last = question.years
            mask &= (self._year >= max(first, 0)) & (self._year <= last)
        if question.since is not None:
            mask &= self.position > question.since
        return mask

    def shelves(self, found: Mask) -> dict[str, int]:
        return self._shelf.counts(found)

    def facets(self, found: Mask) -> dict[str, dict[str, int]]:
        return {
            "shelves": self._shelf.counts(found),
            "languages": self._languages.counts(found),
            "types": self._type.counts(found),
            "topics": self._topics.counts(found),
            "regions": self._regions.counts(found),
        }


def _grown(array: Numbers, size: int) -> Numbers:
    """Of what is not there, -1."""
    if len(array) >= size:
        return array
    return np.concatenate([array, np.full(size - len(array), -1, np.int64)])


def _counts(codes: Codes, numbers: Numbers) -> dict[str, int]:
    counted = np.bincount(numbers[numbers >= 0], minlength=len(codes.names))
    order = np.argsort(-counted, kind="stable")
    return {codes.names[code]: int(counted[code]) for code in order if counted[code] and codes.names[code]}
