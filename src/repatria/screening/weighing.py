"""What a word weighs in whatever name it stands, and what else an alignment asks of it without its letters.

Owns the weights of roles and the traits; knows nothing of names as wholes. The index keeps both for each of
its words (shelf.py), so that a listed word is not even read before its letters are compared.
"""

from typing import Final, NamedTuple

from repatria.screening.rarity import rarity, rarity_in_thing
from repatria.screening.relation import is_latin
from repatria.screening.tokens import Role, Token

# What a word weighs by what it does, beside its rarity.
ROLE_WEIGHT: Final = {
    Role.NAME: 1.0,
    Role.INITIAL: 0.35,
    Role.PARTICLE: 0.2,
    Role.TITLE: 0.1,
    Role.LEGAL_FORM: 0.12,
    Role.NUMBER: 0.8,
    Role.ACRONYM: 1.0,
}

# Words of a name that are compared; what follows is neither agreement nor contradiction. Bounds the cost
# of any name.
MOST_WORDS: Final = 12
# A word lighter than this (particles, titles, legal forms, initials) does not make a name.
LIGHT: Final = 2.6
_NEVER_JOINED: Final = (Role.LEGAL_FORM, Role.NUMBER, Role.TITLE)

# Traits, as bits. The lowest two: neighbours in which they are the same, and not 0, may be one word.
JOINT: Final = 3
# It names, and does not say what a thing is or does: in names of things, in those of people.
HEAVY: Final = (4, 8)
# It has numbers or legal forms, as codes.
CODED: Final = 16
# It is written in Latin letters.
LATIN: Final = 32


class Weighed(NamedTuple):
    """masses: nats in names of things and in those of people. traits: bits, as above."""

    masses: tuple[float, float]
    traits: int


def weighed(word: Token) -> Weighed:
    masses = mass_of(word, person=False), mass_of(word, person=True)
    traits = _joint(word)
    if masses[0] > LIGHT and not (word.symbols and word.role is Role.NAME):
        traits |= HEAVY[False]
    if masses[1] > LIGHT:
        traits |= HEAVY[True]
    if numbers_in(word) or forms_in(word):
        traits |= CODED
    if is_latin(word.original):
        traits |= LATIN
    return Weighed(masses, traits)


def mass_of(word: Token, *, person: bool) -> float:
    """Nats: the rarity of a word, less for words that many names carry whatever they name."""
    return ROLE_WEIGHT[word.role] * (rarity(word) if person else rarity_in_thing(word))


def letters_of(word: Token) -> str:
    """What a word adds to the letters of its name."""
    return "" if word.role is Role.TITLE else word.latin


def numbers_in(word: Token) -> frozenset[str]:
    """The numbers that a word writes, as codes."""
    coded = frozenset([symbol for symbol in word.symbols if symbol.startswith("NUM:")])
    return coded or (frozenset({"NUM:" + word.latin}) if word.role is Role.NUMBER else _NOTHING)


def forms_in(word: Token) -> frozenset[str]:
    """The legal forms that a word is, as codes."""
    return word.symbols if word.role is Role.LEGAL_FORM else _NOTHING


_NOTHING: Final = frozenset[str]()


def _joint(word: Token) -> int:
    """No form, number or title is joined, and no letter to a word."""
    if word.role in _NEVER_JOINED:
        return 0
    return 1 if len(word.original) == 1 and is_latin(word.original) else 2
