"""OpenSanctions' targets.simple.csv: one target to a row, several values in a cell by semicolons.

Its data is CC BY-NC 4.0 (formats.licence_of); it is read when a member brings a file and never ships with the
product.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO

from repatria.notices.importing.ftm import KINDS
from repatria.notices.importing.gathering import Gathering
from repatria.notices.importing.listed import Listed, Origin, Progress, RowFault, Source, Unusable
from repatria.notices.importing.streams import lines, quote

NEEDED = frozenset({"id", "schema", "name"})
_MOST_LINES = 200  # of one row: a quotation mark that is never closed costs no more than this
_IMO = re.compile(r"(?i)imo\s?([0-9]{7})")
_FACTS = (
    "addresses",
    "sanctions",
    "phones",
    "emails",
    "program_ids",
    "dataset",
    "first_seen",
    "last_seen",
    "last_change",
)
_COMPARED_NOT = frozenset({"last_seen"})  # it changes every day and says nothing of the target


def read_opensanctions_csv(
    file: BinaryIO, source: Source, progress: Progress | None = None
) -> Iterator[Listed | RowFault]:
    header: list[str] | None = None
    for found in _records(lines(file, source, progress)):
        if isinstance(found, RowFault):
            yield found
            continue
        line, text = found
        cells = _cells(text, ",")
        if cells is None:
            yield RowFault(line, quote(text), "not_csv")
        elif header is None:
            header = cells
            if not set(header) >= NEEDED:
                yield RowFault(line, quote(text), "wrong_shape")
                return
        elif len(cells) != len(header):
            yield RowFault(line, quote(text), "wrong_shape")
        else:
            yield _read_row(dict(zip(header, cells, strict=True)), Origin(source, line))


def _records(found: Iterator[tuple[int, str] | RowFault]) -> Iterator[tuple[int, str] | RowFault]:
    """Rows: lines put together while a quotation mark is open (RFC 4180)."""
    held: list[tuple[int, str]] = []
    for line in found:
        if isinstance(line, RowFault):
            yield from _given_up(held)
            held = []
            yield line
            continue
        held.append(line)
        if sum(text.count('"') for _number, text in held) % 2 == 0:
            record = "\n".join(text for _number, text in held)
            if record.strip():
                yield held[0][0], record
            held = []
        elif len(held) > _MOST_LINES:
            yield from _given_up(held)
            held = []
    yield from _given_up(held)


def _given_up(held: list[tuple[int, str]]) -> Iterator[tuple[int, str] | RowFault]:
    """The first line is at fault; those behind it are rows again."""
    if held:
        yield RowFault(held[0][0], quote(held[0][1]), "not_csv")
        for number, text in held[1:]:
            yield (number, text) if text.count('"') % 2 == 0 else RowFault(number, quote(text), "not_csv")


def _cells(text: str, by: str) -> list[str] | None:
    try:
        rows = list(csv.reader(text.splitlines(keepends=True) if by == "," else [text], delimiter=by))
    except csv.Error:  # a cell of more than 131,072 characters, a NUL
        return None
    return rows[0] if len(rows) == 1 else None


def _values(row: dict[str, str], name: str) -> list[str]:
    cell = row.get(name, "").replace("\n", " ")
    return (_cells(cell, ";") or [cell]) if cell else []


def _read_row(row: dict[str, str], origin: Origin) -> Listed | RowFault:
    kind = KINDS.get(row["schema"])
    if kind is None:
        return RowFault(origin.line, quote(f"{row['schema']}: {row['id']}"), "unknown_schema")
    gathering = Gathering("opensanctions", row["id"], kind, origin)
    gathering.name(row["name"])
    for alias in _values(row, "aliases"):
        gathering.name(alias, "alias")
    for born in _values(row, "birth_date"):
        gathering.born(born)
    for country in _values(row, "countries"):
        gathering.country(country)
    for number in _values(row, "identifiers"):
        imo = _IMO.fullmatch(number.strip())
        gathering.identifier("imo" if imo else "other", imo[1] if imo else number)
    for name in _FACTS:
        if name not in _COMPARED_NOT:
            gathering.fact(name, _values(row, name))
    for sanction in _values(row, "sanctions"):
        gathering.charge(sanction)
    try:
        return gathering.listed()
    except Unusable as unusable:
        return RowFault(origin.line, quote(unusable.what or row["id"]), unusable.code)
