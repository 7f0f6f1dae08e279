"""What has been written stays written when the power fails."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Have the octets of a file, or the names in a folder, on the disk. A new file needs both."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folders(top: Path) -> None:
    """The names in a folder and in all folders below it."""
    for folder, _, _ in os.walk(top):
        sync(Path(folder))
