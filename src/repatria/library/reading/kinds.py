"""What a file is by its octets, held against what it was said to be."""

from typing import BinaryIO

from repatria.library.reading.bounds import Archive, FileRefused, Reason

_OFFICE = "application/vnd.openxmlformats-officedocument"
# The media types of wire.md, "/files": those of packed text by the member that tells them apart.
_PACKED = {
    f"{_OFFICE}.wordprocessingml.document": "word/document.xml",
    f"{_OFFICE}.presentationml.presentation": "ppt/presentation.xml",
    f"{_OFFICE}.spreadsheetml.sheet": "xl/workbook.xml",
}
_NAMED_INSIDE = frozenset({"application/vnd.oasis.opendocument.text", "application/epub+zip"})
_PLAIN = frozenset({"text/plain", "text/markdown", "text/csv"})
MEDIA = frozenset({"image/jpeg", "image/png", "image/webp", "video/mp4", "video/webm", "audio/mpeg"})
TYPES = frozenset({"application/pdf", *_PACKED, *_NAMED_INSIDE, *_PLAIN, *MEDIA})

_HEAD = 4_096
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (_OLD_OFFICE, "application/x-ole-storage"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"ID3", "audio/mpeg"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-elf"),
    (b"GIF8", "image/gif"),
)
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<?php")
_MARKS_OF_UNICODE = (b"\xff\xfe", b"\xfe\xff")


def check_kind(file: BinaryIO, media_type: str) -> None:
    """Raises FileRefused where the octets are not of this type, sealed under a password, or bring macros."""
    file.seek(0)
    head = file.read(_HEAD)
    found = _kind(head)
    if found == "application/x-ole-storage" and media_type in _PACKED:
        # Office seals a document with a password into a container of its older form.
        if "EncryptedPackage".encode("utf-16-le") in head + file.read():
            raise FileRefused(Reason.ENCRYPTED)
    elif found == "application/zip":
        found = _kind_of_archive(file)
    elif found == "text/plain" and media_type in _PLAIN:
        found = media_type
    if found != media_type:
        raise FileRefused(Reason.WRONG_TYPE, found)


def _kind(head: bytes) -> str:
    if not head:
        return "application/x-empty"
    for start, kind in _MAGIC:
        if head.startswith(start):
            return kind
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:  # a frame of layer III
        return "audio/mpeg"
    kind = _kind_of_text(head)
    # Readers of PDF allow some octets before it, but a page of the web that quotes one is none.
    return "application/pdf" if kind != "text/html" and b"%PDF-" in head[:1_024] else kind


def _kind_of_text(head: bytes) -> str:
    if head.startswith(_MARKS_OF_UNICODE):
        return "text/plain"
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if any(bare.startswith(start) for start in _PAGES):
        return "text/html"
    if bare.startswith(b"<?xml"):
        return "text/html" if b"<html" in bare else "application/xml"
    return "application/octet-stream" if b"\0" in head else "text/plain"


def _kind_of_archive(file: BinaryIO) -> str:
    """Raises FileRefused (`has_macros`) for what Office would run."""
    with Archive(file) as archive:
        names = archive.names
        for kind, member in _PACKED.items():
            if member in names:
                _refuse_macros(archive)
                return kind
        if "mimetype" in names:
            said = archive.read("mimetype", 200).decode("latin-1").strip()
            if said in _NAMED_INSIDE:
                _refuse_sealed(archive)
                return said
            return said if said.isascii() and said.isprintable() and "/" in said else "application/zip"
    return "application/zip"


def _refuse_macros(archive: Archive) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        raise FileRefused(Reason.MACROS)
    if b"macroenabled" in archive.read("[Content_Types].xml").lower():
        raise FileRefused(Reason.MACROS)


def _refuse_sealed(archive: Archive) -> None:
    """An ODT says in its manifest what is encrypted, an EPUB in a file of its own (fonts may be
    obfuscated).
    """
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names and b"encryption-data" in archive.read(manifest):
        raise FileRefused(Reason.ENCRYPTED)
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.names):
        raise FileRefused(Reason.MACROS)
    rights = "META-INF/encryption.xml"
    if rights in archive.names and b"xmlenc#aes" in archive.read(rights):
        raise FileRefused(Reason.ENCRYPTED)
