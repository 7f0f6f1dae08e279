"""The shape of what comes in: exact keys, types and bounds, and the same as JSON Schema.

`read(value)` returns the typed value or raises Refusal("bad_shape"). Nothing unknown is ignored.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

from repatria.server.refusals import Refusal

BIGGEST = 2**53 - 1
DEEPEST = 32
# C0 and C1 controls, bidirectional controls, lone surrogates: never part of a name or a login.
HOSTILE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_ATOM, _LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# RFC 5321 Mailbox in a domain with a dot, without quoted strings and address literals, which readers of
# headers stumble over. The browser has the same (web/src/ui/settings/mail-address.ts).
EMAIL_ADDRESS = rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+"


class Shape(Protocol):
    def read(self, value: Any) -> Any: ...
    def schema(self) -> dict[str, Any]: ...


def _refuse(why: str) -> NoReturn:
    raise Refusal("bad_shape", why=why)


@dataclass(frozen=True, slots=True)
class Text:
    """A string of `least`..`most` characters without controls, whole-matching `pattern` if given."""

    most: int
    least: int = 1
    pattern: str = ""

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or not self.least <= len(value) <= self.most:
            _refuse(f"text of {self.least} to {self.most} characters expected")
        if HOSTILE.search(value):
            _refuse("control character")
        if self.pattern and not re.fullmatch(self.pattern, value):
            _refuse("text of another form expected")
        return value

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {
            "type": "string",
            "minLength": self.least,
            "maxLength": self.most,
        }
        return schema | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {})


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote to look for, with whatever characters: whoever looks cleans it."""

    most: int

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or len(value) > self.most:
            _refuse(f"text of at most {self.most} characters expected")
        # A lone surrogate is no character, and could not be sent on.
        return value.encode("utf-8", "replace").decode()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.most}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in bounds (bool is none)."""

    most: int = BIGGEST
    least: int = 0

    def read(self, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            _refuse("whole number expected")
        if not self.least <= value <= self.most:
            _refuse("number out of bounds")
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Flag:
    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            _refuse("true or false expected")
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Octets:
    """Canonical base64 with padding (RFC 4648 section 4) of `least`..`most` octets."""

    most: int
    least: int = 1

    def read(self, value: Any) -> bytes:
        if not isinstance(value, str) or not value.isascii():
            _refuse("base64 expected")
        try:
            octets = base64.b64decode(value, validate=True)
        except ValueError:
            _refuse("base64 expected")
        if base64.b64encode(octets).decode() != value:
            _refuse("base64 is not canonical")
        if not self.least <= len(octets) <= self.most:
            _refuse(f"{self.least} to {self.most} octets expected")
        return octets

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "contentEncoding": "base64"}


@dataclass(frozen=True, slots=True)
class OneOf:
    values: tuple[str, ...]

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.values:
            _refuse("one of " + ", ".join(self.values) + " expected")
        return value

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.values)}


@dataclass(frozen=True, slots=True)
class OrNull:
    shape: Shape

    def read(self, value: Any) -> Any:
        return None if value is None else self.shape.read(value)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.shape.schema(), {"type": "null"}]}


@dataclass(frozen=True, slots=True)
class Many:
    shape: Shape
    most: int

    def read(self, value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) > self.most:
            _refuse(f"list of at most {self.most} expected")
        return [self.shape.read(item) for item in value]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.shape.schema(), "maxItems": self.most}


@dataclass(frozen=True, slots=True)
class Fields:
    """An object of exactly these keys; those in `optional` may be missing."""

    shapes: Mapping[str, Shape]
    optional: frozenset[str] = frozenset()

    def read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            _refuse("object expected")
        if unknown := value.keys() - self.shapes.keys():
            _refuse(f"unknown key {sorted(unknown)[0][:40]!a}")
        if missing := self.shapes.keys() - value.keys() - self.optional:
            _refuse(f"key {sorted(missing)[0]} is missing")
        return {key: self.shapes[key].read(item) for key, item in value.items()}

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {key: shape.schema() for key, shape in self.shapes.items()},
            "required": sorted(self.shapes.keys() - self.optional),
            "additionalProperties": False,
        }


@dataclass(frozen=True, slots=True)
class Opaque:
    """Any JSON object of at most `most` characters: checked by whoever understands it."""

    most: int

    def read(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or len(json.dumps(value)) > self.most:
            _refuse(f"object of at most {self.most} characters expected")
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "object"}


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refusal("bad_json", why="repeated key")
    return found


def _no_fraction(text: str) -> NoReturn:
    raise Refusal("bad_json", why=f"number {text[:20]!a} is not whole")


def _whole(text: str) -> int:
    if len(text) > 17:
        raise Refusal("bad_json", why="number too long")
    return int(text)


def parse_json(data: bytes) -> Any:
    """Strict JSON: UTF-8, no repeated key, whole numbers only, at most 32 levels deep.

    Raises Refusal (`bad_json`).
    """
    depth = data.count(b"[") + data.count(b"{")
    if depth > DEEPEST:
        _check_depth(data)
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_pairs,
            parse_float=_no_fraction,
            parse_constant=_no_fraction,
            parse_int=_whole,
        )
    except (ValueError, RecursionError) as error:
        raise Refusal("bad_json") from error


def _check_depth(data: bytes) -> None:
    depth, inside, skip = 0, False, False
    for octet in data:
        if skip:
            skip = False
        elif inside:
            inside, skip = octet != 0x22, octet == 0x5C
        elif octet == 0x22:
            inside = True
        elif octet in b"[{":
            depth += 1
            if depth > DEEPEST:
                raise Refusal("bad_json", why="too deep")
        elif octet in b"]}":
            depth -= 1


HEX32 = Text(64, 64, "[0-9a-f]{64}")
HEX16 = Text(32, 32, "[0-9a-f]{32}")
LOGIN = Text(64, 3, "[a-z0-9][a-z0-9._-]{2,63}")
OFFICE = Text(42, 4, "[a-z]{2}/[a-z0-9][a-z0-9-]{0,38}")
COUNTRY = Text(2, 2, "[A-Z]{2}")
NAME = Text(200)
CLOCK = Text(5, 5, "([01][0-9]|2[0-3]):[0-5][0-9]")
EMAIL = Text(254, 0, f"|{EMAIL_ADDRESS}")
