"""Words by number: each word that has been seen is kept once, and two words are compared once.

Owns the arrays that let thousands of word pairs be dismissed without looking at their letters, and the cache
of those that were looked at. Grows with every new word: whoever owns a lexicon bounds it (`full`).
"""

from itertools import islice, product
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from repatria.screening.relation import relate
from repatria.screening.tokens import Reading, Role, Token

Ids = NDArray[np.int64]
Worths = NDArray[np.float32]
Relations = NDArray[np.uint8]
Flags = NDArray[np.bool_]

# Beyond this many words or pairs a lexicon says that it is full; about 100 MB.
MOST_WORDS: Final = 400_000
MOST_PAIRS: Final = 4_000_000

# Two Latin words with a larger share of letters apart than this have no relation by their letters.
MOST_APART: Final = 0.45
MOST_APART_JOINED: Final = 0.25

# Of the readings that joined words can have together.
MOST_READINGS: Final = 8
NO_WORD: Final = 0
_PACK: Final = 32


class Lexicon:
    """Words by number. Number 0 is no word, which relates to nothing."""

    def __init__(self) -> None:
        self._numbers: dict[Token, int] = {}
        self._glued: dict[tuple[int, ...], int] = {}
        self._words: list[Token | tuple[int, ...]] = [
            Token("", (Reading("", ""),), "", frozenset(), Role.NAME)
        ]
        self._pairs: dict[int, tuple[float, int]] = {}
        self._columns = np.zeros((len(_COLUMNS), 1024), dtype=np.uint64)
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
        while end > self._columns.shape[1]:
            self._columns = np.concatenate([self._columns, np.zeros_like(self._columns)], axis=1)
        singles: list[int] = []
        joined: list[int] = []
        for number in range(first, end):
            (singles if isinstance(self._words[number], Token) else joined).append(number)
        described = [_described(word) for number in singles if isinstance(word := self._words[number], Token)]
        if described:
            self._columns[:, singles] = np.array(described, dtype=np.uint64).T
        if joined:
            parts = [word for number in joined if not isinstance(word := self._words[number], Token)]
            self._columns[:, joined] = _glued_descriptions(self._columns, parts)
        self._described = end

    def compare(self, left: Ids, right: Ids) -> tuple[Worths, Relations]:
        """Worth and relation of each pair (two arrays of one length)."""
        low, high = np.minimum(left, right), np.maximum(left, right)
        keys, places = np.unique((low << _PACK) | high, return_inverse=True)
        found = np.array([self._pair(key) for key in keys.tolist()], dtype=np.float32).reshape(-1, 2)
        return found[places, 0], found[places, 1].astype(np.uint8)

    def _pair(self, key: int) -> tuple[float, int]:
        known = self._pairs.get(key)
        if known is None:
            likeness = relate(self.word(key >> _PACK), self.word(key & 0xFFFFFFFF))
            known = self._pairs[key] = (likeness.worth, int(likeness.relation))
        return known

    def bounds(self, left: Ids, right: Ids, *, joined: Flags) -> Worths:
        """For all pairs at once, what `relate` can find them worth at most; 0 where it would find nothing."""
        self._describe()
        columns = self._columns
        symbols, lengths = columns[_SYMBOLS], columns[_LENGTH]
        first, every, some = columns[_FIRST], columns[_EVERY], columns[_SOME]
        missing = np.maximum(
            np.bitwise_count(every[left] & ~some[right]), np.bitwise_count(every[right] & ~some[left])
        )
        apart = missing / np.maximum(np.maximum(lengths[left], lengths[right]), 1)
        bound = np.where(apart <= np.where(joined, MOST_APART_JOINED, MOST_APART), 1 - apart, 0)
        initial = (np.minimum(lengths[left], lengths[right]) == 1) & ((first[left] & first[right]) != 0)
        bound = np.where(initial & ~joined, np.maximum(bound, 0.5), bound)
        bound = np.where((left == right) | ((symbols[left] & symbols[right]) != 0), 1.0, bound)
        bound[(left == NO_WORD) | (right == NO_WORD)] = 0
        return bound.astype(np.float32)


_EVERY, _SOME, _LENGTH, _FIRST, _SYMBOLS = _COLUMNS = range(5)
_ALPHABET: Final = {letter: place for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}


def _described(word: Token) -> tuple[int, int, int, int, int]:
    """A word's row: letters in every reading and in some reading, length, first letters, and marks.

    Letters are bits, one for the first time and one for a second time. Marks are symbols, skeletons and
    sound.
    """
    latins = {reading.latin for reading in word.readings}
    every, some, first, marks, longest = ~0, 0, 0, 0, 0
    for latin in latins:
        bits = _letters(latin)
        every, some = every & bits, some | bits
        first |= 1 << _ALPHABET.get(latin[:1], 63)
        longest = max(longest, len(latin))
    for reading in word.readings:
        if reading.skeleton:
            marks |= 1 << (crc32(reading.skeleton.encode()) & 63)
    for symbol in word.symbols:
        marks |= 1 << (crc32(symbol.encode()) & 63)
    if word.phonetic:
        marks |= 1 << (crc32(b"sounds " + word.phonetic.encode()) & 63)
    return every, some, longest, first, marks


def _glued_descriptions(columns: NDArray[np.uint64], words: list[tuple[int, ...]]) -> NDArray[np.uint64]:
    """The columns of words written as one, from theirs: they have no marks, only letters."""
    longest = max(map(len, words))
    parts = np.array([(*word, *(NO_WORD,) * (longest - len(word))) for word in words]).T
    found = columns[:, parts[0]]
    found[_SYMBOLS] = 0
    for part in parts[1:]:
        more = columns[:, part]
        for letters in (_EVERY, _SOME):
            # Letters that both have stand there a second time.
            again = (found[letters] & more[letters] & _ONCE) << _SECOND
            found[letters] |= more[letters] | again
        found[_LENGTH] += more[_LENGTH]
    return found


_SECOND: Final = np.uint64(27)
_ONCE: Final = np.uint64((1 << 27) - 1)


def _letters(latin: str) -> int:
    bits = 0
    for letter in latin:
        bit = 1 << _ALPHABET.get(letter, 26)
        bits |= bit << 27 if bits & bit else bit
    return bits


def _glued(words: list[Token]) -> Token:
    """Words written as one: letters and readings joined, what is known of the parts dropped."""
    joined = [
        Reading("".join(reading.latin for reading in parts), "".join(reading.skeleton for reading in parts))
        for parts in islice(product(*(word.readings for word in words)), MOST_READINGS)
    ]
    return Token("".join(word.original for word in words), tuple(joined), "", frozenset(), Role.NAME)
