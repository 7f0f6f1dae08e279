"""The index as octets: a file that is mapped when opened and read where it is looked at, or a sealed record.

The only module of screening that opens files of its caller. What is packed begins with what made it: these
modules, the tables, and the libraries that read them. Another version's index is refused, never misread. A
disk's or a cable's damage is refused too, by the checksum of each array; against whoever may write the file
it is none: such a one may change what is found.

    "repatria index\\n", 64 digits of `made_by()`, "\\n", of the description u64 length and u32 CRC-32
    the description, JSON: of each part the rows that have gone, and of each array type, shape and CRC-32
    (both big-endian); the arrays, one after the other, each beginning at a multiple of 64 octets
"""

import json
import math
import mmap
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from repatria.screening.index import Index, Part
from repatria.screening.segment import Postings
from repatria.screening.shelf import Shelf

_MAGIC = b"repatria index\n"
_DIGITS = 64
_HEAD = len(_MAGIC) + _DIGITS + 1 + 8 + 4
_LIBRARIES = ("rigour", "anyascii", "numpy")
_ALIGNED = 64
_TYPES = frozenset({"|u1", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8"})


class StoredIndexUnusable(ValueError):
    """This is no index, one that another version made, or one that is damaged: it has to be made anew."""


@cache
def made_by() -> str:
    """What an index of this process follows from beside its subjects, as 64 hexadecimal digits."""
    digest = sha256(unicodedata.unidata_version.encode())
    for library in _LIBRARIES:
        digest.update(f"\n{library} {version(library)}".encode())
    package = files("repatria.screening")
    every = [each for folder in (package, package / "tables") for each in folder.iterdir() if each.is_file()]
    for each in sorted(every, key=lambda file: file.name):
        if each.name.endswith((".py", ".json", ".npz", ".tsv")):
            digest.update(f"\n{each.name} ".encode() + sha256(each.read_bytes()).digest())
    return digest.hexdigest()


def pack(index: Index) -> Iterator[bytes | memoryview]:
    """The index in pieces, which follow each other."""
    every = [dict(_arrays(part)) for part in index.parts]
    parts = [
        {"gone": sorted(part.gone), "arrays": {name: _described(one) for name, one in own.items()}}
        for part, own in zip(index.parts, every, strict=True)
    ]
    description = json.dumps(parts).encode()
    yield _MAGIC + made_by().encode() + b"\n" + len(description).to_bytes(8, "big")
    yield crc32(description).to_bytes(4, "big")
    yield description
    yield bytes(-(_HEAD + len(description)) % _ALIGNED)
    for own in every:
        for array in own.values():
            yield _octets(array)
            yield bytes(-array.nbytes % _ALIGNED)


def unpack(octets: bytes | NDArray[np.uint8]) -> Index:
    """The index whose arrays are these octets, not copies of them. Raises StoredIndexUnusable."""
    whole = np.frombuffer(octets, np.uint8) if isinstance(octets, bytes) else octets
    try:
        description, place = _description(whole)
        parts = []
        for described in json.loads(description):
            arrays = {}
            for name, (kind, shape, checksum) in described["arrays"].items():
                arrays[name] = _array(whole[place:], kind, shape)
                if crc32(_octets(arrays[name])) != checksum:
                    raise StoredIndexUnusable(f"damaged: {name}")
                place += arrays[name].nbytes + -arrays[name].nbytes % _ALIGNED
            parts.append(_part(arrays, frozenset(described["gone"])))
        if place != len(whole):
            raise StoredIndexUnusable(f"damaged: {len(whole)} octets, not {place}")
        return Index(parts=parts)
    except StoredIndexUnusable:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise StoredIndexUnusable(f"damaged: {error}") from error


def write(index: Index, path: Path) -> None:
    """Put the index into this file, in place of what was there: all of it, also when the power fails."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.writelines(pack(index))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(path: Path) -> Index:
    """Open a stored index: it is read through once, for its checksums, and kept on the disk.

    Raises StoredIndexUnusable.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        mapped.madvise(mmap.MADV_SEQUENTIAL)
        index = unpack(np.frombuffer(mapped, np.uint8))
        mapped.madvise(mmap.MADV_RANDOM)
        mapped.madvise(mmap.MADV_DONTNEED)  # what was read through is no memory of this process
        return index
    except (OSError, ValueError) as error:  # an empty file cannot be mapped
        raise StoredIndexUnusable(f"{path}: {error}") from error


def _description(whole: NDArray[np.uint8]) -> tuple[bytes, int]:
    """The description, and where the arrays begin."""
    head = whole[:_HEAD].tobytes()
    if len(head) < _HEAD or not head.startswith(_MAGIC):
        raise StoredIndexUnusable("no index")
    if head[len(_MAGIC) :][:_DIGITS] != made_by().encode():
        raise StoredIndexUnusable("another version made it")
    end = _HEAD + int.from_bytes(head[-12:-4], "big")
    description = whole[_HEAD:end].tobytes()
    if crc32(description) != int.from_bytes(head[-4:], "big"):
        raise StoredIndexUnusable("damaged: its description")
    return description, end + -end % _ALIGNED


def _array(octets: NDArray[np.uint8], kind: str, shape: list[int]) -> NDArray[Any]:
    if kind not in _TYPES or min(shape) < 0:
        raise ValueError(f"an array of {kind} {shape}")
    size = np.dtype(kind).itemsize * math.prod(shape)
    return octets[:size].view(kind).reshape(shape)


def _described(array: NDArray[Any]) -> list[object]:
    return [array.dtype.str, array.shape, crc32(_octets(array))]


def _octets(array: NDArray[Any]) -> memoryview:
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def _arrays(part: Part) -> Iterator[tuple[str, Any]]:
    yield "owners", part.owners
    for holder in (part.postings, part.shelf):
        for name in _names(type(holder)):
            yield name, getattr(holder, name)


def _names(holder: type[Postings | Shelf]) -> list[str]:
    return [each.name for each in fields(holder) if not each.name.startswith("_")]


def _part(arrays: dict[str, Any], gone: frozenset[int]) -> Part:
    postings = Postings(**{name: arrays[name] for name in _names(Postings)})
    shelf = Shelf(**{name: arrays[name] for name in _names(Shelf)})
    part = Part(postings, arrays["owners"], shelf, gone)
    if not _fits(part):
        raise ValueError("the arrays do not fit together")
    return part


def _fits(part: Part) -> bool:
    """Whether the arrays are as long as the others say; what stands in them is not looked at."""
    postings, shelf = part.postings, part.shelf
    ends = (
        (postings.starts, postings.rows),
        (shelf.record_starts, shelf.records),
        (shelf.word_starts, shelf.words),
    )
    return (
        all(len(starts) and starts[0] == 0 and starts[-1] == len(whole) for starts, whole in ends)
        and len(postings.starts) == len(postings.keys) + 1
        and len(part.owners) == len(postings.scripts) == postings.names
        and len(shelf.id_rows) == len(shelf.id_hashes) == len(shelf)
        and len(shelf.number_rows) == len(shelf.number_hashes)
        and part.gone.issubset(range(len(shelf)))
    )
