"""Pictures as a notice may carry them: what they are by their octets, and without what they tell besides.

Owns what is left out: where, when and with what a picture was taken, thumbnails, words in it, profiles of
devices, and whatever stands behind its end. Pixels are not touched. JPEG: ITU-T T.81, annex B; PNG: third
edition, 5; WebP: RFC 9649, 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
_PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
# Chunks that a viewer needs to show the pixels as they are meant.
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"})
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
_WEBP_TOLD = 0x20 | 0x08 | 0x04  # flags of VP8X: profile, Exif, XMP
_EOI, _SOS = 0xD9, 0xDA
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_SEGMENT = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
# Coded data ends at a marker that is neither a stuffed byte nor a restart (B.1.1.2, B.1.1.5).
_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)


def type_of(data: bytes) -> str:
    """The type that its first octets say; "" for anything that a notice cannot carry."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(_PNG_BEGINS):
        return PNG
    return WEBP if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def bare(data: bytes) -> bytes:
    """The picture alone. A JPEG keeps which way is up. Raises ValueError for what is no whole picture."""
    strip = _BARE.get(type_of(data))
    if strip is None:
        raise ValueError("neither JPEG, PNG nor WebP")
    return strip(data)


def _bare_png(data: bytes) -> bytes:
    kept = [_PNG_BEGINS]
    for name, start, end in _png_chunks(data):
        if name in _PNG_KEPT:
            kept.append(data[start:end])
        if name == b"IEND":
            return b"".join(kept)
    raise ValueError("a PNG without its end")


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Each chunk's name, and where it begins and ends with its length and checksum."""
    start = len(_PNG_BEGINS)
    while start + 12 <= len(data):
        end = start + 12 + int.from_bytes(data[start : start + 4], "big")
        if end > len(data):
            return
        yield data[start + 4 : start + 8], start, end
        start = end


def _bare_webp(data: bytes) -> bytes:
    kept, start = [], 12
    whole = 8 + int.from_bytes(data[4:8], "little")
    if not 12 < whole <= len(data):
        raise ValueError("a WebP without its end")
    while start + 8 <= whole:
        name, length = data[start : start + 4], int.from_bytes(data[start + 4 : start + 8], "little")
        end = start + 8 + length + length % 2
        chunk = bytearray(data[start:end])
        if end > whole or (name == b"VP8X" and length < 1):
            raise ValueError("a WebP whose part is cut")
        if name == b"VP8X":
            chunk[8] &= ~_WEBP_TOLD
        if name in _WEBP_KEPT:
            kept.append(bytes(chunk))
        start = end
    if not kept:
        raise ValueError("a WebP without pixels")
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _bare_jpeg(data: bytes) -> bytes:
    kept, up = [b"\xff\xd8"], 1
    for marker, start, end in _segments(data):
        content = data[start + 4 : end]
        if marker == 0xE1 and content.startswith(_EXIF):
            up = _orientation(content[len(_EXIF) :])
        elif _is_needed(marker, content):
            kept.append(data[start:end])
    if up != 1:
        kept.insert(1, _turned(up))
    return b"".join(kept) + b"\xff\xd9"


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, begin and end of each segment up to the end of the image; a scan has its coded data with it."""
    at = 2
    while found := _SEGMENT.match(data, at):
        marker, start = found[1][0], found.end() - 2
        if marker == _EOI:
            return
        end = start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")
        if end > len(data) or end < start + 4:
            break
        if marker == _SOS:
            coded = _MARKER.search(data, end)
            if coded is None:
                break
            end = coded.start()
        yield marker, start, end
        at = end
    raise ValueError("a JPEG without its end")


def _is_needed(marker: int, content: bytes) -> bool:
    """Tables, frames and scans; of what programs add, what decoders need for colours (JFIF, Adobe)."""
    if marker == 0xE0:
        return content.startswith(b"JFIF\0") and content[12:14] == b"\0\0"  # without a thumbnail
    if marker == 0xEE:
        return content.startswith(b"Adobe")
    return marker < 0xE0


def _orientation(tiff: bytes) -> int:
    """1 to 8 (TIFF 6.0, tag 274); 1 where it is not said."""
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None:
        return 1

    def number(at: int, length: int) -> int:
        return int.from_bytes(tiff[at : at + length], order)  # type: ignore[arg-type]

    first = number(4, 4)
    for place in range(number(first, 2)):
        at = first + 2 + 12 * place
        if at + 12 > len(tiff):
            break
        if number(at, 2) == _ORIENTATION:
            return number(at + 8, 2) if 1 <= number(at + 8, 2) <= 8 else 1
    return 1


def _turned(up: int) -> bytes:
    """A segment that says which way is up, and nothing else."""
    entry = _ORIENTATION.to_bytes(2, "big") + b"\0\x03\0\0\0\x01" + up.to_bytes(2, "big") + b"\0\0"
    content = _EXIF + b"MM\0*\0\0\0\x08\0\x01" + entry + bytes(4)
    return b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content


_BARE: Mapping[str, Callable[[bytes], bytes]] = {JPEG: _bare_jpeg, PNG: _bare_png, WEBP: _bare_webp}
