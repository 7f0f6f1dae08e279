"""The office's own lists: files that others publish, kept sealed on this disk and screened beside notices.

A file is examined first (what it would add, change and end), then kept. Nothing is fetched from anywhere, and
nothing of a list leaves this machine.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from repatria.notices.importing import (
    Format,
    Listed,
    Plan,
    RowFault,
    Source,
    detect,
    licence_of,
    measure,
    plan,
    read,
)
from repatria.notices.importing.kept import from_json, source_from_json, source_to_json, to_json
from repatria.notices.importing.listed import Progress
from repatria.sdk.errors import WrongUse, blocking
from repatria.sdk.store import Store

HEADS = "lists"
ENTRIES = "list-entries-"
AT_ONCE = 2_000  # entries of one sealed record
MOST_LISTS = 100
_NAME = re.compile(r"[^\W_](?:[\w .()+-]{0,58}[\w.()+])?")


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list as it is held. `source` is its newest file, `licence` the code of what is to be said of it.

    imported: Unix seconds. parts: under which names its entries are kept.
    """

    name: str
    format: str
    source: Source
    licence: str
    imported: int
    entries: int
    parts: tuple[str, ...]

    @property
    def dated(self) -> str:
        """The day the file was taken, as whoever brought it said; "" where they did not."""
        return self.source.taken


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file would change, before it is kept.

    `entries`: all that the list would hold then, in the file's order; what may only be missing because its
    row was at fault stays, at the end, unless it was asked to be dropped.
    """

    name: str
    format: Format
    source: Source
    licence: str
    plan: Plan
    entries: tuple[Listed, ...]
    kept_over: int


class OwnLists:
    """Reads and replaces the lists of one officer's disk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[OwnList]:
        """By name."""
        data = self._store.read(HEADS)
        return [_head_of(row) for row in json.loads(data)] if data else []

    def find(self, name: str) -> OwnList:
        """Raises WrongUse (`no_such_list`)."""
        found = next((one for one in self.all() if one.name == name), None)
        if found is None:
            raise WrongUse("no_such_list", name)
        return found

    def entries(self, held: OwnList) -> Iterator[Listed]:
        """Its entries, each with the file that it came from."""
        for part in held.parts:
            data = self._store.read(part)
            if data is None:
                continue  # another program has replaced the list since it was looked up
            content = json.loads(data)
            with blocking("list"):
                sources = [source_from_json(one) for one in content["sources"]]
                yield from (from_json(row, sources[place]) for place, row in content["entries"])

    def examine(
        self,
        path: Path,
        *,
        name: str = "",
        taken: str = "",
        licence: str = "",
        drop_missing: bool = False,
        progress: Progress | None = None,
    ) -> Proposal:
        """Read a file and compare it with what is held under this name (the file's own, if none is given).

        Raises WrongUse (`unknown_format`, `bad_list_name`), OSError.
        """
        name = name or path.stem
        if not _NAME.fullmatch(name):
            raise WrongUse("bad_list_name", name)
        before = [one for held in self.all() if held.name == name for one in self.entries(held)]
        with path.open("rb") as file:
            of = detect(file)
            if of is None or of is Format.INTERPOL_PICTURES:
                raise WrongUse("unknown_format", str(path))
            source = measure(file, name=path.name, taken=taken, licence=licence)
            rows = list(read(file, source, of, progress))
        found = plan(before, rows)
        entries = [row for row in rows if not isinstance(row, RowFault)]
        over = [] if drop_missing or found.gone_is_certain else list(found.gone)
        return Proposal(name, of, source, licence_of(source, of), found, (*entries, *over), len(over))

    def keep(self, proposal: Proposal, now: int) -> OwnList:
        """Put the list in the place of the one of this name, all at once.

        Raises WrongUse (`nothing_listed`) for a list without an entry, (`too_many_lists`).
        """
        if not proposal.entries:
            raise WrongUse("nothing_listed", proposal.source.name)
        others = [one for one in self.all() if one.name != proposal.name]
        if len(others) >= MOST_LISTS:
            raise WrongUse("too_many_lists", str(MOST_LISTS))
        taking = secrets.token_hex(8)
        parts: list[str] = []
        for start in range(0, len(proposal.entries), AT_ONCE):
            parts.append(f"{ENTRIES}{taking}-{len(parts):04}")
            self._store.write(parts[-1], _part_of(proposal.entries[start : start + AT_ONCE]))
        kept = OwnList(
            name=proposal.name,
            format=proposal.format.value,
            source=proposal.source,
            licence=proposal.licence,
            imported=now,
            entries=len(proposal.entries),
            parts=tuple(parts),
        )
        self._write_heads([*others, kept])
        return kept

    def drop(self, name: str) -> None:
        """Forget a list. Raises WrongUse (`no_such_list`)."""
        self.find(name)
        self._write_heads([one for one in self.all() if one.name != name])

    def _write_heads(self, heads: list[OwnList]) -> None:
        """What the heads do not name any more goes after them: a crash between leaves no list in halves."""
        rows = [
            {**asdict(one), "source": source_to_json(one.source)}
            for one in sorted(heads, key=lambda one: one.name)
        ]
        self._store.write(HEADS, json.dumps(rows, ensure_ascii=False).encode())
        named = {part for one in heads for part in one.parts}
        for part in self._store.names(ENTRIES):
            if part not in named:
                self._store.remove(part)


def _head_of(row: dict[str, Any]) -> OwnList:
    with blocking("list"):
        source = source_from_json(row["source"])
    return replace(OwnList(**{**row, "source": source}), parts=tuple(row["parts"]))


def _part_of(entries: tuple[Listed, ...]) -> bytes:
    sources: dict[Source, int] = {}
    rows = [(sources.setdefault(one.origin.source, len(sources)), to_json(one)) for one in entries]
    content = {"sources": [source_to_json(one) for one in sources], "entries": rows}
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
