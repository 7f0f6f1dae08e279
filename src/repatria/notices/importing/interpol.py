"""Files in the shape of INTERPOL's public notices interface: lists, details, and lists of pictures.

The shape as it is met, not as it is documented (reference/notices.md section 6): a forename of "-", a weight
of 0, years for dates, numbers for courts among the nationalities, charges in any language with CRLF. Reads
files that a member obtained lawfully; nothing here asks INTERPOL's site, which refuses programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from repatria import reference
from repatria.notices.importing.gathering import Gathering
from repatria.notices.importing.listed import Listed, Origin, Progress, RowFault, Source, Unusable
from repatria.notices.importing.streams import ObjectScan, objects, parse_object, quote
from repatria.notices.subjects import document_scheme
from repatria.screening.records import Kind

_NOTICES = re.compile(r'"notices"\s*:\s*\[')
_HREF = re.compile(r"/notices/v1/(red|yellow|un)/(?:(persons|entities)/)?([0-9]+-[0-9]+)")
_PLAIN_FACTS = (
    "place_of_birth", "distinguishing_marks", "eyes_colors_id", "hairs_id", "languages_spoken_ids",
    "un_reference", "un_reference_date", "un_resolution", "purposes", "profession", "summary",
    "additional_information", "main_activity", "father_name", "father_forename", "mother_name",
    "mother_forename", "place", "date_of_event",
)  # fmt: skip
_DOCUMENT_TYPES = ("type", "document_type", "identity_document_type", "kind")
_DOCUMENT_NUMBERS = ("number", "document_number", "identity_document_number", "value")


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures that a file lists for one notice: their ids and addresses, not the pictures themselves."""

    id: str
    pictures: tuple[tuple[str, str], ...]
    origin: Origin


def read_interpol(
    file: BinaryIO, source: Source, progress: Progress | None = None, *, colour: str = ""
) -> Iterator[Listed | RowFault]:
    """`colour` is for rows that do not say it themselves by their links."""
    for found in objects(file, source, progress):
        if isinstance(found, RowFault):
            yield found
            continue
        for row in _rows(*found):
            yield row if isinstance(row, RowFault) else _read_row(*row, source, colour)


def read_pictures(
    file: BinaryIO, source: Source, progress: Progress | None = None
) -> Iterator[Pictures | RowFault]:
    for found in objects(file, source, progress):
        if isinstance(found, RowFault):
            yield found
            continue
        line, text = found
        value = parse_object(text) or {}
        match = _HREF.search(_href(value, "notice"))
        rows = _part(value, "_embedded").get("images")
        if match is None or not isinstance(rows, list):
            yield RowFault(line, quote(text), "wrong_shape")
            continue
        pictures = tuple((str(row.get("picture_id", "")), _href(row, "self")) for row in rows if _is(row))
        entry = f"interpol-{match[1]}:{match[3].replace('-', '/')}"
        yield Pictures(entry, pictures, Origin(source, line))


def _rows(line: int, text: str) -> Iterator[tuple[int, str] | RowFault]:
    """A page of a list holds its rows; anything else is a row itself."""
    page = _NOTICES.search(text, 0, 65_536)
    if page is None:
        yield line, text
        return
    rest = text[page.end() :]
    scan = ObjectScan(line + text.count("\n", 0, page.end()))
    yield from scan.feed(rest[: _end_of_list(rest)])
    yield from scan.end()


def _end_of_list(text: str) -> int:
    """Where the array of rows is closed: the first `]` that stands outside every object and string."""
    depth, place = 0, 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', text):
        token, place = match.group(), match.end()
        if token in ("{", "["):
            depth += 1
        elif token in ("}", "]"):
            depth -= 1
            if depth < 0:
                return match.start()
    return place or len(text)


def _read_row(line: int, text: str, source: Source, colour: str) -> Listed | RowFault:
    value = parse_object(text)
    if value is None:
        return RowFault(line, quote(text), "not_json")
    try:
        return _entry(value, Origin(source, line), colour)
    except Unusable as unusable:
        return RowFault(line, quote(unusable.what or text), unusable.code)


