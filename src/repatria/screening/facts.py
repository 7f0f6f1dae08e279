"""What is known beside the names: birth dates, countries, gender, numbers, each a reason for or against.

Owns the comparison of facts and the closed list of what can come of it; the weights stand in model.json. A
fact that one side lacks says nothing.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from repatria.screening import identifiers
from repatria.screening.records import Kind, Subject


class Fact(StrEnum):
    """What comparing a fact can say."""

    BIRTH_DATE_EQUAL = "birth_date_equal"
    BIRTH_MONTH_EQUAL = "birth_month_equal"  # year and month, one side knows no more
    BIRTH_DAY_MONTH_SWAPPED = "birth_day_month_swapped"
    BIRTH_DATE_ONE_OFF = "birth_date_one_off"  # one of day, month and year differs, by a slip
    BIRTH_YEAR_EQUAL = "birth_year_equal"  # one side knows no more, or says 1 January
    BIRTH_YEAR_ONLY = "birth_year_only"  # the year agrees, day and month do not
    BIRTH_YEAR_NEAR = "birth_year_near"  # one or two years apart
    BIRTH_DATE_CONTRADICTS = "birth_date_contradicts"
    BIRTH_DATE_FAR = "birth_date_far"  # more than ten years apart
    COUNTRY_SHARED = "country_shared"
    COUNTRY_NOT_SHARED = "country_not_shared"
    GENDER_CONTRADICTS = "gender_contradicts"
    IDENTIFIER_EQUAL = "identifier_equal"
    IDENTIFIER_CONTRADICTS = "identifier_contradicts"
    IDENTIFIER_UNSOUND = "identifier_unsound"  # the query's check digit is wrong, so it says nothing
    KIND_DIFFERS = "kind_differs"


class Finding(NamedTuple):
    """One fact compared: what it says, and the two sides as they were written."""

    fact: Fact
    query: str
    listed: str


class _Date(NamedTuple):
    year: int
    month: int  # 0: not known
    day: int


_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
# The best that two lists of dates have to say counts: from the strongest for to the strongest against.
_DATES_BEST_FIRST: Final = (
    Fact.BIRTH_DATE_EQUAL,
    Fact.BIRTH_DAY_MONTH_SWAPPED,
    Fact.BIRTH_DATE_ONE_OFF,
    Fact.BIRTH_MONTH_EQUAL,
    Fact.BIRTH_YEAR_EQUAL,
    Fact.BIRTH_YEAR_ONLY,
    Fact.BIRTH_YEAR_NEAR,
    Fact.BIRTH_DATE_CONTRADICTS,
    Fact.BIRTH_DATE_FAR,
)


def compare(query: Subject, listed: Subject) -> tuple[Finding, ...]:
    """Every fact that both sides have something to say about, at most one of a kind."""
    return tuple(
        finding
        for finding in (
            _birth(query, listed),
            _countries(query, listed),
            _gender(query, listed),
            *_numbers(query, listed),
            _kinds(query, listed),
        )
        if finding
    )


def _birth(query: Subject, listed: Subject) -> Finding | None:
    if not (query.birth_dates and listed.birth_dates):
        return None
    found = [
        Finding(_dates(ours, theirs), one, other)
        for one, other in product(query.birth_dates[:8], listed.birth_dates[:16])
        if (ours := _date(one)) and (theirs := _date(other))
    ]
    return min(found, key=lambda finding: _DATES_BEST_FIRST.index(finding.fact), default=None)


@lru_cache(maxsize=10_000)
def _date(text: str) -> _Date | None:
    """A date as far as it can be one: an impossible day or month leaves the year."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if month > 12 or day > 31 or (month == 2 and day > 29) or (month in {4, 6, 9, 11} and day > 30):
        return _Date(year, 0, 0)
    # 1 January stands in many registers for "some day of that year".
    return _Date(year, 0, 0) if (month, day) == (1, 1) else _Date(year, month, day)


def _dates(one: _Date, other: _Date) -> Fact:
    apart = abs(one.year - other.year)
    if one.day and other.day:
        return _days(one, other, apart)
    if apart:
        return _years(apart)
    if one.month and other.month:
        return Fact.BIRTH_MONTH_EQUAL if one.month == other.month else Fact.BIRTH_YEAR_ONLY
    return Fact.BIRTH_YEAR_EQUAL


def _days(one: _Date, other: _Date, apart: int) -> Fact:
    if one == other:
        return Fact.BIRTH_DATE_EQUAL
    same_day = (one.month, one.day) == (other.month, other.day)
    if not apart and (one.month, one.day) == (other.day, other.month):
        return Fact.BIRTH_DAY_MONTH_SWAPPED
    if same_day and (apart <= 1 or apart == 10 or sorted(str(one.year)) == sorted(str(other.year))):
        return Fact.BIRTH_DATE_ONE_OFF
    if not apart and (one.month == other.month or one.day == other.day):
        return Fact.BIRTH_DATE_ONE_OFF
    return Fact.BIRTH_YEAR_ONLY if not apart else _years(apart)


def _years(apart: int) -> Fact:
    if apart <= 2:
        return Fact.BIRTH_YEAR_NEAR
    return Fact.BIRTH_DATE_CONTRADICTS if apart <= 10 else Fact.BIRTH_DATE_FAR


def _countries(query: Subject, listed: Subject) -> Finding | None:
    if not (query.countries and listed.countries):
        return None
    ours, theirs = ({country.upper() for country in side.countries} for side in (query, listed))
    shared = sorted(ours & theirs)
    if shared:
        return Finding(Fact.COUNTRY_SHARED, shared[0], shared[0])
    return Finding(Fact.COUNTRY_NOT_SHARED, ", ".join(sorted(ours)), ", ".join(sorted(theirs)))


def _gender(query: Subject, listed: Subject) -> Finding | None:
    if not (query.genders and listed.genders):
        return None
    ours, theirs = (
        {gender.lower() for gender in side.genders} & {"female", "male"} for side in (query, listed)
    )
    if not (ours and theirs) or ours & theirs:
        return None
    return Finding(Fact.GENDER_CONTRADICTS, ", ".join(sorted(ours)), ", ".join(sorted(theirs)))


def _numbers(query: Subject, listed: Subject) -> Iterator[Finding]:
    if not query.identifiers:
        return
    pairs = list(product(query.identifiers[:16], listed.identifiers[:64]))
    for one, other in pairs:
        if identifiers.same(one, other):
            yield Finding(Fact.IDENTIFIER_EQUAL, one.value, other.value)
            return
    for one, other in pairs:
        if identifiers.contradict(one, other):
            yield Finding(Fact.IDENTIFIER_CONTRADICTS, one.value, other.value)
            break
    for one in query.identifiers:
        if not identifiers.check_digits_hold(one):
            yield Finding(Fact.IDENTIFIER_UNSOUND, one.value, "")
            return


def _kinds(query: Subject, listed: Subject) -> Finding | None:
    people = Kind.PERSON in (query.kind, listed.kind)
    if query.kind in (listed.kind, Kind.ANY) or not people:
        return None
    return Finding(Fact.KIND_DIFFERS, query.kind, listed.kind)
