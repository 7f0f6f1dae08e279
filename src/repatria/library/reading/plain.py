"""Plain text, Markdown and CSV: UTF-8, UTF-16 with its mark, else the octets of western Windows."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from repatria.library.reading.bounds import MOST_CHARACTERS, FileRefused, Reason
from repatria.library.reading.marked_up import in_pages

_LONG = 2_000
_LINE = re.compile("[^\n]+|(?<=\n)(?=\n)")


def read_plain(file: BinaryIO) -> Iterator[str]:
    file.seek(0)
    octets = file.read(4 * MOST_CHARACTERS)
    return in_pages(_lines(_decoded(octets)[:MOST_CHARACTERS]))


def _decoded(octets: bytes) -> str:
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return octets.decode("utf-16", "replace")
    if b"\0" in octets:
        raise FileRefused(Reason.WRONG_TYPE, "application/octet-stream")
    try:
        # What was cut in the middle of a letter is no reason to take it for Windows.
        return octets.removeprefix(b"\xef\xbb\xbf").decode(
            "utf-8", "strict" if len(octets) < 4 * MOST_CHARACTERS else "replace"
        )
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")


def _lines(text: str) -> Iterator[str]:
    """One by one, as a list of tens of millions would not fit; a line without an end is cut where a word
    ends.
    """
    for found in _LINE.finditer(text.replace("\r\n", "\n").replace("\r", "\n")):
        line, start = found[0], 0
        while len(line) - start > _LONG:
            end = line.rfind(" ", start, start + _LONG)
            end = end if end > start else start + _LONG
            yield line[start:end]
            start = end
        yield line[start:]
