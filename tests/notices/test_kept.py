"""Entries that an office keeps are the same when they come back, and nothing else comes back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.notices.importing import Listed, Source, plan
from repatria.notices.importing.kept import content, lines_of, listed_of, says_of
from repatria.protocol.canonical import parse, stringify
from repatria.protocol.errors import ProtocolError
from repatria.protocol.screening import SUBJECT_KINDS
from repatria.protocol.screening_files import pack_entries, read_entries
from repatria.screening import analysed
from repatria.screening.records import LISTED_KINDS, Kind, Subject
from tests.notices.taking import SAMPLES, rows

FILES = sorted(path.name for path in SAMPLES.iterdir() if "images" not in path.name)


def kept(name: str) -> list[Listed]:
    found = rows((SAMPLES / name).read_bytes(), name=name)
    return [row for row in found if isinstance(row, Listed)]


def analyse(subject: Subject) -> analysed.Forms:
    return analysed.forms_of(subject.names, subject.kind)


@pytest.mark.parametrize("name", FILES)
def test_every_entry_comes_back_as_it_was(name: str) -> None:
    entries = kept(name)
    packed = b"".join(pack_entries(lines_of(entries, analysed.VERSION, analyse)))
    lines = list(read_entries([packed], len(entries)))
    again = [listed_of(line, Source(**line.source)) for line in lines]
    assert again == entries
    assert plan(again, entries).same == len(entries)
    assert [line.content for line in lines] == [content(entry) for entry in entries]
    assert [line.forms for line in lines] == [analyse(entry.screened) for entry in entries]
    assert any(entry.weak_names for entry in entries) == any(entry.screened.weak for entry in entries)


def test_the_protocol_and_the_screening_know_the_same_kinds() -> None:
    assert tuple(kind.value for kind in LISTED_KINDS) == SUBJECT_KINDS


def test_words_are_analysed_by_role_and_reading() -> None:
    (words,) = analysed.forms_of(["Dr Ahmed al Fassi"], Kind.PERSON)
    assert [word[0] for word in words] == ["t", "n", "p", "n"]
    assert [word[1] for word in words if word[0] == "n"] == ["ahmed", "fassi"]
    ((_, limited), nothing) = analysed.forms_of(["Brandvold Ltd", "✈"], Kind.ORGANISATION)
    assert (limited[0], nothing) == ("l", [])


ENTRY = kept("red_details.synthetic.json")[0]
FIRST, LINE = lines_of([ENTRY], analysed.VERSION, analyse)
VALUES: st.SearchStrategy[Any] = (
    st.none() | st.integers() | st.text(max_size=3) | st.lists(st.none() | st.text(max_size=3)) | st.just({})
)


def back(line: Any) -> Listed:
    (read,) = read_entries(pack_entries([FIRST, parse(stringify(line))]), 1)
    return listed_of(read, Source(**read.source))


@given(st.sampled_from(sorted(LINE["says"])), VALUES)
def test_what_was_changed_comes_back_as_a_valid_entry_or_not_at_all(key: str, value: Any) -> None:
    changed = {**LINE, "says": {**LINE["says"], key: value}}
    try:
        entry = back(changed)
    except ProtocolError:
        return
    assert says_of(entry) == changed["says"]


@pytest.mark.parametrize("changed", [{"else": ""}, {"line": 0}, {"says": {}}, {"from": 1}, {"forms": []}])
def test_another_shape_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError, match="bad_shape"):
        back({**LINE, **changed})


def test_a_text_that_is_none_is_kept_as_one() -> None:
    """A list in JSON can hold half a character; nothing that is signed can."""
    (_, line) = lines_of([Listed(**{**values(ENTRY), "colour": "x\ud800"})], 0, lambda _: [])
    assert line["says"]["colour"] == "x\ufffd"


def values(entry: Listed) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in Listed.__slots__}
