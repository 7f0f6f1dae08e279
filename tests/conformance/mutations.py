"""Things that are nearly right: canonical texts, values and bytes with one or two changes."""

import copy
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from hypothesis import strategies as st

JsonObject = dict[str, Any]

# Characters at which two JSON readers may part.
CHARACTERS = st.sampled_from(list('a"\\/\x00\x1f\x7f\u0080\u2028\ufeff\ufffdé漢😀'))
TEXTS = st.text(CHARACTERS | st.characters(codec="utf-8"), max_size=8)
KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=6)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
ATOMS = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=4)

# What a reader might take for what it is not. None of them is canonical everywhere it could stand.
FRAGMENTS = st.sampled_from(
    [
        *(
            b" ",
            b"\n",
            b"\t",
            b",",
            b":",
            b"{",
            b"}",
            b"[",
            b"]",
            b'"',
            b"\\",
            b"/",
            b"0",
            b"-",
            b"-0",
            b"1e2",
        ),
        *(
            b"1.0",
            b"01",
            b"1E400",
            b"NaN",
            b"Infinity",
            b"null",
            b"true",
            b"\\u0061",
            b"\\ud800",
            b"\\/",
            b"\\u001F",
        ),
        *(
            b"\\u001f",
            b"\\u0000",
            b"\\b",
            b"\\x41",
            b'"a":1,',
            b'"__proto__":1,',
            b'"1":1,',
            b'"":1,',
            b"9007199254740992",
        ),
        *(
            b"-9007199254740991",
            b"\xff",
            b"\xc0\x80",
            b"\xed\xa0\x80",
            b"\xef\xbb\xbf",
            b"\xf4\x90\x80\x80",
            b"\x00",
        ),
        *(b"/*x*/", b"'a'", b"1_000", b"+1", b".5", b"0x10", b"[" * 33, b'{"a":' * 33),
    ]
)


def canonical_text(value: JsonObject) -> bytes:
    """What JavaScript would write, for values without integer-like keys."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@st.composite
def nearly_bytes(draw: st.DrawFn, data: bytes, changes: int = 2) -> bytes:
    """The bytes with up to so many changes: a byte, a piece left out, put in twice, or a fragment put in."""
    for _ in range(draw(st.integers(0, changes))):
        at = draw(st.integers(0, len(data)))
        to = draw(st.integers(at, min(len(data), at + 40)))
        kind = draw(st.sampled_from(["byte", "drop", "twice", "fragment", "fragment"]))
        if kind == "byte" and at < len(data):
            data = data[:at] + bytes([draw(st.integers(0, 255))]) + data[at + 1 :]
        elif kind == "drop":
            data = data[:at] + data[to:]
        elif kind == "twice":
            data = data[:to] + data[at:to] + data[to:]
        elif kind == "fragment":
            data = data[:at] + draw(FRAGMENTS) + data[at:]
    return data


ODD_VALUES: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        2,
        2**53 - 1,
        "",
        "x",
        "root",
        " ",
        "a" * 201,
        "a" * 64,
        "A" * 64,
        "0" * 64,
        "0" * 63,
    ),
    *(
        "\u202e",
        "\u0007",
        "\u0085",
        "\u200f",
        "😀" * 100,
        "😀" * 101,
        "AA==",
        "AAA=",
        "AA=",
        "AB==",
        "not b64",
        "fr/x",
        "FR/x",
    ),
    *(
        "fr/-",
        "fr/" + "a" * 40,
        "FR",
        "fr",
        "FRA",
        "TLP:RED",
        "TLP:WHITE",
        "flash",
        "open",
        "case",
        "24:00",
        "23:59",
        "7:00",
    ),
    *(
        [],
        {},
        [None],
        {"tlp": "TLP:RED"},
        "0" * 32,
        "office:fr/x",
        "officer:" + "0" * 64,
        "Europe/Paris",
        "a b",
    ),
]
STRANGE = st.sampled_from(ODD_VALUES)


@st.composite
def nearly_value(draw: st.DrawFn, value: JsonObject, changes: int = 2) -> JsonObject:
    """The object with up to so many changes somewhere inside: another value, one more or less."""
    value = json.loads(json.dumps(value))
    for _ in range(draw(st.integers(0, changes))):
        _change(draw, draw(st.sampled_from(_containers(value))))
    return value


def single_changes(value: JsonObject) -> Iterator[JsonObject]:
    """Every object with one key or element left out, put in twice, added, or replaced by an odd value."""
    for number in range(len(_containers(value))):
        for change in _changes_of(_containers(value)[number]):
            changed = copy.deepcopy(value)
            change(_containers(changed)[number])
            yield changed


def _changes_of(container: Any) -> Iterator[Callable[[Any], None]]:
    places = list(container) if isinstance(container, dict) else list(range(len(container)))
    for place in places:
        yield partial(_drop, place)
        for odd in ODD_VALUES:
            yield partial(_put, place, odd)
    yield _add


def _drop(place: Any, container: Any) -> None:
    container.pop(place)


def _put(place: Any, odd: Any, container: Any) -> None:
    container[place] = copy.deepcopy(odd)


def _add(container: Any) -> None:
    if isinstance(container, dict):
        container["more"] = 1
    else:
        container.extend(copy.deepcopy(container[-1:]))


def _containers(value: Any) -> list[Any]:
    """Every object and list in it, itself first."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    found = [value] if isinstance(value, dict | list) else []
    for item in inner:
        found += _containers(item)
    return found


def _change(draw: st.DrawFn, container: Any) -> None:
    strange = copy.deepcopy(draw(STRANGE | st.integers(0, 100) | TEXTS))
    kind = draw(st.sampled_from(["replace", "replace", "replace", "add", "drop"]))
    if isinstance(container, dict):
        keys = list(container)
        if kind == "add" or not keys:
            container[draw(st.sampled_from(["x", "kind", "v", "by", "until", "attachments"]))] = strange
        elif kind == "drop":
            del container[draw(st.sampled_from(keys))]
        else:
            container[draw(st.sampled_from(keys))] = strange
    elif kind == "add" or not container:
        container.append(copy.deepcopy(draw(st.sampled_from(container))) if container else strange)
    elif kind == "drop":
        container.pop(draw(st.integers(0, len(container) - 1)))
    else:
        container[draw(st.integers(0, len(container) - 1))] = strange
