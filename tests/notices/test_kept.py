"""Entries that are kept between two takings are the same when they come back, and nothing else comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.notices.importing import Listed, plan
from repatria.notices.importing.kept import from_json, source_from_json, source_to_json, to_json
from repatria.protocol.errors import ProtocolError
from tests.notices.taking import SAMPLES, rows

FILES = sorted(path.name for path in SAMPLES.iterdir() if "images" not in path.name)


def kept(name: str) -> list[Listed]:
    found = rows((SAMPLES / name).read_bytes(), name=name)
    return [row for row in found if isinstance(row, Listed)]


@pytest.mark.parametrize("name", FILES)
def test_every_entry_comes_back_as_it_was(name: str) -> None:
    entries = kept(name)
    source = source_from_json(json.loads(json.dumps(source_to_json(entries[0].origin.source))))
    again = [from_json(json.loads(json.dumps(to_json(entry))), source) for entry in entries]
    assert again == entries
    assert plan(again, entries).same == len(entries)


ENTRY = kept("red_details.synthetic.json")[0]
KEYS = sorted(to_json(ENTRY))
VALUES: st.SearchStrategy[Any] = (
    st.none() | st.integers() | st.text(max_size=3) | st.lists(st.none() | st.text(max_size=3)) | st.just({})
)


@given(st.sampled_from(KEYS), VALUES)
def test_what_was_changed_comes_back_as_a_valid_entry_or_not_at_all(key: str, value: Any) -> None:
    changed = {**to_json(ENTRY), key: value}
    try:
        entry = from_json(changed, ENTRY.origin.source)
    except ProtocolError:
        return
    assert to_json(entry) == changed


@pytest.mark.parametrize("changed", [{"more": ""}, {"line": 0}, {"facts": {"a": "b"}}])
def test_another_shape_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError, match="bad_shape"):
        from_json({**to_json(ENTRY), **changed}, ENTRY.origin.source)
    with pytest.raises(ProtocolError, match="bad_shape"):
        source_from_json({"name": "x"})
