"""Canonical JSON: the vectors are in test_vectors.py; here is what holds for every text."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.protocol import canonical
from repatria.protocol.errors import ProtocolError
from repatria.protocol.shapes import b64, fields, hash_hex, id_hex, integer, string, text
from tests.protocol.outcome import outcome
from tests.protocol.values import mutated, objects

CODES = {"not_canonical", "too_large", "too_deep"}
SAMPLE = '{"v":1,"text":"é\\n😀","list":[0,-1,true,null,{"a":"\\u0001"}]}'.encode()


@given(objects)
def test_what_is_written_is_read_back(value: dict[str, Any]) -> None:
    data = canonical.stringify(value)
    again = canonical.parse(data)
    assert again == value
    assert list(again) == list(value)
    assert canonical.stringify(again) == data


@given(st.binary(max_size=200) | mutated(SAMPLE))
def test_any_bytes_are_canonical_or_refused_with_a_code(data: bytes) -> None:
    code, value = outcome(canonical.parse, data)
    if code is not None:
        assert code in CODES
    else:
        assert canonical.stringify(value) == data
        # Read by a parser that knows none of our rules, it is the same value.
        assert json.loads(data) == value


@given(st.text(alphabet='{}[]",:\\u0123456789abcdeflnrst -+.E\x00\x1f', max_size=60))
def test_any_text_of_json_letters_is_canonical_or_refused_with_a_code(body: str) -> None:
    code, value = outcome(canonical.parse, body.encode())
    if code is not None:
        assert code in CODES
    else:
        assert canonical.stringify(value) == body.encode()


@pytest.mark.parametrize(
    "value",
    [
        {1: "a"},
        {True: "a"},
        {None: "a"},
        {"a": 1.0},
        {"a": float("nan")},
        {"a": 2**53},
        {"a": "\ud800"},
        {"a": b"bytes"},
        {"a": {"x", "y"}},
        {"": 1},
        {"7": 1},
        {"é": 1},
        {"__proto__": 1},
        [1],
        "text",
        None,
    ],
)
def test_what_parse_would_reject_is_not_written(value: object) -> None:
    with pytest.raises(ProtocolError, match="not_canonical"):
        canonical.stringify(value)


def test_a_value_that_holds_itself_is_refused() -> None:
    value: dict[str, Any] = {}
    value["self"] = value
    with pytest.raises(ProtocolError):
        canonical.stringify(value)


def test_a_key_that_was_allowed_once_is_still_checked_for_repetition() -> None:
    canonical.parse(b'{"seen":1}')
    with pytest.raises(ProtocolError, match="repeated"):
        canonical.parse(b'{"seen":1,"seen":2}')


def test_very_deep_texts_are_refused_without_exhausting_the_stack() -> None:
    for opener in (b"[", b'{"a":'):
        with pytest.raises(ProtocolError, match="too_deep"):
            canonical.parse(opener * 150_000)


SHAPE = {"n": integer(0, 5), "s": string(1, 3), "b": b64(2)}
GOOD: dict[str, Any] = {"n": 1, "s": "abc", "b": "AAA="}


def test_fields_in_any_order_pass() -> None:
    fields(GOOD, SHAPE)
    fields(dict(reversed(GOOD.items())), SHAPE)


@pytest.mark.parametrize(
    "changed",
    [
        {"n": True}, {"n": 6}, {"n": -1}, {"n": "1"}, {"n": None}, {"n": 1.0},
        {"s": ""}, {"s": "abcd"}, {"s": "😀😀"}, {"s": 1},
        {"b": "AAA"}, {"b": "AAB="}, {"b": "AA=="}, {"b": "AA A="}, {"b": "AAA=\n"}, {"b": "A-A="}, {"b": 1},
        {"more": 1},
    ],
)  # fmt: skip
def test_fields_of_another_type_or_extra_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError, match="bad_shape"):
        fields({**GOOD, **changed}, SHAPE)


@pytest.mark.parametrize("value", [{}, {"n": 1, "s": "abc"}, [], None, "x"])
def test_fields_that_are_missing_are_refused(value: object) -> None:
    with pytest.raises(ProtocolError, match="bad_shape"):
        fields(value, SHAPE)


@pytest.mark.parametrize("char", "\x00\n\x7f\x85\u200e\u200f\u202a\u202e\u2066\u2069")
def test_text_for_the_screen_has_no_controls(char: str) -> None:
    assert not text()(f"a{char}b")
    assert text()("aب\u200cb")


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        '{ "a":"b c"}',
        '{"a":"b c" }',
        '{"a":["b c", "d"]}',
        '{"a":"b c"} ',
        ' {"a":"b c"}',
        '{"a":"b c","d":\t1}',
        '{"a":"b\\u0020c"}',
        '{"a":"-0","b":-0}',
    ],
)
def test_white_space_outside_strings_is_refused_also_where_strings_have_some(text: str) -> None:
    assert outcome(canonical.parse, text.encode())[0] == "not_canonical"


def test_white_space_inside_strings_is_not() -> None:
    text = b'{"a ":" b , c ","d":[" ","-0"]}'
    assert canonical.stringify(canonical.parse(text)) == text


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        True,
        "",
        "A" * 64,
        "g" * 64,
        "é" * 64,
        " " * 64,
        b"a" * 64,
        ["a"] * 64,
        {"a": 1},
        "a" * 63 + "\n",
    ],
)
def test_what_is_no_lower_case_hex_of_32_bytes_is_refused(value: object) -> None:
    assert hash_hex("0123456789abcdef" * 4)
    assert not hash_hex(value)
    assert id_hex("0123456789abcdef" * 2)
    assert not id_hex(value[-32:] if isinstance(value, str) else value)
