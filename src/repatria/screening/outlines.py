"""A word in twelve numbers, its outline: thousands of pairs of words are dismissed by it, unlooked at.

Owns the outline and what follows from two of them for what `relation.relate` can find. Letters are kept as
bits, one for the first time and one for a second time, so that of two words is known at least how many
letters one has that the other lacks.
"""

from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from repatria.screening.relation import alphabet_number, is_latin
from repatria.screening.tokens import Token

# One row for each number, one column for each word.
Outlines = NDArray[np.uint64]
Worths = NDArray[np.float32]
Flags = NDArray[np.bool_]

# Two Latin words with a larger share of letters apart than this have no relation by their letters.
MOST_APART: Final = 0.45
MOST_APART_JOINED: Final = 0.25
# Neighbours are one word only when that makes them very much like it, else any two names could be joined.
LEAST_JOINED: Final = 0.88
# Words up to this length are worth LEAST_JOINED by nearly all their letters only when they have all of them.
MOST_EXACT: Final = 49

# Letters in every reading and in some reading, length of the longest, first letters, marks (what the word is
# known or heard as) and the same marks once more in other bits, the letters of skeletons, those that are
# compared within one alphabet and how many they are, the alphabet.
(
    _EVERY, _SOME, _LENGTH, _FIRST, _MARKS, _MARKS_AGAIN,
    _EVERY_CONSONANT, _SOME_CONSONANT, _WRITTEN, _WRITTEN_LENGTH, _ALPHABET, _FLAGS,
) = range(12)  # fmt: skip
NUMBERS: Final = 12
_LATIN, _FOREIGN, _LETTER = np.uint64(1), np.uint64(2), np.uint64(4)
_MIXED: Final = _LATIN | _FOREIGN
_PLACES: Final = {letter: place for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}


def outline(word: Token) -> tuple[int, ...]:
    """A word's column."""
    every, some, longest, first = -1, 0, 0, 0
    for latin in {reading.latin for reading in word.readings}:
        bits = _letters(latin)
        every, some = every & bits, some | bits
        first |= 1 << _PLACES.get(latin[:1], 63)
        longest = max(longest, len(latin))
    every_consonant, some_consonant, hashes = -1, 0, set[int]()
    for skeleton in {reading.skeleton for reading in word.readings}:
        bits = _consonants(skeleton)
        every_consonant, some_consonant = every_consonant & bits, some_consonant | bits
        if skeleton:
            hashes.add(_hash(skeleton))
    hashes.update(map(_hash, word.symbols))
    if word.phonetic:
        hashes.add(_hash("sounds " + word.phonetic))
    marks = again = 0
    for value in hashes:
        marks |= 1 << (value & 63)
        again |= 1 << (value >> 6 & 63)
    in_latin = is_latin(word.original)
    written = word.latin if in_latin else word.original
    flags = int(_LATIN if in_latin else _FOREIGN) | int(_LETTER) * (len(word.latin) == 1)
    return (
        every, some, longest, first, marks, again, every_consonant, some_consonant,
        _letters_of_any_script(written), len(written), alphabet_number(word.original[0]), flags,
    )  # fmt: skip


def outlines_joined(known: Outlines, words: list[tuple[int, ...]]) -> Outlines:
    """The columns of words written as one, of which column 0 is none: no marks, only letters."""
    longest = max(map(len, words))
    parts = np.array([(*word, *(0,) * (longest - len(word))) for word in words]).T
    found = known[:, parts[0]]
    found[[_MARKS, _MARKS_AGAIN]] = 0
    for part in parts[1:]:
        more = known[:, part]
        for letters in (_EVERY, _SOME, _EVERY_CONSONANT, _SOME_CONSONANT, _WRITTEN):
            # Letters that both have stand there a second time.
            again = (found[letters] & more[letters] & _ONCE) << _SECOND
            found[letters] |= more[letters] | again
        for length in (_LENGTH, _WRITTEN_LENGTH):
            found[length] += more[length]
        found[_FLAGS] |= more[_FLAGS]
    return found


def bounds(one: Outlines, other: Outlines, *, joined: Flags) -> Worths:
    """What `relate` can find each pair worth at most, 0 where it would find nothing; only of consonants that
    are nearly equal some are dismissed. joined: the pair is with words written as one."""
    apart = _missing(one, other, _EVERY, _SOME) / np.maximum(np.maximum(one[_LENGTH], other[_LENGTH]), 1)
    bound = np.where(apart <= np.where(joined, MOST_APART_JOINED, MOST_APART), 1 - apart, 0)
    initial = (np.minimum(one[_LENGTH], other[_LENGTH]) == 1) & ((one[_FIRST] & other[_FIRST]) != 0)
    bound = np.where(initial & ~joined, np.maximum(bound, 0.5), bound)
    bound = np.where((one[_MARKS] & other[_MARKS]) != 0, 1.0, bound)
    return bound.astype(np.float32)


def may_relate(one: Outlines, other: Outlines, *, joined: Flags) -> Flags:
    """Whether `relate` may find something, in joined pairs something worth LEAST_JOINED.

    Asks what each relation needs, more than `bounds` does; follows relation.py line by line.
    """
    longest = np.maximum(one[_LENGTH], other[_LENGTH])
    missing = _missing(one, other, _EVERY, _SOME)
    consonants = _missing(one, other, _EVERY_CONSONANT, _SOME_CONSONANT)
    alike = 1 - missing / np.maximum(longest, 1)
    unwritten = _missing(one, other, _WRITTEN, _WRITTEN)
    alike_written = 1 - unwritten / np.maximum(np.maximum(one[_WRITTEN_LENGTH], other[_WRITTEN_LENGTH]), 1)
    across = one[_ALPHABET] != other[_ALPHABET]
    mixed = ((one[_FLAGS] | other[_FLAGS]) & _MIXED) == _MIXED
    near_across = (alike >= 0.7) | ((alike >= 0.4) & (consonants <= 1))
    near = np.where(across, near_across, alike_written >= 0.55)
    marked = ((one[_MARKS] & other[_MARKS]) != 0) & ((one[_MARKS_AGAIN] & other[_MARKS_AGAIN]) != 0)
    initial = ((one[_FLAGS] | other[_FLAGS]) & _LETTER) != 0
    same_across = (consonants == 0) | (missing == 0) | (longest > MOST_EXACT)
    same = np.where(across, same_across, mixed | (alike_written >= 0.85))
    may: Flags = np.where(joined, same, near | marked | initial)
    return may


def _missing(one: Outlines, other: Outlines, every: int, some: int) -> NDArray[np.uint8]:
    """At least how many letters one word has that the other lacks, whichever way both are read."""
    missing: NDArray[np.uint8] = np.maximum(
        np.bitwise_count(one[every] & ~other[some]), np.bitwise_count(other[every] & ~one[some])
    )
    return missing


_SECOND: Final = np.uint64(27)
_ONCE: Final = np.uint64((1 << 27) - 1)


def _letters(latin: str) -> int:
    bits = 0
    for letter in latin:
        bit = 1 << _PLACES.get(letter, 26)
        bits |= bit << 27 if bits & bit else bit
    return bits


def _letters_of_any_script(word: str) -> int:
    """The same, several letters in one place: those that fall together are not told apart."""
    bits = 0
    for letter in word:
        bit = 1 << (ord(letter) % 27)
        bits |= bit << 27 if bits & bit else bit
    return bits


@lru_cache(maxsize=30_000)
def _consonants(skeleton: str) -> int:
    return _letters(skeleton.lower())


def _hash(text: str) -> int:
    return crc32(text.encode())
