"""Calendar files and what a print must carry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria import reference
from repatria.notices.calendar import Entry, calendar
from repatria.notices.importing import Format, Listed
from repatria.notices.marking import Verified, listed_marking, marking
from repatria.protocol.issue import Issue
from repatria.protocol.notice_states import Notice
from tests.notices.taking import rows

RECORD: dict[str, Any] = json.loads((Path(__file__).parent / "gate_cases.json").read_text("utf-8"))["base"]
DAY = 86_400
NOW = 1_795_402_800  # 2026-11-23 03:00 UTC
UNTIL = NOW + 1_000 * DAY  # 2029-08-19


def notice(state: str = "valid", *, until: int = UNTIL, suspended_until: int | None = None) -> Notice:
    issue = Issue("ab" * 32, 7, "cd" * 32, 3, NOW - DAY)
    return Notice(
        issue,
        "KE",
        "silver",
        "notice",
        "ef" * 32,
        until,
        None,
        state,
        NOW - DAY,
        suspended_until=suspended_until,
    )


def events(entries: list[Entry], language: str = "en") -> list[dict[str, str]]:
    """The events of the file, unfolded."""
    text = calendar(entries, now=NOW, language=language).decode()
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, _colon, value = line.partition(":")
            found[-1][name] = value
    return found


def test_a_valid_notice_has_its_review_half_a_year_before_its_end() -> None:
    review, end = events([Entry(notice(), "KE-2026/0412")])
    assert review["SUMMARY"].startswith("Review of notice KE-2026/0412: state why")
    assert (review["DTSTART;VALUE=DATE"], review["DTEND;VALUE=DATE"]) == ("20290216", "20290217")
    assert (end["DTSTART;VALUE=DATE"], end["SUMMARY"]) == ("20290819", "Notice KE-2026/0412 ends")
    assert review["DTSTAMP"] == "20261123T030000Z"
    assert review["UID"] != end["UID"]
    assert review["DESCRIPTION"] == "Silver Notice · Kenya"


def test_a_suspended_notice_has_the_end_of_its_suspension_and_an_ended_one_nothing() -> None:
    (event,) = events([Entry(notice("suspended", suspended_until=NOW + 10 * DAY), "R")])
    assert event["SUMMARY"].startswith("Suspension of notice R ends")
    assert event["DTSTART;VALUE=DATE"] == "20261203"
    assert events([Entry(notice("withdrawn"), "R"), Entry(notice(until=NOW), "R")]) == []


@pytest.mark.parametrize("language", reference.LANGUAGES)
def test_no_name_is_in_a_calendar_that_was_not_put_there(language: str) -> None:
    text = calendar([Entry(notice(), "R")], now=NOW, language=language).decode()
    assert RECORD["subject"]["names"][0] not in text
    assert "CLASS:CONFIDENTIAL" in text


@given(st.text(max_size=300), st.sampled_from(reference.LANGUAGES))
def test_no_text_breaks_out_of_its_line(title: str, language: str) -> None:
    made = calendar([Entry(notice(), title, title)], now=NOW, language=language)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert b"\n" not in made.replace(b"\r\n", b"")
    whole = made.decode().replace("\r\n ", "").split("\r\n")
    assert whole.count("BEGIN:VEVENT") == 2
    assert len(whole) == 27


def test_a_print_says_what_it_is_whence_it_comes_and_when_it_was_verified() -> None:
    record = {**RECORD, "conditions": ["No disclosure to the holder"]}
    marks = marking(record, notice(), Verified(41, NOW), printed_at=NOW + 60, language="en")
    said = {mark.code: mark.text for mark in marks}
    assert said["handling"] == "Handling: TLP:AMBER"
    assert "ask for a freeze through a request" in said["silver_only"]
    assert said["source"] == f"Issued by Kenya; record {'ef' * 32}"
    assert "“valid”, verified at position 41 of the register on 2026-11-23 03:00 UTC" in said["verified"]
    assert said["conditions"] == "Conditions of use: No disclosure to the holder"
    assert said["copy"].startswith("Print of 2026-11-23 03:01 UTC")
    assert marks[0].code == "handling"


def test_an_unverified_print_says_so() -> None:
    codes = [mark.code for mark in marking(RECORD, notice(), None, printed_at=NOW, language="ar")]
    assert "not_verified" in codes
    assert "verified" not in codes


def test_the_state_is_that_of_the_time_of_verification() -> None:
    marks = marking(RECORD, notice(), Verified(41, UNTIL), printed_at=UNTIL, language="fr")
    assert "« expirée »" in next(mark.text for mark in marks if mark.code == "verified")


@pytest.mark.parametrize("verified", [Verified(41, NOW), None])
def test_what_has_ended_is_valid_until_nothing(verified: Verified | None) -> None:
    for state, said in (("valid", True), ("suspended", True), ("withdrawn", False), ("replaced", False)):
        marks = marking(RECORD, notice(state), verified, printed_at=NOW, language="en")
        assert ("until" in [mark.code for mark in marks]) is said


@pytest.mark.parametrize("language", reference.LANGUAGES)
def test_an_entry_of_a_list_carries_its_file_and_its_licence(language: str) -> None:
    line = json.dumps({"id": "1", "schema": "Person", "properties": {"name": ["A. Test"]}})
    (entry,) = rows(line, Format.FTM, name="opensanctions.jsonl")
    assert isinstance(entry, Listed)
    said = {
        mark.code: mark.text for mark in listed_marking(entry, Format.FTM, printed_at=NOW, language=language)
    }
    assert "CC BY-NC 4.0" in said["licence"]
    assert entry.origin.source.sha256 in said["listed_source"]
    assert set(said) == {"listed_stale", "hit_is_lead", "listed_source", "licence", "copy"}
