"""Entries as JSON, for whoever keeps a list between two takings, or seals it for an office.

Strict on the way back: what is read may have been written by somebody else's machine.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from repatria.notices.importing.listed import Charge, Doubt, Link, Listed, Origin, Source
from repatria.notices.offences import Suggestion
from repatria.protocol.errors import ProtocolError
from repatria.protocol.shapes import Check, fields, hash_hex, integer, list_of, one_of, record, string
from repatria.screening.records import Identifier, Kind, Subject

_MOST = 100_000  # of anything in one entry
_text = string(0, 200_000)
_texts = list_of(_text, 0, _MOST)


def _rows(*names: str) -> Check:
    return list_of(record(dict.fromkeys(names, _text)), 0, _MOST)


def _facts(value: Any) -> bool:
    return type(value) is dict and all(type(name) is str and _texts(said) for name, said in value.items())


_SOURCE = {"name": _text, "sha256": hash_hex, "size": integer(), "taken": _text, "licence": _text}
_SUBJECT = {
    "kind": one_of(*(kind.value for kind in Kind)),
    **dict.fromkeys(("names", "birth_dates", "countries", "genders"), _texts),
    "identifiers": _rows("scheme", "value"),
}
_ENTRY = {
    **dict.fromkeys(("id", "list", "colour"), _text),
    "subject": record(_SUBJECT),
    "weak_names": _texts,
    "facts": _facts,
    "charges": _rows("text", "country", "translation"),
    "offences": _rows("code", "words", "language", "certainty"),
    "links": _rows("role", "id"),
    "doubts": _rows("field", "text", "code"),
    "line": integer(1),
}


def source_to_json(source: Source) -> dict[str, Any]:
    return asdict(source)


def source_from_json(value: Any) -> Source:
    """Raises ProtocolError `bad_shape`."""
    fields(value, _SOURCE)
    return Source(**value)


def to_json(entry: Listed) -> dict[str, Any]:
    """All of an entry but its source, which many share; lists for tuples."""
    value = asdict(entry)
    del value["subject"]["id"], value["origin"]
    value["subject"]["kind"] = entry.subject.kind.value
    value["facts"] = {name: list(said) for name, said in entry.facts.items()}
    for part in (value, value["subject"]):
        part.update({name: list(said) for name, said in part.items() if isinstance(said, tuple)})
    return {**value, "line": entry.origin.line}


def from_json(value: Any, source: Source) -> Listed:
    """Raises ProtocolError `bad_shape` for anything that `to_json` does not write."""
    fields(value, _ENTRY)
    subject = value["subject"]
    if not subject["names"] and not subject["identifiers"]:
        raise ProtocolError("bad_shape", "subject")
    return Listed(
        id=value["id"],
        list=value["list"],
        colour=value["colour"],
        subject=Subject(
            id=value["id"],
            kind=Kind(subject["kind"]),
            **{name: tuple(subject[name]) for name in ("names", "birth_dates", "countries", "genders")},
            identifiers=tuple(Identifier(**one) for one in subject["identifiers"]),
        ),
        weak_names=tuple(value["weak_names"]),
        facts={name: tuple(said) for name, said in value["facts"].items()},
        charges=tuple(Charge(**one) for one in value["charges"]),
        offences=tuple(Suggestion(**one) for one in value["offences"]),
        links=tuple(Link(**one) for one in value["links"]),
        doubts=tuple(Doubt(**one) for one in value["doubts"]),
        origin=Origin(source, value["line"]),
    )
