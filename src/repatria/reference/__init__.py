"""Public reference data: countries, frameworks, codes, terms, with their sources.

Owns reading the files beside it, strictly and once. Refuses to judge them: a framework fact is a
draft until the country's own officer confirms it, and `Fact.status` says so.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "fr", "es", "ar")


@dataclass(frozen=True, slots=True)
class Country:
    """One row of countries.csv; `names` by language, `arins` only where a source confirms."""

    code: str
    alpha3: str
    names: Mapping[str, str]
    region: str
    time_zone: str
    time_zones: tuple[str, ...]
    languages: tuple[str, ...]
    currency: str
    dial_code: str
    interpol: bool
    arins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a framework record; `value` None means that the text says it all."""

    field: str
    section: str
    value: str | list[str] | None
    text: str
    source: str
    certainty: str
    status: str
    duration: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Framework:
    country: str
    as_of: str
    status: str
    confirmation: str
    facts: tuple[Fact, ...]

    def find_fact(self, field: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.field == field), None)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as practice states it; working days are not calendar days."""

    n: int
    unit: str  # hours, working_days, calendar_days


@dataclass(frozen=True, slots=True)
class Urgency:
    code: str
    when: str
    acknowledge: Span
    answer: Span


@dataclass(frozen=True, slots=True)
class OffenceCode:
    code: str
    article: str
    kind: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AssetType:
    code: str
    label: str
    identifiers: str
    where_to_look: str
    usual_measure: str


@dataclass(frozen=True, slots=True)
class HandlingCode:
    """`rank` orders strictness inside a scheme, None where the scheme gives no order."""

    scheme: str
    code: str
    rank: int | None
    label: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class NoticeType:
    """A colour: `colour` is its hex value, `subjects` what it may be about; the rest is text by language."""

    code: str
    colour: str
    subjects: tuple[str, ...]
    rule: str
    certainty: str
    names: Mapping[str, str]
    purposes: Mapping[str, str]
    conditions: Mapping[str, str]
    public_extract: Mapping[str, str]
    remarks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OffenceExpression:
    """`expression` is searched in folded charges (notices/offences.py), `unless` voids it in its clause."""

    code: str
    language: str
    expression: str
    unless: str
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    key: str
    names: Mapping[str, str]
    group: str
    note: str


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(name).splitlines()))


def _split(value: str, by: str = ",") -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(by) if part.strip())


def _confirmed_arins(row: Mapping[str, str]) -> tuple[str, ...]:
    pairs = zip(_split(row["arin"], ";"), _split(row["arin_certainty"], ";"), strict=True)
    return tuple(arin for arin, certainty in pairs if certainty == "confirmed")


@cache
def countries() -> Mapping[str, Country]:
    """All countries by ISO alpha-2 (plus XK), with the names of country-names.csv applied."""
    overrides = {row["alpha2"]: row for row in _rows("country-names.csv")}
    return {row["alpha2"]: _country(row, overrides.get(row["alpha2"], row)) for row in _rows("countries.csv")}


def _country(row: Mapping[str, str], names: Mapping[str, str]) -> Country:
    return Country(
        code=row["alpha2"],
        alpha3=row["alpha3"],
        names={language: names[f"name_{language}"] for language in LANGUAGES},
        region=row["region"],
        time_zone=row["tz_main"],
        time_zones=_split(row["tz_all"]),
        languages=_split(row["languages_official"]),
        currency=row["currency"],
        dial_code=row["dial_code"],
        interpol=row["interpol"] == "y",
        arins=_confirmed_arins(row),
    )


@cache
def framework_countries() -> tuple[str, ...]:
    """Countries that have a framework record, sorted."""
    names = (entry.name for entry in files(__name__).joinpath("frameworks").iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


@cache
def framework(country: str) -> Framework:
    """The framework record of a country (ISO alpha-2). Raises KeyError where there is none."""
    if country not in framework_countries():
        raise KeyError(country)
    record = json.loads(_text(f"frameworks/{country}.json"))
    return Framework(
        country=record["country"],
        as_of=record["as_of"],
        status=record["status"],
        confirmation=record["confirmation"],
        facts=tuple(_fact(fact) for fact in record["facts"]),
    )


def _fact(raw: Mapping[str, Any]) -> Fact:
    return Fact(
        field=raw["field"],
        section=raw["section"],
        value=raw["value"],
        text=raw["text"],
        source=raw["source"],
        certainty=raw["certainty"],
        status=raw["status"],
        duration=raw.get("duration"),
    )


@cache
def urgencies() -> Mapping[str, Urgency]:
    """Urgency classes by code, most pressing first. Service targets of the network, not law."""
    classes = json.loads(_text("urgencies.json"))["classes"]
    return {
        row["code"]: Urgency(row["code"], row["when"], Span(**row["acknowledge"]), Span(**row["answer"]))
        for row in classes
    }


@cache
def offence_codes() -> Mapping[str, OffenceCode]:
    return {
        row["code"]: OffenceCode(
            code=row["code"],
            article=row["uncac_article"],
            kind=row["kind"],
            labels={language: row[f"label_{language}"] for language in LANGUAGES},
        )
        for row in _rows("offence-codes.csv")
    }


@cache
def asset_types() -> Mapping[str, AssetType]:
    columns = ("code", "label", "identifiers", "where_to_look", "usual_measure")
    return {
        row["code"]: AssetType(**{column: row[column] for column in columns})
        for row in _rows("asset-types.csv")
    }


@cache
def handling_codes(scheme: str = "TLP2") -> tuple[HandlingCode, ...]:
    """Codes of one scheme in the file's order (TLP2: strictest first). Unknown scheme: empty."""
    return tuple(
        HandlingCode(
            scheme=row["scheme"],
            code=row["code"],
            rank=int(row["rank"]) if row["rank"] else None,
            label=row["label"],
            meaning=row["meaning"],
            source=row["source"],
        )
        for row in _rows("handling-codes.csv")
        if row["scheme"] == scheme
    )


