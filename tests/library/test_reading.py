"""Text page by page of every type, and the refusal of what is something else, sealed, armed or broken."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from repatria.library.reading import TYPES, FileRefused, read_file
from repatria.library.reading.plain import read_plain
from repatria.library.reading.right_to_left import Piece, in_reading_order, plain_letters
from tests.library.files import (
    DOCX,
    EPUB,
    ODT,
    PDF,
    PPTX,
    XLSX,
    archive,
    armed_pdf,
    docx,
    drawn_pdf,
    epub,
    odt,
    paragraph,
    pdf,
    pptx,
    xlsx,
)

BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
CELLS = (
    '<row><c t="s"><v>1</v></c><c><v>723000000</v></c><c t="inlineStr"><is><t>Bern</t></is></c></row>'
    '<row><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row>'
)
LONG = "استرداد الموجودات " * 200

READ = {
    "pdf": (PDF, pdf(["Freezing order", "Second page"]), ("Freezing order", "Second page")),
    "a pdf that forbids printing": (PDF, pdf(["Open to all"], owner="secret"), ("Open to all",)),
    "a pdf of a picture": (PDF, pdf([""]), ("",)),
    "a pdf with a link": (PDF, armed_pdf("/URI", "click"), ("",)),
    "docx": (
        DOCX,
        docx(
            paragraph("One &amp; two")
            + BREAK
            + paragraph("Three")
            + "<w:p><w:del><w:delText>gone</w:delText></w:del></w:p>"
        ),
        ("One & two", "Three"),
    ),
    "docx without breaks": (
        DOCX,
        docx(paragraph("a" * 2_999) + paragraph("b") + paragraph("c")),
        (f"{'a' * 2_999}", "b\nc"),
    ),
    "pptx": (PPTX, pptx(["Title", "", "Last"], "Say this"), ("Title\nSay this", "", "Last")),
    "xlsx": (XLSX, xlsx(CELLS, ["unused", "Abacha"]), ("Returns\nAbacha 723000000 Bern",)),
    "odt": (
        ODT,
        odt("<text:h>Head</text:h><text:p>A<text:tab/>b</text:p><text:soft-page-break/><text:p>C</text:p>"),
        ("Head\nA b", "C"),
    ),
    "epub": (EPUB, epub(["Chapter&nbsp;one", "Two"]), ("Chapter one", "Two")),
    "text": ("text/plain", "Gel des avoirs\fDeuxième page".encode(), ("Gel des avoirs", "Deuxième page")),
    "text of Windows": ("text/plain", "séquestre".encode("cp1252"), ("séquestre",)),
    "text in UTF-16": ("text/csv", "país;plazo".encode("utf-16"), ("país;plazo",)),
    "one long line": ("text/markdown", LONG.encode(), (f"{LONG[:1_997]}\n{LONG[1_998:].strip()}",)),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff\xe0JFIF", ()),
    "mp4": ("video/mp4", b"\0\0\0\x18ftypisom", ()),
    "mp3": ("audio/mpeg", b"\xff\xfb\x90\x00", ()),
}


@pytest.mark.parametrize("name", READ)
def test_text_is_read_page_by_page(name: str, tmp_path: Path) -> None:
    media_type, octets, pages = READ[name]
    (tmp_path / "file").write_bytes(octets)
    assert read_file(tmp_path / "file", media_type) == pages


# As Chromium and LibreOffice write them: letters as the forms that they take, drawn from the left.
FREEZING = "\ufe97\ufea0\ufee4\ufef4\ufeaa"  # tajmid
THE_FUNDS = "\ufe8d\ufef7\ufee3\ufeee\ufe8d\ufedd"  # al-amwal, with the ligature of lam and alef
DRAWN = {
    "pieces from the left": [(50, THE_FUNDS[::-1]), (150, " 30 "), (200, FREEZING[::-1])],
    "pieces from the right": [(200, FREEZING[::-1]), (150, " 30 "), (50, THE_FUNDS[::-1])],
}


@pytest.mark.parametrize("name", DRAWN)
def test_arabic_is_read_from_a_pdf_as_it_is_written(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(drawn_pdf([[DRAWN[name]], [[(50, "Annexe 2")]]]))
    assert read_file(tmp_path / "file", PDF) == ("تجميد 30 الأموال", "Annexe 2")


def test_signs_and_brackets_of_a_line_from_the_right_stand_where_they_are_written() -> None:
    """As Chromium draws «الرسمي (MROS) في بيرن.»: a word in Latin letters between two that are not."""
    drawn = [("( في بيرن.", 51), ("MROS", 123), (") ", 171), ("الرسمي", 171), ("\n", 0), ("Bern ب", 9)]
    said = in_reading_order(Piece(text, left) for text, left in drawn)
    assert said == "الرسمي (MROS) في بيرن.\nBern ب"
    assert plain_letters("\ufefb \ufe8d\ufe70\ufe8f \ufb01n") == "لا ا\u064bب fin"


def sealed(members: dict[str, str | bytes]) -> bytes:
    """As if each member were sealed under a password: the flag is set, in both places where it stands."""
    octets = bytearray(archive(members))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = octets.find(mark)
        while start >= 0:
            octets[start + place] |= 1
            start = octets.find(mark, start + 1)
    return bytes(octets)


def understated() -> bytes:
    """A text of 80 MB whose directory says 10 octets."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b" " * (80 << 20))
    octets = bytearray(packed.getvalue())
    start = octets.rfind(b"PK\x01\x02")
    octets[start + 24 : start + 28] = struct.pack("<I", 10)
    return bytes(octets)


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    '<w:document xmlns:w="w"><w:t>&b;</w:t></w:document>'
)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")

