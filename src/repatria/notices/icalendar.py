"""Text and lines of calendar files (RFC 5545), whatever they tell."""

from collections.abc import Iterable

_LINE_OCTETS = 75  # RFC 5545, 3.1


def calendar_file(lines: Iterable[str]) -> bytes:
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def escaped(text: str) -> str:
    """RFC 5545, 3.3.11; controls other than a line break cannot stand in a text."""
    for written, meant in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(written, meant)
    return "".join(letter for letter in text if letter >= " " and letter != "\x7f")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, the rest behind a space, no character cut in two."""
    parts, held, octets = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if octets + width > _LINE_OCTETS:
            parts.append(held)
            held, octets = " ", 1
        held, octets = held + letter, octets + width
    return "\r\n".join((*parts, held))