@cache
def glossary() -> Mapping[str, Term]:
    return {
        row["key"]: Term(
            row["key"],
            {language: row[language] for language in LANGUAGES},
            row["group"],
            row["note"],
        )
        for row in _rows("glossary.csv")
    }


def request_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a request for assistance; a fresh copy at every call."""
    schema: dict[str, Any] = json.loads(_text("request.schema.json"))
    return schema


def framework_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a framework as it is taken out; a fresh copy at every call."""
    schema: dict[str, Any] = json.loads(_text("framework.schema.json"))
    return schema


def checklist() -> dict[str, Any]:
    """The 24-hour checklist: `phases` and `actions`; a fresh copy at every call."""
    actions: dict[str, Any] = json.loads(_text("checklist-24h.json"))
    return actions


@cache
def notice_types() -> Mapping[str, NoticeType]:
    """The colours of notices by code, in the order of their rules."""
    rows = json.loads(_text("notices.json"))["types"]
    return {row["code"]: NoticeType(**{**row, "subjects": tuple(row["subjects"])}) for row in rows}


@cache
def notice_words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Words by group and code, each in the four languages: reasons, gate, states, actions, faults …"""
    groups = json.loads(_text("notice-words.json"))
    return {name: group for name, group in groups.items() if isinstance(group, dict)}


def notice_word(group: str, code: str, language: str) -> str:
    """One word of `notice_words()`. Raises KeyError where there is none: a code without words is a defect."""
    return notice_words()[group][code][language]


@cache
def notice_blank() -> Mapping[str, Any]:
    """A record with nothing said yet, as notice-blank.json has it (read by notices/blank.py)."""
    blank: Mapping[str, Any] = json.loads(_text("notice-blank.json"))
    return blank


@cache
def notice_rules() -> Mapping[str, Any]:
    """The minimum data of a draft by colour, as notice-rules.json has it (read by notices/gate.py)."""
    rules: Mapping[str, Any] = json.loads(_text("notice-rules.json"))
    return rules


@cache
def interpol_codes() -> Mapping[str, Mapping[str, Any]]:
    """Codes of INTERPOL's public notices by list, with words; `country_of_special_code` maps to alpha-2."""
    lists = json.loads(_text("interpol-codes.json"))
    return {name: codes for name, codes in lists.items() if isinstance(codes, dict)}


@cache
def offence_expressions() -> tuple[OffenceExpression, ...]:
    """Expressions that suggest an offence code from a charge text, in the order of the file."""
    return tuple(OffenceExpression(**row) for row in _rows("offence-expressions.csv"))


@cache
def country_aliases() -> Mapping[str, str]:
    """Names of countries as public lists write them (the UN's long forms among them), to alpha-2."""
    return {row["name"]: row["alpha2"] for row in _rows("country-aliases.csv")}
