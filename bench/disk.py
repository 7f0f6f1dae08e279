"""Folders for measurements that end in a disk write: all on one real disk, so that they compare."""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

PLACE = Path(os.environ.get("REPATRIA_BENCH_DATA", "/var/tmp"))
MEMORY_FILE_SYSTEMS = {"tmpfs", "ramfs"}


class NotADisk(Exception):
    """The folder for measurements lies in memory, where an fsync costs nothing."""


@contextlib.contextmanager
def disk_folder() -> Iterator[Path]:
    """A fresh folder on disk, gone afterwards. `REPATRIA_BENCH_DATA` moves it.

    Raises NotADisk where an fsync would be free: every durable figure would be a lie.
    """
    kind = subprocess.run(
        ["stat", "-f", "-c", "%T", PLACE], check=True, capture_output=True, text=True
    ).stdout.strip()
    if kind in MEMORY_FILE_SYSTEMS:
        raise NotADisk(f"{PLACE} is {kind}: point REPATRIA_BENCH_DATA to a folder on a disk")
    with tempfile.TemporaryDirectory(prefix="repatria-bench-", dir=PLACE) as folder:
        yield Path(folder)
