"""Which reader a file wants, one way to read them all, and the licence that comes with each.

Owns the detection by the file's beginning and what is done about identifiers that come twice.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO

from repatria.notices.importing.ftm import read_ftm
from repatria.notices.importing.interpol import read_interpol
from repatria.notices.importing.listed import Listed, Progress, RowFault, Source
from repatria.notices.importing.opensanctions import NEEDED, read_opensanctions_csv
from repatria.notices.importing.un import read_un

_BEGINNING = 65_536
_OPENSANCTIONS = re.compile(r"(?i)open[ _-]?sanctions")


class Format(StrEnum):
    """The kinds of files that can be brought; `interpol_pictures` has no entries (interpol.read_pictures)."""

    INTERPOL = "interpol"
    INTERPOL_PICTURES = "interpol_pictures"
    UN = "un"
    FTM = "ftm"
    OPENSANCTIONS_CSV = "opensanctions_csv"


def detect(file: BinaryIO) -> Format | None:
    """The format of a seekable file by its first 64 KiB; None where it is none of them. Takes it back."""
    file.seek(0)
    first = file.read(_BEGINNING)
    file.seek(0)
    utf16 = first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    text = first.decode("utf-16" if utf16 else "utf-8-sig", "replace").lstrip()
    if text.startswith("<"):
        return Format.UN if "<CONSOLIDATED_LIST" in text or "<INDIVIDUAL>" in text else None
    if text.startswith(("{", "[")):
        return _detect_json(text)
    header = {cell.strip().strip('"') for cell in text.split("\n", 1)[0].split(",")}
    return Format.OPENSANCTIONS_CSV if header >= NEEDED else None


def _detect_json(text: str) -> Format | None:
    if '"picture_id"' in text and '"entity_id"' not in text:
        return Format.INTERPOL_PICTURES
    if '"entity_id"' in text or '"_embedded"' in text:
        return Format.INTERPOL
    if ('"schema"' in text and '"properties"' in text) or '"canonical_id"' in text:
        return Format.FTM
    return None


def read(
    file: BinaryIO, source: Source, of: Format, progress: Progress | None = None, *, colour: str = ""
) -> Iterator[Listed | RowFault]:
    """Every entry of a file, and every row that is not one with its line; raises nothing for what a file
    says.

    `colour` is for rows of INTERPOL's shape that do not say it. A row that says the same as an earlier one
    under the same identifier is passed over; one that says something else is at fault, and the first stands.
    """
    none = True
    for row in _without_repeats(_read(file, source, of, progress, colour)):
        none = False
        yield row
    if none:
        yield RowFault(1, source.name, "nothing_found")


def _read(
    file: BinaryIO, source: Source, of: Format, progress: Progress | None, colour: str
) -> Iterator[Listed | RowFault]:
    match of:
        case Format.INTERPOL:
            return read_interpol(file, source, progress, colour=colour)
        case Format.UN:
            return read_un(file, source, progress)
        case Format.FTM:
            return read_ftm(file, source, progress, of=_list_of(source))
        case Format.OPENSANCTIONS_CSV:
            return read_opensanctions_csv(file, source, progress)
        case Format.INTERPOL_PICTURES:
            return iter(())


def _list_of(source: Source) -> str:
    """Entities of OpenSanctions keep their ids between its exports, so both are one list."""
    return "opensanctions" if _OPENSANCTIONS.search(f"{source.name} {source.licence}") else "ftm"


def _without_repeats(rows: Iterator[Listed | RowFault]) -> Iterator[Listed | RowFault]:
    seen: dict[str, int] = {}
    for row in rows:
        if isinstance(row, RowFault):
            yield row
            continue
        said = hash(tuple(row.fields().items()))
        if row.id not in seen:
            seen[row.id] = said
            yield row
        elif seen[row.id] != said:
            yield RowFault(row.origin.line, row.id, "duplicate_id")


def licence_of(source: Source, of: Format) -> str:
    """The code of what is to be said of the file's licence (group licences of notice_words()).

    What the person told about the licence stands beside it; it never takes OpenSanctions' condition away.
    """
    if of is Format.OPENSANCTIONS_CSV or _OPENSANCTIONS.search(f"{source.name} {source.licence}"):
        return "opensanctions"
    return {Format.UN: "un", Format.INTERPOL: "interpol", Format.INTERPOL_PICTURES: "interpol"}.get(
        of, "unknown"
    )
