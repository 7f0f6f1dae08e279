"""Offences in invented charges of the kinds that public notices have, false friends among them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria import reference
from repatria.notices.offences import count, in_corruption_view, relation, suggest

with (Path(__file__).parent / "charges.csv").open(encoding="utf-8", newline="") as table:
    CHARGES = list(csv.DictReader(table))


@pytest.mark.parametrize("row", CHARGES, ids=lambda row: str(row["charge"])[:50])
def test_a_charge_suggests_its_offences_and_no_other(row: dict[str, str]) -> None:
    assert sorted(one.code for one in suggest(row["charge"])) == row["codes"].split()


def test_a_suggestion_quotes_the_words_as_they_stand() -> None:
    assert [one.words for one in suggest("Получение  взятки; ОТМЫВАНИЕ")] == ["Получение взятки", "ОТМЫВАНИЕ"]
    (arabic,) = suggest("تهمة غَسْلُ الأموال")
    assert (arabic.words, arabic.language) == ("غَسْلُ الأموال", "ar")
    (chinese,) = suggest("涉嫌受贿罪")
    assert chinese.words == "受贿"


def test_voiding_words_reach_no_further_than_their_clause() -> None:
    assert [one.code for one in suggest("Corruption\r\nSexual abuse of a minor")] == ["UNCAC-15"]
    assert suggest("Corruption of minors, abuse of a minor") == ()


def test_the_count_is_of_distinct_charges_and_one_may_be_in_several_groups() -> None:
    charges = [
        "Embezzlement and money laundering",
        "Embezzlement and money laundering",
        "Lavado de activos",
        "Cohecho",
        "Fraud",
        "Murder",
    ]
    counts = count(charges)
    assert (counts.total, counts.matched) == (5, 3)
    assert {name: n for name, n in counts.by_group.items() if n} == {
        "laundering": 2,
        "embezzlement": 1,
        "bribery": 1,
    }


@pytest.mark.parametrize(
    ("colour", "state", "offences", "expected"),
    [
        ("silver", "valid", [("UNCAC-17", "")], "confirmed"),
        ("red", "valid", [("", "Bribery")], "suggested"),
        ("red", "valid", [("REL-TAX", "Tax evasion"), ("", "Bribery")], "suggested"),
        ("red", "valid", [("REL-TAX", "Tax evasion")], ""),
        ("red", "expired", [("UNCAC-17", "")], ""),
        ("red", "suspended", [("UNCAC-17", "")], ""),
        ("yellow", "valid", [("UNCAC-17", "")], ""),
        ("un", "valid", [], ""),
    ],
)
def test_the_view_of_valid_notices_for_corruption(
    colour: str, state: str, offences: list[tuple[str, str]], expected: str
) -> None:
    assert in_corruption_view(colour, state, offences) == expected


def test_relation_asks_no_text_where_a_person_confirmed() -> None:
    assert relation([("UNCAC-23", "Corruption of a minor")]) == "confirmed"


def test_every_expression_compiles_names_a_code_and_has_a_source() -> None:
    rows = reference.offence_expressions()
    assert {row.language for row in rows} >= {"en", "fr", "es", "ar", "ru", "zh", "pt", "de", "it"}
    for row in rows:
        assert row.code in reference.offence_codes(), row
        assert row.source, row
        assert row.certainty in {"high", "medium", "low"}, row
        for expression in (row.expression, row.unless):
            re.compile(expression)
            assert re.search(r"\\[A-Z]", expression) is None, "folding makes \\W into \\w"


@given(st.text(max_size=300))
def test_no_text_breaks_the_suggestions(text: str) -> None:
    for one in suggest(text):
        assert one.words


def test_a_long_charge_is_read_in_linear_time() -> None:
    endless = "abuse of office detournement de a " * 40_000
    assert {one.code for one in suggest(endless)} == {"UNCAC-19"}
