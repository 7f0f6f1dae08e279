"""Typed reading (protocol/canonical.md, last paragraph): exactly the named keys, each of its type.

A `Check` says whether one value is of its type. Nothing unknown is ever ignored.
"""

import base64
import binascii
import calendar
import re
from collections.abc import Callable, Mapping
from typing import Any

from repatria.protocol.errors import ProtocolError

Check = Callable[[Any], bool]
Shape = Mapping[str, Check]

# Controls, and what would let a name pretend to be another when it is shown.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def fields(value: Any, shape: Shape) -> None:
    """Demand exactly the keys of `shape`, in any order, each of its type; else `bad_shape`."""
    if type(value) is not dict or value.keys() != shape.keys():
        raise ProtocolError("bad_shape", f"expected the keys {', '.join(shape)}")
    for name, check in shape.items():
        if not check(value[name]):
            raise ProtocolError("bad_shape", name)


def record(shape: Shape) -> Check:
    """An object of that shape."""

    def check(value: Any) -> bool:
        if type(value) is not dict or value.keys() != shape.keys():
            return False
        for name, inner in shape.items():  # noqa: SIM110 - all() would cost three times as much
            if not inner(value[name]):
                return False
        return True

    return check


def integer(lowest: int = 0, highest: int = 2**53 - 1) -> Check:
    # `type is int`: a bool is an int to Python, and is not one in JSON.
    return lambda value: type(value) is int and lowest <= value <= highest


def string(shortest: int = 0, longest: int = 1_048_576) -> Check:
    """Any text of so many UTF-16 code units at most: what JavaScript's `length` counts."""
    return lambda value: type(value) is str and shortest <= utf16_length(value) <= longest


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def text(shortest: int = 1, longest: int = 200) -> Check:
    """Text for one line on a screen: no controls, no bidirectional controls."""
    fits = string(shortest, longest)
    return lambda value: fits(value) and _UNPRINTABLE.search(value) is None


def matching(pattern: str) -> Check:
    match = re.compile(pattern).fullmatch
    return lambda value: type(value) is str and match(value) is not None


def one_of(*values: str) -> Check:
    allowed = frozenset(values)
    return lambda value: type(value) is str and value in allowed


def constant(expected: int) -> Check:
    return lambda value: type(value) is int and value == expected


def nullable(check: Check) -> Check:
    return lambda value: value is None or check(value)


def list_of(check: Check, shortest: int = 0, longest: int = 1_000) -> Check:
    def checked(value: Any) -> bool:
        if type(value) is not list or not shortest <= len(value) <= longest:
            return False
        return not value or all(check(item) for item in value)

    return checked


def hash_hex(value: Any) -> bool:
    """32 bytes in lower-case hex: a hash, a key id. Encoding them again gives the same text."""
    try:
        return len(value) == 64 and binascii.unhexlify(value).hex() == value
    except (TypeError, ValueError):
        return False


def id_hex(value: Any) -> bool:
    """16 bytes in lower-case hex."""
    try:
        return len(value) == 32 and binascii.unhexlify(value).hex() == value
    except (TypeError, ValueError):
        return False


def is_date(value: Any) -> bool:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, from the year 1 on: a day that exists."""
    found = _DATE.fullmatch(value) if type(value) is str else None
    if found is None:
        return False
    year, month, day = (int(part) for part in (found[1], found[2] or "1", found[3] or "1"))
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def b64(length: int) -> Check:
    """Canonical base64 of exactly so many bytes."""
    return lambda value: (decoded := b64_bytes(value)) is not None and len(decoded) == length


def any_b64(value: Any) -> bool:
    return b64_bytes(value) is not None


def b64_bytes(value: Any) -> bytes | None:
    """Bytes of a canonical RFC 4648 §4 text (encoding them again gives the same), else None."""
    if type(value) is not str:
        return None
    try:
        decoded = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None
    return decoded if b64_text(decoded) == value else None


def b64_text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
