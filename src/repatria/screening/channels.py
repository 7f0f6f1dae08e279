"""What a name is found by: features in several channels, numbers that are the same everywhere.

A channel is one way of being alike: the same word in Latin letters, the same letters in it, the same known
name, the same consonants. Owns which features a name has; how much each weighs is for index.py.
"""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, pairwise

from repatria.screening.tokens import NameTokens, Reading, Role, Token


class Channel(IntEnum):
    """The order is part of the stored form (stored.py)."""

    WORD = 0  # a token in Latin letters
    GRAM = 1  # three letters of a token
    SYMBOL = 2  # a known name
    SKELETON = 3  # the skeleton of a token, or of two neighbours together
    SKELETON_GRAM = 4  # three letters of the whole name's skeleton
    GLUED = 5  # four letters of the whole name without spaces
    PAIR = 6  # the skeletons of two tokens, in either order


CHANNELS = len(Channel)
_CONTENT = frozenset({Role.NAME, Role.INITIAL, Role.NUMBER})
_CONTENT_BITS = 56
# Readings that go into the features of the whole name.
_WHOLE_READINGS = 3
_PAIRED_TOKENS = 5

Features = dict[Channel, frozenset[int]]


def features(name: NameTokens) -> list[frozenset[int]]:
    """The features of a name, one set for each channel."""
    tokens = content(name)
    parts = [_of_token(token) for token in tokens]
    words, grams, symbols, skeletons = (
        frozenset().union(*(part[channel] for part in parts)) for channel in range(4)
    )
    skeletons |= frozenset(_glued_neighbours(tokens))
    wholes = list(_wholes(tokens))
    return [
        words,
        grams,
        symbols,
        skeletons,
        frozenset(
            _keys(
                Channel.SKELETON_GRAM,
                (g for whole in wholes for g in _grams("".join(r.skeleton for r in whole), 3)),
            )
        ),
        frozenset(
            _keys(Channel.GLUED, (g for whole in wholes for g in _grams("".join(r.latin for r in whole), 4)))
        ),
        frozenset(_keys(Channel.PAIR, _pairs(tokens))),
    ]


def content(name: NameTokens) -> list[Token]:
    """The tokens that tell names apart; all of them where there are no such."""
    tokens = [token for token in name.tokens if token.role in _CONTENT]
    return tokens or list(name.tokens)


@lru_cache(maxsize=200_000)
def _of_token(token: Token) -> tuple[frozenset[int], ...]:
    """The features of one token: words, grams, symbols, skeletons."""
    words = list(dict.fromkeys(reading.latin for reading in token.readings))
    grams = (gram for word in words[:_WHOLE_READINGS] for gram in _grams(f"^{word}$", 3))
    names = (code for code in token.symbols if code.startswith(("NAME:", "NICK:")))
    skeletons = {reading.skeleton for reading in token.readings}
    return (
        frozenset(_keys(Channel.WORD, words)),
        frozenset(_keys(Channel.GRAM, grams)),
        frozenset(_keys(Channel.SYMBOL, names)),
        frozenset(_keys(Channel.SKELETON, (each for each in skeletons if len(each) > 1))),
    )


def _wholes(tokens: list[Token]) -> Iterator[list[Reading]]:
    """The name read through: every token in its first reading, then every one in its second …"""
    most = max((len(token.readings) for token in tokens), default=0)
    for number in range(min(most, _WHOLE_READINGS)):
        yield [token.readings[min(number, len(token.readings) - 1)] for token in tokens]


def _glued_neighbours(tokens: list[Token]) -> Iterator[int]:
    for left, right in pairwise(tokens):
        glued = left.skeleton + right.skeleton
        if len(glued) > 2:
            yield _key(Channel.SKELETON, glued)


def _pairs(tokens: list[Token]) -> Iterator[str]:
    spoken = [
        sorted({reading.skeleton for reading in token.readings} - {""})[:4]
        for token in tokens[:_PAIRED_TOKENS]
    ]
    for left, right in combinations(spoken, 2):
        for one in left:
            for other in right:
                yield " ".join(sorted((one, other)))


def _grams(text: str, size: int) -> Iterable[str]:
    if len(text) <= size:
        return (text,) if text else ()
    return (text[at : at + size] for at in range(len(text) - size + 1))


def _keys(channel: Channel, texts: Iterable[str]) -> Iterator[int]:
    return (_key(channel, text) for text in texts)


@lru_cache(maxsize=500_000)
def _key(channel: Channel, text: str) -> int:
    """A number of 64 bits: the channel's place, then the text itself where it is short, else its hash."""
    octets = text.encode()
    if len(octets) >= 7:
        octets = blake2b(octets, digest_size=7).digest()
    return channel << _CONTENT_BITS | int.from_bytes(octets)
