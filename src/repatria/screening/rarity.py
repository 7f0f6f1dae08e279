"""How much a word narrows down whom a name means: rarer words weigh more.

Owns the table of common words (commonness.json: words only, no names of persons as wholes, with where it
came from) and the rarity of words that are not in it. The table is of names everywhere, so that a short list
does not make a word rare by being short.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from repatria.screening.relation import is_latin
from repatria.screening.tokens import Role, Token

# Nats. A word nobody has counted, of six letters or more; shorter ones collide by chance.
RAREST: Final = 10.5
_RAREST_OF_LENGTH: Final = (1.0, 4.0, 5.5, 6.8, 8.2, 9.4)
COMMONEST: Final = 3.0
# From here on (kana, Han, Hangul) names are of few characters, each a common one.
_FIRST_EAST_ASIAN: Final = "\u3040"


# What a word that says what a company does (bank, завод, Iranian) is worth of its rarity, and at most: it
# tells companies apart, but is replaced by a word like it more easily than a proper name.
DESCRIBING: Final = 0.7
MOST_DESCRIBING: Final = 4.0


class _Commonness(NamedTuple):
    latin: dict[str, float]
    skeletons: dict[str, float]
    things: dict[str, float]


@cache
def _commonness() -> _Commonness:
    table = json.loads(files("repatria.screening").joinpath("commonness.json").read_text("utf-8"))
    return _Commonness(table["latin"], table["skeletons"], table["things"])


def rarity_in_thing(word: Token) -> float:
    """Nats that agreement in this word of the name of a company, a ship or another thing is worth."""
    most = _most(word)
    if word.role is Role.NUMBER:
        return most
    counted = min(max(_commonness().things.get(word.latin, most), COMMONEST), most)
    return min(counted * DESCRIBING, MOST_DESCRIBING) if word.symbols else counted


def rarity(word: Token) -> float:
    """Nats that agreement in this word of a person's name is worth, COMMONEST to RAREST (less for single
    letters)."""
    most = _most(word)
    if word.role is Role.NUMBER:
        return most
    table = _commonness()
    counted = table.latin.get(word.latin, most)
    if not is_latin(word.original):
        skeletons = (table.skeletons.get(reading.skeleton, most) for reading in word.readings)
        counted = min(counted, *skeletons)
    return min(max(counted, COMMONEST), most)


def _most(word: Token) -> float:
    """The rarity of a word that nobody has counted."""
    length = len(word.latin)
    if word.role is Role.NUMBER:
        return min(RAREST, 4.0 + length)
    most = _RAREST_OF_LENGTH[length] if length < len(_RAREST_OF_LENGTH) else RAREST
    if word.original >= _FIRST_EAST_ASIAN:
        most = min(most, 3.0 + 2.2 * len(word.original))
    return most
