"""A record as what is screened, and as entities that other tools read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from repatria.notices.entities import Standing, to_ftm, to_lines
from repatria.notices.importing import Charge, Format, Link
from repatria.notices.subjects import document_scheme, notice_of, subjects_of
from repatria.screening.records import Identifier, Kind, Subject
from tests.notices.taking import entries, faults, rows

RECORD: dict[str, Any] = json.loads((Path(__file__).parent / "gate_cases.json").read_text("utf-8"))["base"]
ASSET = RECORD["assets"][0]
SILVER = Standing("silver", "KE", "valid", "2026-11-01", "2031-11-01")


def with_assets(*assets: dict[str, Any]) -> dict[str, Any]:
    return {**RECORD, "assets": [{**ASSET, **asset} for asset in assets]}


def test_a_record_gives_its_subject_its_holders_and_its_assets() -> None:
    assert subjects_of(RECORD, "n1") == (
        Subject(
            "n1",
            Kind.PERSON,
            ("Peter Mwangi Kiptoo",),
            ("1968-03-14",),
            ("KE",),
            ("male",),
            (Identifier("passport", "A1234567"),),
        ),
        Subject("n1#holder-0", Kind.ORGANISATION, ("Blue Acacia Holdings Ltd",)),
        Subject("n1#asset-0", Kind.ACCOUNT, (), identifiers=(Identifier("iban", "CH9300762011623852957"),)),
    )
    assert {notice_of(subject.id) for subject in subjects_of(RECORD, "n1")} == {"n1"}


def test_a_holder_without_a_legal_form_may_be_either() -> None:
    found = subjects_of(with_assets({"holder": "Acacia Mwangi"}), "n1")
    assert [(one.id, one.kind) for one in found[1:3]] == [
        ("n1#holder-0", Kind.PERSON),
        ("n1#holder-0-organisation", Kind.ORGANISATION),
    ]


def test_a_subject_who_holds_his_own_assets_is_there_once() -> None:
    found = subjects_of(with_assets({"holder": "PETER Mwangi Kiptoo"}), "n1")
    assert [one.id for one in found] == ["n1", "n1#asset-0"]


@pytest.mark.parametrize(
    ("asset_type", "scheme", "kind", "screened"),
    [
        ("virtual_asset", "wallet", Kind.WALLET, "wallet"),
        ("vessel", "imo", Kind.VESSEL, "imo"),
        ("aircraft", "tail", Kind.AIRCRAFT, "tail"),
        ("vehicle", "vin", Kind.VEHICLE, "vin"),
        ("real_estate", "parcel", Kind.PROPERTY, "other"),
        ("company_interest", "registration", Kind.ORGANISATION, "register"),
        ("securities", "isin", Kind.SECURITY, "isin"),
        ("art", "serial", Kind.PROPERTY, "other"),
    ],
)
def test_assets_are_screened_by_their_numbers(
    asset_type: str, scheme: str, kind: Kind, screened: str
) -> None:
    identifiers = [{"scheme": scheme, "value": "0000001"}, {"scheme": "other", "value": " "}]
    asset = subjects_of(with_assets({"type": asset_type, "identifiers": identifiers}), "n1")[-1]
    assert (asset.kind, asset.identifiers) == (kind, (Identifier(screened, "0000001"),))


def test_an_asset_is_screened_by_its_name_as_what_it_is() -> None:
    yacht = {"type": "vessel", "name": " Vento Manso ", "identifiers": []}
    company = {"type": "company_interest", "name": "Tumaini Roads Ltd", "identifiers": []}
    found = subjects_of(with_assets(yacht, company, {"identifiers": []}), "n1")
    assert [one for one in found if "#asset" in one.id] == [
        Subject("n1#asset-0", Kind.VESSEL, ("Vento Manso",)),
        Subject("n1#asset-1", Kind.ORGANISATION, ("Tumaini Roads Ltd",)),
    ]


@pytest.mark.parametrize(
    ("called", "scheme"),
    [
        ("Passport", "passport"),
        ("Passeport diplomatique", "passport"),
        ("PASAPORTE", "passport"),
        ("Passaporto", "passport"),
        ("Reisepass", "passport"),
        ("جواز سفر", "passport"),
        ("Загранпаспорт", "passport"),
        ("Personalausweis", "national_id"),
        ("", "national_id"),
    ],
)
def test_a_passport_is_one_in_any_language(called: str, scheme: str) -> None:
    assert document_scheme(called) == scheme


@pytest.mark.parametrize("kind", ["body", "method", "threat"])
def test_what_is_nobody_is_not_screened(kind: str) -> None:
    record = {**RECORD, "subject": {**RECORD["subject"], "kind": kind}, "assets": []}
    assert subjects_of(record, "n1") == ()
    assert to_ftm(record, "n1", SILVER) == ()


def test_somebody_without_a_name_is_no_entity() -> None:
    record = {**RECORD, "subject": {**RECORD["subject"], "names": []}}
    assert to_ftm(record, "n1", SILVER) == ()


def test_what_is_written_is_read_again_as_the_same() -> None:
    record = with_assets(
        {},
        {
            "type": "virtual_asset",
            "identifiers": [{"scheme": "wallet", "value": "bc1qspecimen"}],
            "holder": "A. Mann",
        },
        {
            "type": "vessel",
            "name": "Vento Manso",
            "identifiers": [{"scheme": "imo", "value": "9000001"}],
            "holder": "Peter Mwangi Kiptoo",
        },
    )
    found = rows(to_lines(to_ftm(record, "n1", SILVER)), Format.FTM)
    assert faults(found) == []
    read = entries(found)
    person = read["ftm:n1"]
    assert person.subject.names == ("Peter Mwangi Kiptoo",)
    assert person.subject.identifiers == (Identifier("passport", "A1234567"),)
    assert person.charges == (
        Charge(
            "Fraudulent acquisition of public property Anti-Corruption and Economic Crimes Act, s. 45(1)",
            "KE",
        ),
    )
    assert person.facts["sanction_program"] == ("silver notice",)
    assert person.links == (Link("asset", "ftm:n1#asset-2"),)
    assert read["ftm:n1#holder-0"].links == (Link("asset", "ftm:n1#asset-0"),)
    assert read["ftm:n1#asset-0"].subject.identifiers == (Identifier("iban", "CH9300762011623852957"),)
    assert read["ftm:n1#asset-1"].links == (Link("holder", "ftm:n1#holder-1"),)
    assert read["ftm:n1#asset-2"].subject.identifiers == (Identifier("imo", "9000001"),)
    assert [read[f"ftm:n1#asset-{place}"].subject.names for place in (1, 2)] == [(), ("Vento Manso",)]


# Of FollowTheMoney 4.11: what an entity must have. (Its own check of properties: bench environment.)
REQUIRED = {
    "Person": {"name"},
    "LegalEntity": {"name"},
    "Organization": {"name"},
    "Company": {"name"},
    "Vessel": {"name"},
    "Ownership": {"owner", "asset"},
    "Sanction": {"entity", "program"},
    "Passport": {"holder", "number"},
}


def test_every_entity_has_what_followthemoney_requires() -> None:
    vessel = {"type": "vessel", "identifiers": [{"scheme": "imo", "value": "9000001"}]}
    company = {"type": "company_interest", "identifiers": [{"scheme": "registration", "value": "C 1"}]}
    made = to_ftm(with_assets({}, vessel, company), "n1", SILVER)
    assert {entity["schema"] for entity in made} >= {
        "Person",
        "Vessel",
        "Company",
        "Ownership",
        "Sanction",
        "Passport",
    }
    for entity in made:
        assert REQUIRED.get(entity["schema"], set()) <= set(entity["properties"]), entity
        assert all(isinstance(value, str) for values in entity["properties"].values() for value in values)
