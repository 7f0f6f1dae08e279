"""Where a client keeps what it has verified: in memory, or sealed in a folder.

Two things are kept: small records that are replaced whole, and *segments*, which are only ever
appended (leaves of the register, entries of rooms). Everything on disk is sealed under one key, so a
folder without its key says only how much there is.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Protocol

from repatria.protocol import opening, sealing
from repatria.protocol.errors import ProtocolError
from repatria.sdk.errors import Blocked

COMPACT_AT = 64  # segments of one kind, before they are joined into one


class Store(Protocol):
    """Keeps records and segments; knows nothing of their meaning."""

    def read(self, name: str) -> bytes | None: ...
    def write(self, name: str, data: bytes) -> None: ...
    def remove(self, name: str) -> None: ...
    def names(self, prefix: str) -> list[str]: ...
    def segments(self, kind: str) -> list[bytes]: ...
    def append(self, kind: str, data: bytes) -> None: ...


class MemoryStore:
    """For programs that start from nothing each time, and accept to have no pins."""

    def __init__(self) -> None:
        self._records: dict[str, bytes] = {}
        self._segments: dict[str, list[bytes]] = {}

    def read(self, name: str) -> bytes | None:
        return self._records.get(name)

    def write(self, name: str, data: bytes) -> None:
        self._records[name] = data

    def remove(self, name: str) -> None:
        self._records.pop(name, None)

    def names(self, prefix: str) -> list[str]:
        return sorted(name for name in self._records if name.startswith(prefix))

    def segments(self, kind: str) -> list[bytes]:
        return list(self._segments.get(kind, []))

    def append(self, kind: str, data: bytes) -> None:
        self._segments.setdefault(kind, []).append(data)


def write_private(path: Path, data: bytes) -> None:
    """Replace a file durably, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


class SealedStore:
    """Records and segments as sealed files of one folder."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    def read(self, name: str) -> bytes | None:
        return self._open(name)

    def write(self, name: str, data: bytes) -> None:
        sealed = sealing.seal(self._key, _context(name), secrets.token_bytes(24), data)
        write_private(self._path(name), sealed)

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self, prefix: str) -> list[str]:
        if not self._folder.is_dir():
            return []
        found = (path.name.removesuffix(".sealed") for path in self._folder.glob("*.sealed"))
        return sorted(name for name in found if name.startswith(prefix))

    def segments(self, kind: str) -> list[bytes]:
        found = []
        for name in self.names(f"{kind}-"):
            data = self._open(name)
            if data is not None:
                found.append(data)
        if len(found) >= COMPACT_AT:
            self._compact(kind, found)
        return found

    def append(self, kind: str, data: bytes) -> None:
        names = self.names(f"{kind}-")
        last = int(names[-1].rsplit("-", 1)[1]) if names else 0
        self.write(f"{kind}-{last + 1:08d}", data)

    def _compact(self, kind: str, found: list[bytes]) -> None:
        """Join all segments into the last one, then drop the others; a crash between repeats data.

        Readers of segments accept repeated leaves and entries for this reason.
        """
        names = self.names(f"{kind}-")
        self.write(names[-1], b"".join(found))
        for name in names[:-1]:
            self.remove(name)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sealed"

    def _open(self, name: str) -> bytes | None:
        try:
            data = self._path(name).read_bytes()
        except FileNotFoundError:
            return None
        try:
            return opening.open(self._key, _context(name), data)
        except ProtocolError as error:
            raise Blocked("profile_damaged", f"{name} on this disk does not open") from error


def _context(name: str) -> bytes:
    return f"repatria/v1/profile\n{name}".encode()
