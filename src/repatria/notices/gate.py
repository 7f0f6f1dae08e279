"""What a draft of a notice must still say before its bureau may submit it, by colour.

The rules are data (`reference/notice-rules.json`). The browser reads the same file
(web/src/ui/notices/gate.ts), and `tests/notices/gate_cases.json` judges both. A record of
protocol/notices.md need not be whole to be asked: whether its values have the shape of that page is for the
protocol, whether they are true for the reviewers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import category

from repatria import reference
from repatria.protocol.shapes import is_date, text

Need = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Missing:
    """`path` into the record ("assets.1.link"); `code` of the group gate in reference.notice_words()."""

    path: str
    code: str


def missing(record: Mapping[str, Any], colour: str) -> tuple[Missing, ...]:
    """What stands between this draft and its submission, in the order of the form; empty when nothing does.

    Raises KeyError for a colour that there is not, nothing for whatever the record holds.
    """
    rules = reference.notice_rules()
    asked = [rule for group in rules["colours"][colour] for rule in rules["rules"][group]]
    return tuple(found for rule in asked for found in _failures(rule, record))


def misfits(record: Any) -> tuple[str, ...]:
    """The values that keep a record out of its form, each with its path, where they are such that people
    write: days that there are not, lines too long or with signs that none has. No list of all there may be.
    """
    return tuple(f"{path} {value[:80]!r}" for path, value in _texts(record, "", "") if not _fits(path, value))


_DATES = ("born", "expires", "date")
_PROSE = ("facts", "charge", "link", "description", "address", "position", "place")
_is_line = text(0)


def _fits(path: str, value: str) -> bool:
    field = next(key for key in reversed(path.split(".")) if not key.isdigit())
    if field in _DATES:
        return is_date(value) or (value == "" and field != "born")
    return field in _PROSE or _is_line(value)


def _texts(value: Any, path: str, key: str) -> Iterator[tuple[str, str]]:
    """Every text below keys of an object, with its dotted path."""
    here = f"{path}.{key}" if path else key
    if isinstance(value, str) and not here.replace(".", "").isdigit():
        yield here, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, here, str(name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _texts(inner, here, str(place))


def _failures(rule: Mapping[str, Any], record: Mapping[str, Any]) -> list[Missing]:
    if "each" not in rule:
        return [] if _holds(rule["need"], record) else [Missing(rule["path"], rule["code"])]
    elements = _at(record, rule["each"])
    return [
        Missing(f"{rule['each']}.{place}.{rule['path']}", rule["code"])
        for place, element in enumerate(elements if isinstance(elements, list) else [])
        if not _holds(rule["need"], element)
    ]


def _at(value: Any, path: str) -> Any:
    """What stands at a dotted path, None where there is nothing."""
    for key in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def _said(value: Any) -> bool:
    if isinstance(value, str):
        return any(not sign.isspace() and category(sign) != "Cf" for sign in value)
    if isinstance(value, list):
        return any(_said(element) for element in value)
    if isinstance(value, Mapping):
        return any(_said(element) for element in value.values())
    return type(value) is int


def _elements(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _reaches(value: Any, least: int) -> bool:
    return type(value) is int and value >= least


def _among(value: Any, allowed: list[str]) -> bool:
    return isinstance(value, str) and value in allowed


_TESTS: Mapping[str, Callable[[Need, Any], bool]] = {
    "said": lambda need, value: _said(_at(value, need["said"])),
    "is": lambda need, value: _among(_at(value, need["is"]), need["of"]),
    "includes": lambda need, value: any(
        _among(e, need["of"]) for e in _elements(_at(value, need["includes"]))
    ),
    "only": lambda need, value: all(_among(e, need["of"]) for e in _elements(_at(value, need["only"]))),
    "at_least": lambda need, value: _reaches(_at(value, need["at_least"]), need["n"]),
    "some": lambda need, value: any(_holds(need["that"], e) for e in _elements(_at(value, need["some"]))),
    "any": lambda need, value: any(_holds(inner, value) for inner in need["any"]),
    "all": lambda need, value: all(_holds(inner, value) for inner in need["all"]),
    "not": lambda need, value: not _holds(need["not"], value),
}


def _holds(need: Need, value: Any) -> bool:
    """Every need has one verb, its first key."""
    return _TESTS[next(iter(need))](need, value)
