"""XML as it is read: beginnings, texts and ends, without a tree, without entities of its own."""

from collections.abc import Iterator
from html.parser import HTMLParser
from xml.parsers import expat  # declarations are refused below

from repatria.library.reading.bounds import FileRefused, Reason

_PAGE = 3_000


class Markup:
    """One pass over a document. A subclass says what it does with names, which come without their
    namespace.
    """

    def begin(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def read_markup(octets: bytes, reader: Markup) -> None:
    """Raises FileRefused for what is no XML, and for a document type: entities begin there, and Office has
    none.
    """
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: reader.begin(_local(name), _locals(attributes))
    parser.EndElementHandler = lambda name: reader.end(_local(name))
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(octets, True)
    except expat.ExpatError as error:
        raise FileRefused(Reason.UNREADABLE, "XML") from error


def _refuse(*_: object) -> None:
    raise FileRefused(Reason.UNREADABLE, "XML with a document type")


def _local(name: str) -> str:
    return name.rpartition("\n")[2]


def _locals(attributes: dict[str, str]) -> dict[str, str]:
    return {_local(name): value for name, value in attributes.items()}


class Flow(Markup):
    """Running text: pages where they break, or where a paragraph ends beyond about 3,000 characters."""

    def __init__(self, texts: frozenset[str], paragraphs: frozenset[str]) -> None:
        self.pages: list[str] = []
        self._texts, self._paragraphs = texts, paragraphs
        self._pieces: list[str] = []
        self._length = 0
        self._within = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._within += name in self._texts

    def end(self, name: str) -> None:
        self._within -= name in self._texts
        if name in self._paragraphs:
            self.say("\n")
            if self._length >= _PAGE:
                self.turn()

    def text(self, text: str) -> None:
        if self._within:
            self.say(text)

    def say(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def turn(self) -> None:
        """End the page, if there is anything on it."""
        page = "".join(self._pieces)
        if page.strip():
            self.pages.append(page)
        self._pieces, self._length = [], 0


def in_pages(lines: Iterator[str]) -> Iterator[str]:
    """Lines as pages of about 3,000 characters; a form feed ends one."""
    page: list[str] = []
    length = 0
    for line in lines:
        before, *after = line.split("\f")
        for piece in (before, *(f"\f{each}" for each in after)):
            if page and (length >= _PAGE or piece.startswith("\f")):
                yield "\n".join(page)
                page, length = [], 0
            page.append(piece.lstrip("\f"))
            length += len(piece)
    if any(line.strip() for line in page):
        yield "\n".join(page)


class PageOfBook(HTMLParser):
    """The text of a chapter, a line for each block; scripts and styles left out."""

    _BLOCKS = frozenset(
        {"p", "div", "li", "br", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "blockquote"}
    )
    _SILENT = frozenset({"script", "style", "head"})

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in self._SILENT
        if tag in self._BLOCKS:
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in self._SILENT))
        if tag in self._BLOCKS:
            self._pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._pieces.append(data.replace("\n", " "))

    @property
    def lines(self) -> Iterator[str]:
        return (line for line in "".join(self._pieces).split("\n") if line.strip())
