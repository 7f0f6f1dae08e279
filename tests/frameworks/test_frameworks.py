"""Frameworks: what stands, what it means tonight, when terms end, side by side, out and in again.

The tables judge the browser's half too (web/src/ui/frameworks/*.test.ts).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from repatria import reference
from repatria.frameworks import exchange
from repatria.frameworks.compare import DOORS, compare, tonight
from repatria.frameworks.deadlines import WORKING_WEEK, Calendar, deadline
from repatria.frameworks.facts import (
    DAY_SECONDS,
    Duration,
    Fact,
    Standing,
    Value,
    Version,
    coverage,
    merge,
    shipped_facts,
)
from repatria.reference.jurisdictions import (
    framework_fields,
    framework_sections,
    framework_words,
    jurisdictions,
)

HERE = Path(__file__).parent
FIELD = "fiu_hold"


def table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return found


def named(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def span_of(raw: dict[str, Any]) -> Duration:
    return Duration(raw["n"], raw["unit"], most=raw.get("max"))


@named(table("deadlines.json")["cases"])
def test_terms_end_when_they_do_there(case: dict[str, Any]) -> None:
    closed = frozenset(date.fromisoformat(day) for day in case.get("closed", ()))
    calendar = Calendar(case["tz"], tuple(case.get("weekdays", WORKING_WEEK)), closed)
    extensions = [span_of(one) for one in case.get("extensions", ())]
    found = deadline(seconds(case["start"]), span_of(case["span"]), calendar, extensions)
    assert found.at == seconds(case["at"])
    assert found.ends == seconds(case["ends"])
    assert found.day.isoformat() == case["day"]
    assert found.works == case["works"]
    assert found.send_by is not None
    assert found.send_by.isoformat() == case["send_by"]
    assert found.limited == case.get("limited", False)


@pytest.mark.parametrize("raw", table("deadlines.json")["no_time"])
def test_what_is_no_time_has_no_end(raw: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is no time"):
        deadline(0, span_of(raw), Calendar("UTC"))


MERGING = table("merging.json")


def version(row: list[Any]) -> Version:
    by, day, index, value, review = row
    fact = None if value is None else Fact(FIELD, value, source="a law", certainty="high", review=review)
    return Version(FIELD, fact, MERGING["begin"] + day * DAY_SECONDS, index, by)


@named(MERGING["cases"])
def test_what_stands_and_how_old_it_is(case: dict[str, Any]) -> None:
    draft = [] if case["draft"] is None else [Fact(FIELD, case["draft"])]
    published, offered = [[version(row) for row in case[kind]] for kind in ("published", "offered")]
    now = MERGING["begin"] + int(case["now"] * DAY_SECONDS)
    standings = merge(draft, published, offered, now)
    found = standings[FIELD]
    assert list(standings) == [spec.key for spec in framework_fields()]
    assert found.state == case["state"]
    assert (found.fact.value if found.fact else None) == case["value"]
    assert [one.fact.value for one in found.proposed if one.fact] == case.get("proposed", [])
    said = [
        [
            one.version.by if one.version else None,
            one.fact.value if one.fact else None,
            (one.until - MERGING["begin"]) // DAY_SECONDS,
        ]
        for one in found.earlier
    ]
    assert said == case["earlier"]


def standing(field: str, said: Any) -> Standing:
    value, state = said, "to_be_confirmed"
    if isinstance(said, list) and field != "languages":
        if isinstance(said[0], int):
            value = Duration(said[0], said[1])
        else:
            value, state = said
    shown: Value = tuple(value) if isinstance(value, list) else value
    return Standing(field, Fact(field, shown), state)  # type: ignore[arg-type]


@named(table("tonight.json")["cases"])
def test_which_door_is_open_tonight(case: dict[str, Any]) -> None:
    row = tonight({field: standing(field, said) for field, said in case["facts"].items()})
    assert (row.answer, row.state) == (case["answer"], case["state"])
    assert [row.doors[door].answer for door, _ in DOORS] == case["doors"]
    assert row.urgent_oral == case["urgent_oral"]
    assert list(row.languages) == case["languages"]
    if "span" in case:
        assert row.doors["pre_request_freeze"].span == Duration(*case["span"])


def shipped() -> dict[str, dict[str, Standing]]:
    codes = [country.lower() for country in reference.framework_countries()]
    return {code: merge(shipped_facts(code), [], [], 0) for code in codes}


def test_twelve_ship_and_nothing_of_them_is_confirmed() -> None:
    records = shipped()
    assert len(records) == 12
    found = {code: coverage(record) for code, record in records.items()}
    assert all(one.known > 15 and one.confirmed == one.stale == one.proposed == 0 for one in found.values())
    assert {one.fields for one in found.values()} == {84}
    swiss = records["ch"]["fiu_hold_days"].fact
    assert swiss is not None
    assert isinstance(swiss.value, Duration)
    assert (swiss.value.n, swiss.value.unit, swiss.value.extendable) == (5, "working_days", False)
    assert swiss.text.startswith("5 working days. Counted from that notification")
    british = records["gb"]["fiu_hold_days"].fact
    assert british is not None
    assert isinstance(british.value, Duration)
    assert british.value.most is None, "186 days are not a number of working days"
    assert shipped_facts("ad") == ()


def test_any_jurisdictions_stand_side_by_side() -> None:
    records = shipped()
    lines = compare({code: records[code] for code in ("ch", "gb")})
    by_field = {line.field: line for line in lines}
    assert [cell.fact.value for cell in by_field["languages"].cells if cell and cell.fact] == [
        ("de", "fr", "it"),
        ("en",),
    ]
    assert by_field["languages"].differs
    assert not by_field["judicial_restraint"].differs
    assert "aro" not in by_field
    every = compare(records, only_known=False)
    assert [line.field for line in every] == [spec.key for spec in framework_fields()]
    assert all(len(line.cells) == 12 for line in every)


def test_what_is_taken_out_comes_in_again() -> None:
    odd = Fact(
        "tips", "\n=1+1; 'quoted', \"twice\"\nand a line", source="-", certainty="low", as_of="2026-11-01"
    )
    more = Fact(
        "transmission", ("@one", "two, three"), url="https://law.example/?a=1", certainty="unverified"
    )
    most = Fact("pre_request_days", Duration(3, "months", "+ order", extendable=True, most=6), source="x")
    published = [Version(fact.field, fact, 5, at, "Anna", "ab") for at, fact in enumerate((odd, more, most))]
    records = shipped() | {"gb-sct": merge([], published, [], 10)}
    whole = [exchange.record_of(item, record) for item, record in records.items()]
    facts = {item: tuple(one.fact for one in record.values() if one.fact) for item, record in records.items()}
    assert exchange.from_json(exchange.to_json(whole)) == facts
    assert exchange.from_csv(exchange.to_csv(whole)) == facts
    for record in whole:
        Draft202012Validator(exchange.schema()).validate(record)


def test_the_schema_that_ships_describes_all_that_ships() -> None:
    validator = Draft202012Validator(reference.framework_schema())
    for item, record in shipped().items():
        validator.validate(exchange.record_of(item, record))
    for field in framework_fields():
        assert not field.helps or set(field.helps) == set(reference.LANGUAGES)
        assert all(field.helps.values())
    assert sum(bool(field.helps) for field in framework_fields()) == len(framework_words()["help"]) == 47


def test_no_cell_is_a_formula() -> None:
    record = merge([Fact("tips", "=cmd|' /C calc'!A0", source="@x")], [], [], 0)
    text = exchange.to_csv([exchange.record_of("ch", record)])
    assert "'=cmd" in text
    assert "'@x" in text


# What is said in which words; the kinds are the browser's.
WORDS = {
    "json": "not JSON", "jurisdiction": "no jurisdiction", "facts": "no list", "field": "(no|has a) field",
    "twice": "twice", "value": "(a value|kind) is", "length": "length of", "certainty": "certainty",
    "day": "not a day", "text": "no text", "table": "no column",
}  # fmt: skip


@pytest.mark.parametrize(("file", "kind"), table("files.json")["json"])
def test_a_file_that_is_something_else_is_said_to_be(file: Any, kind: str) -> None:
    with pytest.raises(exchange.ExchangeFault, match=WORDS[kind]):
        exchange.from_json(file if isinstance(file, str) else json.dumps(file))


@pytest.mark.parametrize(("text", "kind"), table("files.json")["tables"])
def test_a_table_that_is_something_else_is_said_to_be(text: str, kind: str) -> None:
    with pytest.raises(exchange.ExchangeFault, match=WORDS[kind]):
        exchange.from_csv(text)


def test_no_fact_without_a_source() -> None:
    [fact] = exchange.from_json('{"jurisdiction":"ch","facts":[{"field":"tips","certainty":"high"}]}')["ch"]
    assert fact.certainty == "unverified"


def test_the_published_schema_is_the_one_in_use() -> None:
    assert reference.framework_schema() == exchange.schema()


def test_every_field_and_section_has_its_words_in_four_languages() -> None:
    words = framework_words()
    assert len(framework_fields()) == 93
    assert len(framework_sections()) == 15
    for group in words.values():
        assert all(all(names[language] for language in reference.LANGUAGES) for names in group.values())
    assert set(words["field"]) == {spec.key for spec in framework_fields()}
    assert all(answer in words["value"] for answer in ("yes", "no", "partly", "unknown"))


def test_every_other_jurisdiction_has_a_parent_that_is_a_country() -> None:
    countries = reference.countries()
    for item, one in jurisdictions().items():
        assert one.parent.upper() in countries
        if one.kind == "territory":
            assert item.upper() in countries
        else:
            assert item.startswith(f"{one.parent}-")
            assert set(one.names) == set(reference.LANGUAGES)
