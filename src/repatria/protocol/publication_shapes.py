"""Shelves, items and the shapes of the statements about them (protocol/publications.md)."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.shapes import (
    Shape,
    hash_hex,
    integer,
    list_of,
    matching,
    nullable,
    one_of,
    text,
)

FRAMEWORK = "framework"
SHELVES = (FRAMEWORK, "library", "meeting", "course", "news")
OUTCOMES = ("return", "refuse", "withdraw")

is_item = matching("[a-z0-9][a-z0-9-]{0,62}")
is_jurisdiction = matching("[a-z]{2}(-[a-z0-9]{1,3})?")
is_field = matching("[a-z][a-z0-9_]{0,39}")
is_shelf = one_of(*SHELVES)
is_access = matching("members|officers|public|[A-Z]{2}")
_fields = list_of(is_field, 1, 120)
_REFERENCE = re.compile("([a-z]+)/(.+)")

_about: Shape = {
    "shelf": is_shelf,
    "item": is_item,
    "parts": list_of(is_field, 0, 120),
    "access": is_access,
    "seen": integer(),
}
STATEMENTS: Mapping[str, Shape] = {
    "offer": {**_about, "document": hash_hex},
    "offer-review": {"offer": hash_hex, "outcome": one_of(*OUTCOMES), "text": text(0, 500)},
    "publication": {**_about, "document": nullable(hash_hex), "offer": nullable(hash_hex)},
    "retirement": {**_about, "document": hash_hex, "successor": nullable(is_item)},
}


def check_about(value: Json) -> None:
    """Hold item, parts and successor of a statement against its shelf. Raises `bad_shape`."""
    successor = value.get("successor")
    for item in (value["item"], successor):
        if item is not None and not names_item(value["shelf"], item):
            raise ProtocolError("bad_shape", "no item of this shelf")
    if successor == value["item"]:
        raise ProtocolError("bad_shape", "an item does not come after itself")
    parts = value["parts"]
    if value["shelf"] != FRAMEWORK:
        if parts:
            raise ProtocolError("bad_shape", f"on the shelf {value['shelf']} an item has no parts")
    elif not _fields(parts) or any(later <= one for one, later in pairwise(parts)):
        raise ProtocolError("bad_shape", "parts are facts, sorted and distinct")


def names_item(shelf: str, item: Any) -> bool:
    return is_jurisdiction(item) if shelf == FRAMEWORK else is_item(item)


def is_reference(value: Any) -> bool:
    """`shelf/item`."""
    found = _REFERENCE.fullmatch(value) if type(value) is str else None
    return found is not None and is_shelf(found[1]) and names_item(found[1], found[2])


def jurisdiction_country(item: str) -> str:
    """The country of an item on the shelf `framework`: of `gb-sct`, GB."""
    return item[:2].upper()
