"""Meetings that were held before the network began: public facts, each with its source.

Owns reading meetings.csv and meeting-words.csv. A record stands until a publication of the same item comes in
its place (protocol/publications.md). Titles in French, Spanish and Arabic are ours, confirmed by nobody; the
text is the theme or the outcome as the source has it, in English.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()))


def _number(text: str) -> int | None:
    return int(text) if text else None


@cache
def held_meetings() -> Mapping[str, Mapping[str, Any]]:
    """Meeting records (protocol/publications.md) by item, in the file's order. Days without a time of day."""
    words: dict[str, list[dict[str, str]]] = {}
    for row in _rows("meeting-words.csv"):
        words.setdefault(row["id"], []).append({key: row[key] for key in ("language", "title", "text")})
    return {row["id"]: _record(row, words[row["id"]]) for row in _rows("meetings.csv")}


def _record(row: Mapping[str, str], words: list[dict[str, str]]) -> Mapping[str, Any]:
    return {
        "kind": row["kind"],
        "series": row["series"],
        "number": _number(row["number"]),
        "words": words,
        "start": row["start"],
        "end": row["end"],
        "tz": "",
        "city": row["city"],
        "country": row["country"],
        "host": row["host"],
        "organisers": [name.strip() for name in row["organisers"].split(";") if name.strip()],
        "office": "",
        "state": "held",
        "capacity": None,
        "register_by": None,
        "programme": [],
        "documents": [],
        "decisions": [],
        "participants": _number(row["participants"]),
        "countries": _number(row["countries"]),
        "certainty": row["certainty"],
        "source": row["source"],
    }