def _entry(row: dict[str, Any], origin: Origin, told: str) -> Listed:
    if not isinstance(row.get("entity_id"), str | int):
        raise Unusable("no_id")
    link = _HREF.search(_href(row, "self"))
    colour = link[1] if link else ("un" if row.get("un_reference") else told)
    entity = "also_known_as" in row or (link is not None and link[2] == "entities")
    entry = str(row["entity_id"]).strip().replace("-", "/")
    gathering = Gathering(
        f"interpol-{colour or 'notice'}",
        entry,
        Kind.ORGANISATION if entity else Kind.PERSON,
        origin,
        colour=colour,
    )
    _names(gathering, row)
    gathering.born(row.get("date_of_birth"))
    gathering.gender(row.get("sex_id"))
    for nationality in _list(row.get("nationalities")):
        _nationality(gathering, nationality)
    gathering.fact("country_of_birth", gathering.code_of(row.get("country_of_birth_id"), "country_of_birth"))
    for field in ("height", "weight"):
        gathering.fact(field, row.get(field) or None)  # 0 is "not known"
    for field in _PLAIN_FACTS:
        gathering.fact(field, row.get(field))
    gathering.fact("picture", _href(row, "thumbnail"))
    _documents(gathering, row)
    for warrant in filter(_is, _list(row.get("arrest_warrants"))):
        issuer = _issuer(gathering, warrant.get("issuing_country_id"))
        gathering.charge(warrant.get("charge"), issuer, warrant.get("charge_translation"))
    return gathering.listed()


def _names(gathering: Gathering, row: dict[str, Any]) -> None:
    gathering.name(_joined(row, "forename", "name"))
    gathering.name(_joined(row, "forename_in_original_script", "name_in_original_script"), "original_script")
    gathering.name(
        _joined(row, "forename", "name_at_birth") if row.get("name_at_birth") else "", "name_at_birth"
    )
    for alias in _list(row.get("aliases")):
        quality = f"{alias.get('qualification')} {alias.get('quality')}" if _is(alias) else ""
        weak = "low" in quality.casefold() or "weak" in quality.casefold()
        said = alias if not _is(alias) else _joined(alias, "forename", "name")
        gathering.name(said, "alias", weak=weak)
        if _is(alias):
            original = _joined(alias, "forename_in_original_script", "name_in_original_script")
            gathering.name(original, "alias", weak=weak)
            gathering.fact("alias_birth_date", alias.get("date_of_birth"))
    for field in ("also_known_as", "formerly_known_as"):
        for name in _text(row.get(field)).split(";"):
            gathering.name(name, field)


def _joined(row: dict[str, Any], *fields: str) -> str:
    """The parts of a name that there are: a forename may be missing, null or "-"."""
    parts = (_text(row.get(field)).strip() for field in fields)
    return " ".join(part for part in parts if part.strip("-"))


def _nationality(gathering: Gathering, value: object) -> None:
    code = _text(value).strip()
    special = reference.interpol_codes()["special_country_codes"].get(code)
    if special is not None and code.isdigit():
        gathering.fact("nationality", special["en"])  # a court is no country
    else:
        gathering.country(value, "nationality")


def _issuer(gathering: Gathering, value: object) -> str:
    """The country of a warrant; a court's number, and the list of members of the European Union, become a
    fact."""
    code = _text(value).strip()
    special = reference.interpol_codes()["special_country_codes"].get(code)
    if special is not None and code.isdigit():
        gathering.fact("issued_by", special["en"])
        return ""
    if "," in code:
        gathering.fact("issued_by", code)
        return ""
    return gathering.code_of(value, "issuing_country")


def _documents(gathering: Gathering, row: dict[str, Any]) -> None:
    for document in _list(row.get("identity_documents")):
        if not _is(document):
            gathering.fact("identity_document", document)
            continue
        kind = next((_text(document[key]) for key in _DOCUMENT_TYPES if document.get(key)), "")
        number = next((document[key] for key in _DOCUMENT_NUMBERS if document.get(key)), None)
        gathering.identifier(document_scheme(kind), number)
        gathering.fact("identity_document", f"{kind} {_text(number)}".strip())


def _href(row: dict[str, Any], name: str) -> str:
    return _text(_part(_part(row, "_links"), name).get("href"))


def _part(row: dict[str, Any], key: str) -> dict[str, Any]:
    value = row.get(key)
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _is(value: object) -> bool:
    return isinstance(value, dict)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and abs(value) < 10**9 else ""
