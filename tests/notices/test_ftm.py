"""Entities of FollowTheMoney and exports of OpenSanctions, invented."""

from __future__ import annotations

import io
import json

import pytest

from repatria.notices.importing import Charge, Format, Link, detect, licence_of, measure, read
from repatria.notices.importing.listed import Source
from repatria.screening.records import Identifier, Kind
from tests.notices.taking import SAMPLES, doubts, entries, faults, rows, sample

FTM = entries(sample("entities.ftm.synthetic.jsonl"))


def test_every_kind_that_is_screened_is_read() -> None:
    kinds = {entry: listed.subject.kind for entry, listed in FTM.items()}
    assert kinds == {
        "ftm:p1": Kind.PERSON,
        "ftm:c1": Kind.ORGANISATION,
        "ftm:o1": Kind.ORGANISATION,
        "ftm:v1": Kind.VESSEL,
        "ftm:r1": Kind.VEHICLE,
        "ftm:a1": Kind.AIRCRAFT,
        "ftm:b1": Kind.ACCOUNT,
        "ftm:w1": Kind.WALLET,
        "ftm:l1": Kind.PROPERTY,
        "ftm:s1": Kind.SECURITY,
    }


def test_what_other_entities_say_of_a_person_is_with_the_person() -> None:
    person = FTM["ftm:p1"]
    assert person.subject.names == ("Alex Testmann", "Олекса Тестман")
    assert person.weak_names == ("Lex",)
    assert person.subject.birth_dates == ("1971-03-09", "1971")
    assert person.subject.identifiers == (
        Identifier("id_card", "ID-0001"),
        Identifier("passport", "A0000001"),
    )
    assert person.charges == (Charge("Bribery and money laundering", "KE"),)
    assert [one.code for one in person.offences] == ["UNCAC-15", "UNCAC-23"]
    assert person.facts["sanction_authority"] == ("Specimen Council",)
    assert person.links == (Link("asset", "ftm:c1"),)


def test_progress_is_of_both_passes() -> None:
    file = io.BytesIO((SAMPLES / "entities.ftm.synthetic.jsonl").read_bytes())
    source = measure(file, name="list")
    seen: list[tuple[int, int]] = []
    found = list(read(file, source, Format.FTM, lambda *at: seen.append(at)))
    assert len(found) == 13
    assert seen == [(source.size, 2 * source.size), (2 * source.size, 2 * source.size)]


def test_owners_are_linked_both_ways() -> None:
    assert Link("owner", "ftm:p1") in FTM["ftm:c1"].links
    assert FTM["ftm:v1"].links == (Link("owner", "ftm:c1"),)
    assert FTM["ftm:w1"].links == (Link("holder", "ftm:p1"),)


@pytest.mark.parametrize(
    ("entry", "identifiers"),
    [
        ("ftm:c1", {"register CHE-000.000.001", "lei 00000000000000000098"}),
        ("ftm:v1", {"imo IMO9000001", "mmsi 370000000"}),
        ("ftm:r1", {"vin WVWZZZ1JZXW000001", "plate KAA 000A"}),
        ("ftm:a1", {"tail 5Y-ZZZ", "other 0001"}),
        ("ftm:b1", {"iban CH9300762011623852957", "bic ZZZZCHZZ"}),
        ("ftm:w1", {"wallet bc1qspecimen0000000000000000000000000000"}),
        ("ftm:l1", {"other ZZ-1", "other F-77"}),
        ("ftm:s1", {"isin CH0000000001"}),
    ],
)
def test_identifiers_have_their_schemes(entry: str, identifiers: set[str]) -> None:
    assert {f"{one.scheme} {one.value}" for one in FTM[entry].subject.identifiers} == identifiers


def test_broken_lines_unknown_kinds_and_loose_ends_are_reported() -> None:
    found = sample("entities.ftm.synthetic.jsonl")
    assert faults(found) == [(6, "not_json"), (18, "unknown_schema"), (14, "missing_link")]


def test_statements_are_not_entities() -> None:
    line = {
        "id": "1",
        "entity_id": "1",
        "canonical_id": "1",
        "schema": "Person",
        "prop": "name",
        "value": "A",
    }
    assert faults(rows(json.dumps(line), Format.FTM)) == [(1, "statements")]


