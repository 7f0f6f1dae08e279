"""Names of companies, ships and other things, and queries that do not say what they are about."""

import pytest

from repatria.screening import terms
from repatria.screening.index import Index
from repatria.screening.records import Identifier, Kind, Subject
from repatria.screening.screen import Hit, Screener
from repatria.screening.tokens import Role, name_tokens


def company(name: str, *more: str, identity: str = "") -> Subject:
    return Subject(identity or name, Kind.ORGANISATION, (name, *more))


def screened(query: Subject, *listed: Subject, threshold: float | None = 0.0) -> list[Hit]:
    return Screener(Index(listed)).screen(query, threshold=threshold)


def reasons(hit: Hit) -> set[str]:
    return {reason.kind for reason in hit.reasons}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("банк", "DOMAIN:BANK"),
        ("بانک", "DOMAIN:BANK"),
        ("научноисследовательский", "DOMAIN:SCIENTIFIC"),
        ("issledovatelskogo", "DOMAIN:RESEARCH"),
        ("sherkat", "SYMBOL:CO"),
        ("石油", "DOMAIN:OIL"),
    ],
)
def test_words_that_mean_the_same_have_one_code(word: str, code: str) -> None:
    assert code in terms.codes_of(word)


def test_name_is_no_term() -> None:
    assert not terms.codes_of("kestrel")
    assert not terms.codes_of("")


def test_words_in_han_are_cut_at_their_terms() -> None:
    assert terms.parts_of("海港石油集团") == ("海港", "石油", "集团")
    assert terms.parts_of("海港") == ("海港",)


@pytest.mark.parametrize(
    ("name", "number"),
    [("Kestrel II", "NUM:2"), ("Kestrel No. 02", "NUM:2"), ("Kestrel XIV", "NUM:14"), ("Kestrel I", "NUM:1")],
)
def test_numbers_are_read_however_they_are_written(name: str, number: str) -> None:
    numbers = [token for token in name_tokens(name, Kind.VESSEL).tokens if token.role is Role.NUMBER]
    assert [token.symbols for token in numbers] == [frozenset({number})]


def test_letter_before_a_name_is_no_number() -> None:
    tokens = name_tokens("V. A. Kestrel Plant", Kind.ORGANISATION).tokens
    assert not [token for token in tokens if token.role is Role.NUMBER]


def test_acronym_finds_what_it_stands_for_and_says_so() -> None:
    hit = screened(company("NKHC"), company("National Kestrel Harbour Company"), company("Norchem Ltd"))[0]
    assert hit.id == "National Kestrel Harbour Company"
    assert "acronym" in reasons(hit)


def test_ships_with_other_numbers_stay_below_the_threshold() -> None:
    query = Subject("", Kind.VESSEL, ("Ocean Kittiwake 1",))
    right = Subject("right", Kind.VESSEL, ("OCEAN KITTIWAKE I",))
    wrong = Subject("wrong", Kind.VESSEL, ("OCEAN KITTIWAKE II",))
    assert [hit.id for hit in screened(query, wrong, right, threshold=None)] == ["right"]


def test_query_of_no_kind_finds_companies_and_people_and_ranks_them_together() -> None:
    query = Subject("", Kind.ANY, ("Kestrel Harbour Trading LLC",))
    listed = company("Kestrel Harbour Trading Ltd")
    assert (
        screened(query, listed)[0].score == screened(company("Kestrel Harbour Trading LLC"), listed)[0].score
    )

    both = (company("Leonora Marchetti", identity="c"), Subject("p", Kind.PERSON, ("Leonora Marchetti",)))
    hits = screened(Subject("", Kind.ANY, ("Marchetti Leonora",)), *both, threshold=None)
    assert {hit.id for hit in hits} == {"c", "p"}
    assert not any("kind_differs" in reasons(hit) for hit in hits)


def test_query_of_no_kind_says_of_a_person_what_a_persons_query_says() -> None:
    person = Subject("p", Kind.PERSON, ("Tariq al-Nabulsi",))
    for name in ("طارق النابلسي", "Gorchakov", "Tariq al-Kurdi", "Nabulsi"):
        asked = [Subject("", kind, (name,)) for kind in (Kind.ANY, Kind.PERSON)]
        found = [[(hit.score, hit.reasons) for hit in screened(query, person)] for query in asked]
        assert found[0] == found[1]


def test_query_of_no_kind_finds_a_number() -> None:
    imo = Identifier("imo", "9074729")
    ship = Subject("ship", Kind.VESSEL, ("Northern Kittiwake",), identifiers=(imo,))
    assert screened(Subject("", Kind.ANY, ("Petrel",), identifiers=(imo,)), ship, threshold=None)


def test_weak_alias_is_a_lead_below_the_threshold_and_says_why() -> None:
    listed = Subject("x", Kind.PERSON, ("Leonora Marchetti", "Nora Kestrel"), weak=1)
    hit = screened(Subject("", Kind.PERSON, ("Nora Kestrel",)), listed)[0]
    assert 0.3 < hit.score < 0.7
    assert "weak_alias" in reasons(hit)


def test_weak_alias_takes_nothing_from_a_full_name() -> None:
    bare = Subject("x", Kind.PERSON, ("Leonora Marchetti",))
    listed = Subject("x", Kind.PERSON, ("Leonora Marchetti", "Leonora M"), weak=1)
    query = Subject("", Kind.PERSON, ("Leonora Marchetti",))
    hit = screened(query, listed)[0]
    assert hit.score == screened(query, bare)[0].score
    assert "weak_alias" not in reasons(hit)


def test_weak_alias_with_the_birth_date_is_above_the_threshold() -> None:
    listed = Subject("x", Kind.PERSON, ("Leonora Marchetti", "Nora Kestrel"), ("1970-05-06",), weak=1)
    query = Subject("", Kind.PERSON, ("Nora Kestrel",), ("1970-05-06",))
    assert screened(query, listed, threshold=None)
