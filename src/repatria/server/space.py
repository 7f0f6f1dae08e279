"""What of the disk uploads leave free: entries, statements and the log still have somewhere to go."""

from __future__ import annotations

import os
from pathlib import Path

from repatria.server.database.transaction import DiskFullError

RESERVED_OCTETS = 2**30
RESERVED_PART = 20  # of a small disk, one in so many


def demand_space(folder: Path, octets: int) -> None:
    """Raises DiskFullError where so many more octets would take of what is kept free on the folder's disk."""
    disk = os.statvfs(folder)
    free, whole = disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize
    if free - octets < min(RESERVED_OCTETS, whole // RESERVED_PART):
        raise DiskFullError("what is left is not for uploads")
