"""Which items a question finds, and in which order: sums over its words of rarity times what the item's
text says.

Reads lists of ordinals from the index, one for each term and step, and adds them up in arrays. How rare a
word is, is counted among what the asker may read: what somebody may not read moves nothing that they see.
"""

import math
import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from repatria.library.asked import Asked, Phrase
from repatria.library.effort import Effort
from repatria.library.impacts import STEPS, term_of, value_of
from repatria.library.standing import Mask
from repatria.library.table import PAGE_BITS

Weights = NDArray[np.float32]

# For the connection of a reader: the tokens that are in the index.
TOKENS = "CREATE VIRTUAL TABLE temp.tokens USING fts5vocab('main', 'impacts', 'row')"
_KNOWN = "SELECT term FROM temp.tokens WHERE term BETWEEN ? AND ?"

# Of the weight of a question's words that some item has, this part must be in an item that is found.
NEEDED = 0.35
# A name from the glossary in another language, or another name in the same, beside the word itself.
OTHER_NAME = 0.8
# A word's stem beside the word as it was asked for.
STEM = 0.8


@dataclass(frozen=True, slots=True)
class Ranked:
    """`found` of all ordinals, and their scores."""

    found: Mask
    scores: Weights
    rarities: tuple[float, ...]
    """Of each word asked for."""
    weights: tuple[Weights, ...]
    """Of each word asked for, what each item says about it."""

    def rarest(self, ordinal: int, most: int) -> list[int]:
        """So many of the words that this item says something about, the rarest first."""
        said = (number for number, each in enumerate(self.weights) if each[ordinal] > 0)
        return sorted(said, key=lambda number: (-self.rarities[number], number))[:most]

    def best(self, offset: int, limit: int, published: NDArray[np.int64]) -> list[int]:
        """Ordinals by score, then the newest, then the first put in."""
        ordinals = np.flatnonzero(self.found)
        scores = self.scores[ordinals]
        wanted = offset + limit
        if len(ordinals) > wanted > 0:
            least = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
            ordinals = ordinals[scores >= least]
            scores = self.scores[ordinals]
        order = np.lexsort((ordinals, -published[ordinals], -scores))
        return [int(each) for each in ordinals[order][offset:wanted]]


class Ranking:
    """One question to one index: `connection` is within the transaction that `readable` was made in."""

    def __init__(self, connection: sqlite3.Connection, readable: Mask, effort: Effort) -> None:
        self._connection = connection
        self._effort = effort
        self._readable = readable
        self._size = len(readable)
        self._items = int(np.count_nonzero(readable))

    def rank(self, asked: Asked, filtered: Mask) -> Ranked:
        """Raises TooBroad."""
        weights = [self._word(terms) for terms in asked.words]
        for start, end, names in asked.spans:
            self._add_other_names(weights, start, end, names)
        rarities = tuple(self._rarity(each) for each in weights)
        scores = np.zeros(self._size, np.float32)
        covered = np.zeros(self._size, np.float32)
        for rarity, each in zip(rarities, weights, strict=True):
            scores += rarity * each
            covered += rarity * (each > 0)
        found = filtered.copy()
        for phrase in asked.phrases:
            found &= self._phrase(phrase)
        for terms in asked.without_words:
            found &= self._word(terms) == 0
        for phrase in asked.without_phrases:
            found &= ~self._phrase(phrase)
        if asked.words and not asked.phrases:
            most = float(covered[self._readable].max(initial=0.0))
            found &= (covered >= NEEDED * most) & (covered > 0)
        return Ranked(found, scores, rarities, tuple(weights))

    def _word(self, terms: tuple[str, ...]) -> Weights:
        """What each item says about a word, 0..1: under the term by which it says most."""
        weights = np.zeros(self._size, np.float32)
        for number, term in enumerate(terms):
            self._raise(weights, term, STEM if number else 1.0)
        return weights

    def _raise(self, weights: Weights, term: str, factor: float) -> None:
        # Most terms that a word might have, no text has: one look at the tokens instead of one for each step.
        first, last = term_of(term, 1), term_of(term, STEPS)
        for (token,) in self._connection.execute(_KNOWN, (first, last)).fetchall():
            ordinals = self._ordinals("impacts", "rowid", f'"{token}"')
            step = 1 + ord(token[-1]) - ord(first[-1])
            weights[ordinals] = np.maximum(weights[ordinals], factor * value_of(step))

    def _add_other_names(
        self, weights: list[Weights], start: int, end: int, names: tuple[tuple[str, ...], ...]
    ) -> None:
        """An item with another name of what these words name has them all, as much as its weakest word."""
        best = np.zeros(self._size, np.float32)
        for name in names:
            each = np.ones(self._size, np.float32)
            for term in name:
                own = np.zeros(self._size, np.float32)
                self._raise(own, term, OTHER_NAME)
                each = np.minimum(each, own)
            best = np.maximum(best, each)
        for word in range(start, end):
            weights[word] = np.maximum(weights[word], best)

    def _rarity(self, weights: Weights) -> float:
        """BM25's inverse document frequency among what the asker may read."""
        having = int(np.count_nonzero(weights[self._readable]))
        return math.log(1 + (self._items - having + 0.5) / (having + 0.5)) if having else 0.0

    def _phrase(self, phrase: Phrase) -> Mask:
        mask = np.zeros(self._size, np.bool_)
        ways = " OR ".join('"' + " ".join(way) + '"' for way in phrase)
        mask[self._ordinals("pages", f"DISTINCT rowid >> {PAGE_BITS}", ways)] = True
        return mask

    def _ordinals(self, table: str, column: str, match: str) -> NDArray[np.int32]:
        self._effort.demand()
        # One text of all numbers: five times quicker than a row for each.
        asked = f"SELECT group_concat({column}) FROM {table} WHERE {table} MATCH ?"  # noqa: S608 - our own words
        (listed,) = self._connection.execute(asked, (match,)).fetchone()
        if listed is None:
            return np.empty(0, np.int32)
        ordinals: NDArray[np.int32] = np.fromstring(listed, np.int32, sep=",")
        return ordinals
