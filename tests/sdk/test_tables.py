"""Tables that officers have: what is read of them and said of their rows, and that no cell is a formula."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from repatria.notices.importing import RowFault
from repatria.screening.records import Identifier, Kind
from repatria.sdk import WrongUse
from repatria.sdk.columns import Asked, Columns
from repatria.sdk.tables import (
    MOST_CHARACTERS,
    MOST_OCTETS_AT_ONCE,
    count_rows,
    harmless,
    read_rows,
    write_table,
)


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path) -> list[tuple[int, list[str]] | tuple[int, str]]:
    return [(row.line, row.code) if isinstance(row, RowFault) else row for row in read_rows(path)]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_rows_come_with_their_lines_whatever_divides_them(tmp_path: Path, mark: str) -> None:
    table = written(
        tmp_path / "t.csv", f"\ufeffname{mark}born\n\nAda{mark}1961\n" + f'"Bo\nCy"{mark}\nDi{mark}1'
    )
    assert read(table) == [(1, ["name", "born"]), (3, ["Ada", "1961"]), (4, ["Bo\nCy", ""]), (6, ["Di", "1"])]


def test_a_broken_row_is_said_with_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = [b"name,born", b"\xff\xfe,1961", b'"never closed,1961', b"Ada,1961", b"x" * (5 * MOST_CHARACTERS)]
    table = written(tmp_path / "t.csv", b"\n".join([*rows, *[b"Bo,1"] * 60, b'Cy "the cat,2']))
    found = read(table)
    assert found[:5] == [
        (1, ["name", "born"]), (2, "bad_encoding"), (3, "open_quote"), (4, ["Ada", "1961"]),
        (5, "row_too_large"),
    ]  # fmt: skip
    assert found[5:] == [*((line, ["Bo", "1"]) for line in range(6, 66)), (66, "open_quote")]


def workbook(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["name", "born"], ["Ada", dt.date(1961, 4, 2)], ["Bo", 1970]):
        sheet.append(row)
    book.save(folder / "t.xlsx")
    return folder / "t.xlsx"


def test_a_workbook_is_read_like_any_table(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["name", "born", "ref"], ["Ada", dt.date(1961, 4, 2), 7.0], [], ["Bo", 1970, None]):
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    assert read(tmp_path / "t.xlsx") == [
        (1, ["name", "born", "ref"]), (2, ["Ada", "1961-04-02", "7"]), (4, ["Bo", "1970", ""])
    ]  # fmt: skip
    assert count_rows(tmp_path / "t.xlsx") == 4


def test_what_only_looks_like_a_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="bad_table"):
        read(written(tmp_path / "t.xlsx", b"PK\x03\x04 and nothing else"))


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The workbook with other parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_workbook_that_would_grow_without_end_is_refused_unread(tmp_path: Path) -> None:
    texts = b"<si><t>a</t></si>" * (MOST_OCTETS_AT_ONCE // 17 + 1)
    path = repacked(workbook(tmp_path), lambda parts: parts.update({"xl/sharedStrings.xml": texts}))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(WrongUse, match="table_too_large"):
        read(path)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("[Content_Types].xml", b"ContentType=", b"Content="),
        ("[Content_Types].xml", b"sheet.main", b"sheet.other"),
        ("xl/worksheets/sheet1.xml", b"summaryBelow", b"below"),
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><row r='x'>"),
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
    ],
)
def test_a_damaged_workbook_is_said_to_be_one(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    path = workbook(tmp_path)

    def damage(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    repacked(path, damage)
    assert what_is_wrong(path) in ("bad_table", "not_xml")


def what_is_wrong(path: Path) -> str:
    """Of the table, or of the last row that could be told apart."""
    try:
        return str(read(path)[-1][1])
    except WrongUse as refused:
        return refused.code


@pytest.mark.parametrize("at", range(60, 3_000, 97))
def test_a_turned_octet_stops_nothing(tmp_path: Path, at: int) -> None:
    path = workbook(tmp_path)
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 0x55
    path.write_bytes(data)
    with contextlib.suppress(WrongUse):
        read(path)


DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u200b=1", "＝1", "\n=1", "\x00=1")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_never_begins_what_could_be_a_formula(tmp_path: Path, text: str) -> None:
    assert harmless(text).startswith("'")
    for name in ("t.csv", "t.xlsx"):
        write_table(tmp_path / name, {"Leads": [[text, "Ada"]]})
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.reader(file)
    assert (row[0][0], row[1]) == ("'", "Ada")
    ((cell, plain),) = load_workbook(tmp_path / "t.xlsx")["Leads"].iter_rows()
    assert (cell.data_type, str(cell.value)[0], plain.value) == ("s", "'", "Ada")


def test_a_table_is_its_owners_alone_and_never_there_in_part(tmp_path: Path) -> None:
    def rows() -> list[list[str]]:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_table(tmp_path / "t.csv", {"": (row for _ in [0] for row in rows())})
    assert list(tmp_path.iterdir()) == []
    write_table(tmp_path / "t.csv", {"": [["Ada"]]})
    assert (tmp_path / "t.csv").stat().st_mode & 0o777 == 0o600


def ask(header: str, *cells: str, **named: str) -> Asked | RowFault:
    return Columns(header.split(","), named, Kind.PERSON).ask(2, cells)


@pytest.mark.parametrize(
    ("header", "kind", "gender", "country"),
    [
        ("Full name,Date of birth,Nationality,Sex,Type,Passport", "person", "female", "Kenya"),
        (
            "Nom et prénom,Date de naissance,Nationalité,Sexe,Type,Passeport",
            "Personne physique",
            "Femme",
            "KEN",
        ),
        ("Nombre completo,Fecha de nacimiento,Nacionalidad,Sexo,Tipo,Pasaporte", "persona", "mujer", "Kenia"),
        ("الاسم الكامل,تاريخ الميلاد,الجنسية,الجنس,النوع,جواز السفر", "شخص", "أنثى", "كينيا"),
    ],
)
def test_columns_are_known_in_four_languages(header: str, kind: str, gender: str, country: str) -> None:
    found = ask(header, "Ada Inkpen", "02.04.1961", country, gender, kind, "A 123")
    assert isinstance(found, Asked)
    subject = found.subject
    assert (subject.kind, subject.names, subject.birth_dates) == (
        Kind.PERSON,
        ("Ada Inkpen",),
        ("1961-04-02",),
    )
    assert (subject.countries, subject.genders) == (("KE",), ("female",))
    assert subject.identifiers == (Identifier("passport", "A 123"),)
    assert found.notes == ()


def test_a_column_can_be_named_and_names_can_be_in_parts() -> None:
    found = ask("Kunde,First name,Surname,Aliases", "C-7", "Ada", "Inkpen", "A. Inkpen; Ada I.", id="kunde")
    assert isinstance(found, Asked)
    assert (found.label, found.subject.names) == ("C-7", ("Ada Inkpen", "A. Inkpen", "Ada I."))
    for header, named, code in (("Kunde,Ort", {}, "no_columns"), ("Name", {"id": "Ort"}, "no_such_column")):
        with pytest.raises(WrongUse, match=code):
            Columns(header.split(","), named, Kind.PERSON)


def test_what_a_cell_cannot_mean_is_left_out_and_said() -> None:
    header = "name,dob,country,sex,kind"
    found = ask(header, "Ada", "1961-02-30; 03/04/1970", "Atlantis", "?", "ghost")
    assert isinstance(found, Asked)
    assert found.subject.birth_dates == ("1970",)  # 3 April or 4 March
    assert (found.subject.countries, found.subject.genders) == ((), ())
    assert [note.code for note in found.notes] == [
        "bad_kind", "bad_date", "date_ambiguous", "bad_country", "bad_gender"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("", "1961"), "no_name"),
        (("Inkpen", "Ada", "1961"), "too_many_cells"),
        (("\u200b", ""), "no_name"),
        (("\U0001f600", ""), "no_name"),
    ],
)
def test_a_row_that_cannot_be_told_apart_is_not_asked(cells: tuple[str, ...], code: str) -> None:
    found = ask("name,dob", *cells)
    assert isinstance(found, RowFault)
    assert (found.line, found.code) == (2, code)
