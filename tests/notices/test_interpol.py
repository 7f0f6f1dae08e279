"""Files in the shape of INTERPOL's public interface, with the oddities that are met there."""

from __future__ import annotations

import io
import json
from typing import Any

from repatria.notices.importing import Charge, Format, Listed, Pictures, measure, read, read_pictures
from repatria.screening.records import Identifier, Kind
from tests.notices.taking import SAMPLES, doubts, entries, faults, rows, sample


def detail(**said: Any) -> dict[str, Any]:
    href = "https://ws-public.interpol.int/notices/v1/red/2099-10009"
    return {
        "entity_id": "2099/10009",
        "name": "TESTMANN",
        "forename": "ALEX",
        "_links": {"self": {"href": href}},
        **said,
    }


def one(**said: Any) -> Any:
    (entry,) = rows(json.dumps(detail(**said)))
    return entry


def test_the_details_of_the_sample_are_read() -> None:
    found = sample("red_details.synthetic.json")
    assert faults(found) == []
    first = entries(found)["interpol-red:2099/10001"]
    assert first.subject.names == ("ALEX TESTMANN",)
    assert first.subject.birth_dates == ("1971-03-09",)
    assert (first.subject.kind, first.subject.genders, first.colour) == (Kind.PERSON, ("male",), "red")
    assert [suggestion.code for suggestion in first.offences] == ["UNCAC-16.1", "UNCAC-23"]
    assert (first.facts["height"], first.facts["eyes_colors_id"]) == (("1.78",), ("BRO",))
    assert [entry.origin.line for entry in entries(found).values()] == [2, 48, 84, 131, 174]
    assert len(first.origin.source.sha256) == 64


def test_a_missing_forename_a_dash_and_a_weight_of_nothing_are_nothing() -> None:
    found = entries(sample("red_details.synthetic.json"))
    assert found["interpol-red:2099/10002"].subject.names == ("SPECIMEN",)
    assert found["interpol-red:2099/10003"].subject.names == ("MUESTRA",)
    assert "weight" not in found["interpol-red:2099/10002"].facts
    assert found["interpol-red:2099/10002"].subject.birth_dates == ("1964",)


def test_a_page_of_the_list_is_read_row_by_row_with_its_lines() -> None:
    found = sample("red_list.synthetic.json")
    assert [row.origin.line for row in entries(found).values()] == [9, 29, 46, 67, 84]
    assert faults(found) == []


def test_courts_are_no_countries_and_kosovo_is_one() -> None:
    entry = one(nationalities=["914", "UNK", "KE"])
    assert entry.subject.countries == ("XK", "KE")
    assert entry.facts["nationality"] == ("International Criminal Court",)


def test_the_issuer_of_a_warrant_may_be_a_court_or_a_list_of_members() -> None:
    warrants = [
        {"charge": "Bribery\r\nMoney laundering", "issuing_country_id": "KE", "charge_translation": None},
        {"charge": "Crimes", "issuing_country_id": "922"},
        {"charge": "Fraud", "issuing_country_id": "AT,BE,BG"},
    ]
    entry = one(arrest_warrants=warrants)
    assert entry.charges == (
        Charge("Bribery\nMoney laundering", "KE"),
        Charge("Crimes"),
        Charge("Fraud"),
    )
    assert entry.facts["issued_by"] == (
        "UN International Residual Mechanism for Criminal Tribunals",
        "AT,BE,BG",
    )
    assert [suggestion.code for suggestion in entry.offences] == ["UNCAC-15", "UNCAC-23", "REL-FRAUD"]


