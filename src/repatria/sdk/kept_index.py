"""What is screened against, kept ready in the sealed store: a command that asks for one name reads no list.

Made from what this client has verified, and refreshed by what came and went since (`Screening.refresh`). An
index that another version made is not read, and made anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from repatria.screening.index import Index
    from repatria.sdk.screening import Entry, Origin
    from repatria.sdk.store import Store

RECORD = "screening-index"
# Making as many as this takes less time than looking for what was kept.
LEAST_WORTH_KEEPING = 500
_LENGTH = 8

Sources = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Kept:
    """The index, the ids of each source, and the entries."""

    index: Index
    sources: Sources
    entries: Entries


class Entries(MutableMapping[str, "Entry"]):
    """Entries by id; those that were kept are made when they are asked for."""

    def __init__(
        self, index: Index | None = None, kept: Mapping[str, tuple[Origin, str]] | None = None
    ) -> None:
        self._index = index
        self._kept = dict(kept or {})
        self._made: dict[str, Entry] = {}

    def __getitem__(self, id_: str) -> Entry:
        from repatria.sdk.screening import Entry

        made = self._made.get(id_)
        if made is not None:
            return made
        origin, content = self._kept[id_]
        assert self._index is not None
        return Entry(self._index.subject(self._index.rows_of(id_)[0]), origin, content)

    def __setitem__(self, id_: str, entry: Entry) -> None:
        self._kept.pop(id_, None)
        self._made[id_] = entry

    def __delitem__(self, id_: str) -> None:
        if self._made.pop(id_, None) is None:
            del self._kept[id_]

    def __iter__(self) -> Iterator[str]:
        yield from self._kept
        yield from self._made

    def __len__(self) -> int:
        return len(self._kept) + len(self._made)

    def said(self, id_: str) -> tuple[Origin, str]:
        """Where an entry stands and the digest of what it says."""
        made = self._made.get(id_)
        return (made.origin, made.content) if made is not None else self._kept[id_]


def read(store: Store) -> Kept | None:
    """None: nothing is kept, or nothing that this version can use. Raises Blocked (`profile_damaged`)."""
    import numpy as np

    from repatria.screening import stored
    from repatria.sdk.screening import Origin

    data = store.read(RECORD)
    if data is None:
        return None
    end = len(data) - _LENGTH - int.from_bytes(data[-_LENGTH:], "big")
    try:
        index = stored.unpack(np.frombuffer(data, np.uint8, end))
    except stored.StoredIndexUnusable:
        return None
    told = json.loads(data[end:-_LENGTH])
    origins = [Origin(**one) for one in told["origins"]]
    sources = {source: tuple(id_ for id_, _, _ in own) for source, own in told["sources"].items()}
    kept = {id_: (origins[at], content) for own in told["sources"].values() for id_, at, content in own}
    return Kept(index, sources, Entries(index, kept))


def write(store: Store, held: Kept) -> None:
    """Keep this in the place of what was kept."""
    from repatria.screening import stored

    origins: dict[Origin, int] = {}
    told: dict[str, list[tuple[str, int, str]]] = {}
    for source, ids in held.sources.items():
        said = ((id_, *held.entries.said(id_)) for id_ in ids)
        told[source] = [(id_, origins.setdefault(at, len(origins)), content) for id_, at, content in said]
    text = json.dumps({"origins": [asdict(one) for one in origins], "sources": told}).encode()
    store.write(RECORD, b"".join([*stored.pack(held.index), text, len(text).to_bytes(_LENGTH, "big")]))


def renew(store: Store, held: Kept, *, added: int, gone: int) -> Index:
    """Keep what so many came to and went from, where that is worth it; what has gone leaves the disk at once.

    Returns the index to go on with.
    """
    index, listed = held.index, len(held.entries)
    kept = bool(store.names(RECORD))
    if not (gone and kept) and added < max(LEAST_WORTH_KEEPING, listed // 20):
        return index
    if listed < LEAST_WORTH_KEEPING:
        store.remove(RECORD)
        return index
    if any(part.gone for part in index.parts):
        index = index.merged()
    write(store, Kept(index, held.sources, held.entries))
    return index
