"""Tables that officers have: CSV and XLSX, read row by row and written so that no cell is a formula.

Owns how a broken row is left behind: it is said with its line, and reading goes on at the next line.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import secrets
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from repatria.notices.importing import RowFault
from repatria.sdk.errors import WrongUse

Cells = Sequence[str]
NumberedRow = tuple[int, list[str]]

MOST_LINES, MOST_CHARACTERS = 50, 200_000  # of one row
_LONGEST_LINE = 4 * MOST_CHARACTERS + 1  # octets
MOST_OCTETS = 4 * 1024**3  # of a workbook once it is unpacked
# Of what the library reads at once: everything but the sheets, the shared texts above all.
MOST_OCTETS_AT_ONCE = 128 * 1024**2
_SHEETS = "xl/worksheets/"
LONGEST_CELL = 32_767  # Excel's own limit
_DELIMITERS = (",", ";", "\t", "|")
_END = ""  # no line of a file is empty: it has its end
_ZIP = b"PK\x03\x04"
# What a program for tables may take for the beginning of a formula, also in its wide forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Letters and what is said of how they are read: nobody sees the mark, and the formula behind it counts.
_HIDDEN_START = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*")


def is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == _ZIP


def count_rows(path: Path) -> int:
    """About how many rows a table has, for progress; 0 where it does not say."""
    if not is_workbook(path):
        with path.open("rb") as file:
            return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b""))
    with _workbook(path) as book:
        return int(book.worksheets[0].max_row or 0)


def read_rows(path: Path) -> Iterator[NumberedRow | RowFault]:
    """Every row that is not empty with its line, or what is wrong with it.

    Raises WrongUse (`bad_table`, `table_too_large`) for what is no table at all.
    """
    return _sheet_rows(path) if is_workbook(path) else _csv_rows(path)


def _csv_rows(path: Path) -> Iterator[NumberedRow | RowFault]:
    """A row goes on over line ends while a quotation mark is open, for MOST_LINES at most."""
    held: list[str | None] = []
    first, delimiter = 1, ""
    with path.open("rb") as file:
        for line in chain(_text_lines(file), (_END,)):
            at_end = line is _END
            if not at_end:
                held.append(line)
            while held and (taken := _whole(held) or int(at_end)):
                row = held[:taken]
                delimiter = delimiter or max(_DELIMITERS, key=(row[0] or "").count)
                yield from _row(row, first, delimiter)
                first += taken
                del held[:taken]


def _whole(held: list[str | None]) -> int:
    """How many of these lines are the next row; 0: it goes on. A row that never ends is its first line."""
    marks = size = 0
    for count, line in enumerate(held, start=1):
        if line is None:
            return 1  # no text: it can be told apart only by itself
        marks += line.count('"')
        size += len(line)
        if marks % 2 == 0:
            return count
        if count >= MOST_LINES or size > MOST_CHARACTERS:
            return 1
    return 0


def _row(lines: list[str | None], number: int, delimiter: str) -> Iterator[NumberedRow | RowFault]:
    text = [line for line in lines if line is not None]
    if len(text) < len(lines):
        yield RowFault(number, "", "bad_encoding")
    elif sum(map(len, text)) > MOST_CHARACTERS:
        yield RowFault(number, _quoted(text[0]), "row_too_large")
    elif sum(line.count('"') for line in text) % 2:
        yield RowFault(number, _quoted(text[0]), "open_quote")
    else:
        try:
            cells = next(csv.reader(text, delimiter=delimiter), [])
        except csv.Error:
            yield RowFault(number, _quoted(text[0]), "not_csv")
            return
        if any(cell.strip() for cell in cells):
            yield number, [cell.strip() for cell in cells]


def _text_lines(file: Any) -> Iterator[str | None]:
    """None for a line that is no UTF-8 (or UTF-16, where a mark says so) or too long to be held."""
    encoding = "utf-16" if file.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    file.seek(0)
    if encoding == "utf-16":
        text = file.read().decode(encoding, "replace")
        yield from text.splitlines(keepends=True)
        return
    for number, data in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b"")):
        if len(data) == _LONGEST_LINE and not data.endswith(b"\n"):
            while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass  # its beginning is enough to say that it is too long
            yield data.decode("utf-8", "replace")
            continue
        try:
            yield data.decode("utf-8-sig" if number == 0 else "utf-8")
        except UnicodeDecodeError:
            yield None


def _sheet_rows(path: Path) -> Iterator[NumberedRow | RowFault]:
    with _workbook(path) as book:
        number = 0
        try:
            with _reading():
                for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
                    cells = [_cell(value) for value in row]
                    if any(cells):
                        yield number, cells
        except _DamagedError as error:
            yield RowFault(number + 1, str(error), "not_xml")


class _DamagedError(Exception):
    """A workbook that cannot be read; its text is the class of what the library raised."""


@contextmanager
def _reading() -> Iterator[None]:
    """A damaged workbook fails in the library in many ways: as one of ours."""
    try:
        yield
    except WrongUse:
        raise
    except Exception as error:
        raise _DamagedError(type(error).__name__) from error


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    """The book, read-only; the library's remarks on styles are of no interest."""
    from openpyxl import load_workbook

    try:
        with _reading(), warnings.catch_warnings():
            with zipfile.ZipFile(path) as archive:
                _check_sizes(archive)
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True)
    except _DamagedError as error:
        raise WrongUse("bad_table", str(path)) from error
    try:
        if not book.worksheets:
            raise WrongUse("bad_table", str(path))
        yield book
    finally:
        book.close()


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Raises WrongUse (`table_too_large`) for what would grow beyond any table when it is unpacked."""
    sizes = {member.filename: member.file_size for member in archive.infolist()}
    whole = sum(size for name, size in sizes.items() if not name.startswith(_SHEETS))
    if sum(sizes.values()) > MOST_OCTETS or whole > MOST_OCTETS_AT_ONCE:
        raise WrongUse("table_too_large", str(archive.filename))


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
        case dt.date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value).strip()


def _quoted(line: str | None) -> str:
    return " ".join((line or "").split())[:80]


# Writing.


def harmless(text: str) -> str:
    """The text as a cell that no program takes for a formula: an apostrophe stands before what might be one.

    What no table can hold (control characters) is left out.
    """
    text = _UNWRITABLE.sub("", unicodedata.normalize("NFC", text))
    shown = _HIDDEN_START.sub("", text, count=1)
    if text.startswith(_FORMULA) or shown.startswith(_FORMULA):
        text = f"'{text}"
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def write_table(path: Path, sheets: Mapping[str, Iterable[Cells]]) -> None:
    """Sheets of rows, as XLSX or, by the name's end, CSV (the sheets one after another). Private to its
    owner, and there only when it is whole."""
    write = _write_csv if path.suffix.lower() == ".csv" else _write_workbook
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        write(fresh, sheets)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _write_csv(path: Path, sheets: Mapping[str, Iterable[Cells]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark lets Excel read it as UTF-8
        table = csv.writer(file)
        for rows in sheets.values():
            table.writerows([harmless(cell) for cell in row] for row in rows)


def _write_workbook(path: Path, sheets: Mapping[str, Iterable[Cells]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:31])
        for row in rows:
            cells = [WriteOnlyCell(sheet, harmless(cell)) for cell in row]
            for cell in cells:
                cell.data_type = "s"
            sheet.append(cells)
    book.save(path)


Progress = Callable[[int, int], None]  # rows done, rows in all (0: not known)
