"""The library's first catalogue and the names of its codes: public bibliographic data, no document.

Owns reading library.csv, library-words.csv and library-taxonomy.json. An entry stands until a publication
of the same item comes in its place (protocol/publications.md). Abstracts are our own words; names of codes
are ours too, confirmed by nobody.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One document that exists elsewhere. `record` is a library record (protocol/publications.md).

    `languages`: all in which the document exists, of which `record["words"]` has titles for some.
    `url_basis`: "stable" an identifier that its publisher keeps, "seen" read in a stored page, "home" the
    document's page from memory, "publisher" where the publisher lists what it publishes, "" no link. None was
    opened for this file.
    """

    item: str
    languages: tuple[str, ...]
    url_basis: str
    note: str
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Code:
    """`under`: the topic that it refines, "" on the first level; `names` by language."""

    code: str
    names: Mapping[str, str]
    under: str


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(name).splitlines()))


def _split(value: str) -> list[str]:
    return [part for part in value.split(";") if part]


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """The shipped entries by item, in the file's order."""
    words: dict[str, list[dict[str, str]]] = {}
    for row in _rows("library-words.csv"):
        words.setdefault(row["id"], []).append({key: row[key] for key in ("language", "title", "text")})
    return {row["id"]: _entry(row, words[row["id"]]) for row in _rows("library.csv")}


def _entry(row: Mapping[str, str], words: list[dict[str, str]]) -> CatalogueEntry:
    record = {
        "type": row["type"],
        "topics": _split(row["topics"]),
        "regions": _split(row["region"]),
        "audiences": _split(row["audiences"]),
        "phases": _split(row["phases"]),
        "publisher": row["publisher"],
        "authors": [],
        "year": row["year"],
        "edition": "",
        "identifier": "",
        "url": row["url"],
        "licence": row["licence"],
        "certainty": row["certainty"],
        "supersedes": "",
        "review": "",
        "words": words,
        "files": [],
        "body": [],
    }
    return CatalogueEntry(row["id"], tuple(_split(row["languages"])), row["url_basis"], row["note"], record)


@cache
def taxonomy() -> Mapping[str, tuple[Code, ...]]:
    """Codes by group: types, topics, regions, audiences, phases, access. A region may also be a country."""
    groups = json.loads(_text("library-taxonomy.json"))
    return {
        group: tuple(Code(row["code"], row["names"], row.get("under", "")) for row in rows)
        for group, rows in groups.items()
        if group != "about"
    }
