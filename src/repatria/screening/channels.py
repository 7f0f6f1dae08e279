"""What a name is found by: features in several channels, numbers that are the same everywhere.

A channel is one way of being alike: the same letters in a word, the same known name, the same consonants.
Owns what features are made of; wordbook.py makes those of names, index.py knows what each weighs.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache, partial
from hashlib import blake2b
from itertools import combinations, pairwise, product

from repatria.screening.scripts import Script, script_of_word
from repatria.screening.tokens import Role, Token, initials, short_forms


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


def acronyms(named: Sequence[str]) -> list[str]:
    """What a thing's name is shortened to, or may itself be short for."""
    letters = initials(named)
    return ["ACR:" + letters] if letters else ["ACR:" + word for word in short_forms(named)]


def script_of_token(token: Token) -> int:
    """The script's number, which is part of the stored form."""
    return _SCRIPTS.index(script_of_word(token.original))


def tells(token: Token) -> bool:
    """Whether a token tells names apart."""
    return token.role in _CONTENT


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


def glued_neighbours(heard: list[list[str]]) -> Iterator[str]:
    return (left[0] + right[0] for left, right in pairwise(heard) if len(left[0] + right[0]) > 2)


def paired(heard: list[list[str]]) -> Iterator[str]:
    for left, right in combinations(heard[:_PAIRED_TOKENS], 2):
        for one, other in product(left, right):
            if one and other:
                yield f"{min(one, other)} {max(one, other)}"


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
