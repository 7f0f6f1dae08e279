"""A name, analysed once: its tokens, and of each what comparing needs to know.

Owns the cut into tokens and what is known of each; compares nothing.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from repatria.screening import han, hangul, scripts, terms, vocabulary
from repatria.screening.records import Kind
from repatria.screening.scripts import Script
from repatria.screening.skeleton import skeletons

# More than any name has; the rest is not compared, so that the cost of a name is bounded.
MAX_TOKENS = 16
MAX_READINGS = 10


class Role(StrEnum):
    """What a token does in its name."""

    NAME = "name"
    INITIAL = "initial"  # one letter that stands for a name
    PARTICLE = "particle"  # al-, bin, von, de la
    TITLE = "title"  # honorifics and titles, before or after the name
    LEGAL_FORM = "legal_form"  # of organisations, in rigour's generic code ("LLC")
    NUMBER = "number"
    ACRONYM = "acronym"  # no word of the name, but the first letters of its words


class Reading(NamedTuple):
    """One way of writing a token in Latin letters: lower case a-z and digits, and its consonant skeleton."""

    latin: str
    skeleton: str


class Token(NamedTuple):
    """A word of a name.

    original: as written, cleaned and case-folded, in its own script.
    readings: at least one, the likeliest first; several where the script leaves it open (kanji, Hangul).
    phonetic: metaphone of the first reading, "" where it has none.
    symbols: codes of known names and terms that this token may be ("NAME:2253934", "NICK:BOB", "ORGCLS:LLC").
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


class Word(NamedTuple):
    """A word of a name, and of its place there all that its token depends on.

    symbols: of a thing's or an organisation's words; a person's are looked up by the word alone.
    """

    text: str
    role: Role
    of_person: bool
    symbols: frozenset[str] = frozenset()


def name_tokens(text: str, kind: Kind) -> NameTokens:
    """Analyse a name. No tokens: nothing in it can be read. Linear in the length, and bounded."""
    tokens = map(token_of, name_words(text, kind))
    return NameTokens(text, kind, tuple(token for token in tokens if token))


def name_words(text: str, kind: Kind) -> list[Word]:
    """The first half of `name_tokens`: what depends on the whole name."""
    cleaned = scripts.clean(text)
    if not any(character.isalnum() for character in cleaned):
        return []
    known = vocabulary.known(cleaned, kind)
    words = [part for word in scripts.words_of(scripts.clean(known.text)) for part in _parts(word, kind)]
    words = words[:MAX_TOKENS]
    if kind is Kind.PERSON:
        roles = [_role(word, place, len(words), known) for place, word in enumerate(words)]
    else:
        roles = [_role_in_thing(words, place, kind, known) for place in range(len(words))]
    if Role.NAME not in roles:  # "Dr", "von": then that is the name
        roles = [Role.NAME if role in {Role.TITLE, Role.PARTICLE} else role for role in roles]
    if kind is Kind.PERSON:
        return [Word(word, role, of_person=True) for word, role in zip(words, roles, strict=True)]
    return [_word_of_thing(word, role, known) for word, role in zip(words, roles, strict=True)]


def _word_of_thing(word: str, role: Role, known: vocabulary.Known) -> Word:
    return Word(word, role, of_person=False, symbols=_meaning(word, role, known))


def token_of(word: Word) -> Token | None:
    """The second half: what follows from the word alone. None where nobody can read it."""
    found = _readings(word.text)
    if not found:
        return None
    phonetic, patronymic = _sound(found[0].latin)
    if word.of_person:
        symbols = vocabulary.names_of(word.text)
    else:
        found, symbols = _with_stem(found), word.symbols
    return Token(word.text, found, phonetic, symbols, word.role, word.of_person and patronymic)


def _meaning(word: str, role: Role, known: vocabulary.Known) -> frozenset[str]:
    """The codes of a word of a thing's name."""
    form = vocabulary.plain(word)
    if role is Role.LEGAL_FORM:
        return frozenset({f"ORGCLS:{known.legal_forms[form]}"})
    if role is Role.NUMBER:
        return frozenset({f"NUM:{_ROMAN.get(form) or int(form)}"})
    if len(form) < 2:  # rigour takes a lone V for five
        return frozenset()
    return known.symbols.get(form, frozenset()) | terms.codes_of(form)


_ADJECTIVE = re.compile("s?(?:kij|kiy|kii|ky|ki|kaya|kaja|kaia|koe|koye|koje|kogo|koj|koy|kom|kikh|kih)$")


