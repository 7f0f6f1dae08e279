"""Frameworks as files: JSON for other programs (framework.schema.json), CSV for an office's own tables, both
ways.

What is taken out says in which state each fact was and who confirmed it; what is brought in are facts
only, as proposals: a file confirms nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from repatria.frameworks.facts import CERTAINTIES, UNITS, Duration, Fact, Standing, Value
from repatria.reference.jurisdictions import framework_fields

VERSION = 1
_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_ITEM = r"^[a-z]{2}(-[a-z0-9]{1,3})?$"
_FIELD = r"^[a-z][a-z0-9_]{0,39}$"
_DAY = r"^([0-9]{4}(-[0-9]{2}){0,2})?$"
_STATES = ("to_be_confirmed", "confirmed", "stale")
PLAIN = ("text", "source", "url", "certainty", "as_of", "review")
COLUMNS = (
    "jurisdiction", "field", "kind", "value", "unit", "from", "extendable", "max",
    *PLAIN, "state", "confirmed_by", "confirmed_at",
)  # fmt: skip
# What a program for tables takes for the beginning of a formula is set behind an apostrophe, and an
# apostrophe too.
_GUARDED = re.compile(r"[\s]*[=+\-@|%'\t\r\n＝＋－＠]")
_LIST_END = "\n"


class ExchangeFault(ValueError):
    """A file is not what it should be; the words say where."""


def record_of(item: str, standings: Mapping[str, Standing]) -> dict[str, Any]:
    """What stands of a jurisdiction as a JSON value that framework.schema.json describes."""
    facts = [_fact_out(one) for one in standings.values() if one.fact is not None]
    return {"v": VERSION, "jurisdiction": item, "facts": facts}


def to_json(records: Iterable[Mapping[str, Any]]) -> str:
    return json.dumps(list(records), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> dict[str, tuple[Fact, ...]]:
    """Facts by item; a single record or a list of them. Raises ExchangeFault."""
    try:
        loaded = json.loads(text)
    except ValueError as error:
        raise ExchangeFault(f"not JSON: {error}") from error
    records = loaded if isinstance(loaded, list) else [loaded]
    found: dict[str, tuple[Fact, ...]] = {}
    for record in records:
        item = _item(record)
        if item in found:
            raise ExchangeFault(f"{item}: twice")
        found[item] = _distinct(item, [_fact_in(item, raw) for raw in _list_of(record, "facts", item)])
    return found


def to_csv(records: Iterable[Mapping[str, Any]]) -> str:
    """One fact a line, with a byte order mark; lists within a cell are one entry a line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for record in records:
        for fact in record["facts"]:
            writer.writerow([_guard(cell) for cell in _row(record["jurisdiction"], fact)])
    return "\ufeff" + out.getvalue()


