"""Files read in pieces: their hash, their lines, and the JSON objects in them, each with its line.

Owns how a broken row is left behind: it is reported with the line on which it begins, and reading goes on at
the next row that can be told apart. No row is held that is larger than MAX_ROW; a file of any size needs no
more memory.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from repatria.notices.importing.listed import Progress, RowFault, Source

MAX_ROW = 16 * 1024 * 1024  # bytes of a line, characters of an object
_PIECE = 1024 * 1024
_QUOTED = 80
_BROKEN = re.compile("[\ud800-\udfff]")
_BRACKET = re.compile(r'["{}\[\]]')
_STRING_STOP = re.compile(r'["\\]')
_BETWEEN = re.compile(r"[\s,\[\]\ufeff]*")
_NEXT = r"\n[^\S\n]*(?=\{\s*\")|\}\s*,\s*(?=\{)"
_CLOSES = {"}": "{", "]": "["}


def measure(
    file: BinaryIO, *, name: str, taken: str = "", licence: str = "", progress: Progress | None = None
) -> Source:
    """Hash a seekable file and take it back to its beginning."""
    size = file.seek(0, 2)
    file.seek(0)
    digest, done = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        done += len(piece)
        if progress is not None:
            progress(done, size)
    file.seek(0)
    return Source(name, digest.hexdigest(), size, taken, licence)


def quote(text: str) -> str:
    """The beginning of a row, for people."""
    return " ".join(_BROKEN.sub("\ufffd", text[: _QUOTED * 2]).split())[:_QUOTED]


def parse_object(text: str) -> dict[str, Any] | None:
    """The JSON object that a text is, None where it is none; control characters in strings are let pass."""
    try:
        value = json.loads(text, strict=False, parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def pieces(file: BinaryIO, source: Source, progress: Progress | None) -> Iterator[str]:
    """The text of a file from its beginning; bytes that are no UTF-8 (or UTF-16, where a mark says so) become
    lone surrogates, which `broken` finds."""
    file.seek(0)
    first = file.read(2)
    file.seek(0)
    utf16 = first in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    decoder = codecs.getincrementaldecoder("utf-16" if utf16 else "utf-8")(
        "replace" if utf16 else "surrogateescape"
    )
    done = 0
    while piece := file.read(_PIECE):
        done += len(piece)
        yield decoder.decode(piece)
        if progress is not None:
            progress(done, source.size)
    yield decoder.decode(b"", final=True)


def broken(text: str) -> bool:
    return _BROKEN.search(text) is not None


def lines(file: BinaryIO, source: Source, progress: Progress | None) -> Iterator[tuple[int, str] | RowFault]:
    """The lines of a file with their numbers, without their ends; a mark of byte order is left out."""
    held, number, skipping = "", 1, False
    for piece in pieces(file, source, progress):
        *whole, held = (held + piece).split("\n")
        for line in whole:
            if not skipping:
                yield _line(number, line)
            number, skipping = number + 1, False
        if len(held) > MAX_ROW:
            if not skipping:
                yield RowFault(number, quote(held), "row_too_large")
            held, skipping = "", True
    if held and not skipping:
        yield _line(number, held)


def _line(number: int, line: str) -> tuple[int, str] | RowFault:
    if len(line) > MAX_ROW:
        return RowFault(number, quote(line), "row_too_large")
    if broken(line):
        return RowFault(number, quote(line), "bad_encoding")
    return number, line.rstrip("\r").removeprefix("\ufeff")


def objects(
    file: BinaryIO, source: Source, progress: Progress | None
) -> Iterator[tuple[int, str] | RowFault]:
    """The text of each outermost JSON object of a file, one after another, in an array, or one to a line."""
    scan = ObjectScan()
    for piece in pieces(file, source, progress):
        yield from scan.feed(piece)
    yield from scan.end()


class ObjectScan:
    """Finds the objects in a text that comes in pieces; `line` is the number of the line it begins with."""

    def __init__(self, line: int = 1) -> None:
        self._text = ""
        self._at = 0  # what stands before it is done
        self._line = line
        self._indent: str | None = None  # of the rows, where they begin on lines of their own
        self._lost = False  # inside a row that was given up
        self._in_vain = 0  # characters looked through for rows that had to be given up

    def feed(self, piece: str) -> Iterator[tuple[int, str] | RowFault]:
        self._text = self._text[self._at :] + piece
        self._at = 0
        if len(piece) * 2 < len(self._text) < MAX_ROW:
            return  # in the middle of a large object: looked at again at its largest, or at the end
        yield from self._found(at_end=False)

    def end(self) -> Iterator[tuple[int, str] | RowFault]:
        yield from self._found(at_end=True)

    def _found(self, *, at_end: bool) -> Iterator[tuple[int, str] | RowFault]:
        while self._at < len(self._text):
            if self._lost and not self._next_row():
                return
            self._skip_between()
            if self._at == len(self._text):
                return
            end = self._end_of_row()
            if end > 0:
                yield self._row(self._text[self._at : end])
                self._drop(end - self._at)
            elif end < 0:
                yield self._give_up("not_json", -end)
            elif at_end:
                yield self._give_up("truncated", len(self._text))
            elif len(self._text) - self._at > MAX_ROW:
                yield self._give_up("row_too_large", len(self._text))
            else:
                return

    def _end_of_row(self) -> int:
        """As _end_of_object. Where so much was looked through in vain that no file can mean it, a row that
        goes on where the next one seems to begin is at fault: else each would cost all that come after it."""
        if not self._text.startswith("{", self._at):
            return -self._at - 1
        if self._in_vain <= MAX_ROW:
            return _end_of_object(self._text, self._at, len(self._text))
        following = self._following().search(self._text, self._at + 1)
        limit = following.end() if following else len(self._text)
        end = _end_of_object(self._text, self._at, limit)
        return end if end or following is None else -limit

    def _skip_between(self) -> None:
        between = _BETWEEN.match(self._text, self._at)
        if between is not None and between.group():
            _before, newline, indent = between.group().rpartition("\n")
            self._indent = indent if newline and not indent.strip() else None
            self._drop(between.end() - self._at)

    def _row(self, text: str) -> tuple[int, str] | RowFault:
        if len(text) > MAX_ROW:
            return RowFault(self._line, quote(text), "row_too_large")
        if broken(text):
            return RowFault(self._line, quote(text), "bad_encoding")
        return self._line, text

    def _give_up(self, code: str, seen: int) -> RowFault:
        fault = RowFault(self._line, quote(self._text[self._at : self._at + 2 * _QUOTED]), code)
        self._in_vain += seen - self._at
        self._lost = True
        self._drop(1)
        return fault

    def _next_row(self) -> bool:
        """Go to where the next row seems to begin."""
        following = self._following().search(self._text, self._at)
        if following is None:
            self._drop(len(self._text) - self._at - _QUOTED)
            return False
        self._lost = False
        self._drop(following.end() - self._at)
        return True

    def _following(self) -> re.Pattern[str]:
        """A line indented like this one, or an object after a comma."""
        return re.compile(_NEXT if self._indent is None else rf"\n{self._indent}(?=\{{)")

    def _drop(self, count: int) -> None:
        if count > 0:
            self._line += self._text.count("\n", self._at, self._at + count)
            self._at += count


def _end_of_object(text: str, start: int, limit: int) -> int:
    """Where the object that starts there ends; 0 when the limit comes first, and where brackets cross that
    place, negative."""
    open_brackets: list[str] = []
    place = start
    while (match := _BRACKET.search(text, place, limit)) is not None:
        bracket, place = match.group(), match.end()
        if bracket == '"':
            place = _end_of_string(text, place, limit)
            if not place:
                return 0
        elif bracket in "{[":
            open_brackets.append(bracket)
        elif open_brackets.pop() != _CLOSES[bracket]:
            return -place
        elif not open_brackets:
            return place
    return 0


def _end_of_string(text: str, place: int, limit: int) -> int:
    """Behind the quotation mark that ends the string in which `place` is; 0 when the limit comes first."""
    while (match := _STRING_STOP.search(text, place, limit)) is not None:
        if match.group() == '"':
            return match.end()
        place = match.end() + 1
    return 0
