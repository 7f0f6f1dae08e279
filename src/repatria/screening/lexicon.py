"""Words by number: each word that has been seen is kept once, and two words are compared once.

Owns the arrays that let thousands of word pairs be dismissed without looking at their letters, and the cache
of those that were looked at. Grows with every new word: whoever owns a lexicon bounds it (`full`).
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice, product
from operator import attrgetter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.screening import outlines
from repatria.screening.outlines import LEAST_JOINED, Flags, Worths
from repatria.screening.relation import relate
from repatria.screening.shelf import Shelf
from repatria.screening.tokens import Reading, Role, Token
from repatria.screening.weighing import Weighed, weighed

Ids = NDArray[np.int64]
Relations = NDArray[np.uint8]

# Beyond this many words or pairs a lexicon says that it is full; about 100 MB.
MOST_WORDS: Final = 400_000
MOST_PAIRS: Final = 4_000_000

# Of the readings that joined words can have together.
MOST_READINGS: Final = 8
NO_WORD: Final = 0
_PACK: Final = 32
_NONE: Final = Token("", (Reading("", ""),), "", frozenset(), Role.NAME)
_UNWEIGHED: Final = Weighed((0.0, 0.0), 0)


class _Segment(NamedTuple):
    """Words in a row that are a shelf's: the number of the first, and their places there."""

    first: int
    shelf: Shelf
    places: list[int]


class Lexicon:
    """Words by number. Number 0 is no word, which relates to nothing."""

    def __init__(self) -> None:
        self._numbers: dict[Token, int] = {}
        self._glued: dict[tuple[int, ...], int] = {}
        # None: a listed word that nobody has looked at yet.
        self._words: list[Token | tuple[int, ...] | None] = [_NONE]
        self._pairs: dict[int, tuple[float, int]] = {}
        # What each weighs in names of things and in those of people, and its traits (weighing.py).
        self.masses: tuple[list[float], list[float]] = ([0.0], [0.0])
        self.traits: list[int] = [0]
        self._shelves: dict[int, dict[int, int]] = {}
        self._segments: list[_Segment] = []
        self._outlines = np.zeros((outlines.NUMBERS, 1024), dtype=np.uint64)
        self._fresh: list[int] = []
        self._fresh_joined: dict[int, tuple[int, ...]] = {}

    @property
    def full(self) -> bool:
        """Whether it is time to begin a new one."""
        return len(self._words) > MOST_WORDS or len(self._pairs) > MOST_PAIRS

    def word(self, number: int) -> Token:
        word = self._words[number]
        if isinstance(word, Token):
            return word
        made = self._words[number] = (
            self._listed(number) if word is None else _glued([self.word(part) for part in word])
        )
        return made

    def number(self, word: Token) -> int:
        """The number of a word, given to it when it is new."""
        known = self._numbers.get(word)
        return self._add(word) if known is None else known

    def glue(self, numbers: tuple[int, ...]) -> int:
        """The number of several words written as one. The word itself is made when it is first looked at."""
        known = self._glued.get(numbers)
        if known is None:
            known = self._glued[numbers] = self._append(numbers, _UNWEIGHED)
            self._fresh_joined[known] = numbers
        return known

    def learn(self, shelf: Shelf, places: Iterable[int]) -> dict[int, int]:
        """The numbers of a shelf's words, these among them, by their places."""
        known = self._shelves.setdefault(id(shelf), {})
        new = [place for place in dict.fromkeys(places) if place not in known]
        if not new:
            return known
        first = len(self._words)
        self._segments.append(_Segment(first, shelf, new))
        known.update(zip(new, range(first, first + len(new)), strict=True))
        self._words += [None] * len(new)
        for masses, column in zip(self.masses, shelf.masses[new].T.tolist(), strict=True):
            masses += column
        self.traits += shelf.traits[new].tolist()
        self._make_room()
        self._outlines[:, first : len(self._words)] = shelf.outlines[new].T
        return known

    def _listed(self, number: int) -> Token:
        segment = self._segments[bisect_right(self._segments, number, key=_FIRST) - 1]
        return segment.shelf.token(segment.places[number - segment.first])

    def _add(self, word: Token) -> int:
        number = self._numbers[word] = self._append(word, weighed(word))
        self._fresh.append(number)
        return number

    def _append(self, word: Token | tuple[int, ...], weight: Weighed) -> int:
        self._words.append(word)
        for masses, mass in zip(self.masses, weight.masses, strict=True):
            masses.append(mass)
        self.traits.append(weight.traits)
        return len(self._words) - 1

    def _make_room(self) -> None:
        while len(self._words) > self._outlines.shape[1]:
            self._outlines = np.concatenate([self._outlines, np.zeros_like(self._outlines)], axis=1)

    def _describe(self) -> None:
        """Fill the columns of all words that are new since the last time."""
        self._make_room()
        if self._fresh:
            described = [outlines.outline(self.word(number)) for number in self._fresh]
            self._outlines[:, self._fresh] = np.array(described, dtype=np.uint64).T
            self._fresh.clear()
        if self._fresh_joined:
            numbers, parts = list(self._fresh_joined), list(self._fresh_joined.values())
            self._outlines[:, numbers] = outlines.outlines_joined(self._outlines, parts)
            self._fresh_joined.clear()

    def compare(self, left: Ids, right: Ids, *, joined: Flags) -> tuple[Worths, Relations]:
        """Worth and relation of each pair; `bounds` was asked for them before.

        A joined pair that is worth less than LEAST_JOINED has none.
        """
        low, high = np.minimum(left, right), np.maximum(left, right)
        keys, first, places = np.unique((low << _PACK) | high, return_index=True, return_inverse=True)
        one, other = self._outlines[:, left[first]], self._outlines[:, right[first]]
        may = np.flatnonzero(outlines.may_relate(one, other, joined=joined[first]))
        found = np.zeros((len(keys), 2), dtype=np.float32)
        found[may] = np.array([self._pair(key) for key in keys[may].tolist()], np.float32).reshape(-1, 2)
        worth = found[places, 0]
        worth[joined & (worth < LEAST_JOINED)] = 0
        return worth, np.where(worth > 0, found[places, 1], 0).astype(np.uint8)

    def _pair(self, key: int) -> tuple[float, int]:
        known = self._pairs.get(key)
        if known is None:
            likeness = relate(self.word(key >> _PACK), self.word(key & 0xFFFFFFFF))
            known = self._pairs[key] = (likeness.worth, int(likeness.relation))
        return known

    def bounds(self, left: Ids, right: Ids, *, joined: Flags) -> Worths:
        """For all pairs at once, what `relate` can find them worth at most; 0 where it would find nothing."""
        self._describe()
        bound = outlines.bounds(self._outlines[:, left], self._outlines[:, right], joined=joined)
        bound[left == right] = 1
        bound[(left == NO_WORD) | (right == NO_WORD)] = 0
        return bound


_FIRST: Final = attrgetter("first")


def _glued(words: list[Token]) -> Token:
    """Words written as one: letters and readings joined, what is known of the parts dropped."""
    joined = [
        Reading("".join(reading.latin for reading in parts), "".join(reading.skeleton for reading in parts))
        for parts in islice(product(*(word.readings for word in words)), MOST_READINGS)
    ]
    return Token("".join(word.original for word in words), tuple(joined), "", frozenset(), Role.NAME)
