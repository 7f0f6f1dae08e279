"""The United Nations Security Council's consolidated list, as XML.

Each INDIVIDUAL and ENTITY is cut out of the text and parsed alone: a broken one is reported and the next is
read, and no document type, entity or other file can reach the parser (a file that declares one is refused).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import BinaryIO

from repatria.notices.importing.gathering import Gathering
from repatria.notices.importing.listed import Listed, Origin, Progress, RowFault, Source, Unusable
from repatria.notices.importing.streams import MAX_ROW, broken, pieces, quote
from repatria.notices.subjects import document_scheme
from repatria.screening.records import Kind

_TAG = re.compile(r"<(/?)(INDIVIDUAL|ENTITY)(?:\s[^<>]*)?>")
_FORBIDDEN = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_OVERLAP = 200  # characters kept between pieces, so that no tag is cut in two
_MOST_YEARS = 15  # of a birth between two years, that are each taken
_GIVEN = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_NO_FACTS = frozenset(
    {*_GIVEN, "NAME_ORIGINAL_SCRIPT", "NATIONALITY", "GENDER", "SORT_KEY", "SORT_KEY_LAST_MOD"}
)


def read_un(file: BinaryIO, source: Source, progress: Progress | None = None) -> Iterator[Listed | RowFault]:
    for found in _segments(file, source, progress):
        if isinstance(found, RowFault):
            yield found
        else:
            yield _read_segment(*found, source)


def _segments(
    file: BinaryIO, source: Source, progress: Progress | None
) -> Iterator[tuple[int, str] | RowFault]:
    """The text of each entry, with its line."""
    text, line = "", 1
    for piece in pieces(file, source, progress):
        text += piece
        if _FORBIDDEN.search(text):
            yield RowFault(line, "<!", "forbidden_xml")
            return
        done = 0
        for start, end, code in _cut(text):
            line += text.count("\n", done, start)
            done = start
            if code == "open":
                break
            yield RowFault(line, quote(text[start:end]), code) if code else (line, text[start:end])
            line += text.count("\n", start, end)
            done = end
        else:
            kept = max(done, len(text) - _OVERLAP)
            line += text.count("\n", done, kept)
            done = kept
        if len(text) - done > MAX_ROW:
            yield RowFault(line, quote(text[done:]), "row_too_large")
            line += text.count("\n", done, len(text) - _OVERLAP)
            done = len(text) - _OVERLAP
        text = text[done:]
    opened = next((start for start, _end, code in _cut(text) if code == "open"), None)
    if opened is not None:
        yield RowFault(line + text.count("\n", 0, opened), quote(text[opened:]), "truncated")


def _cut(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each entry begins and ends; code not_xml where the next begins before it ended, open at the
    last."""
    opened: re.Match[str] | None = None
    for tag in _TAG.finditer(text):
        closes, name = tag.groups()
        if not closes:
            if opened is not None:
                yield opened.start(), tag.start(), "not_xml"
            opened = tag
        elif opened is not None:
            yield opened.start(), tag.end(), "" if name == opened[2] else "not_xml"
            opened = None
    if opened is not None:
        yield opened.start(), len(text), "open"


def _read_segment(line: int, text: str, source: Source) -> Listed | RowFault:
    if broken(text):
        return RowFault(line, quote(text), "bad_encoding")
    entry = _parse(text)
    if entry is None:
        return RowFault(line, quote(text), "not_xml")
    try:
        return _entry(entry, Origin(source, line))
    except Unusable as unusable:
        return RowFault(line, quote(unusable.what or text), unusable.code)


def _parse(text: str) -> ET.Element | None:
    """The element, or None. A text that begins with an element can hold no document type, so there are no
    entities but the five of XML, and nothing that could grow or be fetched."""
    try:
        return ET.fromstring(text)  # noqa: S314
    except (ET.ParseError, ValueError):
        return None


def _entry(row: ET.Element, origin: Origin) -> Listed:
    person = row.tag == "INDIVIDUAL"
    entry = _text(row, "REFERENCE_NUMBER") or _text(row, "DATAID")
    kind = Kind.PERSON if person else Kind.ORGANISATION
    gathering = Gathering("un-consolidated", entry, kind, origin, colour="un")
    gathering.name(" ".join(filter(None, (_text(row, part) for part in _GIVEN))))
    gathering.name(_text(row, "NAME_ORIGINAL_SCRIPT"), "original_script")
    for alias in row.iter(f"{row.tag}_ALIAS"):
        weak = _text(alias, "QUALITY").casefold() == "low"
        for name in _text(alias, "ALIAS_NAME").split(";"):
            gathering.name(name, "alias", weak=weak)
    gathering.gender(_text(row, "GENDER"))
    for nationality in row.findall("NATIONALITY/VALUE"):
        gathering.country(nationality.text, "nationality")
    for birth in row.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        _born(gathering, birth)
    for document in row.findall("INDIVIDUAL_DOCUMENT"):
        _document(gathering, document)
    if not person:
        for address in row.findall("ENTITY_ADDRESS"):
            gathering.country(_text(address, "COUNTRY"), "address")
    _facts(gathering, row)
    return gathering.listed()


def _born(gathering: Gathering, birth: ET.Element) -> None:
    gathering.born(_text(birth, "DATE"))
    if not _text(birth, "DATE"):
        gathering.born(_text(birth, "YEAR"))
    first, last = _text(birth, "FROM_YEAR"), _text(birth, "TO_YEAR")
    gathering.born(first)
    gathering.born(last)
    if first.isascii() and last.isascii() and first.isdigit() and last.isdigit() and len(first + last) == 8:
        for year in range(int(first) + 1, min(int(last), int(first) + _MOST_YEARS)):
            gathering.born(str(year))
    gathering.fact("birth_date_is", _text(birth, "TYPE_OF_DATE"))


def _document(gathering: Gathering, document: ET.Element) -> None:
    kind = " ".join(filter(None, (_text(document, "TYPE_OF_DOCUMENT"), _text(document, "TYPE_OF_DOCUMENT2"))))
    number = _text(document, "NUMBER")
    if number.casefold() != "na":
        gathering.identifier(document_scheme(kind), number)
    country = _text(document, "ISSUING_COUNTRY") or _text(document, "COUNTRY_OF_ISSUE")
    gathering.fact("document", " ".join(filter(None, (kind, number, country, _text(document, "NOTE")))))


def _facts(gathering: Gathering, row: ET.Element) -> None:
    """Every other child: its text, or the texts in it one after another (an address, a place of birth)."""
    for child in row:
        if child.tag in _NO_FACTS or child.tag.endswith(("_ALIAS", "_DOCUMENT", "_DATE_OF_BIRTH")):
            continue
        for value in child.findall("VALUE") or [child]:
            texts = (" ".join(text.split()) for text in value.itertext())
            gathering.fact(child.tag.lower(), ", ".join(filter(None, texts)))


def _text(node: ET.Element, tag: str) -> str:
    return " ".join((node.findtext(tag) or "").split())