def test_entities_inside_an_entity_say_the_same_as_on_lines_of_their_own() -> None:
    def entity(entry: str, schema: str, **properties: object) -> dict[str, object]:
        return {"id": entry, "schema": schema, "properties": properties}

    company = entity("c1", "Company", name=["Specimen Holdings Ltd"])
    nested = entity(
        "p1",
        "Person",
        name=["Alex Testmann"],
        topics=["wanted"],
        sanctions=[entity("x1", "Sanction", entity=["p1"], programId=["INTERPOL-RN"], reason=["Bribery"])],
        passportPerson=[entity("pp1", "Passport", holder=["p1"], number=["A0000001"])],
        ownershipOwner=[entity("own1", "Ownership", owner=["p1"], asset=[company])],
    )
    (person,) = entries(rows(json.dumps(nested))).values()
    assert (person.colour, person.charges) == ("red", (Charge("Bribery"),))
    assert person.subject.identifiers == (Identifier("passport", "A0000001"),)
    assert person.links == (Link("asset", "ftm:c1"),)


def test_values_of_the_wrong_type_leave_the_rest() -> None:
    properties = {"name": ["A. Test", 7, None, {"id": "x"}], "birthDate": "1971", "nationality": [["ke"]]}
    (entry,) = entries(rows(json.dumps({"id": "1", "schema": "Person", "properties": properties}))).values()
    assert entry.subject.names == ("A. Test", "7")
    assert entry.subject.birth_dates == ("1971",)
    assert set(doubts(entry)) >= {("name", "wrong_shape"), ("nationality", "wrong_shape")}


@pytest.mark.parametrize(
    "row", [{"schema": {}}, {"schema": []}, {"id": "1", "schema": "Person", "properties": []}]
)
def test_a_row_of_another_shape_is_a_fault(row: dict[str, object]) -> None:
    assert faults(rows(json.dumps(row), Format.FTM)) == [(1, "wrong_shape")]


def test_the_simple_table_is_read_with_its_cells_of_several_values() -> None:
    found = sample("targets.simple.synthetic.csv")
    first = entries(found)["opensanctions:ZZ-1"]
    assert first.subject.names == ("Alex Testmann", "Олекса Тестман", "Test; man, Alex")
    assert first.subject.birth_dates == ("1971-03-09",)
    assert doubts(first) == [("birth_date", "impossible_date"), ("country", "unknown_country")]
    assert entries(found)["opensanctions:ZZ-2"].subject.identifiers == (Identifier("imo", "9000001"),)
    assert entries(found)["opensanctions:ZZ-5"].subject.names == ("Line Break",)
    assert faults(found) == [(4, "wrong_shape"), (5, "unknown_schema"), (8, "no_name")]


def test_a_quotation_mark_that_is_never_closed_costs_one_row() -> None:
    head, *body = ['"id","schema","name"', *(f'"Z{n}","Person","Name {n}"' for n in range(300))]
    body[3] = '"Z3","Person","Name 3'
    found = rows("\n".join([head, *body]))
    assert faults(found) == [(5, "not_csv")]
    assert len(entries(found)) == 299


def test_the_day_on_which_a_target_was_last_seen_is_no_fact() -> None:
    assert "last_seen" not in entries(sample("targets.simple.synthetic.csv"))["opensanctions:ZZ-1"].facts


@pytest.mark.parametrize(
    ("name", "licence", "of", "code"),
    [
        ("targets.simple.csv", "", Format.OPENSANCTIONS_CSV, "opensanctions"),
        ("entities.ftm.json", "OpenSanctions, CC BY-NC 4.0", Format.FTM, "opensanctions"),
        ("opensanctions-default.json", "we bought it", Format.FTM, "opensanctions"),
        ("ours.jsonl", "", Format.FTM, "unknown"),
        ("consolidated.xml", "", Format.UN, "un"),
        ("red.json", "", Format.INTERPOL, "interpol"),
    ],
)
def test_the_licence_is_shown(name: str, licence: str, of: Format, code: str) -> None:
    assert licence_of(Source(name, "", 0, licence=licence), of) == code


@pytest.mark.parametrize("data", [b"", b"hello", b"<html></html>", b'{"a":1}', b"a,b\n1,2", b"\xff\xfe\x00"])
def test_a_file_of_none_of_these_formats_is_not_guessed(data: bytes) -> None:
    assert detect(io.BytesIO(data)) is None