def _with_stem(found: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Readings of a word, and of the place that it is an adjective of: Kazanskij is of Kazan."""
    latin = found[0].latin
    stem = _ADJECTIVE.sub("", latin)
    if stem == latin or len(stem) < 3:
        return found
    return (*found[: MAX_READINGS - 1], Reading(stem, skeletons(stem)[0]))


_ABD = re.compile("^abd(?:ul|el|al|ol|oul|our|ur|us|er|ar)(?!l?ah?$)(?=.{3})|^abd(?=[rknqsmghjwf].{3})")
_ARABIC_ABD = re.compile("^عبدال(?=.{2})")


def _parts(word: str, kind: Kind) -> tuple[str, ...]:
    """A word cut where its script writes several names as one."""
    script = scripts.script_of_word(word)
    if script is Script.ARABIC:
        if _ARABIC_ABD.match(word):
            return "عبد", "ال", word[5:]
        return ("ال", word[2:]) if word.startswith("ال") and len(word) > 4 else (word,)
    if kind is not Kind.PERSON:
        return terms.parts_of(word) if script is Script.HAN else (word,)
    if script is Script.HAN:
        return han.parts_of(word)
    if script is Script.HANGUL:
        return hangul.parts_of(word)
    if script is Script.LATIN and (match := _ABD.match(word)):
        return "abd", word[match.end() :]
    return (word,)


@lru_cache(maxsize=30_000)
def _readings(word: str) -> tuple[Reading, ...]:
    script = scripts.script_of_word(word)
    if script is Script.HAN:
        latin = han.readings(word)
    elif script is Script.HANGUL:
        latin = hangul.readings(word)
    else:
        latin = scripts.readings(word)
    # Of a word in Latin letters nobody knows the language, and so not the sounds; the rest we spelt
    # ourselves.
    most = 3 if script is Script.LATIN else 1
    every = [Reading(form, skeleton) for form in latin if form for skeleton in skeletons(form)[:most]]
    if script is Script.HAN and every:
        every[MAX_READINGS - 3 :] = [Reading(latin[0], each) for each in han.foreign_skeletons(word)]
    return tuple(dict.fromkeys(every))[:MAX_READINGS]


def _role(word: str, place: int, number: int, known: vocabulary.Known) -> Role:
    """What a word does in a person's name."""
    form = vocabulary.plain(word)
    if word.isdecimal():
        return Role.NUMBER
    if form in known.legal_forms:
        return Role.LEGAL_FORM
    if number > 1 and form in vocabulary.TITLES:
        return Role.TITLE
    if place < number - 1 and form in vocabulary.PARTICLES_ANYWHERE:
        return Role.PARTICLE
    if 0 < place < number - 1 and form in vocabulary.PARTICLES_BETWEEN:
        return Role.PARTICLE
    alphabetic = scripts.script_of_word(word) not in {Script.HAN, Script.HANGUL, Script.KANA}
    return Role.INITIAL if len(word) == 1 and alphabetic else Role.NAME


# Roman numbers that are no word of a language: XI and VI are syllables.
_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xii": 12,
    "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20,
}  # fmt: skip
_NUMBER_SIGNS = frozenset({"no", "nr", "num", "numero", "number", "№"})
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
# Before the name of a ship: motor vessel, motor tanker, steam ship … also as two letters.
_SHIP_PREFIXES = frozenset({"mv", "mt", "my", "ms", "ss", "fv", "msv", "mtv", "lng", "lpg"})


def _role_in_thing(words: list[str], place: int, kind: Kind, known: vocabulary.Known) -> Role:
    """What a word does in the name of a company, a ship or another thing."""
    form = vocabulary.plain(words[place])
    if form.isdecimal() or (form in _ROMAN and _numbers_what_is_before(words, place, known)):
        return Role.NUMBER
    if form in known.legal_forms:
        return Role.LEGAL_FORM
    if kind is Kind.VESSEL and _is_ship_prefix(words, place):
        return Role.TITLE
    sign = form in _NUMBER_SIGNS and words[place + 1 : place + 2] and words[place + 1].isdecimal()
    ordinal = form in _ORDINALS and place > 0 and words[place - 1].isdecimal()
    little = form in vocabulary.PARTICLES_OF_THINGS and len(words) > 1
    return Role.PARTICLE if sign or ordinal or little else Role.NAME


def _numbers_what_is_before(words: list[str], place: int, known: vocabulary.Known) -> bool:
    """Whether a Roman number stands where one does: after a name, and a lone letter at its end."""
    after = [word for word in words[place + 1 :] if vocabulary.plain(word) not in known.legal_forms]
    return place > 0 and (len(words[place]) > 1 or not after)


def _is_ship_prefix(words: list[str], place: int) -> bool:
    first = words[0] in _SHIP_PREFIXES and len(words) > 1
    apart = len(words) > 2 and len(words[0]) == 1 and "".join(words[:2]) in _SHIP_PREFIXES
    return (place == 0 and (first or apart)) or (place == 1 and apart)


# Words that an acronym stands for.
_LEAST_WORDS, _MOST_WORDS = 3, 8
_SHORT = re.compile("[a-z]{3,8}")


def initials(named: Sequence[str]) -> str:
    """The first letters of the words of a thing's name, "" where they are too few or too many."""
    return "".join([word[0] for word in named]) if _LEAST_WORDS <= len(named) <= _MOST_WORDS else ""


def short_forms(named: Sequence[str]) -> list[str]:
    """The words of a thing's name that may be such letters: of a name of one word or two."""
    return [word for word in named if _SHORT.fullmatch(word)] if len(named) < _LEAST_WORDS else []


def acronym(words: Sequence[Token]) -> Token | None:
    """The first letters of the words of a thing's name as one word: NIOC for National Iranian Oil Company."""
    latin = initials([word.latin for word in words if word.role is Role.NAME])
    return (
        Token(latin, (Reading(latin, skeletons(latin)[0]),), "", frozenset(), Role.ACRONYM) if latin else None
    )


def may_be_short(name: NameTokens) -> bool:
    """Whether a thing's name may be an acronym."""
    named = [word.latin for word in name.tokens if word.role is Role.NAME]
    return name.kind is not Kind.PERSON and bool(short_forms(named))


_PATRONYMIC = re.compile(
    "(?:ovich|evich|ovych|evych|ovic|ovna|evna|ivna|ichna|oglu|oghlu|ogly|uulu|qizi|kyzy|gyzy)$"
)


@lru_cache(maxsize=30_000)
def _sound(latin: str) -> tuple[str, bool]:
    return vocabulary.phonetic(latin), bool(_PATRONYMIC.search(latin)) and len(latin) > 6
