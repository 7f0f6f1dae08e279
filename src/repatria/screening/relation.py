"""How two words of two names relate, and how far that makes them the same word.

Owns the judgement of one word beside another. Knows nothing of names as wholes, of rarity or of scores.
"""

from enum import IntEnum
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from repatria.screening.scripts import Script, script_of
from repatria.screening.tokens import Role, Token
from repatria.screening.vocabulary import edits


class Relation(IntEnum):
    """Why two words may be one, the closed list that the model has a weight for. NONE is no relation."""

    NONE = 0
    EXACT = 1  # the same letters, accents aside
    ROMANISED = 2  # two scripts, the same Latin letters
    KNOWN = 3  # two spellings of one known name
    KNOWN_ACROSS = 4  # one known name in two scripts
    TERM = 5  # one known term or number: legal forms, "bank", "forty-four"
    EDIT_SLIGHT = 6  # up to one letter in seven differs
    EDIT = 7  # up to one letter in four
    EDIT_HEAVY = 8  # up to two letters in five
    SKELETON = 9  # the same consonants in one script
    PHONETIC = 10  # the same sound in English ears
    SKELETON_ACROSS = 11  # the same consonants in two scripts
    SKELETON_NEAR = 12  # one consonant apart in two scripts, or nearly the same Latin letters
    NICKNAME = 13
    INITIAL = 14  # a letter for a name
    SHORTENED = 15  # one word begins with the other
    ACRONYM = 16  # the first letters of several words


class Likeness(NamedTuple):
    """The relation of two words, and in [0, 1] how much of the agreement of two equal words it is worth."""

    relation: Relation
    worth: float


NOTHING: Final = Likeness(Relation.NONE, 0.0)

# Consonants that a skeleton needs before it says anything: "br" fits too many names.
LONG_SKELETON = 3
ACRONYM: Final = 0.9
# Readings of a word that are compared letter by letter; all are compared for being equal.
MOST_READINGS = 3


def relate(left: Token, right: Token) -> Likeness:
    """The strongest relation of two words. Symmetric."""
    if left.role is Role.ACRONYM or right.role is Role.ACRONYM:
        return Likeness(Relation.ACRONYM, ACRONYM) if left.latin == right.latin else NOTHING
    if left.original == right.original:
        return Likeness(Relation.EXACT, 1.0)
    across = _alphabet(left) != _alphabet(right)
    if Role.NUMBER in (left.role, right.role):
        return _by_symbols(left, right, across=across)
    best = _across(left, right) if across else _within(left, right)
    if not left.symbols.isdisjoint(right.symbols):
        best = max(best, _by_symbols(left, right, across=across), key=_worth)
    if len(left.latin) == 1 or len(right.latin) == 1:
        best = max(best, _by_initial(left, right), key=_worth)
    return best


_worth: Final = attrgetter("worth")


def _alphabet(word: Token) -> tuple[Script, int]:
    return _alphabet_of(word.original[0])


@lru_cache(maxsize=10_000)
def alphabet_number(first: str) -> int:
    """A number for the alphabet of a word's first letter, other for every other."""
    script, block = _alphabet_of(first)
    return _SCRIPTS.index(script) << 16 | block


_SCRIPTS: Final = list(Script)


@lru_cache(maxsize=10_000)
def _alphabet_of(first: str) -> tuple[Script, int]:
    """The script of a letter; of the scripts we do not tell apart, the block of letters."""
    script = script_of(first)
    return script, ord(first) >> 7 if script in (Script.INDIC, Script.OTHER) else 0


def is_latin(word: str) -> bool:
    """Whether a word is written in Latin letters or digits (the first one decides)."""
    first = ord(word[0]) if word else 0
    return first < 0x250 or 0x1E00 <= first < 0x1F00


def _without_vowels(word: Token) -> bool:
    """Whether a word is in Hebrew or Arabic letters, and leaves most vowels to the reader."""
    return "\u0590" <= word.original[:1] <= "\u08ff"


def _by_symbols(left: Token, right: Token, *, across: bool) -> Likeness:
    shared = left.symbols & right.symbols
    if not shared:
        return NOTHING
    families = {symbol.partition(":")[0] for symbol in shared}
    if "NUM" in families or "ORGCLS" in families:
        return Likeness(Relation.TERM, 1.0)
    if "NAME" in families:
        alike = _best_alike(left, right)
        # "Huỳnh" and "Wee" are one name in one language: not so much of an agreement elsewhere.
        if across:
            return Likeness(Relation.KNOWN_ACROSS, 0.8 + 0.15 * alike)
        return Likeness(Relation.KNOWN, 0.55 + 0.4 * alike)
    if "NICK" in families:
        return Likeness(Relation.NICKNAME, 0.65)
    return Likeness(Relation.TERM, 0.9)


