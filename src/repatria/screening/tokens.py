"""A name, analysed once: its tokens, and of each what comparing needs to know.

Owns the cut into tokens and what is known of each; compares nothing.
"""

from enum import StrEnum
from typing import NamedTuple

from repatria.screening.records import Kind


class Role(StrEnum):
    """What a token does in its name."""

    NAME = "name"
    INITIAL = "initial"  # one letter that stands for a name
    PARTICLE = "particle"  # al-, bin, von, de la
    TITLE = "title"  # honorifics and titles, before or after the name
    LEGAL_FORM = "legal_form"  # of organisations, in rigour's generic code ("LLC")
    NUMBER = "number"


class Reading(NamedTuple):
    """One way of writing a token in Latin letters: lower case a-z and digits, and its consonant skeleton."""

    latin: str
    skeleton: str


class Token(NamedTuple):
    """A word of a name.

    original: as written, cleaned and case-folded, in its own script.
    readings: at least one, the likeliest first; several where the script leaves it open (kanji, Hangul).
    phonetic: metaphone of the first reading, "" where it has none.
    symbols: codes of known names and terms that this token may be ("NAME:Q2253934", "ORGCLS:LLC", "NICK:…").
    patronymic: a person's father's name by its form (-ovich, -ovna, -oglu, -zade …).
    """

    original: str
    readings: tuple[Reading, ...]
    phonetic: str
    symbols: frozenset[str]
    role: Role
    patronymic: bool = False

    @property
    def latin(self) -> str:
        return self.readings[0].latin

    @property
    def skeleton(self) -> str:
        return self.readings[0].skeleton


class NameTokens(NamedTuple):
    """A name after analysis: as it was given, and its tokens in written order (none: nothing to compare)."""

    original: str
    kind: Kind
    tokens: tuple[Token, ...]
