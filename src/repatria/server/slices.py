"""Where slices lie: one object each, in a folder or in any S3 store, through obstore.

Slices are never joined: reading streams them one after the other. In a folder each slice is synced
to disk before it is acknowledged.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import GenericError
from obstore.store import LocalStore, ObjectStore, from_url

from repatria.server.database.transaction import DiskFullError, UnavailableError
from repatria.server.durable import sync
from repatria.server.settings import Settings
from repatria.server.space import demand_space

SLICE_BYTES = 8 * 2**20
PIECE_BYTES = 256 * 1024


def slice_count(length: int) -> int:
    return max(1, -(-length // SLICE_BYTES))


def slice_length(length: int, n: int) -> int:
    """Octets of slice `n` of a blob of `length`."""
    return min(SLICE_BYTES, length - n * SLICE_BYTES)


def slice_path(blob: str, n: int) -> str:
    """Its name in the store, and below the folder of blobs."""
    return f"{blob[:2]}/{blob}/{n:06d}"


class SliceStore:
    def __init__(self, settings: Settings) -> None:
        self._folder: Path | None = None
        self._store: ObjectStore
        if settings.blobs:
            self._store = from_url(settings.blobs, **_options(settings.blobs))
        else:
            self._folder = settings.data / "blobs"
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._store = LocalStore(str(self._folder))

    async def put(self, blob: str, n: int, data: bytes) -> None:
        """Durable on return. Raises DiskFullError or UnavailableError."""
        if self._folder is not None:
            demand_space(self._folder, len(data))
        try:
            await obstore.put_async(self._store, slice_path(blob, n), data)
        except (GenericError, OSError) as error:
            raise _translated(error) from error
        if self._folder is not None:
            _sync_up_to(self._folder / slice_path(blob, n), self._folder)

    async def pieces(self, blob: str, n: int, start: int, end: int) -> AsyncIterator[bytes]:
        """Octets `start` below `end` of a slice, in pieces."""
        for at in range(start, end, PIECE_BYTES):
            piece = await obstore.get_range_async(
                self._store, slice_path(blob, n), start=at, end=min(at + PIECE_BYTES, end)
            )
            yield bytes(piece)

    def read_blocking(self, blob: str, n: int, start: int, end: int) -> Iterator[bytes]:
        """The same for a program without a loop: what runs beside its end would abort it."""
        for at in range(start, end, PIECE_BYTES):
            path, stop = slice_path(blob, n), min(at + PIECE_BYTES, end)
            yield bytes(obstore.get_range(self._store, path, start=at, end=stop))

    async def delete(self, blob: str, numbers: list[int]) -> None:
        """What is not there any more is passed over."""
        for n in numbers:
            with contextlib.suppress(FileNotFoundError):
                await obstore.delete_async(self._store, slice_path(blob, n))


def try_out(url: str) -> None:
    """Write, read and delete one small object of an object store. Raises obstore's BaseError or OSError."""
    once, name = {"max_retries": 1, "retry_timeout": timedelta(seconds=10)}, "repatria-doctor"
    store = from_url(url, **{"retry_config": once, **_options(url)})
    obstore.put(store, name, b"here")
    obstore.get(store, name).bytes()
    obstore.delete(store, name)


def _options(url: str) -> dict[str, Any]:
    """Plain http only to a store on this machine."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL", os.environ.get("AWS_ENDPOINT", ""))
    local = urlsplit(endpoint).hostname in {"127.0.0.1", "localhost", "::1"}
    return {"client_options": {"allow_http": True}} if local else {}


def _sync_up_to(path: Path, top: Path) -> None:
    """The file, and each folder down to it: its own may be as new as the file is."""
    for place in (path, *(folder for folder in path.parents if folder.is_relative_to(top))):
        sync(place)


def _translated(error: Exception) -> Exception:
    text = str(error)
    if "No space left" in text or "StorageFull" in text or "QuotaExceeded" in text:
        return DiskFullError("no space for a slice")
    return UnavailableError(type(error).__name__)
