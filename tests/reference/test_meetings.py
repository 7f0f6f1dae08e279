"""The meetings that ship have the shape that published ones have, and a title in each language."""

from repatria import reference
from repatria.protocol.publications import check_record
from repatria.reference.meetings import held_meetings


def test_twenty_two_meetings_are_records_with_a_title_in_four_languages_and_a_source() -> None:
    meetings = held_meetings()
    assert len(meetings) == 22
    for item, record in meetings.items():
        check_record("meeting", item, dict(record), [])
        assert [words["language"] for words in record["words"]] == ["en", "fr", "es", "ar"]
        assert record["source"]
        assert record["country"] in reference.countries()
        assert record["state"] == "held"


def test_a_month_is_not_called_a_day() -> None:
    assert held_meetings()["focal-points-5"]["start"] == "2014-09"
    assert held_meetings()["focal-points-1"]["end"] == "2010-12-15"
