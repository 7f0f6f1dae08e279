"""Birth dates, countries, genders and numbers: what comparing each of them says."""

import pytest

from repatria.screening.facts import Fact, compare
from repatria.screening.records import Identifier, Kind, Subject

BIRTHS = {
    ("1961-04-03", "1961-04-03"): Fact.BIRTH_DATE_EQUAL,
    ("1961-04-03", "1961-03-04"): Fact.BIRTH_DAY_MONTH_SWAPPED,
    ("1961-04-03", "1961-04-08"): Fact.BIRTH_DATE_ONE_OFF,
    ("1961-04-03", "1961-05-03"): Fact.BIRTH_DATE_ONE_OFF,
    ("1961-04-03", "1962-04-03"): Fact.BIRTH_DATE_ONE_OFF,
    ("1961-04-03", "1971-04-03"): Fact.BIRTH_DATE_ONE_OFF,
    ("1961-04-03", "1916-04-03"): Fact.BIRTH_DATE_ONE_OFF,
    ("1961-04", "1961-04-03"): Fact.BIRTH_MONTH_EQUAL,
    ("1961-05", "1961-04-03"): Fact.BIRTH_YEAR_ONLY,
    ("1961", "1961-04-03"): Fact.BIRTH_YEAR_EQUAL,
    ("1961-01-01", "1961-04-03"): Fact.BIRTH_YEAR_EQUAL,
    ("1961-02-31", "1961-04-03"): Fact.BIRTH_YEAR_EQUAL,
    ("1961-12-24", "1961-04-03"): Fact.BIRTH_YEAR_ONLY,
    ("1963", "1961-04-03"): Fact.BIRTH_YEAR_NEAR,
    ("1966", "1961-04-03"): Fact.BIRTH_DATE_CONTRADICTS,
    ("1990-01-05", "1961-04-03"): Fact.BIRTH_DATE_FAR,
}


def subject(**fields: object) -> Subject:
    return Subject("", fields.pop("kind", Kind.PERSON), ("Tariq Nabulsi",), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("dates", BIRTHS)
def test_birth_dates_say(dates: tuple[str, str]) -> None:
    one, other = (subject(birth_dates=(date,)) for date in dates)
    assert [finding.fact for finding in compare(one, other)] == [BIRTHS[dates]]
    assert [finding.fact for finding in compare(other, one)] == [BIRTHS[dates]]


def test_best_of_several_birth_dates_counts() -> None:
    found = compare(subject(birth_dates=("1950", "1961-04-03")), subject(birth_dates=("1980", "1961-04-03")))
    assert [(finding.fact, finding.query) for finding in found] == [(Fact.BIRTH_DATE_EQUAL, "1961-04-03")]


@pytest.mark.parametrize("date", ["", "soon", "0000", "9999-01-01", "١٩٦١", "1961-04-03T00:00", "61"])
def test_date_that_is_none_says_nothing(date: str) -> None:
    assert compare(subject(birth_dates=(date,)), subject(birth_dates=("1961-04-03",))) == ()


def test_fact_that_one_side_lacks_says_nothing() -> None:
    full = subject(birth_dates=("1961",), countries=("JO",), genders=("male",))
    assert compare(full, subject()) == compare(subject(), full) == ()


def test_countries_say() -> None:
    listed = subject(countries=("JO", "SE"))
    assert [each.fact for each in compare(subject(countries=("se",)), listed)] == [Fact.COUNTRY_SHARED]
    assert [each.fact for each in compare(subject(countries=("FR",)), listed)] == [Fact.COUNTRY_NOT_SHARED]


def test_genders_say() -> None:
    assert [each.fact for each in compare(subject(genders=("female",)), subject(genders=("male",)))] == [
        Fact.GENDER_CONTRADICTS
    ]
    assert compare(subject(genders=("other",)), subject(genders=("male",))) == ()


def test_numbers_say() -> None:
    listed = subject(kind=Kind.VESSEL, identifiers=(Identifier("imo", "IMO 9074729"),))
    asked = {
        "9074729": Fact.IDENTIFIER_EQUAL,
        "9395044": Fact.IDENTIFIER_CONTRADICTS,
        "9074720": Fact.IDENTIFIER_UNSOUND,
    }
    for number, fact in asked.items():
        query = subject(kind=Kind.VESSEL, identifiers=(Identifier("imo", number),))
        assert [each.fact for each in compare(query, listed)] == [fact]


def test_two_passports_do_not_contradict() -> None:
    one, other = (
        subject(identifiers=(Identifier("passport", number),)) for number in ("N1234567", "N7654321")
    )
    assert compare(one, other) == ()


def test_person_and_company_differ_in_kind() -> None:
    found = compare(subject(), subject(kind=Kind.ORGANISATION))
    assert [each.fact for each in found] == [Fact.KIND_DIFFERS]
    assert compare(subject(kind=Kind.ORGANISATION), subject(kind=Kind.VESSEL)) == ()
