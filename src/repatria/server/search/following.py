"""Keep the index at what stands: what was published since goes to the indexing process, and nothing else."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from repatria.protocol.canonical import Json
from repatria.protocol.directory import Directory
from repatria.protocol.publication_states import Publication
from repatria.server import kept, log
from repatria.server.children import Child, ChildFailedError, class_of
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.messages import Message
from repatria.server.search.items import form_of, items_of
from repatria.server.search.place import delete

COMMAND = (sys.executable, "-m", "repatria.server.search.indexer")
PUT_SECONDS = 600  # for one batch, which may be a whole book on a busy machine
LINGER_SECONDS = 20  # it takes half a second to start
BATCH_ITEMS = 100
BATCH_OCTETS = 2**20  # of compressed pages: one batch is some seconds of work at most, but for a single book
ITEM_OCTETS = 32 * 2**20  # what of an item's files is searched
RETRY_SECONDS = 30
# After these the file itself is to blame, and made anew.
DAMAGED = frozenset({"DatabaseError", "NotADatabaseError", "IndexUnusable", "CorruptionError"})


@dataclass
class Batch:
    """What is put in one transaction of the index, and the register's size that it then stands for."""

    items: list[list[object]] = field(default_factory=list)
    gone: list[tuple[str, str, str]] = field(default_factory=list)
    octets: list[bytes] = field(default_factory=list)
    position: int = 0

    @property
    def full(self) -> bool:
        return len(self.items) >= BATCH_ITEMS or sum(map(len, self.octets)) >= BATCH_OCTETS


