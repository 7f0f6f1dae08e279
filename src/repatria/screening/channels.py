"""What a name is found by: features in several channels, numbers that are the same everywhere.

A channel is one way of being alike: the same letters in a word, the same known
name, the same consonants. Owns which features a name has; how much each weighs is for index.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache, partial
from hashlib import blake2b
from itertools import combinations, pairwise, product

from repatria.screening.records import Kind
from repatria.screening.scripts import Script, script_of_word
from repatria.screening.tokens import NameTokens, Role, Token, initials, short_forms


class Channel(IntEnum):
    """The order is part of the stored form (stored.py)."""

    GRAM = 0  # three letters of a token
    SYMBOL = 1  # a known name
    SKELETON = 2  # the skeleton of a token, or of two neighbours together
    SKELETON_GRAM = 3  # three or four letters of the whole name's skeleton
    GLUED = 4  # four letters of the whole name without spaces
    PAIR = 5  # the skeletons of two tokens, in either order


CHANNELS = len(Channel)
_CONTENT = frozenset({Role.NAME, Role.INITIAL, Role.NUMBER})
_CONTENT_BITS = 56
# Readings of a token whose letters count, and those with which the whole name is read through.
_GRAM_READINGS = 4
WHOLE_READINGS = 5
_SPOKEN = 6
_PAIRED_TOKENS = 5

_SCRIPTS = list(Script)


def features(name: NameTokens) -> list[frozenset[int]]:
    """The features of a name, one set for each channel."""
    tokens = content(name)
    parts = [_of_token(token) for token in tokens]
    grams, symbols, skeletons = (
        frozenset[int]().union(*(part[channel] for part in parts)) for channel in range(3)
    )
    if name.kind is not Kind.PERSON:
        symbols |= frozenset(keys_of(Channel.SYMBOL, acronyms(named_words(tokens))))
    heard = [spoken(token) for token in tokens]
    through = ["".join(each) for each in _read_through(heard)]
    latin = ["".join(each) for each in _read_through([latin_forms(token) for token in tokens])]
    return [
        grams,
        symbols,
        skeletons | frozenset(keys_of(Channel.SKELETON, glued_neighbours(heard))),
        frozenset(
            keys_of(
                Channel.SKELETON_GRAM,
                (gram for whole in through for size in (3, 4) for gram in _grams(whole, size)),
            )
        ),
        frozenset(keys_of(Channel.GLUED, (gram for whole in latin for gram in _grams(whole, 4)))),
        frozenset(keys_of(Channel.PAIR, paired(heard))),
    ]


def named_words(tokens: Iterable[Token]) -> list[str]:
    """The words of a thing's name that its acronym is of."""
    return [token.latin for token in tokens if token.role is Role.NAME]


def acronyms(named: Sequence[str]) -> list[str]:
    """What a thing's name is shortened to, or may itself be short for."""
    letters = initials(named)
    return ["ACR:" + letters] if letters else ["ACR:" + word for word in short_forms(named)]


def script_number(name: NameTokens) -> int:
    """The script of a name's first token that tells; the numbers are part of the stored form."""
    tokens = content(name)
    return script_of_token(tokens[0]) if tokens else 0


def script_of_token(token: Token) -> int:
    return _SCRIPTS.index(script_of_word(token.original))


def content(name: NameTokens) -> list[Token]:
    """The tokens that tell names apart; all of them where there are no such."""
    tokens = [token for token in name.tokens if tells(token)]
    return tokens or list(name.tokens)


def tells(token: Token) -> bool:
    """Whether a token tells names apart."""
    return token.role in _CONTENT


@lru_cache(maxsize=10_000)
def _of_token(token: Token) -> tuple[frozenset[int], ...]:
    """The features of one token: grams, symbols, skeletons."""
    grams = (gram for word in bounded_forms(token) for gram in _grams(word, 3))
    return (
        frozenset(keys_of(Channel.GRAM, grams)),
        frozenset(keys_of(Channel.SYMBOL, known_names(token))),
        frozenset(keys_of(Channel.SKELETON, skeletons_of(token))),
    )


def bounded_forms(token: Token) -> list[str]:
    """The forms of a token whose letters count, with where they begin and end."""
    return [f"^{word}$" for word in latin_forms(token)[:_GRAM_READINGS]]


def known_names(token: Token) -> list[str]:
    return [code for code in token.symbols if not code.startswith("ORGCLS:")]


def skeletons_of(token: Token) -> list[str]:
    """The skeletons of a token, with l and r apart and as one, but for those of one letter."""
    every = [*(reading.skeleton for reading in token.readings), *spoken(token)]
    return [each for each in dict.fromkeys(every) if len(each) > 1]


def latin_forms(token: Token) -> list[str]:
    return list(dict.fromkeys(reading.latin for reading in token.readings))


def spoken(token: Token) -> list[str]:
    """The skeletons of a token, each once, likeliest first; l and r are one sound here."""
    return list(dict.fromkeys(reading.skeleton.replace("R", "L") for reading in token.readings))[:_SPOKEN]


def _read_through(readings: list[list[str]]) -> Iterator[list[str]]:
    """The name read through: every token in its first reading, then every one in its second …"""
    for number in range(min(max(map(len, readings), default=0), WHOLE_READINGS)):
        yield [each[min(number, len(each) - 1)] for each in readings]


def glued_neighbours(heard: list[list[str]]) -> Iterator[str]:
    return (left[0] + right[0] for left, right in pairwise(heard) if len(left[0] + right[0]) > 2)


def paired(heard: list[list[str]]) -> Iterator[str]:
    for left, right in combinations(heard[:_PAIRED_TOKENS], 2):
        for one, other in product(left, right):
            if one and other:
                yield f"{min(one, other)} {max(one, other)}"


def _grams(text: str, size: int) -> Iterable[str]:
    if len(text) <= size:
        return (text,) if text else ()
    return (text[at : at + size] for at in range(len(text) - size + 1))


def keys_of(channel: Channel, texts: Iterable[str]) -> Iterable[int]:
    return map(_KEYS[channel], texts)


@lru_cache(maxsize=100_000)
def _key(channel: int, text: str) -> int:
    """A number of 64 bits: the channel's place, then the text itself where it is short, else its hash."""
    octets = text.encode()
    if len(octets) >= 7:
        octets = blake2b(octets, digest_size=7).digest()
    return channel << _CONTENT_BITS | int.from_bytes(octets)


_KEYS = [partial(_key, int(channel)) for channel in Channel]
