"""A score part by part: what of two names belongs together and why, and what the facts say.

Owns the closed list of reasons; catalogues put each code into words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Final, NamedTuple

import numpy as np

from repatria.screening.alignment import Alignment, Units, words_covered
from repatria.screening.facts import Finding
from repatria.screening.lexicon import Lexicon
from repatria.screening.relation import Relation
from repatria.screening.score import Model
from repatria.screening.tokens import Role, Token
from repatria.screening.weighing import LIGHT


class Part(StrEnum):
    """What of a record a reason speaks of."""

    NAME = "name"
    FACT = "fact"


class NameReason(StrEnum):
    """Why words of two names were put together, or what is left of them."""

    EXACT = "exact"
    ROMANISED = "romanised"
    KNOWN_NAME = "known_name"
    KNOWN_NAME_ACROSS = "known_name_across"
    KNOWN_TERM = "known_term"
    EDIT = "edit"
    SKELETON = "skeleton"
    PHONETIC = "phonetic"
    SKELETON_ACROSS = "skeleton_across"
    SOUND_ACROSS = "sound_across"
    NICKNAME = "nickname"
    INITIAL = "initial"
    SHORTENED = "shortened"
    JOINED = "joined"  # several words of the query are one listed word
    ACRONYM = "acronym"  # first letters of several words
    SPLIT = "split"  # one word of the query is several listed words
    PARTICLE = "particle"
    LEGAL_FORM = "legal_form"
    LEFT_OVER_QUERY = "left_over_query"
    LEFT_OVER_LISTED = "left_over_listed"
    PARTICLE_IGNORED = "particle_ignored"
    TITLE_IGNORED = "title_ignored"
    LEGAL_FORM_IGNORED = "legal_form_ignored"
    ORDER_DIFFERS = "order_differs"
    WEAK_ALIAS = "weak_alias"  # whoever listed the name calls it weak


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. kind: a NameReason or a Fact. query, listed: the words compared, "" where there are none.

    weight: for names, the words' share of both names' rarity, times how far they agree, negative where
    nothing on the other side agrees; for facts, what they add to the log-odds.
    """

    part: Part
    kind: str
    query: str
    listed: str
    weight: float


_OF_RELATION: Final = {
    Relation.EXACT: NameReason.EXACT,
    Relation.ROMANISED: NameReason.ROMANISED,
    Relation.KNOWN: NameReason.KNOWN_NAME,
    Relation.KNOWN_ACROSS: NameReason.KNOWN_NAME_ACROSS,
    Relation.TERM: NameReason.KNOWN_TERM,
    Relation.EDIT_SLIGHT: NameReason.EDIT,
    Relation.EDIT: NameReason.EDIT,
    Relation.EDIT_HEAVY: NameReason.EDIT,
    Relation.SKELETON: NameReason.SKELETON,
    Relation.PHONETIC: NameReason.PHONETIC,
    Relation.SKELETON_ACROSS: NameReason.SKELETON_ACROSS,
    Relation.SKELETON_NEAR: NameReason.SOUND_ACROSS,
    Relation.NICKNAME: NameReason.NICKNAME,
    Relation.INITIAL: NameReason.INITIAL,
    Relation.SHORTENED: NameReason.SHORTENED,
    Relation.ACRONYM: NameReason.ACRONYM,
}
_ALIGNED_ROLES: Final = {Role.PARTICLE: NameReason.PARTICLE, Role.LEGAL_FORM: NameReason.LEGAL_FORM}
_IGNORED_ROLES: Final = {
    Role.PARTICLE: NameReason.PARTICLE_IGNORED,
    Role.TITLE: NameReason.TITLE_IGNORED,
    Role.LEGAL_FORM: NameReason.LEGAL_FORM_IGNORED,
}


class Step(NamedTuple):
    """Two units that were put together, where they stand, what the first and both weigh, how they agree."""

    left: int
    right: int
    left_place: int
    right_place: int
    left_mass: float
    mass: float
    worth: float
    relation: Relation


class Aligned(NamedTuple):
    """One aligned pair of names: its steps in the order of the first, and what both names weigh."""

    steps: list[Step]
    total: float


