"""The invented network is what the issue asks for, before anything is built from it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from zoneinfo import ZoneInfo

from repatria import reference
from repatria.demo import content, documents


def scripts(text: str) -> set[str]:
    return {unicodedata.name(char).split()[0] for char in text if char.isalpha()}


def test_twelve_countries_with_framework_records_a_secretariat_partners_and_auditors() -> None:
    network = content.network()
    countries = {post.country for post in network.bureaus}
    assert countries == {*reference.framework_countries(), "XN", "XP", "XA"}
    for country in countries:
        assert 1 <= sum(post.country == country for post in network.agencies) <= 2
        assert sum(office["office"].startswith(country.lower()) for office in network.offices) == 1


def test_forty_officers_with_names_in_their_own_scripts() -> None:
    officers = content.network().officers
    onlookers = Counter(post.country for post in officers if post.role in {"partner", "auditor"})
    assert onlookers == {"XP": 1, "XA": 1}
    assert len(officers) == len({post.login for post in officers}) == 42
    found = set().union(*(scripts(post.person.name) for post in officers))
    assert {"LATIN", "ARABIC", "CJK", "TAMIL", "CYRILLIC", "GURMUKHI", "GEORGIAN", "CANADIAN"} <= found
    for post in officers:
        assert scripts(post.person.latin) == {"LATIN"}
        assert post.person.phone.startswith(("+999 ", "+44 20 7946 0", "+1 ", "+33 1 99 00 "))
        assert not post.person.phone.startswith("+1 ") or " 555 01" in post.person.phone


def test_offices_stand_in_real_time_zones() -> None:
    zones = {office["office"]: office["tz"] for office in content.network().offices}
    for zone in zones.values():
        ZoneInfo(zone)
    assert len(set(zones.values())) >= 11


def test_thirty_threads_with_six_urgent_requests_in_different_states() -> None:
    threads = content.threads()
    assert len(threads) == 30
    urgent = [one for one in threads if one.urgency in {"urgent", "flash"}]
    assert len(urgent) == 6
    ends = {
        tuple(step[1] for step in one.steps if step[1] not in {"read", "reply", "tick"}) for one in urgent
    }
    assert {(), ("acknowledge",), ("acknowledge", "answer"), ("acknowledge", "answer", "close")} == ends
    outcomes = {step[2] for one in urgent for step in one.steps if step[1] == "answer"}
    assert {"frozen", "refused"} <= outcomes
    assert {"en", "fr", "es", "ar"} <= {one.language for one in threads}


def test_requests_name_real_offence_and_asset_codes() -> None:
    for thread in content.threads():
        if thread.request is not None:
            assert thread.request["offence"] in reference.offence_codes(), thread.id
            for asset in thread.request["assets"]:
                assert asset[0] in reference.asset_types(), thread.id


def test_documents_are_whole() -> None:
    page = documents.pdf("Title (with brackets)", "Fact. " * 200)
    assert page.startswith(b"%PDF-1.4")
    assert page.endswith(b"%%EOF\n")
    start = int(page.rpartition(b"startxref\n")[2].split()[0])
    assert page[start:].startswith(b"xref")
    first = int(page[start:].splitlines()[3].split()[0])
    assert page[first:].startswith(b"1 0 obj")
    table = documents.transactions("seed").decode("utf-8-sig").splitlines()
    assert len(table) == 15
    assert documents.transactions("seed") == documents.transactions("seed")
