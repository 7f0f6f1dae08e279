"""Lines of Arabic and Hebrew as a page draws them, put back into the order in which they are read.

A PDF names glyphs, not text: Arabic letters come as the forms that they take beside each other, and a line
in pieces, each at its place on the page. The letters of a piece are in their order already; where a number
or a Latin word stands between them, the pieces come from left to right as often as from right to left.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT_TO_RIGHT = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]")
_FORMS = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc]+")

_OTHER_FACE = str.maketrans("()", ")(")


class Piece(NamedTuple):
    """What stands together, or the end of a line, and how far from the left it begins."""

    text: str
    left: float


def has_right_to_left(text: str) -> bool:
    return _RIGHT_TO_LEFT.search(text) is not None


def plain_letters(text: str) -> str:
    """Letters for the forms that they take at the beginning, within and at the end of a word, and for
    ligatures."""
    return _FORMS.sub(lambda found: "".join(map(_plain, found.group())), text)


def _plain(form: str) -> str:
    """A vowel sign alone is given on a space, which would end the word."""
    return unicodedata.normalize("NFKC", form).removeprefix(" ")


def in_reading_order(pieces: Iterable[Piece]) -> str:
    return "\n".join(_line(line) for line in _lines(pieces))


def _lines(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for text, left in pieces:
        first, *more = text.split("\n")
        line.append(Piece(first, left))
        for rest in more:
            yield line
            line = [Piece(rest, left)]
    yield line


def _line(line: Sequence[Piece]) -> str:
    said = [piece for piece in line if piece.text]
    whole = "".join(piece.text for piece in said)
    if len(_RIGHT_TO_LEFT.findall(whole)) <= len(_LEFT_TO_RIGHT.findall(whole)):
        return whole
    # Of one place are the pieces of one stroke, which goes from left to right.
    ordered = sorted(said, key=lambda piece: piece.left)[::-1]
    return _faced(_joined([_turned(piece.text) for piece in ordered]))


def _turned(text: str) -> str:
    """Signs by themselves come as they are drawn, from the left."""
    return text if any(map(str.isalnum, text)) else text[::-1]


def _faced(line: str) -> str:
    """Brackets as they are written, where they came as they are drawn: the first one closes."""
    brackets = re.findall("[()]", line)
    turned = brackets and (brackets[0], brackets[-1]) == (")", "(")
    return line.translate(_OTHER_FACE) if turned else line


def _joined(texts: Sequence[str]) -> str:
    """Apart where one direction meets the other, by one space: a number is no part of the word beside it."""
    parts: list[str] = []
    for text in texts:
        if parts and parts[-1][-1:].isalnum() and text[:1].isalnum():
            parts.append(" ")
        parts.append(text)
    return re.sub(" {2,}", " ", "".join(parts))
