"""Pictures for the demo: the outline of nobody, as a PNG written by hand.

Holds what a viewer needs and nothing else (PNG, third edition: signature, IHDR, PLTE, IDAT, IEND).
"""

from __future__ import annotations

import struct
import zlib

WIDTH, HEIGHT = 240, 300
GROUND, FIGURE, FRAME = range(3)
FRAME_PIXELS = 6
# Colours of the figure; the first byte of a seed chooses.
INKS = (b"\x3b\x4a\x5c", b"\x4d\x42\x5a", b"\x35\x52\x4a", b"\x5a\x47\x3c")


def silhouette(seed: str) -> bytes:
    """A head and shoulders without a face; the same for the same seed."""
    chosen = zlib.crc32(seed.encode())
    head, shoulders = 46 + chosen % 11, 84 + chosen // 11 % 17
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)  # the row's filter: none
        rows += bytes(_pixel(x, y, head, shoulders) for x in range(WIDTH))
    palette = b"\xe6\xe3\xdc" + INKS[chosen % len(INKS)] + b"\xb9\xb4\xa8"
    size = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"PLTE", palette), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _pixel(x: int, y: int, head: int, shoulders: int) -> int:
    if min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y) < FRAME_PIXELS:
        return FRAME
    across = x - WIDTH // 2
    if _within(across, y - 118, head, head + 14) or _within(across, y - HEIGHT, shoulders, 108):
        return FIGURE
    return GROUND


def _within(across: int, down: int, half_width: int, half_height: int) -> bool:
    """Whether a point lies in an ellipse about the origin."""
    return (across * half_height) ** 2 + (down * half_width) ** 2 <= (half_width * half_height) ** 2


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
