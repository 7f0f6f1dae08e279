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
MOST_APART_JOINED: Final = 0.2

# Of the readings that joined words can have together.
MOST_READINGS: Final = 8
NO_WORD: Final = 0
_PACK: Final = 32


class Lexicon:
    """Words by number. Number 0 is no word, which relates to nothing."""

    def __init__(self) -> None:
        self._numbers: dict[Token, int] = {}
        self._glued: dict[tuple[int, ...], int] = {}
        self._words: list[Token] = [Token("", (Reading("", ""),), "", frozenset(), Role.NAME)]
        self._pairs: dict[int, tuple[float, int]] = {}
        self._columns = np.zeros((len(_COLUMNS), 1024), dtype=np.uint64)

    @property
    def full(self) -> bool:
        """Whether it is time to begin a new one."""
        return len(self._words) > MOST_WORDS or len(self._pairs) > MOST_PAIRS

    def word(self, number: int) -> Token:
        return self._words[number]

    def number(self, word: Token) -> int:
        """The number of a word, given to it when it is new."""
        known = self._numbers.get(word)
        return self._add(word) if known is None else known

    def glue(self, numbers: tuple[int, ...]) -> int:
        """The number of several words written as one."""
        known = self._glued.get(numbers)
        if known is None:
            known = self.number(_glued([self._words[number] for number in numbers]))
            self._glued[numbers] = known
        return known

    def _add(self, word: Token) -> int:
        number = len(self._words)
        self._words.append(word)
        self._numbers[word] = number
        if number >= self._columns.shape[1]:
            self._columns = np.concatenate([self._columns, np.zeros_like(self._columns)], axis=1)
        self._columns[:, number] = _described(word)
        return number

    def compare(self, left: Ids, right: Ids) -> tuple[Worths, Relations]:
        """Worth and relation of each pair (two arrays of one length)."""
        low, high = np.minimum(left, right), np.maximum(left, right)
        keys, places = np.unique((low << _PACK) | high, return_inverse=True)
        found = np.array([self._pair(key) for key in keys.tolist()], dtype=np.float32).reshape(-1, 2)
        return found[places, 0], found[places, 1].astype(np.uint8)

    def _pair(self, key: int) -> tuple[float, int]:
        known = self._pairs.get(key)
        if known is None:
            likeness = relate(self._words[key >> _PACK], self._words[key & 0xFFFFFFFF])
            known = self._pairs[key] = (likeness.worth, int(likeness.relation))
        return known

    def possible(self, left: Ids, right: Ids, *, joined: Flags) -> Flags:
        """False only where `relate` would find nothing (or, for joined words, too little):

        All pairs at once.
        """
        columns = self._columns
        symbols, longest_of = columns[_SYMBOLS], columns[_LENGTH]
        maybe = (left == right) | ((symbols[left] & symbols[right]) != 0)
        longest = np.maximum(longest_of[left], longest_of[right])
        every, some = columns[_EVERY], columns[_SOME]
        missing = np.maximum(
            np.bitwise_count(every[left] & ~some[right]), np.bitwise_count(every[right] & ~some[left])
        )
        maybe |= missing <= longest * np.where(joined, MOST_APART_JOINED, MOST_APART)
        first = columns[_FIRST]
        initial = (np.minimum(longest_of[left], longest_of[right]) == 1) & ~joined
        maybe |= initial & ((first[left] & first[right]) != 0)
        possible: Flags = maybe & (left != NO_WORD) & (right != NO_WORD)
        return possible


_EVERY, _SOME, _LENGTH, _FIRST, _SYMBOLS = _COLUMNS = range(5)
_ALPHABET: Final = {letter: place for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}


def _described(word: Token) -> tuple[int, int, int, int, int]:
    """A word's row: letters in every reading and in some reading, length, first letters, and marks.

    Letters are bits, one for the first time and one for a second time. Marks are symbols, skeletons and
    sound.
    """
    letters = [_letters(reading.latin) for reading in word.readings]
    every, some, first, marks = letters[0], 0, 0, 0
    for bits in letters:
        every, some = every & bits, some | bits
    for reading in word.readings:
        first |= 1 << _ALPHABET.get(reading.latin[:1], 63)
        if reading.skeleton:
            marks |= 1 << (crc32(reading.skeleton.encode()) & 63)
    for symbol in word.symbols:
        marks |= 1 << (crc32(symbol.encode()) & 63)
    if word.phonetic:
        marks |= 1 << (crc32(b"sounds " + word.phonetic.encode()) & 63)
    return every, some, max(len(reading.latin) for reading in word.readings), first, marks


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
