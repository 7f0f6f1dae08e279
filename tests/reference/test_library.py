"""The library's first catalogue has the shape that published records have, and every code has a name."""

import re

from repatria import reference
from repatria.reference.library import catalogue, taxonomy

RECORD_KEYS = {
    *("type", "topics", "regions", "audiences", "phases", "publisher", "authors", "year", "edition"),
    *("identifier", "url", "licence", "certainty", "supersedes", "review", "words", "files", "body"),
}


def test_fifty_six_documents_are_records_with_an_abstract() -> None:
    entries = catalogue()
    assert len(entries) == 56
    for item, entry in entries.items():
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", item)
        assert set(entry.record) == RECORD_KEYS
        languages = [words["language"] for words in entry.record["words"]]
        assert len(set(languages)) == len(languages) <= 12
        assert "en" in languages
        assert {*languages} - {"en"} <= set(entry.languages), item
        assert all(words["title"] for words in entry.record["words"]), item
        assert any(words["text"] for words in entry.record["words"]), item


def test_no_link_is_called_checked_and_each_says_what_it_rests_on() -> None:
    for entry in catalogue().values():
        assert entry.url_basis in {"stable", "seen", "home", "publisher", ""}
        assert bool(entry.record["url"]) == bool(entry.url_basis)
        assert not entry.record["url"] or re.match(r"https?://[a-z0-9.-]+/", entry.record["url"])


def test_every_code_of_the_catalogue_has_a_name_in_four_languages() -> None:
    groups = taxonomy()
    names = {group: {code.code: code for code in codes} for group, codes in groups.items()}
    for group, codes in groups.items():
        for code in codes:
            assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", code.code)
            assert all(code.names[language] for language in reference.LANGUAGES), (group, code.code)
            assert not code.under or names[group][code.under].under == "", "two levels, not three"
    countries = reference.countries()
    for item, entry in catalogue().items():
        assert entry.record["type"] in names["types"], item
        for group in ("topics", "audiences", "phases"):
            assert set(entry.record[group]) <= set(names[group]), item
        assert all(code in names["regions"] or code in countries for code in entry.record["regions"]), item


def test_the_arab_convention_is_found_by_its_own_title() -> None:
    assert catalogue()["arab-conv"].record["words"][0] == {
        "language": "ar",
        "title": "الاتفاقية العربية لمكافحة الفساد",
        "text": "",
    }