def test_a_un_notice_has_aliases_of_two_qualities_and_its_original_script() -> None:
    link = {"self": {"href": "https://ws-public.interpol.int/notices/v1/un/persons/2099-20002"}}
    aliases = [
        {"forename": "Lex", "name": "Mann", "qualification": "Good quality"},
        {"forename": None, "name": "The Banker", "qualification": "Low quality"},
    ]
    entry = one(
        _links=link,
        aliases=aliases,
        name_in_original_script="تيستمان",
        forename_in_original_script="أليكس",
        identity_documents=[
            {"type": "Passport", "number": "Z1"},
            {"type": "Tax card", "number": "9"},
            "old card",
        ],
    )
    assert entry.colour == "un"
    assert entry.subject.names == ("ALEX TESTMANN", "أليكس تيستمان", "Lex Mann")
    assert entry.weak_names == ("The Banker",)
    assert entry.subject.identifiers == (Identifier("passport", "Z1"), Identifier("id_card", "9"))


def test_a_un_entity_is_an_organisation() -> None:
    link = {"self": {"href": "https://ws-public.interpol.int/notices/v1/un/entities/2099-30001"}}
    entry = one(_links=link, forename=None, name="SPECIMEN TRADING", also_known_as="Spectrad; ST Ltd")
    assert entry.subject.kind is Kind.ORGANISATION
    assert entry.subject.names == ("SPECIMEN TRADING", "Spectrad", "ST Ltd")


def test_impossible_dates_and_unknown_countries_are_doubts_and_the_entry_stands() -> None:
    entry = one(date_of_birth="1971/02/30", nationalities=["QQ"])
    assert (entry.subject.birth_dates, entry.subject.countries) == ((), ())
    assert doubts(entry) == [("birth_date", "impossible_date"), ("nationality", "unknown_country")]
    assert [doubt.text for doubt in entry.doubts] == ["1971/02/30", "QQ"]


def test_zero_width_and_direction_characters_are_taken_out_and_said() -> None:
    entry = one(name="TEST\u200bMANN\u202e", forename="علی\u200cرضا")
    assert entry.subject.names == ("علی\u200cرضا TESTMANN",), "the joiner belongs to the Persian word"
    assert ("name", "cleaned") in doubts(entry)


def test_a_name_of_ten_thousand_letters_is_a_name() -> None:
    assert len(one(forename=None, name="ا" * 10_000).subject.names[0]) == 10_000
    assert doubts(one(aliases=["b" * 20_001])) == [("alias", "too_long")]


def test_values_of_the_wrong_type_leave_the_rest_of_the_row() -> None:
    entry = one(
        nationalities="KE", date_of_birth=["1971"], arrest_warrants={"charge": "x"}, sex_id=7, height="tall"
    )
    assert entry.subject.names == ("ALEX TESTMANN",)
    assert ("birth_date", "wrong_shape") in doubts(entry)


def test_rows_without_id_or_name_are_faults_with_their_line() -> None:
    text = (
        "[\n"
        + ",\n".join(json.dumps(row) for row in ({"name": "X"}, detail(name=None, forename="-"), detail()))
        + "\n]"
    )
    found = rows(text)
    assert faults(found) == [(2, "no_id"), (3, "no_name")]
    assert list(entries(found)) == ["interpol-red:2099/10009"]


def test_the_same_row_again_is_passed_over_and_another_one_under_its_id_is_a_fault() -> None:
    text = "\n".join(json.dumps(row) for row in (detail(), detail(), detail(name="OTHERMANN")))
    found = rows(text)
    assert faults(found) == [(3, "duplicate_id")]
    assert entries(found)["interpol-red:2099/10009"].subject.names == ("ALEX TESTMANN",)


def test_pictures_are_listed_by_notice() -> None:
    file = io.BytesIO((SAMPLES / "red_images.synthetic.json").read_bytes())
    (pictures,) = read_pictures(file, measure(file, name="images"))
    assert isinstance(pictures, Pictures)
    assert (pictures.id, pictures.pictures[0][0]) == ("interpol-red:2099/10001", "90000")


def test_a_colour_that_is_told_stands_in_for_the_links() -> None:
    row = detail(_links=None)
    file = io.BytesIO(json.dumps(row).encode())
    source = measure(file, name="list")
    (entry,) = read(file, source, Format.INTERPOL, colour="yellow")
    assert isinstance(entry, Listed)
    assert (entry.colour, entry.id) == ("yellow", "interpol-yellow:2099/10009")