def _by_initial(left: Token, right: Token) -> Likeness:
    short, long = (left, right) if len(left.latin) <= len(right.latin) else (right, left)
    if len(short.latin) == 1 and any(short.latin == reading.latin[:1] for reading in long.readings):
        return Likeness(Relation.INITIAL, 0.5)
    return NOTHING


def _within(left: Token, right: Token) -> Likeness:
    """Two words of one script (or of two that are not Latin)."""
    if is_latin(left.original):
        one, other = left.latin, right.latin
    else:
        one, other = left.original, right.original
    if one == other:
        return Likeness(Relation.EXACT, 1.0)
    return _by_letters(left, right, likeness_of_letters(one, other))


def _by_letters(left: Token, right: Token, alike: float) -> Likeness:
    if alike >= 0.85:
        return Likeness(Relation.EDIT_SLIGHT, 0.5 + alike / 2)
    if alike >= 0.5 and _shared_skeleton(left, right) >= LONG_SKELETON:
        return Likeness(Relation.SKELETON, 0.55 + alike / 3)
    if alike >= 0.74:
        return Likeness(Relation.EDIT, alike)
    if alike >= 0.4 and left.phonetic == right.phonetic and len(left.phonetic) > 1:
        return Likeness(Relation.PHONETIC, 0.35 + alike / 2)
    if alike >= 0.6:
        return Likeness(Relation.EDIT_HEAVY, alike - 0.1)
    if alike >= 0.55 and min(len(left.latin), len(right.latin)) >= 4 and _begins(left.latin, right.latin):
        return Likeness(Relation.SHORTENED, 0.5)
    return NOTHING


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _across(left: Token, right: Token) -> Likeness:
    """Two words of two scripts: Latin letters by any reading, then consonants, then both nearly."""
    latins = {reading.latin for reading in left.readings}
    if not latins.isdisjoint([reading.latin for reading in right.readings]):
        return Likeness(Relation.ROMANISED, 1.0)
    alike = _best_alike(left, right)
    shared = _shared_skeleton(left, right)
    if shared:
        worth = {1: 0.45, 2: 0.65, 3: 0.8}.get(shared, 0.85)
        # Where vowels are written on both sides they must agree too.
        vowels = 0.1 if _without_vowels(left) or _without_vowels(right) else 0.4
        return Likeness(Relation.SKELETON_ACROSS, worth + 0.1 - vowels * (1 - alike))
    shortest = min(len(left.skeleton), len(right.skeleton))
    if alike >= 0.4 and shortest >= LONG_SKELETON and edits(left.skeleton, right.skeleton, 1) <= 1:
        return Likeness(Relation.SKELETON_NEAR, min(0.45 + 0.04 * shortest, 0.65) + 0.1 * alike)
    if alike >= 0.7:
        return Likeness(Relation.SKELETON_NEAR, alike - 0.1)
    return NOTHING


def _best_alike(left: Token, right: Token) -> float:
    """How alike the readings are that are most alike."""
    latins = {reading.latin for reading in left.readings[:MOST_READINGS]}
    others = {reading.latin for reading in right.readings[:MOST_READINGS]}
    return max([likeness_of_letters(one, other) for one in latins for other in others])


def _shared_skeleton(left: Token, right: Token) -> int:
    """Length of the longest skeleton that both words can have, 0 when they share none."""
    mine = {reading.skeleton for reading in left.readings}
    return max(map(len, mine.intersection([reading.skeleton for reading in right.readings])), default=0)


def likeness_of_letters(one: str, other: str) -> float:
    """1 for equal words, less by the share of letters that differ; two neighbours swapped count once."""
    longest = max(len(one), len(other))
    if not longest:
        return 0.0
    distance = edits(one, other, longest)
    if distance == 2 and len(one) == len(other) and sorted(one) == sorted(other):
        distance = 1 if _neighbours_swapped(one, other) else 2
    return 1.0 - distance / longest


def _neighbours_swapped(one: str, other: str) -> bool:
    apart = [at for at in range(len(one)) if one[at] != other[at]]
    return len(apart) == 2 and apart[1] == apart[0] + 1
