"""The features of names in thousands, listed or asked for: each word is analysed once, all come as arrays."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from repatria.screening import weighing
from repatria.screening.channels import (
    WHOLE_READINGS,
    Channel,
    acronyms,
    bounded_forms,
    glued_neighbours,
    keys_of,
    known_names,
    latin_forms,
    paired,
    script_of_token,
    skeletons_of,
    spoken,
    tells,
)
from repatria.screening.inverting import slices
from repatria.screening.records import Kind
from repatria.screening.segment import CHANNEL_SHIFT, Keys, Rows
from repatria.screening.shelf import WrittenName
from repatria.screening.tokens import Role, Token, Word, name_words, token_of

# Words known at once, about 1 kB each; then the book is begun anew.
MOST_WORDS = 200_000
_OF_TOKENS = (Channel.GRAM, Channel.SYMBOL, Channel.SKELETON)


class Entry(NamedTuple):
    """What is known of a word.

    number: its own in this book. place: where the token was put. heard: its skeletons, latin: its forms, as
    often as a name is read through, the last one repeated. named: the word itself, where it names a
    thing. letters: what it adds to those of its name.
    """

    number: int
    place: int
    tells: bool
    script: int
    spoken: list[str]
    heard: list[str]
    latin: list[str]
    readings: int
    forms: int
    named: str
    letters: str


class Wordbook:
    """The words of many names. put: takes a token that is new here, returns its place."""

    def __init__(self, put: Callable[[Token], int]) -> None:
        self._put = put
        self._forget()

    def _forget(self) -> None:
        self._entries: dict[Word, Entry | None] = {}
        self._fresh: list[Token] = []
        self._keys = [array("Q") for _ in _OF_TOKENS]
        self._ends = [array("q", [0]) for _ in _OF_TOKENS]

    def features(
        self, names: Sequence[tuple[str, Kind]]
    ) -> tuple[list[WrittenName], list[tuple[Keys, Rows]], list[int]]:
        """Of these names: the places of their tokens and their letters; channel by channel their features,
        each with the place of its name among these, in no order, some of them twice; their scripts."""
        if len(self._entries) > MOST_WORDS:
            self._forget()
        every = [self._entries_of(text, kind) for text, kind in names]
        self._take_in_fresh()
        telling = [[entry for entry in entries if entry.tells] or entries for entries in every]
        spoken_ones = [[entry.spoken for entry in entries] for entries in telling]
        grams, symbols, skeletons = (self._of_tokens(channel, telling) for channel in _OF_TOKENS)
        named = [[entry.named for entry in entries if entry.named] for entries in telling]
        features = [
            grams,
            _joined([symbols, _keyed(Channel.SYMBOL, map(acronyms, named))]),
            _joined([skeletons, _keyed(Channel.SKELETON, map(glued_neighbours, spoken_ones))]),
            _joined(_grams(Channel.SKELETON_GRAM, size, _read_through(telling)) for size in (3, 4)),
            _grams(Channel.GLUED, 4, _written_through(telling)),
            _keyed(Channel.PAIR, map(paired, spoken_ones)),
        ]
        scripts = [entries[0].script if entries else 0 for entries in telling]
        return list(map(_written, every)), features, scripts

    def _entries_of(self, text: str, kind: Kind) -> list[Entry]:
        found = []
        for word in name_words(text, kind):
            try:
                entry = self._entries[word]
            except KeyError:
                entry = self._entries[word] = self._entry(word)
            if entry is not None:
                found.append(entry)
        return found

    def _entry(self, word: Word) -> Entry | None:
        token = token_of(word)
        if token is None:
            return None
        number = len(self._ends[0]) - 1 + len(self._fresh)
        self._fresh.append(token)
        heard, latin = spoken(token), latin_forms(token)
        return Entry(
            number,
            self._put(token),
            tells(token),
            script_of_token(token),
            heard,
            _repeated(heard),
            _repeated(latin),
            min(len(heard), WHOLE_READINGS),
            min(len(latin), WHOLE_READINGS),
            token.latin if word.role is Role.NAME and not word.of_person else "",
            weighing.letters_of(token),
        )

    def _take_in_fresh(self) -> None:
        """The features of the words that were new among the last names."""
        fresh, self._fresh = self._fresh, []
        found = (
            _grams(Channel.GRAM, 3, list(map(bounded_forms, fresh))),
            _keyed(Channel.SYMBOL, map(known_names, fresh)),
            _keyed(Channel.SKELETON, map(skeletons_of, fresh)),
        )
        for every, ends, (keys, rows) in zip(self._keys, self._ends, found, strict=True):
            counts = np.bincount(rows, minlength=len(fresh))
            ends.extend((ends[-1] + np.cumsum(counts)).tolist())
            every.frombytes(keys[np.argsort(rows, kind="stable")].tobytes())

    def _of_tokens(self, channel: Channel, telling: Sequence[Sequence[Entry]]) -> tuple[Keys, Rows]:
        numbers = np.fromiter((entry.number for entries in telling for entry in entries), np.int64)
        rows = np.repeat(np.arange(len(telling), dtype=np.int32), [len(entries) for entries in telling])
        ends = np.frombuffer(self._ends[channel], np.int64)
        counts = np.diff(ends)[numbers]
        keys = np.frombuffer(self._keys[channel], np.uint64)
        return keys[slices(ends[numbers], counts)], np.repeat(rows, counts)


def _written(entries: Sequence[Entry]) -> WrittenName:
    letters = [entry.letters for entry in entries[: weighing.MOST_WORDS] if entry.letters]
    return WrittenName([entry.place for entry in entries], " ".join(letters))


def _repeated(forms: list[str]) -> list[str]:
    return [*forms[:WHOLE_READINGS], *forms[-1:] * (WHOLE_READINGS - len(forms))]


def _read_through(telling: Sequence[Sequence[Entry]]) -> list[list[str]]:
    """The skeletons of each name, read through."""
    return [
        ["".join(each) for each in zip(*[entry.heard for entry in entries], strict=True)][
            : max([entry.readings for entry in entries], default=0)
        ]
        for entries in telling
    ]


def _written_through(telling: Sequence[Sequence[Entry]]) -> list[list[str]]:
    """The Latin forms of each name, read through."""
    return [
        ["".join(each) for each in zip(*[entry.latin for entry in entries], strict=True)][
            : max([entry.forms for entry in entries], default=0)
        ]
        for entries in telling
    ]


def _keyed(channel: Channel, texts: Iterable[Iterable[str]]) -> tuple[Keys, Rows]:
    keys = [list(keys_of(channel, each)) for each in texts]
    counts = [len(each) for each in keys]
    rows = np.repeat(np.arange(len(keys), dtype=np.int32), counts)
    return np.fromiter(chain.from_iterable(keys), np.uint64, sum(counts)), rows


def _grams(channel: Channel, size: int, texts: Sequence[Sequence[str]]) -> tuple[Keys, Rows]:
    """The runs of `size` letters of each name's texts, which are all ASCII; a shorter text is one itself."""
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), [len(each) for each in texts])
    every = list(chain.from_iterable(texts))
    lengths = np.fromiter(map(len, every), np.int32, len(every))
    letters = np.frombuffer("".join(every).encode("ascii"), np.uint8)
    starts = np.cumsum(lengths, dtype=np.int64) - lengths
    found = []
    for width in range(1, size + 1):
        chosen = lengths == width if width < size else lengths >= size
        counts = lengths[chosen] - np.int32(width - 1)
        places = slices(starts[chosen], counts)
        keys = np.full(len(places), np.uint64(channel) << CHANNEL_SHIFT)
        for letter in range(width):
            keys |= letters[places + letter].astype(np.uint64) << np.uint64(8 * (width - 1 - letter))
        found.append((keys, np.repeat(rows[chosen], counts)))
    return _joined(found)


def _joined(parts: Iterable[tuple[Keys, Rows]]) -> tuple[Keys, Rows]:
    every = list(parts)
    return np.concatenate([keys for keys, _ in every]), np.concatenate([rows for _, rows in every])
