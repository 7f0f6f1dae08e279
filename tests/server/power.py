"""What a power cut may leave of a data folder, made from what power.c kept of it.

Of everything that was not synced any part may have reached the disk, in any order: each sector of a file
is the new or the old one, a file may be as long as before or longer, each name in a folder is the new or the
old one. What was synced is there. Not simulated: disks that say they have synced and have not.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from random import Random

SECTORS = (512, 4096)


def keep_all(live: Path, kept: Path) -> None:
    """Before the power is on: everything there is has reached the disk."""
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    for place, _, names in os.walk(live):
        folder = Path(place)
        (kept / str(folder.stat().st_ino)).write_text(
            "".join(f"{inode} {name}\n" for name, inode in _names(folder).items())
        )
        for name in names:
            path = folder / name
            target = kept / str(path.stat().st_ino)
            # Slices are written once and then renamed; databases are written in place.
            if folder == live:
                shutil.copy(path, target)
            else:
                os.link(path, target)


def cut(live: Path, kept: Path, chance: Random) -> None:
    """Make of the folder what a power cut leaves."""
    for shared_memory in live.glob("*-shm"):
        shared_memory.unlink()
    _cut_folder(live, kept, chance)


def _names(folder: Path) -> dict[str, int]:
    return {entry.name: entry.inode() for entry in os.scandir(folder) if not entry.name.endswith("-shm")}


def _synced_names(folder: Path, kept: Path) -> dict[str, int]:
    record = kept / str(folder.stat().st_ino)
    if not record.exists():
        return {}
    lines = [line.split(" ", 1) for line in record.read_text().splitlines()]
    return {name: int(inode) for inode, name in lines if not name.endswith("-shm")}


def _cut_folder(folder: Path, kept: Path, chance: Random) -> None:
    synced, now = _synced_names(folder, kept), _names(folder)
    for name in synced.keys() | now.keys():
        chosen = chance.choice((synced.get(name), now.get(name)))
        path = folder / name
        if chosen is None:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        elif chosen != now.get(name):
            path.unlink(missing_ok=True)
            shutil.copy(kept / str(chosen), path)
        elif path.is_dir():
            _cut_folder(path, kept, chance)
        else:
            _cut_file(path, kept / str(chosen), chance)


def _cut_file(path: Path, record: Path, chance: Random) -> None:
    if record.exists() and record.samefile(path):
        return  # not written since the power is on
    new, old = path.read_bytes(), record.read_bytes() if record.exists() else b""
    if new == old:
        return
    sector = chance.choice(SECTORS)
    shortest, longest = sorted((len(old), len(new)))
    length = chance.choice((shortest, longest, chance.randint(shortest, longest)))
    both = old.ljust(longest, b"\0"), new.ljust(longest, b"\0")
    left = b"".join(chance.choice(both)[at : at + sector] for at in range(0, longest, sector))[:length]
    path.unlink()  # a new file: the old one may be linked to what is kept
    path.write_bytes(left)