REFUSED = {
    "a page of the web called pdf": (
        PDF,
        b"\n<!DOCTYPE html><title>%PDF-</title>",
        "wrong_type",
        "text/html",
    ),
    "a program called pdf": (PDF, b"MZ\x90\0", "wrong_type", "application/x-msdownload"),
    "a docx called pdf": (PDF, docx(""), "wrong_type", DOCX),
    "a pdf called docx": (DOCX, pdf(["x"]), "wrong_type", PDF),
    "a page of the web called text": ("text/plain", b"<html>", "wrong_type", "text/html"),
    "octets called text": ("text/plain", b"a\0b", "wrong_type", "application/octet-stream"),
    "octets called text further on": (
        "text/plain",
        b"a" * 5_000 + b"\0",
        "wrong_type",
        "application/octet-stream",
    ),
    "an archive called docx": (DOCX, archive({"a": "b"}), "wrong_type", "application/zip"),
    "an old doc called docx": (DOCX, OLE + bytes(600), "wrong_type", "application/x-ole-storage"),
    "nothing": (PDF, b"", "wrong_type", "application/x-empty"),
    "svg called png": ("image/png", b"<?xml version='1.0'?><svg/>", "wrong_type", "application/xml"),
    "a sealed pdf": (PDF, pdf(["x"], password="secret"), "encrypted_file", ""),
    "a sealed docx": (DOCX, OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted_file", ""),
    "a sealed archive": (
        DOCX,
        sealed({"[Content_Types].xml": "<Types/>", "word/document.xml": "x"}),
        "encrypted_file",
        "",
    ),
    "a sealed odt": (ODT, odt("", "<manifest><encryption-data/></manifest>"), "encrypted_file", ""),
    "macros": (DOCX, docx("", **{"word/vbaProject.bin": b"x"}), "has_macros", ""),
    "a type with macros": (
        DOCX,
        docx("", **{"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}),
        "has_macros",
        "",
    ),
    "a script in a pdf": (PDF, pdf(["x"], script="app.alert(1)"), "has_macros", ""),
    "a script behind a link's action": (PDF, armed_pdf("/JavaScript", "open", after=True), "has_macros", ""),
    "a script by reference": (PDF, armed_pdf("/JavaScript", "open", referred=True), "has_macros", ""),
    "a script of a page": (PDF, armed_pdf("/JavaScript", "page"), "has_macros", ""),
    "a program behind a click": (PDF, armed_pdf("/Launch", "click"), "has_macros", ""),
    "a broken pdf": (PDF, b"%PDF-1.7\n%%EOF", "unreadable_file", None),
    "half a pdf": (PDF, pdf(["x"])[:300], "unreadable_file", None),
    "half an archive": (DOCX, docx(paragraph("x"))[:200], "unreadable_file", None),
    "a bomb": (DOCX, docx(" " * (65 << 20)), "unreadable_file", "unpacks to too much"),
    "a bomb that understates itself": (DOCX, understated(), "unreadable_file", None),
    "entities": (
        DOCX,
        docx("", **{"word/document.xml": LAUGHS}),
        "unreadable_file",
        "XML with a document type",
    ),
    "no chapters": (EPUB, archive({"mimetype": EPUB}), "unreadable_file", None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_what_it_says_or_cannot_be_read_is_refused(name: str, tmp_path: Path) -> None:
    media_type, octets, code, found = REFUSED[name]
    (tmp_path / "file").write_bytes(octets)
    with pytest.raises(FileRefused) as refused:
        read_file(tmp_path / "file", media_type)
    assert refused.value.code == code
    assert found is None or refused.value.found == found


def test_a_page_that_cannot_be_read_does_not_lose_the_others(tmp_path: Path) -> None:
    whole = pdf(["First", "Second", "Third"])
    (tmp_path / "file").write_bytes(
        whole.replace(b"(Second)", b"(Second", 1).replace(b"/F1 12 Tf", b"/F1 .. Tf", 1)
    )
    pages = read_file(tmp_path / "file", PDF)
    assert len(pages) == 3
    assert pages[2] == "Third"


def test_more_than_the_bounds_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repatria.library.reading.MOST_CHARACTERS", 25)
    monkeypatch.setattr("repatria.library.reading.MOST_OF_A_PAGE", 10)
    (tmp_path / "file").write_text("\f".join(["123456789012"] * 4))
    assert read_file(tmp_path / "file", "text/plain") == ("1234567890", "1234567890", "12345")
    monkeypatch.setattr("repatria.library.reading.MOST_PAGES", 2)
    assert len(read_file(tmp_path / "file", "text/plain")) == 2


def test_a_table_of_very_many_short_lines_takes_little_memory() -> None:
    """Line by line: as a list those of the largest file did not fit into the process that reads it."""
    octets = b"a;b\n" * 200_000
    tracemalloc.start()
    first = next(read_plain(io.BytesIO(octets)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert first.startswith("a;b\na;b")
    assert most < 8 * len(octets)


def test_every_type_of_the_specification_is_told_apart(tmp_path: Path) -> None:
    asked = {media_type for media_type, _, _ in READ.values()}
    assert asked <= TYPES
    assert len(TYPES) == 15
    for media_type, _, _ in READ.values():
        for other, octets, _ in READ.values():
            (tmp_path / "file").write_bytes(octets)
            if media_type.startswith("text/") and other.startswith("text/"):
                continue
            if other != media_type:
                with pytest.raises(FileRefused, match="wrong_type"):
                    read_file(tmp_path / "file", media_type)
