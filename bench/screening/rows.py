"""What goes into an engine and what labels it: listed entities and queries, as JSON and as CSV.

Imports nothing but the standard library: the peers read this in environments of their own.

A CSV file has a header; list columns hold their values separated by `|`:

    listed    id, names [, kind, birth_dates, countries, genders, identifiers]
    queries   id, names, answers [, set, kind, birth_dates, countries, genders, identifiers]

`names` are in any script, the first one primary. `kind` is person (the default), organisation, vessel, …
`birth_dates` are YYYY, YYYY-MM or YYYY-MM-DD, `countries` ISO alpha-2 codes, `identifiers` scheme:value.
`answers` are the ids that are right, any of which counts; empty for an innocent. `set` names the family.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SEPARATOR = "|"


class BadTable(Exception):
    """A CSV file that is not of the documented form; the message names file and line."""


@dataclass(frozen=True)
class Row:
    """One entity, listed or asked for."""

    id: str
    names: tuple[str, ...]
    kind: str = "person"
    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """A row that is asked for, the ids that answer it (none: an innocent), and its family."""

    row: Row
    answers: frozenset[str] = field(default_factory=frozenset)
    family: str = "all"


def row_from_json(value: dict[str, Any]) -> Row:
    fields: dict[str, Any] = {
        key: tuple(part) if isinstance(part, list) else part for key, part in value.items()
    }
    return Row(**fields)


def row_to_json(row: Row) -> dict[str, Any]:
    return asdict(row)


def read_rows(path: Path) -> list[Row]:
    """The listed entities of a file of JSON lines, as `write_rows` wrote it."""
    with path.open(encoding="utf-8") as lines:
        return [row_from_json(json.loads(line)) for line in lines]


def write_rows(rows: Iterable[Row], path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row_to_json(row), ensure_ascii=False) + "\n")


def read_listed_csv(path: Path) -> list[Row]:
    """Raises BadTable for a missing column, a row without id or name, and an id that comes twice."""
    rows: list[Row] = []
    seen: set[str] = set()
    for place, record in _records(path, ("id", "names")):
        row = _row(record, place)
        if row.id in seen:
            raise BadTable(f"{place}: the id {row.id!r} comes twice")
        seen.add(row.id)
        rows.append(row)
    return rows


def read_queries_csv(path: Path, listed: Iterable[Row]) -> list[Query]:
    """Raises BadTable as `read_listed_csv`, and for an answer that nobody lists."""
    known = {row.id for row in listed}
    queries = []
    for place, record in _records(path, ("id", "names", "answers")):
        answers = frozenset(_split(record["answers"]))
        if not answers <= known:
            raise BadTable(f"{place}: no listed entity has the id {min(answers - known)!r}")
        queries.append(Query(_row(record, place), answers, record.get("set") or "all"))
    return queries


def _records(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise BadTable(f"{path}: no column {', '.join(missing)}")
        for record in reader:
            yield (
                f"{path}, line {reader.line_num}",
                {key: value or "" for key, value in record.items() if key},
            )


def _row(record: dict[str, str], place: str) -> Row:
    names = _split(record["names"])
    if not record["id"] or not names:
        raise BadTable(f"{place}: a row needs an id and a name")
    return Row(
        record["id"],
        names,
        record.get("kind") or "person",
        _split(record.get("birth_dates", "")),
        tuple(code.upper() for code in _split(record.get("countries", ""))),
        _split(record.get("genders", "")),
        _split(record.get("identifiers", "")),
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(SEPARATOR) if part.strip())
