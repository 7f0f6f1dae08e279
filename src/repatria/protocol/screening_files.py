"""Files of entries and of records (protocol/screening.md): gzip of canonical lines, piece by piece."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from repatria.protocol.canonical import Json, parse, stringify
from repatria.protocol.errors import ProtocolError
from repatria.protocol.screening import SOURCE, SUBJECT_KINDS, content_of, subject_record
from repatria.protocol.shapes import Check, fields, integer, list_of, one_of, record, string

MAX_LINES = 2_000_000
MAX_BYTES = 1_073_741_824
MAX_LINE = 1_048_576
MAX_WORDS = 16
MAX_READINGS = 10
ROLES = ("n", "i", "p", "t", "l", "d")
_PLENTY = 100_000
_GZIP = 16 + zlib.MAX_WBITS

_text = string()
_texts = list_of(_text, 0, _PLENTY)


def _rows(*names: str) -> Check:
    return list_of(record(dict.fromkeys(names, _text)), 0, _PLENTY)


_HEAD = {"v": integer(), "forms": integer(), "sources": list_of(record(SOURCE))}
_SAYS = {
    "id": string(1, 1_000),
    "kind": one_of(*SUBJECT_KINDS),
    "colour": _text,
    **dict.fromkeys(("names", "weak_names", "birth_dates", "countries", "genders"), _texts),
    "identifiers": _rows("scheme", "value"),
    "charges": _rows("country", "text", "translation"),
    "links": _rows("role", "id"),
    "facts": list_of(record({"field": _text, "values": _texts}), 0, _PLENTY),
}
_MORE = {
    "list": _text,
    "offences": _rows("code", "words", "language", "certainty"),
    "doubts": _rows("field", "text", "code"),
}
_word_texts = list_of(_text, 3, 1 + 2 * MAX_READINGS)


def _word(value: Any) -> bool:
    return _word_texts(value) and value[0] in ROLES and len(value) % 2 == 1


_ENTRY = {
    "says": record(_SAYS),
    "from": integer(),
    "line": integer(1),
    "more": record(_MORE),
    "forms": list_of(list_of(_word, 0, MAX_WORDS), 0, _PLENTY),
}


class FileEntry(NamedTuple):
    """A line of a file of entries, checked. `content`: the digest of `says`."""

    says: Json
    content: str
    source: Json
    line: int
    more: Json
    forms: list[list[list[str]]]


def head(sources: Sequence[Json] = (), forms: int = 0) -> Json:
    """The first line. forms: by which version of the analysis they are made, 0: there are none."""
    return {"v": 1, "forms": forms, "sources": list(sources)}


def pack_entries(lines: Iterable[Json]) -> Iterator[bytes]:
    """The file of a list: a `head`, then entries, held against what a reader demands.

    Raises `bad_shape`, `too_large`, `not_canonical`.
    """
    rest = iter(lines)
    first = next(rest)
    fields(first, _HEAD)
    return _pack(first, rest, lambda line: _check_entry(line, first))


def pack_records(records: Iterable[Json]) -> Iterator[bytes]:
    """The file of watched names. Raises as `pack_entries`."""
    return _pack(head(), records, _check_record)


def _pack(first: Json, rest: Iterable[Json], check: Callable[[Json], None]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, wbits=_GZIP)
    yield packer.compress(stringify(first) + b"\n")
    for line in rest:
        check(line)
        if piece := packer.compress(stringify(line) + b"\n"):
            yield piece
    yield packer.flush()


def read_entries(pieces: Iterable[bytes], expected: int) -> Iterator[FileEntry]:
    """The entries of a list's opened file, one after the other; of two with one id the first.

    Raises `bad_shape`, `unknown_version`, `too_large`, `not_canonical`.
    """
    lines = _lines(pieces)
    first = _head(lines)
    seen: set[str] = set()
    count = 0
    for line in lines:
        count += 1
        entry = _entry(line, first)
        if entry.says["id"] not in seen:
            seen.add(entry.says["id"])
            yield entry
    _demand_all(count, expected)


def read_records(pieces: Iterable[bytes], expected: int) -> Iterator[Json]:
    """The records of a file of watched names. Raises as `read_entries`."""
    lines = _lines(pieces)
    if _head(lines)["sources"]:
        raise ProtocolError("bad_shape", "sources of records")
    count = 0
    for line in lines:
        count += 1
        _check_record(line)
        yield line
    _demand_all(count, expected)


def _demand_all(count: int, expected: int) -> None:
    if count != expected:
        raise ProtocolError("bad_shape", f"{count} entries, not {expected}")


def _check_record(line: Json) -> None:
    if not subject_record(line):
        raise ProtocolError("bad_shape", "a record")


def _head(lines: Iterator[Json]) -> Json:
    first = next(lines, None)
    if first is None:
        raise ProtocolError("bad_shape", "an empty file")
    if type(first.get("v")) is not int or first["v"] != 1:
        raise ProtocolError("unknown_version")
    fields(first, _HEAD)
    return first


def _check_entry(line: Json, first: Json) -> None:
    fields(line, _ENTRY)
    says, forms = line["says"], line["forms"]
    if not says["names"] and not says["identifiers"]:
        raise ProtocolError("bad_shape", "nothing to screen")
    named = len(says["names"]) + len(says["weak_names"])
    if len(forms) != (named if first["forms"] else 0):
        raise ProtocolError("bad_shape", "forms")
    if line["from"] >= len(first["sources"]):
        raise ProtocolError("bad_shape", "from")


def _entry(line: Json, first: Json) -> FileEntry:
    _check_entry(line, first)
    source = first["sources"][line["from"]]
    return FileEntry(
        line["says"], content_of(line["says"]), source, line["line"], line["more"], line["forms"]
    )


def _lines(pieces: Iterable[bytes]) -> Iterator[Json]:
    """Each line's object. What is not gzip, or ends in the middle, is `bad_shape`."""
    rest, size, count = b"", 0, 0
    for piece in _unzipped(pieces):
        size += len(piece)
        if size > MAX_BYTES:
            raise ProtocolError("too_large", "the file")
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            count += 1
            if count > MAX_LINES:
                raise ProtocolError("too_large", "lines")
            yield parse(line)
        if len(rest) > MAX_LINE:
            raise ProtocolError("too_large", "a line")
    if rest:
        raise ProtocolError("bad_shape", "the last line has no end")


def _unzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """At most 1 MiB at a time, however small it was packed."""
    opener = zlib.decompressobj(_GZIP)
    try:
        for piece in pieces:
            waiting = piece
            while waiting:
                yield opener.decompress(waiting, MAX_LINE)
                waiting = opener.unconsumed_tail
        while tail := opener.decompress(opener.unconsumed_tail, MAX_LINE):
            yield tail
    except zlib.error as error:
        raise ProtocolError("bad_shape", "not the gzip of anything") from error
    if not opener.eof or opener.unused_data:
        raise ProtocolError("bad_shape", "not one gzip member, whole")
