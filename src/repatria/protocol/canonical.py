"""Canonical JSON (protocol/canonical.md): the one text of a value, so that signatures cover bytes.

Owns the parser that rejects what any other implementation might read differently, and the writer
that refuses what this parser would reject.
"""

import json
import re
from typing import Any, NoReturn

from repatria.protocol.errors import ProtocolError

Json = dict[str, Any]

MAX_BYTES = 1_048_576
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1

# Rule 5. JavaScript moves integer-like keys to the front, and `__proto__` is not a key there.
_KEY = re.compile(r"(?!(?:0|[1-9][0-9]*|__proto__)\Z)[ -~]{1,128}")

# Keys that were found to be allowed before: the same few come again and again.
_allowed_keys: set[str] = set()
_MOST_REMEMBERED_KEYS = 1024

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")

# With these settings Python writes strings exactly as JSON.stringify does: ECMA-262 §25.5.2.2.
# Made once: JSONEncoder.encode makes it anew for every text.
_parts = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
    None, json.JSONEncoder().default, json.encoder.encode_basestring, None, ":", ",", False, False, False
)


def _encode(value: object) -> str:
    return "".join(_parts(value, 0))


def parse(data: bytes) -> Json:
    """Return the object that `data` is the canonical text of.

    Raises ProtocolError `not_canonical`, `too_large` or `too_deep`; never anything else.
    """
    if len(data) > MAX_BYTES:  # 2
        raise ProtocolError("too_large", f"{len(data)} bytes")
    try:
        text = data.decode("utf-8")  # 1; U+FEFF begins no JSON text
        _check_depth(text)  # 2
        value = _read(text)  # 3, 4, 5
    except ValueError as error:
        raise ProtocolError("not_canonical", str(error)[:200]) from None
    if type(value) is not dict:  # 7
        raise ProtocolError("not_canonical", "the outermost value is not an object")
    if _may_be_spelt_otherwise(text) and _encode(value) != text:  # 3, 4 (-0), 6
        raise ProtocolError("not_canonical", "not the text that JavaScript would write")
    return value


def stringify(value: object) -> bytes:
    """Return the canonical bytes of `value`, keys in the order they stand in.

    Raises what `parse` would raise for the result; tuples are written as arrays.
    """
    try:
        _check_keys(value)
        data = _encode(value).encode("utf-8")
    except RecursionError:
        raise ProtocolError("too_deep") from None
    except (TypeError, ValueError) as error:
        raise ProtocolError("not_canonical", str(error)[:200]) from None
    parse(data)
    return data


def stringify_known(value: Json) -> bytes:
    """`stringify` of what is known to be allowed, as a part of what `parse` gave is: nothing is checked."""
    return _encode(value).encode("utf-8")


def _may_be_spelt_otherwise(text: str) -> bool:
    """Whether JSON left its author a choice: escapes, -0, white space. In a text with none of these that
    `_read` takes (no repeated key, no fraction, no control character in a string) each token has one
    spelling. Without a backslash, every quotation mark begins or ends a string.
    """
    if "\\" in text or "-0" in text or "\n" in text or "\t" in text or "\r" in text:
        return True
    return " " in text and " " in "".join(text.split('"')[::2])


def _object(pairs: list[tuple[str, Any]]) -> Json:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key is repeated")
    if not value.keys() <= _allowed_keys:
        _check_new_keys(value)
    return value


def _check_new_keys(value: Json) -> None:
    for key in value:
        if _KEY.fullmatch(key) is None:
            raise ValueError("a key that is not allowed")
        if len(_allowed_keys) < _MOST_REMEMBERED_KEYS:
            _allowed_keys.add(key)


def _integer(digits: str) -> int:
    if len(digits) < 16:
        return int(digits)
    # The length first: int() of a megabyte of digits would be slow, or an error of its own.
    if len(digits) > 17 or not -MAX_INTEGER <= (number := int(digits)) <= MAX_INTEGER:
        raise ValueError("an integer beyond 2^53 - 1")
    return number


def _refuse_number(text: str) -> NoReturn:
    raise ValueError(f"not an integer: {text[:20]}")


_scan = json.scanner.c_make_scanner(  # type: ignore[attr-defined]
    json.JSONDecoder(
        object_pairs_hook=_object,
        parse_int=_integer,
        parse_float=_refuse_number,
        parse_constant=_refuse_number,
    )
)


def _read(text: str) -> Any:
    """The value that begins at the first character of a text and ends at its last."""
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        raise ValueError("no value") from None
    if end != len(text):
        raise ValueError("characters after the value")
    return value


def _check_depth(text: str) -> None:
    """Rule 2, over the brackets outside strings, whether the rest is well-formed or not."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise ProtocolError("too_deep")


def _check_keys(value: object) -> None:
    """Refuse keys that are not strings: json would write True, None and 1.5 as if they were."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("a key that is not a string")
            _check_keys(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _check_keys(inner)
