"""Records and hits as JSON: how they travel between programs.

Owns names of fields only; what is wrong in a record screening itself says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from repatria.screening.records import Identifier, Kind, Subject

if TYPE_CHECKING:  # the server reads forms, and must not load the tables for it
    from repatria.screening.screen import Hit

LISTS = ("names", "birth_dates", "countries", "genders")


def subject_of(form: Mapping[str, Any]) -> Subject:
    """A record from its form; what it leaves out is empty, and its kind any.

    Raises ValueError, KeyError or TypeError where a field has another type or the kind is unknown.
    """
    names, births, countries, genders = (_texts(form.get(name, ())) for name in LISTS)
    identifiers = tuple(
        Identifier(*_texts((one["scheme"], one["value"]))) for one in form.get("identifiers", ())
    )
    kind = Kind(form.get("kind", Kind.ANY))
    return Subject(str(form.get("id", "")), kind, names, births, countries, genders, identifiers)


def _texts(values: Any) -> tuple[str, ...]:
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        message = "a list of texts is expected"
        raise TypeError(message)
    return tuple(values)


def form_of(subject: Subject) -> dict[str, Any]:
    identifiers = [{"scheme": one.scheme, "value": one.value} for one in subject.identifiers]
    lists = {name: list(getattr(subject, name)) for name in LISTS}
    return {"id": subject.id, "kind": str(subject.kind), **lists, "identifiers": identifiers}


def hit_form(hit: Hit) -> dict[str, Any]:
    """score: per mille, whole, as canonical JSON has no fractions. weight of a reason likewise."""
    return {
        "id": hit.id,
        "score": round(hit.score * 1000),
        "band": str(hit.band),
        "name": hit.name,
        "query_name": hit.query_name,
        "reasons": [
            {
                "part": str(one.part),
                "kind": str(one.kind),
                "query": one.query,
                "listed": one.listed,
                "weight": round(one.weight * 1000),
            }
            for one in hit.reasons
        ],
    }
