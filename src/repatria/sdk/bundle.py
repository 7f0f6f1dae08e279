"""The bundle of protocol/bundle.md: a zip file with fixed names, stored without compression.

Owns names and limits; says nothing about what the content proves (`verify.py`).
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from repatria.sdk.errors import Blocked, WrongUse

ABOUT = "bundle.json"
LEAVES = "register/leaves"
CHECKPOINT = "register/checkpoint"
FRAMES = "room/frames"
PROOFS = "room/proofs.json"

REQUIRED = (ABOUT, LEAVES, CHECKPOINT, FRAMES, PROOFS)
ALLOWED = re.compile(r"plain/[0-9]{1,9}|files/[0-9a-f]{32}")
LIMIT_BYTES = 1 << 30  # for what is read into memory; files are streamed
PIECE_BYTES = 1 << 20


def pretty(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


class BundleWriter:
    """Writes one bundle; the file appears under its name only when it is whole."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add(self, name: str, data: bytes) -> None:
        self._archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)

    def add_json(self, name: str, value: Any) -> None:
        self.add(name, pretty(value))

    def add_file(self, name: str, path: Path) -> None:
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        with path.open("rb") as source, self._archive.open(info, "w", force_zip64=True) as target:
            while piece := source.read(PIECE_BYTES):
                target.write(piece)


@contextmanager
def writing(target: Path) -> Iterator[BundleWriter]:
    if target.exists():
        raise WrongUse("file_exists", str(target))
    fresh = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as archive:
            yield BundleWriter(archive)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


class BundleReader:
    """Reads one bundle; every surprise in its form is `bad_bundle`."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = _check_names(archive)

    def read(self, name: str) -> bytes:
        if self._archive.getinfo(name).file_size > LIMIT_BYTES:
            raise Blocked("bad_bundle", f"{name} is too large")
        return b"".join(self.pieces(name))

    def read_json(self, name: str) -> Any:
        try:
            return json.loads(self.read(name))
        except ValueError as error:
            raise Blocked("bad_bundle", f"{name} is not JSON") from error

    def pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._archive.open(name) as file:
                yield from _pieces(file)
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
            raise Blocked("bad_bundle", f"{name}: {error}") from error


@contextmanager
def reading(source: Path) -> Iterator[BundleReader]:
    try:
        archive = zipfile.ZipFile(source)
    except FileNotFoundError as error:
        raise WrongUse("no_such_file", str(source)) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Blocked("bad_bundle", "not a zip file") from error
    with archive:
        yield BundleReader(archive)


def _check_names(archive: zipfile.ZipFile) -> tuple[str, ...]:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(set(names)) != len(names) or not set(REQUIRED) <= set(names):
        raise Blocked("bad_bundle", "a name is missing or repeated")
    for info in infos:
        if info.filename not in REQUIRED and ALLOWED.fullmatch(info.filename) is None:
            raise Blocked("bad_bundle", f"unknown content {info.filename[:80]!r}")
        if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
            raise Blocked("bad_bundle", "compressed or encrypted content")
    return tuple(names)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE_BYTES):
        yield piece