def from_csv(text: str) -> dict[str, tuple[Fact, ...]]:
    """Facts by item. Columns in any order, those of states not read. Raises ExchangeFault with the line."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    if missing := {"jurisdiction", "field", "kind", "value"} - set(rows.fieldnames or ()):
        raise ExchangeFault(f"no column {', '.join(sorted(missing))}")
    found: dict[str, list[Fact]] = {}
    for row in rows:
        cells = {name: _bare(cell or "") for name, cell in row.items() if name in COLUMNS}
        where = f"line {rows.line_num}"
        item = _item(cells, where)
        found.setdefault(item, []).append(_fact_in(where, _raw(cells, where)))
    return {item: _distinct(item, facts) for item, facts in found.items()}


def _fact_out(standing: Standing) -> dict[str, Any]:
    fact, version = standing.fact, standing.version
    assert fact is not None
    confirmed = None if version is None else {"by": version.by, "at": version.at, "statement": version.ref}
    plain = {name: getattr(fact, name) for name in PLAIN}
    state = "to_be_confirmed" if version is None else standing.state
    return {
        "field": fact.field,
        "value": value_out(fact.value),
        **plain,
        "state": state,
        "confirmed": confirmed,
    }


def value_out(value: Value) -> Any:
    """A value as documents and files have it."""
    if isinstance(value, Duration):
        return {
            "n": value.n, "unit": value.unit, "from": value.start,
            "extendable": value.extendable, "max": value.most,
        }  # fmt: skip
    return list(value) if isinstance(value, tuple) else value


def fact_in(raw: Mapping[str, Any]) -> Fact:
    """A fact of a document or file. Raises ExchangeFault for what has another shape."""
    return _fact_in("fact", raw)


def _fact_in(where: str, raw: Any) -> Fact:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("field"), str):
        raise ExchangeFault(f"{where}: a fact has a field")
    field = raw["field"]
    if re.fullmatch(_FIELD, field) is None:
        raise ExchangeFault(f"{where}: {field!r} is no field")
    plain = {name: raw.get(name, "") for name in PLAIN}
    if wrong := [name for name, text in plain.items() if not isinstance(text, str)]:
        raise ExchangeFault(f"{where}: {field}: {wrong[0]} is no text")
    if any(re.fullmatch(_DAY, plain[name]) is None for name in ("as_of", "review")):
        raise ExchangeFault(f"{where}: {field}: not a day")
    certainty = plain["certainty"] if plain["source"].strip() else "unverified"  # no fact without a source
    if certainty not in CERTAINTIES:
        raise ExchangeFault(f"{where}: {field}: certainty is one of {', '.join(CERTAINTIES)}")
    return Fact(field, _value_in(f"{where}: {field}", raw.get("value")), **{**plain, "certainty": certainty})


def _value_in(where: str, value: Any) -> Value:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if isinstance(value, Mapping):
        return _duration_in(where, value)
    raise ExchangeFault(f"{where}: a value is a text, a list of texts, or a length of time")


def _duration_in(where: str, raw: Mapping[str, Any]) -> Duration:
    n, unit, most = raw.get("n"), raw.get("unit"), raw.get("max")
    whole = type(n) is int and n >= 0 and (most is None or (type(most) is int and most >= 0))
    if not whole or unit not in UNITS or not isinstance(raw.get("from", ""), str):
        raise ExchangeFault(f"{where}: a length of time has a whole number and one of {', '.join(UNITS)}")
    assert isinstance(n, int)
    return Duration(n, unit, raw.get("from", ""), extendable=raw.get("extendable") is True, most=most)


def _item(record: Any, where: str = "record") -> str:
    item = record.get("jurisdiction") if isinstance(record, Mapping) else None
    if not isinstance(item, str) or re.fullmatch(_ITEM, item) is None:
        raise ExchangeFault(f"{where}: {item!r} is no jurisdiction")
    return item


def _list_of(record: Mapping[str, Any], key: str, item: str) -> list[Any]:
    found = record.get(key)
    if not isinstance(found, list):
        raise ExchangeFault(f"{item}: {key} is no list")
    return found


def _distinct(item: str, facts: list[Fact]) -> tuple[Fact, ...]:
    if len({fact.field for fact in facts}) != len(facts):
        raise ExchangeFault(f"{item}: a field stands twice")
    return tuple(facts)


def _row(item: str, fact: Mapping[str, Any]) -> list[str]:
    value, confirmed = fact["value"], fact["confirmed"]
    span = value if isinstance(value, dict) else None
    kind = "none" if value is None else "duration" if span else "list" if isinstance(value, list) else "text"
    said = str(span["n"]) if span else _LIST_END.join(value) if isinstance(value, list) else value or ""
    of_span = (
        (span["unit"], span["from"], "yes" if span["extendable"] else "no", str(span["max"] or ""))
        if span
        else ("", "", "", "")
    )
    by = ("", "") if confirmed is None else (confirmed["by"], str(confirmed["at"]))
    return [item, fact["field"], kind, said, *of_span, *(fact[name] for name in PLAIN), fact["state"], *by]


def _raw(cells: Mapping[str, str], where: str) -> dict[str, Any]:
    """A row as the JSON value that it was."""
    kind, said = cells["kind"], cells["value"]
    value: Any = said
    if kind == "none":
        value = None
    elif kind == "list":
        value = said.split(_LIST_END) if said else []
    elif kind == "duration":
        most = cells.get("max", "")
        value = {
            "n": _whole(said), "unit": cells.get("unit"), "from": cells.get("from", ""),
            "extendable": cells.get("extendable") == "yes", "max": _whole(most) if most else None,
        }  # fmt: skip
    elif kind != "text":
        raise ExchangeFault(f"{where}: kind is none, text, list or duration")
    return {"field": cells["field"], "value": value, **{name: cells.get(name, "") for name in PLAIN}}


def _whole(text: str) -> int | str:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text


def _guard(cell: str) -> str:
    return f"'{cell}" if _GUARDED.match(cell) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell[1:]) else cell


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record as it is taken out: framework.schema.json is this."""
    text = {"type": "string"}
    span = {
        "type": "object",
        "required": ["n", "unit", "from", "extendable", "max"],
        "properties": {
            "n": {"type": "integer", "minimum": 0},
            "unit": {"enum": list(UNITS)},
            "from": {**text, "maxLength": 300, "description": "the event it begins with"},
            "extendable": {"type": "boolean"},
            "max": {"type": ["integer", "null"], "minimum": 0, "description": "with all extensions, in unit"},
        },
        "additionalProperties": False,
    }
    confirmed = {
        "type": "object",
        "required": ["by", "at", "statement"],
        "properties": {"by": text, "at": {"type": "integer"}, "statement": text},
        "additionalProperties": False,
    }
    value = {
        "oneOf": [
            {"type": "null"},
            {**text, "maxLength": 2000},
            {"type": "array", "maxItems": 60, "items": {**text, "maxLength": 300}},
            {"$ref": "#/$defs/duration"},
        ]
    }
    known = {
        spec.key: f"{spec.names['en']} ({spec.type}). {spec.helps.get('en', '')}".strip()
        for spec in framework_fields()
    }
    fact = {
        "type": "object",
        "required": ["field", "value", *PLAIN, "state", "confirmed"],
        "properties": {
            "field": {
                **text,
                "pattern": _FIELD,
                "examples": list(known),
                "description": "; ".join(f"{key}: {said}" for key, said in known.items()),
            },
            "value": value,
            "text": {**text, "maxLength": 100_000},
            "source": {**text, "maxLength": 1000},
            "url": {**text, "maxLength": 500},
            "certainty": {"enum": list(CERTAINTIES)},
            "as_of": {**text, "pattern": _DAY},
            "review": {**text, "pattern": _DAY},
            "state": {"enum": list(_STATES)},
            "confirmed": {"oneOf": [{"type": "null"}, confirmed]},
        },
        "additionalProperties": False,
        # No fact without a source.
        "if": {"properties": {"source": {"const": ""}}},
        "then": {"properties": {"certainty": {"const": "unverified"}}},
    }
    return {
        "$schema": _SCHEMA,
        "title": "Framework of a jurisdiction, fact by fact",
        "type": "object",
        "required": ["v", "jurisdiction", "facts"],
        "properties": {
            "v": {"const": VERSION},
            "jurisdiction": {**text, "pattern": _ITEM},
            "facts": {"type": "array", "maxItems": 120, "items": {"$ref": "#/$defs/fact"}},
        },
        "additionalProperties": False,
        "$defs": {"fact": fact, "duration": span},
    }
