"""PPTX, a page for each slide with its notes; XLSX, a page for each sheet."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from repatria.library.reading.bounds import MOST_OF_A_PAGE, Archive
from repatria.library.reading.marked_up import Flow, Markup, read_markup


class _Named(Markup):
    """References from one part to others: in the relations file by id, in the part itself in their order."""

    def __init__(self, element: str) -> None:
        self._element = element
        self.targets: dict[str, str] = {}
        self.ids: list[tuple[str, str]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
        elif name == self._element:
            # `r:id` and, of a slide, a plain `id` have the same local name: the relation's comes last.
            self.ids.append((attributes.get("name", ""), attributes.get("id", "")))


def _parts(archive: Archive, whole: str, element: str) -> Iterator[tuple[str, str]]:
    """Title and member of each part of a presentation or workbook, in the order of the whole."""
    named = _Named(element)
    read_markup(archive.read(_relations(whole)), named)
    read_markup(archive.read(whole), named)
    for title, identity in named.ids:
        member = _member(whole, named.targets.get(identity, ""))
        if member in archive.names:
            yield title, member


def _relations(member: str) -> str:
    path = PurePosixPath(member)
    return str(path.parent / "_rels" / f"{path.name}.rels")


def _member(whole: str, target: str) -> str:
    """A target is absolute, or seen from the folder of what names it."""
    if target.startswith("/"):
        return target[1:]
    parts: list[str] = list(PurePosixPath(whole).parent.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)


def read_pptx(file: BinaryIO) -> Iterator[str]:
    with Archive(file) as archive:
        for _, member in _parts(archive, "ppt/presentation.xml", "sldId"):
            flow = Flow(frozenset({"t"}), frozenset({"p"}))
            read_markup(archive.read(member), flow)
            for notes in _notes(archive, member):
                read_markup(archive.read(notes), flow)
            flow.turn()
            # A slide without text is a page too: the numbers are those that a reader sees.
            yield "\n".join(flow.pages)


def _notes(archive: Archive, slide: str) -> Iterator[str]:
    if _relations(slide) not in archive.names:
        return
    named = _Named("")
    read_markup(archive.read(_relations(slide)), named)
    for target in named.targets.values():
        member = _member(slide, target)
        if re.fullmatch(r"ppt/notesSlides/[^/]+\.xml", member) and member in archive.names:
            yield member


class _Strings(Markup):
    """The texts that cells share; readings for pronunciation (`rPh`) left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._text = self._sound = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._text = self._text or name == "t"
        self._sound = self._sound or name == "rPh"

    def end(self, name: str) -> None:
        if name == "t":
            self._text = False
        elif name == "rPh":
            self._sound = False
        elif name == "si":
            self.texts.append("".join(self._pieces))
            self._pieces = []

    def text(self, text: str) -> None:
        if self._text and not self._sound:
            self._pieces.append(text)


class _Sheet(Markup):
    """What stands in its cells, a line for each row; no formulas."""

    def __init__(self, shared: list[str]) -> None:
        self._shared = shared
        self._kind = ""
        self._value: list[str] = []
        self._within = False
        self.cells: list[str] = []
        self._length = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._kind = attributes.get("t", "")
        self._within = self._within or name in {"v", "t"}

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._within = False
        elif name == "c":
            self._say(self._worth("".join(self._value)))
            self._value = []
        elif name == "row":
            self._say("\n")

    def text(self, text: str) -> None:
        if self._within:
            self._value.append(text)

    def _worth(self, value: str) -> str:
        if self._kind == "s" and value.isdecimal() and int(value) < len(self._shared):
            return self._shared[int(value)]
        return "" if self._kind in {"b", "e"} else value

    def _say(self, text: str) -> None:
        # One shared text may stand in a million cells.
        if text and self._length < MOST_OF_A_PAGE:
            self.cells += (text, " ")
            self._length += len(text) + 1


def read_xlsx(file: BinaryIO) -> Iterator[str]:
    with Archive(file) as archive:
        strings = _Strings()
        if "xl/sharedStrings.xml" in archive.names:
            read_markup(archive.read("xl/sharedStrings.xml"), strings)
        for title, member in _parts(archive, "xl/workbook.xml", "sheet"):
            sheet = _Sheet(strings.texts)
            read_markup(archive.read(member), sheet)
            yield f"{title}\n{''.join(sheet.cells)}"
