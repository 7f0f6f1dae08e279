"""Words by number: each word that has been seen is kept once, and two words are compared once.

Owns the arrays that let thousands of word pairs be dismissed without looking at their letters, and the cache
of those that were looked at. Grows with every new word: whoever owns a lexicon bounds it (`full`).
"""

from itertools import islice, product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from repatria.screening import outlines
from repatria.screening.outlines import LEAST_JOINED, Flags, Worths
from repatria.screening.relation import relate
from repatria.screening.tokens import Reading, Role, Token

Ids = NDArray[np.int64]
Relations = NDArray[np.uint8]

# Beyond this many words or pairs a lexicon says that it is full; about 100 MB.
MOST_WORDS: Final = 400_000
MOST_PAIRS: Final = 4_000_000

# Of the readings that joined words can have together.
MOST_READINGS: Final = 8
NO_WORD: Final = 0
_PACK: Final = 32


class Weighed(NamedTuple):
    """What is known of a word in whatever name it stands.

    joint: neighbours with the same one may be written as one word; 0: none with this one.
    latin: what it adds to the letters of its name. heavy: it names, and does not say what a thing is or does.
    """

    mass: float
    joint: int
    latin: str
    heavy: bool
    numbers: frozenset[str]
    forms: frozenset[str]


class Lexicon:
    """Words by number. Number 0 is no word, which relates to nothing."""

    def __init__(self) -> None:
        self._numbers: dict[Token, int] = {}
        self._glued: dict[tuple[int, ...], int] = {}
        self._words: list[Token | tuple[int, ...]] = [
            Token("", (Reading("", ""),), "", frozenset(), Role.NAME)
        ]
        self._pairs: dict[int, tuple[float, int]] = {}
        # What alignment.py knows of each word by its number, in names of things and of people.
        self.weighed: tuple[dict[int, Weighed], dict[int, Weighed]] = ({}, {})
        self._outlines = np.zeros((outlines.NUMBERS, 1024), dtype=np.uint64)
        self._described = 1

    @property
    def full(self) -> bool:
        """Whether it is time to begin a new one."""
        return len(self._words) > MOST_WORDS or len(self._pairs) > MOST_PAIRS

    def word(self, number: int) -> Token:
        word = self._words[number]
        if isinstance(word, Token):
            return word
        made = self._words[number] = _glued([self.word(part) for part in word])
        return made

    def number(self, word: Token) -> int:
        """The number of a word, given to it when it is new."""
        known = self._numbers.get(word)
        return self._add(word) if known is None else known

    def glue(self, numbers: tuple[int, ...]) -> int:
        """The number of several words written as one. The word itself is made when it is first looked at."""
        known = self._glued.get(numbers)
        if known is None:
            known = self._glued[numbers] = len(self._words)
            self._words.append(numbers)
        return known

    def _add(self, word: Token) -> int:
        number = self._numbers[word] = len(self._words)
        self._words.append(word)
        return number

    def _describe(self) -> None:
        """Fill the columns of all words that are new since the last time."""
        first, end = self._described, len(self._words)
        while end > self._outlines.shape[1]:
            self._outlines = np.concatenate([self._outlines, np.zeros_like(self._outlines)], axis=1)
        singles: list[int] = []
        joined: list[int] = []
        for number in range(first, end):
            (singles if isinstance(self._words[number], Token) else joined).append(number)
        words = (self._words[number] for number in singles)
        described = [outlines.outline(word) for word in words if isinstance(word, Token)]
        if described:
            self._outlines[:, singles] = np.array(described, dtype=np.uint64).T
        if joined:
            parts = [word for number in joined if not isinstance(word := self._words[number], Token)]
            self._outlines[:, joined] = outlines.outlines_joined(self._outlines, parts)
        self._described = end

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


def _glued(words: list[Token]) -> Token:
    """Words written as one: letters and readings joined, what is known of the parts dropped."""
    joined = [
        Reading("".join(reading.latin for reading in parts), "".join(reading.skeleton for reading in parts))
        for parts in islice(product(*(word.readings for word in words)), MOST_READINGS)
    ]
    return Token("".join(word.original for word in words), tuple(joined), "", frozenset(), Role.NAME)