class Follower:
    """From the first question on. `path` is the index as soon as there is one, `covered` the size of the
    register that it stands for, -1 until it has caught up once."""

    def __init__(self, house: Installation) -> None:
        self._house = house
        self._child = Child((*COMMAND, str(house.settings.data)))
        self._following: asyncio.Task[None] | None = None
        self._wanted = False
        self._used = self._not_before = 0.0
        self._made = asyncio.Event()
        self.path: Path | None = None
        self.covered = -1

    async def settle(self, seconds: float, first: float) -> None:
        """Wait until the index stands for the register as it is now, but no longer than `seconds`; not at all
        while it is made anew.

        Where there is no index yet, wait until there is one, no longer than `first`.
        """
        self._wanted = True
        if self.covered >= self._house.register.directory.size:
            return
        task = self._follow_on()
        if self.path is None:
            made = self._house.spawn(self._made.wait())
            await asyncio.wait({task, made}, timeout=first, return_when=asyncio.FIRST_COMPLETED)
            made.cancel()
        if self.covered >= 0:
            await asyncio.wait({task}, timeout=seconds)

    async def follow_if_wanted(self) -> None:
        """Each second: go on where the register has, and end a child that has nothing to do."""
        if self._wanted and self.covered < self._house.register.directory.size:
            await asyncio.wait({self._follow_on()})
        elif self._child.alive and self._now() > self._used + LINGER_SECONDS and not self._is_following():
            await self._house.database.in_thread(self._child.stop)

    def _is_following(self) -> bool:
        return self._following is not None and not self._following.done()

    def _follow_on(self) -> asyncio.Task[None]:
        if self._following is None or self._following.done():
            self._following = self._house.spawn(self._try())
        return self._following

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    async def _try(self) -> None:
        """What a child could not do is tried again later."""
        if self._now() < self._not_before:
            return
        try:
            await self._follow()
        except (TimeoutError, OSError, EOFError, ChildFailedError) as error:
            self._not_before = self._now() + RETRY_SECONDS
            log.write(logging.ERROR, event="indexing_failed", failure=class_of(error))
            if isinstance(error, ChildFailedError) and str(error) in DAMAGED:
                self.drop()
            self._child.stop()
        except asyncio.CancelledError:
            self._child.stop()
            raise
        self._used = self._now()

    def stop(self) -> None:
        self._child.stop()

    def drop(self) -> None:
        """Have the index made anew."""
        self._child.stop()
        if self.path is not None:
            delete(self.path)
        self.path, self.covered = None, -1
        self._made.clear()

    def lost(self) -> None:
        """The file is gone from under its name: have it made anew, unless that is being done."""
        if self.path is not None and not self._is_following():
            self.drop()

    async def _follow(self) -> None:
        directory = self._house.register.directory
        if directory.net is None:
            return
        size = directory.size
        if self.covered >= 0 and not published_since(directory, self.covered):
            self.covered = size
            return
        since = self.covered if self.covered >= 0 and self._child.alive else await self._begin()
        if since == 0 < self.covered:  # somebody deleted it, and this is a new one
            self.covered = -1
        if since > size:  # of another register, or a later state of this one
            self.drop()
            since = await self._begin()
        waiting = published_since(directory, since)
        if not since and not waiting:
            await self._put(Batch(position=size))  # what ships is in it
        while waiting:
            batch, waiting = await self._gather(directory, waiting)
            if not waiting:
                batch.position = size
            await self._put(batch)
        self.covered = max(size, since)

    async def _begin(self) -> int:
        """The position up to which the index is made; 0 is a new one, in which only what ships is."""
        async with asyncio.timeout(PUT_SECONDS):
            said = await self._house.database.in_thread(self._start)
        self.path = Path(said["path"])
        self._made.set()
        return int(said["position"])

    def _start(self) -> Message:
        self._child.stop()
        self._child.start()
        return self._child.hear()

    async def _gather(
        self, directory: Directory, waiting: list[Publication]
    ) -> tuple[Batch, list[Publication]]:
        batch = Batch()
        for at, publication in enumerate(waiting, 1):
            await self._add(batch, directory, publication)
            batch.position = publication.issue.index + 1
            if batch.full:
                return batch, waiting[at:]
        return batch, []

    async def _add(self, batch: Batch, directory: Directory, publication: Publication) -> None:
        """What of it still stands; what was replaced since comes with what replaced it."""
        shelf, item = publication.shelf, publication.item
        parts = [
            part
            for part in publication.stands_for
            if (now := directory.standing(shelf, item, part)) is not None and now.hash == publication.hash
        ]
        if not parts:
            return
        read = self._house.database.read
        record = await read(partial(_record, publication=publication)) if publication.document else None
        if record is None:
            batch.gone += [(shelf, item, part) for part in parts]
            return
        files = await read(partial(_files, record=record)) if shelf == "library" else []
        named, left = [], ITEM_OCTETS
        for language, sha256, blob in files:
            pages = await read(partial(_pages, blob=blob, most=left), "desk")
            left -= sum(map(len, pages))
            batch.octets += pages
            named.append([language, sha256, len(pages)])
        forms = await self._house.database.in_thread(_forms, publication, record, parts)
        batch.items += [[form, named if at == 0 else []] for at, form in enumerate(forms)]

    async def _put(self, batch: Batch) -> None:
        message = {"items": batch.items, "gone": batch.gone, "position": batch.position}
        async with asyncio.timeout(PUT_SECONDS):
            said = await self._house.database.in_thread(self._child.ask, message, tuple(batch.octets))
        if said["failed_items"]:
            log.write(logging.ERROR, event="items_not_indexed", count=said["failed_items"])


def published_since(directory: Directory, position: int) -> list[Publication]:
    """In their order. The newest are looked at first: of a hundred thousand few are new."""
    found = []
    for publication in reversed(list(directory.publications.values())):
        if publication.issue.index < position:
            break
        found.append(publication)
    return found[::-1]


def _record(tx: Transaction, publication: Publication) -> Json | None:
    """It was held against its shape when it landed."""
    data = kept.octets(tx, publication.document or "")
    if data is None:
        return None
    record: Json = json.loads(data)["record"]
    return record


def _files(tx: Transaction, record: Json) -> list[tuple[str, str, str]]:
    """Language, hash and name of the slices of each file that is kept."""
    found = ((one["language"], kept.find_file(tx, one["sha256"])) for one in record["files"])
    return [(language, file.sha256, file.blob) for language, file in found if file is not None]


def _pages(tx: Transaction, blob: str, most: int) -> list[bytes]:
    """Texts as they are kept, compressed, as far as they fit."""
    return list(_within(kept.pages(tx, blob, 0, 2**31), most))


def _within(pages: list[bytes], most: int) -> Iterator[bytes]:
    for page in pages:
        most -= len(page)
        if most < 0:
            return
        yield page


def _forms(publication: Publication, record: Json, parts: list[str]) -> list[Json]:
    return [form_of(item) for item in items_of(publication, record, parts)]
