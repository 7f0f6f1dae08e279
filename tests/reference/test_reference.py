"""The reference files are whole, and the loader says what they say."""

import json
import re
from importlib.resources import files

import pytest

from repatria import reference
from repatria.reference.jurisdictions import language_names


def test_every_country_has_a_name_in_each_language() -> None:
    found = reference.countries()
    assert len(found) == 250
    assert all(country.names[language] for country in found.values() for language in reference.LANGUAGES)


def test_display_names_follow_diplomatic_usage() -> None:
    assert reference.countries()["CD"].names["fr"] == "République démocratique du Congo"
    assert reference.countries()["PS"].names["en"] == "State of Palestine"


def test_every_official_language_has_a_name_in_each_language() -> None:
    names = language_names()
    for alpha2, country in reference.countries().items():
        for code in country.languages:
            assert all(names[code][language] not in ("", code) for language in reference.LANGUAGES), (
                alpha2,
                code,
            )
    assert names["tpi"]["en"] == "Tok Pisin"


def test_only_confirmed_networks_are_shown() -> None:
    found = reference.countries()
    assert found["AE"].arins == ("MENA-ARIN",)
    assert found["AG"].arins == ()  # "likely" in the file


def test_every_framework_fact_has_a_source_and_waits_for_confirmation() -> None:
    assert len(reference.framework_countries()) == 12
    for country in reference.framework_countries():
        for fact in reference.framework(country).facts:
            assert fact.source, (country, fact.field)
            assert fact.certainty in {"high", "medium", "low"}, (country, fact.field)
            assert fact.status == "to_be_confirmed"


def test_a_country_without_a_record_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        reference.framework("ZZ")
    with pytest.raises(KeyError):
        reference.framework("../SOURCES")


def test_switzerland_can_freeze_before_a_request() -> None:
    fact = reference.framework("CH").find_fact("pre_request_freeze")
    assert fact is not None
    assert (fact.value, fact.source) == ("yes", "IMAC art. 18(2)")


def test_urgencies_are_those_of_the_request_page() -> None:
    spans = {code: (u.acknowledge, u.answer) for code, u in reference.urgencies().items()}
    assert spans == {
        "flash": (reference.Span(1, "hours"), reference.Span(8, "hours")),
        "urgent": (reference.Span(4, "hours"), reference.Span(3, "calendar_days")),
        "priority": (reference.Span(1, "calendar_days"), reference.Span(7, "calendar_days")),
        "ordinary": (reference.Span(3, "working_days"), reference.Span(30, "calendar_days")),
    }


def test_codes_are_complete() -> None:
    assert reference.offence_codes()["UNCAC-17"].labels["ar"].startswith("اختلاس")
    assert len(reference.asset_types()) == 25
    assert reference.handling_codes()[0].code == "TLP:RED"
    assert reference.glossary()["freezing"].names["fr"] == "gel"
    assert "facts" in reference.request_schema()["required"]
    assert len(reference.checklist()["actions"]) == 46


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_the_checklist_is_translated_action_by_action(language: str) -> None:
    source = reference.checklist()
    text = files(reference).joinpath(f"checklist-24h.{language}.json").read_text(encoding="utf-8")
    made = json.loads(text)
    assert (made["of"], made["version"]) == ("checklist-24h.json", source["version"])
    assert list(made["actions"]) == [action["id"] for action in source["actions"]]
    for action in source["actions"]:
        words = made["actions"][action["id"]]
        assert set(words) == {"why", "who", "output", "note"}, action["id"]
        assert [bool(words[part]) for part in words] == [bool(action[part]) for part in words]


def test_every_word_about_notices_is_there_in_each_language() -> None:
    for group, words in reference.notice_words().items():
        for code, said in words.items():
            assert list(said) == list(reference.LANGUAGES), (group, code)
            assert all(said.values()), (group, code)
            places = {frozenset(re.findall(r"\{\w+\}", text)) for text in said.values()}
            assert len(places) == 1, (group, code, "the same places in every language")
    assert reference.notice_word("reasons", "ART3", "fr").startswith("Statut, article 3")


def test_the_colours_of_notices_have_their_words() -> None:
    found = reference.notice_types()
    assert list(found) == [
        "red",
        "blue",
        "green",
        "yellow",
        "black",
        "purple",
        "orange",
        "art",
        "un",
        "silver",
    ]
    for kind in found.values():
        assert set(kind.subjects) <= set(reference.notice_words()["subjects"])
        assert all(kind.names[language] and kind.purposes[language] for language in reference.LANGUAGES)
    assert found["silver"].remarks["en"] == "Information only; seizure follows bilateral requests"


def test_codes_of_public_notices_and_names_of_countries_lead_to_countries() -> None:
    assert reference.interpol_codes()["country_of_special_code"] == {"UNK": "XK"}
    assert reference.interpol_codes()["eye_color"]["BROH"]["es"] == "Avellana"
    assert set(reference.country_aliases().values()) <= set(reference.countries())
