"""Pictures: what they are by their octets, and nothing of them but pixels."""

from __future__ import annotations

import struct
import zlib

import pytest

from repatria.demo.pictures import silhouette
from repatria.notices.pictures import JPEG, PNG, WEBP, bare, type_of

PLACE = b"52.1,5.3 taken at home"


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def exif(order: str, up: int) -> bytes:
    tag = struct.pack(order + "HHIHH", 0x0112, 3, 1, up, 0)
    first = struct.pack(order + "2sHIH", b"II" if order == "<" else b"MM", 42, 8, 1)
    return b"Exif\0\0" + first + tag + PLACE


TABLES = segment(0xDB, bytes(65)) + segment(0xC0, bytes(15)) + segment(0xC4, bytes(20))
SCAN = segment(0xDA, bytes(10)) + b"coded \xff\x00 stuffed \xff\xd0 restarted"
JFIF = segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0")
# Two scans with a table between them, as a progressive one has.
PIXELS = TABLES + SCAN + segment(0xC4, bytes(20)) + SCAN + b"\xff\xd9"


def jpeg(*told: bytes) -> bytes:
    return b"\xff\xd8" + JFIF + b"".join(told) + PIXELS


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def test_a_type_is_what_the_octets_say() -> None:
    assert [type_of(one) for one in (jpeg(), silhouette("x"), riff((b"VP8 ", b"x")))] == [JPEG, PNG, WEBP]
    for other in (b"", b"<svg onload='alert(1)'/>", b"GIF89a", b"<html>", b"%PDF-1.7", b"RIFF....WAVE"):
        assert type_of(other) == ""


@pytest.mark.parametrize(
    "told",
    [
        exif("<", 1),
        exif(">", 1),
        b"http://ns.adobe.com/xap/1.0/\0" + PLACE,
    ],
    ids=["little Exif", "big Exif", "XMP"],
)
def test_a_jpeg_loses_what_its_camera_told(told: bytes) -> None:
    comment, profile = segment(0xFE, PLACE), segment(0xE2, b"ICC_PROFILE\0" + PLACE)
    thumbnail = segment(0xE0, b"JFXX\0\x10" + PLACE)
    assert bare(jpeg(segment(0xE1, told), comment, profile, thumbnail)) == jpeg()


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("up", [3, 6, 8])
def test_a_jpeg_keeps_which_way_is_up_and_nothing_else(order: str, up: int) -> None:
    stripped = bare(jpeg(segment(0xE1, exif(order, up))))
    assert PLACE not in stripped
    assert stripped.count(b"Exif") == 1
    assert len(stripped) == len(jpeg()) + 36
    assert bare(stripped) == stripped


def test_what_stands_behind_the_end_does_not_go_along() -> None:
    assert bare(jpeg() + b"PK\x03\x04 a film, an archive") == jpeg()
    assert bare(silhouette("x") + b"<script>") == silhouette("x")
    webp = riff((b"VP8L", b"pixel"))
    assert bare(webp + b"<script>") == webp


def test_a_png_loses_its_words() -> None:
    whole = silhouette("x")
    head, rest = whole[:33], whole[33:]
    told = [chunk(name, PLACE) for name in (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"iCCP", b"prVt")]
    assert bare(head + b"".join(told) + rest) == whole


def test_a_webp_loses_its_words_and_says_so() -> None:
    told = riff(
        (b"VP8X", b"\x3c" + bytes(9)), (b"ICCP", PLACE), (b"VP8 ", b"odd"), (b"EXIF", PLACE), (b"XMP ", b"x")
    )
    assert bare(told) == riff((b"VP8X", b"\x10" + bytes(9)), (b"VP8 ", b"odd"))


@pytest.mark.parametrize(
    "whole", [jpeg(segment(0xE1, exif("<", 6))), silhouette("x"), riff((b"VP8 ", b"pixels"))]
)
def test_a_picture_that_is_cut_anywhere_is_none(whole: bytes) -> None:
    for length in range(len(whole)):
        with pytest.raises(ValueError, match=r"JPEG|PNG|WebP"):
            bare(whole[:length])
