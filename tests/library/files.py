"""Files as their programs would write them, as small as they can be."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from pypdf import PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{OFFICE}.wordprocessingml.document"
PPTX = f"{OFFICE}.presentationml.presentation"
XLSX = f"{OFFICE}.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
EPUB = "application/epub+zip"
PDF = "application/pdf"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPES = "<Types/>"


def archive(members: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return packed.getvalue()


def pdf(
    pages: Sequence[str], *, password: str | None = None, owner: str | None = None, script: str = ""
) -> bytes:
    """`owner` alone seals what may be done with it, and not the reading."""
    writer = PdfWriter()
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")}
    )
    font[NameObject("/BaseFont")] = NameObject("/Helvetica")
    fonts = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    for text in pages:
        page = writer.add_blank_page(600, 800)
        page[NameObject("/Resources")] = fonts
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if script:
        writer.add_open_action(JavaScript(script))
    if password is not None or owner is not None:
        writer.encrypt(password or "", owner, algorithm="AES-256")
    octets = io.BytesIO()
    writer.write(octets)
    return octets.getvalue()


def armed_pdf(kind: str, place: str, *, after: bool = False, referred: bool = False) -> bytes:
    """An action of that kind at the document's (`open`) or the page's beginning, or under a click (`click`).

    `after`: it follows on a harmless one; `referred`: its kind stands elsewhere in the file.
    """
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    name = NameObject(kind)
    said = DictionaryObject({NameObject("/S"): writer._add_object(name) if referred else name})
    if after:
        said = DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/Next"): said})
    if place == "open":
        writer._root_object[NameObject("/OpenAction")] = said
    elif place == "page":
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): said})
    else:
        link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): said})
        page[NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    octets = io.BytesIO()
    writer.write(octets)
    return octets.getvalue()


class _Glyphs:
    """Two octets for each letter of a font: what they stand for, its table says."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def shown(self, text: str) -> str:
        return "".join(f"{self._number.setdefault(one, len(self._number) + 3):04X}" for one in text)

    @property
    def table(self) -> bytes:
        rows = "".join(
            f"<{number:04X}> <{one.encode('utf-16-be').hex()}>\n" for one, number in self._number.items()
        )
        head = "/CMapName /F def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange"
        return f"begincmap {head} {len(self._number)} beginbfchar\n{rows}endbfchar endcmap".encode()


def drawn_pdf(pages: Sequence[Sequence[Sequence[tuple[int, str]]]]) -> bytes:
    """Of each page its lines, of each line what is drawn at which place from the left: glyphs in the order in
    which they are seen, as programs write Arabic.
    """
    writer, glyphs = PdfWriter(), _Glyphs()
    name = NameObject
    font = DictionaryObject({name("/Type"): name("/Font"), name("/Subtype"): name("/Type0")})
    font |= {name("/BaseFont"): name("/ABCDEF+Naskh"), name("/Encoding"): name("/Identity-H")}
    fonts = DictionaryObject({name("/Font"): DictionaryObject({name("/F1"): writer._add_object(font)})})
    for lines in pages:
        page = writer.add_blank_page(600, 800)
        page[name("/Resources")] = fonts
        stream = DecodedStreamObject()
        pieces = [
            f"BT /F1 12 Tf 1 0 0 1 {left} {700 - 30 * n} Tm <{glyphs.shown(text)}> Tj ET"
            for n, line in enumerate(lines)
            for left, text in line
        ]
        stream.set_data("\n".join(pieces).encode())
        page[name("/Contents")] = writer._add_object(stream)
    table = DecodedStreamObject()
    table.set_data(glyphs.table)
    font[name("/ToUnicode")] = writer._add_object(table)
    octets = io.BytesIO()
    writer.write(octets)
    return octets.getvalue()


def docx(body: str, **more: str | bytes) -> bytes:
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    return archive({"[Content_Types].xml": _TYPES, "word/document.xml": document, **more})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _relations(*targets: str) -> str:
    listed = "".join(f'<Relationship Id="r{n}" Target="{each}"/>' for n, each in enumerate(targets, 1))
    return f"<Relationships>{listed}</Relationships>"


def pptx(slides: Sequence[str], notes: str) -> bytes:
    """The slides are stored in the other order; the first one has notes."""
    order = "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in range(1, len(slides) + 1))
    files = [f"slides/slide{len(slides) - n}.xml" for n in range(len(slides))]
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "ppt/presentation.xml": f'<p:presentation xmlns:p="p" {_R}>{order}</p:presentation>',
        "ppt/_rels/presentation.xml.rels": _relations(*files),
        f"ppt/slides/_rels/slide{len(slides)}.xml.rels": _relations("../notesSlides/notesSlide1.xml"),
        "ppt/notesSlides/notesSlide1.xml": f'<notes xmlns:a="a"><a:p><a:t>{notes}</a:t></a:p></notes>',
    }
    for file, text in zip(files, slides, strict=True):
        members[f"ppt/{file}"] = (
            f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'
        )
    return archive(members)


def xlsx(rows: str, shared: Sequence[str]) -> bytes:
    return archive(
        {
            "[Content_Types].xml": _TYPES,
            "xl/workbook.xml": f'<workbook {_R}><sheet name="Returns" sheetId="1" r:id="r1"/></workbook>',
            "xl/_rels/workbook.xml.rels": _relations("worksheets/sheet1.xml"),
            "xl/sharedStrings.xml": f"<sst>{''.join(f'<si><t>{text}</t></si>' for text in shared)}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def odt(body: str, manifest: str = "<manifest/>") -> bytes:
    content = f'<o:document xmlns:o="o" xmlns:text="t"><o:body><o:text>{body}</o:text></o:body></o:document>'
    return archive({"mimetype": ODT, "content.xml": content, "META-INF/manifest.xml": manifest})


def epub(chapters: Sequence[str]) -> bytes:
    items = "".join(f'<item id="c{n}" href="text/c%20{n}.xhtml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    members: dict[str, str | bytes] = {
        "mimetype": EPUB,
        "META-INF/container.xml": '<container><rootfile full-path="OEBPS/book.opf"/></container>',
        "OEBPS/book.opf": f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>",
    }
    for number, text in enumerate(chapters):
        head = "<!DOCTYPE html><html><head><title>not read</title><style>p {}</style></head>"
        members[f"OEBPS/text/c {number}.xhtml"] = f"{head}<body><p>{text}</p></body></html>"
    return archive(members)
