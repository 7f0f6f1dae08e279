"""The text of a file, page by page, and the refusal of what is not what it says, or cannot be read.

A stranger's file: everything here is bounded by itself (bounds.py), but a parser that is fed with malice
may still take long or much memory, so the caller runs this in a process with bounds of its own. Opens the
one file at most, writes nothing.
"""

import zlib
from codecs import lookup
from collections.abc import Callable, Iterator
from contextlib import suppress
from encodings.aliases import aliases
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import BinaryIO
from zipfile import BadZipFile

import pypdf

from repatria.library.reading.bounds import MOST_CHARACTERS, MOST_OF_A_PAGE, MOST_PAGES, FileRefused, Reason
from repatria.library.reading.documents import read_docx, read_epub, read_odt
from repatria.library.reading.kinds import MEDIA, TYPES, check_kind
from repatria.library.reading.pdf import read_pdf
from repatria.library.reading.plain import read_plain
from repatria.library.reading.right_to_left import plain_letters
from repatria.library.reading.slides_and_sheets import read_pptx, read_xlsx

__all__ = ["TYPES", "FileRefused", "Reason", "preload", "read_file"]

_OFFICE = "application/vnd.openxmlformats-officedocument"
_READERS: dict[str, Callable[[BinaryIO], Iterator[str]]] = {
    "application/pdf": read_pdf,
    f"{_OFFICE}.wordprocessingml.document": read_docx,
    f"{_OFFICE}.presentationml.presentation": read_pptx,
    f"{_OFFICE}.spreadsheetml.sheet": read_xlsx,
    "application/vnd.oasis.opendocument.text": read_odt,
    "application/epub+zip": read_epub,
    "text/plain": read_plain,
    "text/markdown": read_plain,
    "text/csv": read_plain,
}
# As a parser fails on a stranger's octets.
_FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    BadZipFile,
    zlib.error,
)


def read_file(file: Path | BinaryIO, media_type: str) -> tuple[str, ...]:
    """The file's text by pages, slides, sheets, or about 3,000 characters; none of pictures, sound and film.

    Text beyond the bounds is left out, never a reason to refuse. Raises FileRefused: the file is of another
    type than `media_type`, asks for a password, has macros, or cannot be read.
    """
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return read_file(opened, media_type)
    check_kind(file, media_type)
    if media_type in MEDIA:
        return ()
    try:
        return _within_bounds(_READERS[media_type](file))
    except _FAILURES as error:
        raise FileRefused(Reason.UNREADABLE, type(error).__name__) from error


def preload() -> None:
    """Have in memory all that a file could make the readers import, where nothing can be opened later."""
    for name in sorted(set(aliases.values())):
        with suppress(LookupError):
            lookup(name)
    for module in walk_packages(pypdf.__path__, "pypdf."):
        with suppress(ImportError):  # of an optional dependency
            import_module(module.name)


def _within_bounds(read: Iterator[str]) -> tuple[str, ...]:
    pages: list[str] = []
    left = MOST_CHARACTERS
    for page in read:
        text = _cleaned(plain_letters(page[:MOST_OF_A_PAGE]))[:left]
        pages.append(text)
        left -= len(text)
        if left <= 0 or len(pages) == MOST_PAGES:
            break
    return tuple(pages)


def _cleaned(page: str) -> str:
    """Lines without what is neither letter nor space: control characters, halves of surrogate pairs."""
    kept = "".join(each if each.isprintable() or each == "\n" else " " for each in page.expandtabs(1))
    lines = (" ".join(line.split(" ")).strip() for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)
