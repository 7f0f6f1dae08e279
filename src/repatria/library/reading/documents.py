"""Running text that is packed: DOCX, ODT, EPUB."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from repatria.library.reading.bounds import Archive, FileRefused, Reason
from repatria.library.reading.marked_up import Flow, Markup, PageOfBook, in_pages, read_markup

_NOTES = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")


class _Word(Flow):
    """WordprocessingML: text is in `t`; what was deleted (`delText`) is not read. Pages end where somebody
    or the program that saved it broke them.
    """

    def __init__(self) -> None:
        super().__init__(frozenset({"t"}), frozenset({"p"}))

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        super().begin(name, attributes)
        if name == "lastRenderedPageBreak" or (name == "br" and attributes.get("type") == "page"):
            self.turn()
        elif name in {"tab", "br", "cr", "tc"}:
            self.say(" ")


def read_docx(file: BinaryIO) -> Iterator[str]:
    """The body, then foot notes, end notes and comments."""
    with Archive(file) as archive:
        for name in ("word/document.xml", *_NOTES):
            if name == "word/document.xml" or name in archive.names:
                flow = _Word()
                read_markup(archive.read(name), flow)
                flow.turn()
                yield from flow.pages


class _OpenText(Flow):
    """OpenDocument: all characters within paragraphs and headings; soft page breaks as the program set
    them.
    """

    def __init__(self) -> None:
        blocks = frozenset({"p", "h"})
        super().__init__(blocks, blocks)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        super().begin(name, attributes)
        if name == "soft-page-break":
            self.turn()
        elif name in {"tab", "line-break", "s", "table-cell"}:
            self.say(" ")


def read_odt(file: BinaryIO) -> Iterator[str]:
    with Archive(file) as archive:
        flow = _OpenText()
        read_markup(archive.read("content.xml"), flow)
        flow.turn()
        yield from flow.pages


class _Container(Markup):
    """Where an EPUB's table lies."""

    def __init__(self) -> None:
        self.path = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rootfile":
            self.path = self.path or attributes.get("full-path", "")


class _Book(Markup):
    """The chapters of an EPUB in the order in which they are read."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._order: list[str] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "item":
            self._files[attributes.get("id", "")] = attributes.get("href", "")
        elif name == "itemref":
            self._order.append(attributes.get("idref", ""))

    @property
    def chapters(self) -> Iterator[str]:
        return (self._files[each] for each in dict.fromkeys(self._order) if self._files.get(each))


def read_epub(file: BinaryIO) -> Iterator[str]:
    with Archive(file) as archive:
        container = _Container()
        read_markup(archive.read("META-INF/container.xml"), container)
        book = _Book()
        read_markup(archive.read(container.path), book)
        folder = PurePosixPath(container.path).parent
        for chapter in book.chapters:
            name = str(folder / _unquoted(chapter.partition("#")[0]))
            if name not in archive.names:
                raise FileRefused(Reason.UNREADABLE, "a chapter is missing")
            page = PageOfBook()
            page.feed(archive.read(name).decode("utf-8", "replace"))
            page.close()
            yield from in_pages(page.lines)


def _unquoted(reference: str) -> str:
    """A file's name as it is within the archive, of what a reference says with %20."""
    octets = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), reference.encode())
    return octets.decode("utf-8", "replace")
