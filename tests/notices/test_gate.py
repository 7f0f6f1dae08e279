"""The gate of a notice: judged by the cases that the browser's gate is judged by too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria import reference
from repatria.notices.gate import misfits, missing
from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.notices import NONCE_BYTES, record_document

TABLE = json.loads((Path(__file__).parent / "gate_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: str(case["name"]))
def test_the_gate_finds_what_the_table_says(case: dict[str, Any]) -> None:
    record = {} if case["record"] is None else {**TABLE["base"], **case["record"]}
    found = [[one.path, one.code] for one in missing(record, case["colour"])]
    assert found == case["missing"]


def test_every_code_of_the_rules_is_in_the_table_and_has_its_words() -> None:
    rules = reference.notice_rules()["rules"]
    codes = {rule["code"] for group in rules.values() for rule in group}
    assert codes == {code for case in TABLE["cases"] for _path, code in case["missing"]}
    assert codes == set(reference.notice_words()["gate"])


def test_every_colour_has_its_rules() -> None:
    assert set(reference.notice_rules()["colours"]) == set(reference.notice_types())
    with pytest.raises(KeyError):
        missing({}, "gold")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(
    st.dictionaries(st.sampled_from(sorted(TABLE["base"])), JSON),
    st.sampled_from(sorted(reference.notice_types())),
)
def test_no_record_breaks_the_gate(part: dict[str, Any], colour: str) -> None:
    for found in missing({**TABLE["base"], **part}, colour):
        assert found.code in reference.notice_words()["gate"]


def test_what_keeps_a_record_out_of_its_form_is_named_with_its_path() -> None:
    base: Json = TABLE["base"]
    assert misfits(base) == ()
    record_document(base, bytes(NONCE_BYTES))
    subject = {**base["subject"], "names": ["Peter", "\u200fPeter"], "born": ["1968", "1961-02-31"]}
    wrong = {**base, "subject": subject, "reference": "r" * 201}
    with pytest.raises(ProtocolError):
        record_document(wrong, bytes(NONCE_BYTES))
    found = [one.partition(" ")[0] for one in misfits(wrong)]
    assert sorted(found) == ["reference", "subject.born.1", "subject.names.1"]


@given(JSON)
def test_no_json_breaks_the_search_for_misfits(value: Any) -> None:
    assert all(isinstance(one, str) for one in misfits(value))
