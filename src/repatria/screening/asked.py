"""Names asked for, a batch at a time, on their way to an index: each word is analysed once.

Owns which names of a query are looked for, and how they are read.
"""

from collections.abc import Sequence
from itertools import chain, compress, islice
from typing import Final, NamedTuple

import numpy as np

from repatria.screening.records import Kind, Subject
from repatria.screening.segment import Counts, Keys
from repatria.screening.tokens import NameTokens, Token
from repatria.screening.wordbook import MOST_WORDS, Wordbook

# Names of one query that are looked for; a record with more is asked for by its first ones.
MOST_QUERY_NAMES: Final = 12
# A query that does not say what it is about is read as a person's name and as a company's.
_READ_AS: Final = {Kind.ANY: (Kind.PERSON, Kind.ORGANISATION)}


class Asked(NamedTuple):
    """The names of Q queries, N in all, and their features.

    names: of each query those that have words. keys: the features of every name, ascending, each once;
    keys[starts[i]:starts[i + 1]] are those of name i of all queries on end. scripts: of each name.
    """

    names: list[list[NameTokens]]
    keys: Keys
    starts: Counts
    scripts: list[int]


class AskedBook:
    """Takes in queries, and keeps the words that it has analysed. Not for several threads at once."""

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._book = Wordbook(self._put)

    @property
    def full(self) -> bool:
        """Whether it is time to begin a new one."""
        return len(self._tokens) > MOST_WORDS

    def asked(self, queries: Sequence[Subject]) -> Asked:
        wanted = [_readings(query) for query in queries]
        every = list(chain.from_iterable(wanted))
        written, of_channels, scripts = self._book.features(every)
        read = (
            NameTokens(text, kind, tuple([self._tokens[place] for place in each.places]))
            for (text, kind), each in zip(every, written, strict=True)
        )
        names = [[name for name in islice(read, len(each)) if name.tokens] for each in wanted]
        worded = np.array([bool(each.places) for each in written], np.bool_)
        keys, rows = (np.concatenate(parts) for parts in zip(*of_channels, strict=True))
        keys, rows = _each_once(keys, (np.cumsum(worded) - 1)[rows])
        starts = np.searchsorted(rows, np.arange(worded.sum() + 1))
        return Asked(names, keys, starts, list(compress(scripts, worded)))

    def _put(self, token: Token) -> int:
        self._tokens.append(token)
        return len(self._tokens) - 1


def asked(query: Subject) -> Asked:
    """One query by itself."""
    return AskedBook().asked([query])


def _readings(query: Subject) -> list[tuple[str, Kind]]:
    names = query.names[:MOST_QUERY_NAMES]
    return [(name, kind) for kind in _READ_AS.get(query.kind, (query.kind,)) for name in names]


def _each_once(keys: Keys, rows: Counts) -> tuple[Keys, Counts]:
    """By row and key."""
    order = np.lexsort((keys, rows))
    keys, rows = keys[order], rows[order]
    first = np.ones(len(keys), np.bool_)
    first[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    return keys[first], rows[first]
