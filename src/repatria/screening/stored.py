"""The index as files: plain arrays in numpy's own format, mapped when opened and read when looked at.

The only module of screening that opens files of its caller. A folder holds `index.json`, which says what it
is, and for each part of the index one file per array. Written beside its place and moved there whole. What it
says is believed: whoever may write the folder may change what is found.
"""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from repatria.screening.index import Index, Part
from repatria.screening.segment import Postings
from repatria.screening.shelf import Shelf

# Any change to channels.py, skeleton.py or the readings makes what is stored answer worse: count it up.
FORMAT = 2


class StoredIndexUnusable(ValueError):
    """The folder holds no index, one of another format, or one whose files do not fit together."""


def write(index: Index, folder: Path) -> None:
    """Put the index into this folder, in place of what was there."""
    beside = folder.with_name(folder.name + ".new")
    _clear(beside)
    beside.mkdir(parents=True)
    for number, part in enumerate(index.parts):
        for name, array in _arrays(part):
            np.save(beside / f"{number}-{name}.npy", array, allow_pickle=False)
    content = {"format": FORMAT, "parts": [{"gone": sorted(part.gone)} for part in index.parts]}
    (beside / "index.json").write_text(json.dumps(content) + "\n", "utf-8")
    _clear(folder)
    beside.rename(folder)


def _clear(folder: Path) -> None:
    """Take away what `write` puts there. Raises OSError where something else lies in the folder: it stays."""
    if not folder.exists():
        return
    for path in (folder / "index.json", *folder.glob("[0-9]*-*.npy")):
        path.unlink(missing_ok=True)
    folder.rmdir()


def read(folder: Path) -> Index:
    """Open a stored index; its arrays stay on the disk until they are needed. Raises StoredIndexUnusable."""
    try:
        content = json.loads((folder / "index.json").read_text("utf-8"))
        if content["format"] != FORMAT:
            raise StoredIndexUnusable(f"format {content['format']}, this code reads {FORMAT}")
        parts = [_part(folder, number, each["gone"]) for number, each in enumerate(content["parts"])]
    except (OSError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise StoredIndexUnusable(f"{folder}: {error}") from error
    return Index(parts=parts)


def _arrays(part: Part) -> Iterator[tuple[str, Any]]:
    yield "owners", part.owners
    for holder in (part.postings, part.shelf):
        for each in fields(holder):
            if not each.name.startswith("_"):
                yield each.name, getattr(holder, each.name)


def _part(folder: Path, number: int, gone: list[int]) -> Part:
    def array(name: str) -> Any:
        return _mapped(folder / f"{number}-{name}.npy")

    def arrays(holder: type[Postings | Shelf]) -> dict[str, Any]:
        return {each.name: array(each.name) for each in fields(holder) if not each.name.startswith("_")}

    part = Part(Postings(**arrays(Postings)), array("owners"), Shelf(**arrays(Shelf)), frozenset(gone))
    fits = (
        len(part.postings.starts) == len(part.postings.keys) + 1
        and len(part.owners) == part.postings.names
        and len(part.shelf.id_rows) == len(part.shelf.id_hashes) == len(part.shelf)
    )
    if not fits:
        raise ValueError(f"the arrays of part {number} do not fit together")
    return part


def _mapped(path: Path) -> Any:
    # An empty file cannot be mapped. A plain view: slices of numpy's mapped arrays take four times as long.
    return np.asarray(
        np.load(path, mmap_mode="r" if path.stat().st_size > 1024 else None, allow_pickle=False)
    )
