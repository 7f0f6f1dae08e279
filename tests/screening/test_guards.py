"""What no model may do: golden orders, bad input, and the bounds on cost."""

from itertools import pairwise

import pytest

from repatria.screening.alignment import units_of
from repatria.screening.index import Index
from repatria.screening.lexicon import Lexicon
from repatria.screening.records import Identifier, Kind, Subject
from repatria.screening.screen import Hit, Screener
from repatria.screening.tokens import name_tokens
from repatria.screening.weighing import MOST_WORDS


def person(name: str, *more: str, born: str = "", identity: str = "", country: str = "") -> Subject:
    births, countries = tuple(filter(None, [born])), tuple(filter(None, [country]))
    return Subject(identity or name, Kind.PERSON, (name, *more), births, countries)


def screened(query: Subject, *listed: Subject) -> list[Hit]:
    return Screener(Index(listed)).screen(query, threshold=0.0)


def value(query: Subject, listed: Subject) -> float:
    return max((hit.score for hit in screened(query, listed)), default=0.0)


ORDERS = {
    "the same person before the brother": (
        person("Dimitri Gorchakov"), person("Dmitry Gorchakov"), person("Sergei Gorchakov")
    ),
    "the son before the father": (
        person("Anwar Yusuf Daoudi"), person("Anwar Yusuf Daoudi"), person("Yusuf Anwar Daoudi")
    ),
    "the birth year before another year": (
        person("John Smith", born="1961"),
        person("John Smith", born="1961-04-03", identity="a"),
        person("John Smith", born="1980-02-02", identity="b"),
    ),
    "a typo before another given name": (
        person("Leonora Marchetti"), person("Leonoa Marchetti"), person("Eleonora Castellani")
    ),
    "a full name before its initial": (
        person("Leonora Marchetti"), person("Leonora Marchetti"), person("L. Marchetti")
    ),
    "one country before another": (
        person("Tariq Nabulsi", country="JO"),
        person("Tariq Nabulsi", country="JO", identity="a"),
        person("Tariq Nabulsi", country="SE", identity="b"),
    ),
    "the script's own name before a neighbour": (
        person("طارق النابلسي"), person("Tariq al-Nabulsi"), person("Tarif al-Nabulsi")
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ORDERS)
def test_right_one_stands_first(case: str) -> None:
    query, right, wrong = ORDERS[case]
    hits = screened(query, wrong, right)
    assert hits[0].id == right.id
    assert len(hits) == 1 or hits[0].score > hits[1].score


def test_names_agree_whichever_way_round_they_are_asked() -> None:
    one, other = person("Arkady Lvovich Belozerov"), person("Belozyorov, Arkadi")
    assert value(one, other) == pytest.approx(value(other, one), abs=0.15)


def test_company_named_like_a_person_is_no_match() -> None:
    company = Subject("company", Kind.ORGANISATION, ("Leonora Marchetti",))
    assert value(person("Leonora Marchetti"), company) < value(
        person("Leonora Marchetti"), person("Leonora Marchetti")
    )
    told = screened(person("Leonora Marchetti"), company)[0].reasons
    assert "kind_differs" in {reason.kind for reason in told}


def test_birth_date_far_from_an_equal_rare_name_leaves_a_lead_with_its_reason() -> None:
    query = person("Iskander Balkashin", born="1990-01-05")
    found = screened(query, person("Iskander Balkashin", born="1950-03-04"))[0]
    assert 0.2 < found.score < value(person("Iskander Balkashin"), person("Iskander Balkashin"))
    assert "birth_date_far" in {reason.kind for reason in found.reasons}


def test_more_agreement_never_scores_less() -> None:
    listed = person("Leonora Beatrice Marchetti", born="1970-05-06", country="IT")
    asked = [
        person("Leonora Castellani"),
        person("Leonora Marchetti"),
        person("Leonora Beatrice Marchetti"),
        person("Leonora Beatrice Marchetti", country="IT"),
        person("Leonora Beatrice Marchetti", country="IT", born="1970"),
        person("Leonora Beatrice Marchetti", country="IT", born="1970-05-06"),
    ]
    scores = [value(query, listed) for query in asked]
    assert all(less <= more for less, more in pairwise(scores))
    assert scores[0] < 0.5
    assert scores[-1] > 0.9


def test_equal_number_finds_a_thing_under_any_name() -> None:
    listed = Subject(
        "ship", Kind.VESSEL, ("Northern Kittiwake",), identifiers=(Identifier("imo", "IMO 9074729"),)
    )
    query = Subject("", Kind.VESSEL, ("Southern Petrel",), identifiers=(Identifier("imo", "9074729"),))
    found = screened(query, listed, person("Southern Petrel"))
    assert found[0].id == "ship"
    assert found[0].score > 0.9
    assert "identifier_equal" in {reason.kind for reason in found[0].reasons}


def test_number_alone_finds_a_thing_without_a_name() -> None:
    wallet = Identifier("wallet", "0x52908400098527886E0F7030069857D2E4169EE7")
    listed = Subject("wallet", Kind.WALLET, (), identifiers=(wallet,))
    query = Subject("", Kind.WALLET, (), identifiers=(Identifier("wallet", wallet.value.lower()),))
    assert [hit.id for hit in screened(query, listed)] == ["wallet"]


@pytest.mark.parametrize("name", ["", " ", "L", "😀", "\u200b\u200d", "\u202e\u202c", "...", "0", "\x00"])
def test_name_that_says_nothing_is_no_match(name: str) -> None:
    hits = screened(person(name, identity="query"), person("Leonora Marchetti"), person("Ludovic Okonjo"))
    assert all(hit.score < 0.5 for hit in hits)


def test_impossible_dates_neither_fail_nor_speak() -> None:
    listed = person("Tariq Nabulsi", born="1961-04-03")
    plain = value(person("Tariq Nabulsi"), listed)
    for born in ("0000-00-00", "not a date", "9999-99-99", "", "-", "196", "19610403"):
        assert value(person("Tariq Nabulsi", born=born), listed) == plain


def test_duplicate_ids_are_both_found() -> None:
    hits = screened(
        person("Leonora Marchetti"),
        person("Leonora Marchetti", identity="x"),
        person("Leonora Marcheti", identity="x"),
    )
    assert [hit.id for hit in hits] == ["x", "x"]


def test_long_names_are_cut_to_a_bounded_number_of_words() -> None:
    for name in ("a" * 10_000, "Leonora " * 2_000, "是" * 10_000):
        units = units_of(name_tokens(name, Kind.PERSON), Lexicon())
        assert units.singles <= MOST_WORDS
        assert len(units.words) <= 3 * MOST_WORDS
        assert screened(person(name, identity="query"), person("Leonora Marchetti")) is not None


def test_reasons_cover_every_word_of_both_names() -> None:
    found = screened(person("Dr Leonora B. Marchetti"), person("Marchetti Leonora Beatrice Castellani"))[0]
    told = [reason for reason in found.reasons if reason.part == "name" and reason.kind != "order_differs"]
    assert sorted(word for reason in told for word in reason.query.split()) == [
        "b",
        "dr",
        "leonora",
        "marchetti",
    ]
    listed = sorted(word for reason in told for word in reason.listed.split())
    assert listed == ["beatrice", "castellani", "leonora", "marchetti"]


def test_bulk_says_what_single_queries_say() -> None:
    listed = [person("Leonora Marchetti"), person("Tariq Nabulsi"), person("Iskander Balkashin")]
    queries = [person("Leonora Marcheti"), person(""), person("Искандер Балкашин"), person("Nobody Atall")]
    screener = Screener(Index(listed))
    assert screener.screen_all(queries, threshold=0.1) == [
        screener.screen(each, threshold=0.1) for each in queries
    ]


def test_fast_mode_decides_the_same_without_reasons() -> None:
    listed = [
        person("Leonora Marchetti", "Леонора Маркетти"),
        person("Tariq Nabulsi"),
        person("Chen Weiqiang"),
    ]
    screener = Screener(Index(listed))
    for name in ("Leonora Marchetti", "Маркетти Леонора", "طارق النابلسي", "陈伟强", "Nobody Atall"):
        full = screener.screen(person(name))
        fast = screener.screen(person(name), mode="fast")
        assert [(hit.id, hit.band) for hit in fast] == [(hit.id, hit.band) for hit in full]
        assert all(not hit.reasons for hit in fast)


@pytest.mark.parametrize("book", ["lexicon", "asked"])
def test_what_keeps_words_is_begun_anew_when_it_is_full(book: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr(f"repatria.screening.{book}.MOST_WORDS", 10)
    monkeypatch.setattr(Screener, "_forget", lambda self, forget=Screener._forget: begun.append(forget(self)))
    screener = Screener(Index([person("Leonora Marchetti")]))
    first = screener.screen(person("Leonora Marcheti"))
    for number in range(40):
        screener.screen(person(f"Word{number} Other{number}"))
    assert screener.screen(person("Leonora Marcheti")) == first
    assert len(begun) > 3
