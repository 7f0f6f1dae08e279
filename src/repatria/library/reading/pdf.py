"""PDF by pypdf: pure Python with bounds of its own, so that a stranger's file meets no C. Nothing in it is
run.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
from pypdf.generic import DictionaryObject

from repatria.library.reading.bounds import MOST_PAGES, FileRefused, Reason
from repatria.library.reading.right_to_left import Piece, has_right_to_left, in_reading_order

# What is wrong with a page is told with pieces of it: to nobody.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)

# What a reader would run when the file is opened. Fields that check what is typed into them are none of
# these.
_RUN = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"})


def read_pdf(file: BinaryIO) -> Iterator[str]:
    """A page of text for each page; an empty one where it is only pictures, or damaged.

    A file that anybody may open and that only forbids printing is read; `encrypted_file` asks for a password.
    """
    try:
        with PdfReader(file) as reader:
            if reader.is_encrypted and not reader.decrypt(""):
                raise FileRefused(Reason.ENCRYPTED)
            _refuse_what_runs(reader)
            number = min(len(reader.pages), MOST_PAGES)
            if not number:
                raise FileRefused(Reason.UNREADABLE, "no pages")
            for place in range(number):
                yield _text(reader, place)
    except (FileNotDecryptedError, DependencyError) as error:
        raise FileRefused(Reason.ENCRYPTED) from error
    except PyPdfError as error:
        raise FileRefused(Reason.UNREADABLE, type(error).__name__) from error


def _text(reader: PdfReader, place: int) -> str:
    pieces: list[Piece] = []

    def met(text: str, _: Any, at: Sequence[float], *__: Any) -> None:
        pieces.append(Piece(text, at[4]))

    try:
        text = reader.pages[place].extract_text(visitor_text=met)
        return in_reading_order(pieces) if has_right_to_left(text) else text
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        # One page that cannot be read is no reason to lose the others.
        return ""


def _refuse_what_runs(reader: PdfReader) -> None:
    """Raises FileRefused for scripts of the document and for what opening it would start."""
    root = _dictionary(reader.trailer.get("/Root"))
    names = _dictionary(root.get("/Names"))
    action = _dictionary(root.get("/OpenAction"))
    if "/JavaScript" in names or action.get("/S") in _RUN or "/AA" in root:
        raise FileRefused(Reason.MACROS)


def _dictionary(value: Any) -> DictionaryObject:
    found = None if value is None else value.get_object()
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
