"""What a framework is asked about, in words, and which jurisdictions there are besides countries.

Owns the 93 fields and 15 sections of frameworks.schema.json, their names in four languages
(framework-words.csv: ours, confirmed by nobody), and jurisdictions.csv: parts of countries and
territories with a law of their own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from repatria.reference import LANGUAGES, _rows, _text

# The record's own data, and what other pages know: the register of treaties, the directory.
_NOT_ASKED = frozenset({"country", "uncac_status", "focal_points"})
GOVERNANCE = "governance"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """`type` as in frameworks.schema.md; `asked`: an officer writes it, as a fact of its own.
    `helps`: what belongs there, by language; empty where the name says it.
    """

    key: str
    section: str
    type: str
    helps: Mapping[str, str]
    names: Mapping[str, str]
    asked: bool


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    code: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """`kind`: `part` (of a country, with names of its own) or `territory` (with a row in countries.csv)."""

    item: str
    parent: str
    kind: str
    names: Mapping[str, str]
    time_zone: str
    note: str


@cache
def framework_words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Words by group (`section`, `field`, `help`, `value`), code and language; a value is named by what it
    says in English.
    """
    words: dict[str, dict[str, dict[str, str]]] = {}
    for row in _rows("framework-words.csv"):
        words.setdefault(row["group"], {})[row["code"]] = {language: row[language] for language in LANGUAGES}
    return words


@cache
def language_names() -> Mapping[str, Mapping[str, str]]:
    """Of the official languages of countries, by ISO 639 code, what each is called in the four of ours."""
    return {
        row["code"]: {language: row[f"name_{language}"] for language in LANGUAGES}
        for row in _rows("languages.csv")
    }


@cache
def framework_fields() -> tuple[FieldSpec, ...]:
    """All 93 in the order of the sections."""
    names, helps = framework_words()["field"], framework_words()["help"]
    return tuple(
        FieldSpec(
            key=row["key"],
            section=row["section"],
            type=row["type"],
            helps=helps.get(row["key"], {}),
            names=names[row["key"]],
            asked=row["section"] != GOVERNANCE and row["key"] not in _NOT_ASKED,
        )
        for row in json.loads(_text("frameworks.schema.json"))["fields"]
    )


@cache
def framework_sections() -> tuple[Section, ...]:
    names = framework_words()["section"]
    rows = json.loads(_text("frameworks.schema.json"))["sections"]
    return tuple(Section(row["id"], row["code"], names[row["id"]]) for row in rows)


@cache
def jurisdictions() -> Mapping[str, Jurisdiction]:
    """Parts and territories by item; a network may write a framework of any other (ISO 3166-2) as well."""
    return {
        row["item"]: Jurisdiction(
            item=row["item"],
            parent=row["parent"],
            kind=row["kind"],
            names={language: row[f"name_{language}"] for language in LANGUAGES if row["name_en"]},
            time_zone=row["tz"],
            note=row["note"],
        )
        for row in _rows("jurisdictions.csv")
    }