def aligned_pairs(aligned: Alignment, pairs: Sequence[int]) -> list[Aligned]:
    """The alignment of some of its pairs, out of the arrays: all at once, as each look into one costs."""
    rows = np.array(pairs, dtype=np.int64)
    units = aligned.left, aligned.right, aligned.left_place, aligned.right_place
    masses = aligned.left_mass, aligned.left_mass + aligned.right_mass
    columns = [each[rows].tolist() for each in (*units, *masses, aligned.worth, aligned.relation)]
    steps = [
        [Step._make((*each[:-1], _RELATIONS[each[-1]])) for each in zip(*pair, strict=True) if each[0] >= 0]
        for pair in zip(*columns, strict=True)
    ]
    for each in steps:
        each.sort(key=_LEFT_PLACE)
    totals = (aligned.left_total + aligned.right_total)[rows].tolist()
    return [Aligned(each, total or 1.0) for each, total in zip(steps, totals, strict=True)]


def of_names(aligned: Aligned, query: Units, listed: Units, lexicon: Lexicon) -> Iterator[Reason]:
    """The reasons of one aligned pair of names:

    What agrees in the order of the query, then what is left over.
    """
    total = aligned.total
    sides = _tokens(query, lexicon), _tokens(listed, lexicon)
    used: tuple[list[int], list[int]] = ([], [])
    for step in aligned.steps:
        ours, theirs = words_covered(query, step.left), words_covered(listed, step.right)
        used[0].extend(ours)
        used[1].extend(theirs)
        weight = round(step.mass * step.worth / total, 3)
        kind = _kind(sides, (ours, theirs), step.relation)
        yield Reason(Part.NAME, kind, _text(sides[0], ours), _text(sides[1], theirs), weight)
    yield from _left_over(query, sides[0], used[0], total, NameReason.LEFT_OVER_QUERY)
    yield from _left_over(listed, sides[1], used[1], total, NameReason.LEFT_OVER_LISTED)
    places = [step.right_place for step in aligned.steps if step.left_mass > LIGHT]
    if places != sorted(places):
        yield Reason(Part.NAME, NameReason.ORDER_DIFFERS, query.text, listed.text, 0.0)


Sides = tuple[list[Token], list[Token]]
_LEFT_PLACE: Final = attrgetter("left_place")
_RELATIONS: Final = tuple(Relation)


def weak_alias(query: str, listed: str) -> Reason:
    return Reason(Part.NAME, NameReason.WEAK_ALIAS, query, listed, 0.0)


def of_facts(findings: Iterable[Finding], using: Model) -> Iterator[Reason]:
    for finding in findings:
        weight = using.facts.get(finding.fact, 0.0)
        yield Reason(Part.FACT, finding.fact, finding.query, finding.listed, weight)


def _kind(sides: Sides, words: tuple[list[int], list[int]], relation: Relation) -> NameReason:
    ours, theirs = words
    if relation is Relation.ACRONYM:
        return NameReason.ACRONYM
    if len(ours) > 1:
        return NameReason.JOINED
    if len(theirs) > 1:
        return NameReason.SPLIT
    roles = {sides[0][ours[0]].role, sides[1][theirs[0]].role}
    if len(roles) == 1 and (role := roles.pop()) in _ALIGNED_ROLES:
        return _ALIGNED_ROLES[role]
    return _OF_RELATION[relation]


def _left_over(
    name: Units, tokens: list[Token], used: list[int], total: float, side: NameReason
) -> Iterator[Reason]:
    for place in range(name.singles):
        if place in used:
            continue
        word = tokens[place]
        kind = _IGNORED_ROLES.get(word.role, side)
        weight = -round(float(np.float32(name.mass[place])) / total, 3)
        ours, theirs = (word.original, "") if side is NameReason.LEFT_OVER_QUERY else ("", word.original)
        yield Reason(Part.NAME, kind, ours, theirs, weight)


def _text(tokens: list[Token], words: list[int]) -> str:
    return " ".join([tokens[place].original for place in words])


def _tokens(name: Units, lexicon: Lexicon) -> list[Token]:
    return [lexicon.word(number) for number in name.words[: name.singles]]
