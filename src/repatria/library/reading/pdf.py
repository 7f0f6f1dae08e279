"""PDF by pypdf: pure Python with bounds of its own, so that a stranger's file meets no C. Nothing in it is
run.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject

from repatria.library.reading.bounds import MOST_PAGES, FileRefused, Reason
from repatria.library.reading.right_to_left import Piece, has_right_to_left, in_reading_order

# What is wrong with a page is told with pieces of it: to nobody.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)

# What a reader would run when the file or a page is opened. Fields that check what is typed into them are
# none of these; what starts a program is refused wherever somebody could click on it.
_RUN = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"})
_LAUNCH = frozenset({"/Launch"})
_MOST_ACTIONS = 100  # one after the other

_OF_A_PAGE = (
    PyPdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
)


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
                _refuse_what_a_page_runs(reader, place)
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
    except _OF_A_PAGE:
        # One page that cannot be read is no reason to lose the others.
        return ""


def _refuse_what_runs(reader: PdfReader) -> None:
    """Raises FileRefused for scripts of the document and for what opening it would start."""
    root = _dictionary(reader.trailer.get("/Root"))
    scripts = "/JavaScript" in _dictionary(root.get("/Names"))
    if scripts or "/AA" in root or _starts(root.get("/OpenAction"), _RUN):
        raise FileRefused(Reason.MACROS)


def _refuse_what_a_page_runs(reader: PdfReader, place: int) -> None:
    """Raises FileRefused for what showing the page, or a click on it, would start."""
    with suppress(*_OF_A_PAGE):
        page = _dictionary(reader.pages[place])
        opened = any(_starts(action, _RUN) for action in _dictionary(page.get("/AA")).values())
        notes = (_dictionary(note) for note in _listed(page.get("/Annots")))
        if opened or any(_starts(note.get("/A"), _LAUNCH) for note in notes):
            raise FileRefused(Reason.MACROS)


def _starts(action: Any, kinds: frozenset[str]) -> bool:
    """Whether an action, or one that follows on it, is of these kinds."""
    waiting, seen = [action], 0
    while waiting and seen < _MOST_ACTIONS:
        one, seen = _dictionary(waiting.pop()), seen + 1
        kind = one.get("/S")
        if kind is not None and str(kind.get_object()) in kinds:
            return True
        waiting += _listed(one.get("/Next"))
    return False


def _listed(value: Any) -> list[Any]:
    """One or several, as PDF says both."""
    found = None if value is None else value.get_object()
    return list(found) if isinstance(found, ArrayObject) else [found]


def _dictionary(value: Any) -> DictionaryObject:
    found = None if value is None else value.get_object()
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
