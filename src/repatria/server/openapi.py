"""The OpenAPI 3.1 document, from the verbs. Served only where the setting asks for it."""

from __future__ import annotations

import re
from typing import Any

from repatria.server.verbs import Body, Number, Verb, Who

VERSION = "1"
_OPEN = (Who.ANYONE, Who.DEMO, Who.AUTHORITY)


def describe(verbs: tuple[Verb, ...]) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for verb in verbs:
        path = re.sub(r"\{([a-z_0-9]+):[a-z]+\}", r"{\1}", verb.full_path)
        paths.setdefault(path, {})[verb.method.lower()] = _operation(verb)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Repatria", "version": VERSION},
        "paths": paths,
        "components": {
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Refusal": _REFUSAL},
        },
    }


_REFUSAL = {
    "type": "object",
    "properties": {
        "error": {"type": "string"},
        "message": {"type": "string"},
        "detail": {"type": "object"},
    },
    "required": ["error", "message", "detail"],
}


def _operation(verb: Verb) -> dict[str, Any]:
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    operation: dict[str, Any] = {
        "summary": verb.says,
        "description": f"Who: {verb.who.value}. Relation: {verb.relation.value}.",
        "parameters": [*map(_path, re.findall(r"\{([a-z_0-9]+)", verb.path))]
        + [_query(name, number) for name, number in verb.query.items()],
        "responses": {
            "2XX": {"description": "Done."},
            "4XX": {"description": "Refused.", "content": refusal},
        },
    }
    if verb.who not in _OPEN:
        operation["security"] = [{"session": []}]
    if verb.takes is not Body.NONE:
        schema = verb.shape.schema() if verb.shape else {"type": "string", "format": "binary"}
        operation["requestBody"] = {
            "required": True,
            "content": {verb.takes.value: {"schema": schema}},
        }
    return operation


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query(name: str, number: Number) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": number.default is None,
        "schema": {"type": "integer", "minimum": 0, "maximum": number.most},
    }
