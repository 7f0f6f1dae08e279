"""The piece of a page that shows why it was found, from its own text, with the words that were asked for
marked.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from repatria.library.analysis import word_terms
from repatria.library.folding import fold, words

Snippet = tuple[tuple[str, bool], ...]

_LENGTH = 240
_BEFORE = 60
_START = 3
_SPACES = re.compile(r"\s+")
_MOST_LOOKED_AT = 50_000


def snippet(
    text: str, language: str, numbers: Mapping[str, int], rarities: Sequence[float]
) -> tuple[Snippet, float]:
    """The piece with the rarest of the words, and what it is worth: the sum of their rarities.

    `numbers` names for each term which word of the question it stands for, of which `rarities` is the weight.
    """
    text = text[:_MOST_LOOKED_AT]
    starts = frozenset(term[:_START] for term in numbers)
    hits = [
        (word.start, word.start + len(word.written), number)
        for word in words(text)
        if _may_be(fold(word.written), starts)
        and (number := _asked(word.written, language, numbers)) is not None
    ]
    if not hits:
        return _pieces(text, 0, min(len(text), _LENGTH), []), 0.0
    first, worth = _best_window(hits, rarities)
    start = _at_space(text, max(0, hits[first][0] - _BEFORE), hits[first][0])
    end = min(len(text), start + _LENGTH)
    within = [(begin, until) for begin, until, _ in hits if begin >= start and until <= end]
    end = max(end if end == len(text) else text.rfind(" ", start, end), within[-1][1])
    return _pieces(text, start, end, within), worth


def _may_be(folded: str, starts: frozenset[str]) -> bool:
    """Whether a word may have one of the terms: stemming every word of a page takes twenty times as long.

    A stem begins as its word does, but for the prefixes that Arabic has.
    """
    if folded.isascii():
        return folded[:_START] in starts or folded[: _START - 1] in starts
    return any(start in folded for start in starts)


def _asked(written: str, language: str, numbers: Mapping[str, int]) -> int | None:
    return next((numbers[term] for term in word_terms(written, language) if term in numbers), None)


def _best_window(hits: list[tuple[int, int, int]], rarities: Sequence[float]) -> tuple[int, float]:
    """The hit with which the window begins that has the most, the first of equals."""
    best, worth = 0, -1.0
    within: dict[int, int] = defaultdict(int)
    end = 0
    for first, (start, _, number) in enumerate(hits):
        while end < len(hits) and hits[end][1] <= start + _LENGTH - _BEFORE:
            within[hits[end][2]] += 1
            end += 1
        # Another word says more than the same again.
        value = sum(rarities[word] * (1 + 0.1 * min(count - 1, 3)) for word, count in within.items() if count)
        if value > worth:
            best, worth = first, value
        within[number] -= 1
    return best, worth


def _at_space(text: str, start: int, before: int) -> int:
    """Where a word begins, after `start`; `start` itself where no space comes before the hit."""
    if start == 0:
        return 0
    space = text.find(" ", start, before)
    return start if space < 0 else space + 1


def _pieces(text: str, start: int, end: int, hits: list[tuple[int, int]]) -> Snippet:
    """Hits with nothing but a space between them are one."""
    joined: list[tuple[int, int]] = []
    for begin, until in hits:
        if joined and not text[joined[-1][1] : begin].strip():
            joined[-1] = (joined[-1][0], until)
        else:
            joined.append((begin, until))
    edges = [start, *(edge for hit in joined for edge in hit), end]
    pieces = [
        (_SPACES.sub(" ", text[begin:until]), place % 2 == 1)
        for place, (begin, until) in enumerate(pairwise(edges))
        if until > begin
    ]
    if start > 0:
        pieces.insert(0, ("… ", False))
    if end < len(text.rstrip()):
        pieces.append((" …", False))
    return tuple(pieces)
