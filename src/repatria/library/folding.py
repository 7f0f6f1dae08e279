"""Words of a text where they stand, and the form of a word that spelling habits do not change.

Folded are case, width, accents and vowel signs of Latin, Greek, Cyrillic, Hebrew and Arabic, the Arabic
letters that are written in two ways (hamza's seats, alef maksura, ta marbuta, tatweel, Persian kaf and ya)
and the digits of all scripts. What is written without spaces (Chinese, Japanese, Thai …) is cut into pairs
of letters.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from sys import maxunicode
from typing import NamedTuple

# Marks that a reader may leave out; those of Indic scripts are vowels, and stay.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u2060\ufeff]"
)
_LETTERS = str.maketrans(
    {
        "\u0649": "\u064a",  # alef maksura: ya
        "\u0629": "\u0647",  # ta marbuta: ha
        "\u0671": "\u0627",  # alef wasla: alef
        "\u06a9": "\u0643",  # Persian kaf
        "\u06cc": "\u064a",  # Persian ya
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ı": "i",
    }
)
# Without spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUNS = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")


def _marks() -> str:
    """Every mark that may stand within a word, as ranges of a character class."""
    codes = [code for code in range(0x300, maxunicode + 1) if unicodedata.category(chr(code)) in {"Mn", "Mc"}]
    ranges, first, last = [], codes[0], codes[0]
    for code in [*codes[1:], maxunicode + 2]:
        if code != last + 1:
            ranges.append(f"{chr(first)}-{chr(last)}")
            first = code
        last = code
    return "".join(ranges)


_RUN = re.compile(f"[^\\W_]+(?:[{_marks()}\u00ad\u200c\u200d]+[^\\W_]*)*")


class Word(NamedTuple):
    """A word of a text as it was written, and the place where it begins."""

    start: int
    written: str


def words(text: str) -> Iterator[Word]:
    """The words in their order; of what is written without spaces each two letters that follow each other."""
    for match in _RUN.finditer(text):
        written = match.group()
        if written.isascii() or not _IS_UNSPACED.search(written):
            yield Word(match.start(), written)
            continue
        for run in _RUNS.finditer(written):
            yield from _pairs(match.start() + run.start(), run.group())


def runs(text: str) -> list[str]:
    """What stands between spaces and signs, in its order: a word, or several that are written without
    spaces.
    """
    return _RUN.findall(text)


def _pairs(start: int, run: str) -> Iterator[Word]:
    if len(run) < 3 or not _IS_UNSPACED.match(run):
        yield Word(start, run)
        return
    for place in range(len(run) - 1):
        yield Word(start + place, run[place : place + 2])


def lowered(written: str) -> str:
    """In one width and case, with its accents, without vowel signs of Arabic and Hebrew: what stemmers
    read.
    """
    plain = unicodedata.normalize("NFKC", written).casefold()
    if plain.isascii():
        return plain
    plain = "".join(letter for letter in plain if letter < "\u0591" or not _LEFT_OUT.match(letter))
    return _digits(unicodedata.normalize("NFC", plain))


@lru_cache(maxsize=1 << 16)
def fold(written: str) -> str:
    """The one form of all spellings of a word."""
    if written.isascii():
        return written.lower()
    apart = unicodedata.normalize("NFKD", written).casefold()
    bare = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", apart))
    return _digits(unicodedata.normalize("NFKC", bare).translate(_LETTERS))


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
