"""The office's own lists: files that others publish, kept in the office's room and screened beside notices.

A file is examined first (what it would add, change and end), then kept: every officer of the office has it
then. Nothing is fetched from anywhere but that room, and nothing of a list leaves the office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

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
from repatria.notices.importing.kept import lines_of, listed_of, source_to_json
from repatria.notices.importing.listed import Progress
from repatria.protocol import bodies
from repatria.protocol.canonical import Json
from repatria.protocol.errors import ProtocolError
from repatria.protocol.screening import Standing
from repatria.protocol.screening_files import pack_entries, read_entries
from repatria.protocol.shapes import utf16_length
from repatria.screening.records import Subject
from repatria.sdk.errors import WrongUse, blocking
from repatria.sdk.office import OfficeRoom

MOST_LISTS = 100
LONGEST_NAME = 60
FILE_NAME = "entries.jsonl.gz"
_NAME = re.compile(r"[^\W_](?:[\w .()+-]{0,58}[\w.()+])?")


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list as the office holds it. source: its newest file. licence: the code of what is to be said of it.

    imported: Unix seconds. by: the key of who took it, by_name theirs. entry: hash of the entry that took it.
    """

    name: str
    format: str
    source: Source
    licence: str
    imported: int
    entries: int
    by: str
    by_name: str
    entry: str
    file: Json = field(repr=False)

    @property
    def dated(self) -> str:
        """The day the file was taken, as whoever brought it said; "" where they did not."""
        return self.source.taken

    def to_json(self) -> Json:
        return {name: value for name, value in asdict(self).items() if name != "file"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file would change, before it is kept.

    `entries`: all that the list would hold then, in the file's order; what may only be missing because its
    row was at fault stays, at the end, unless it was asked to be dropped. `replaces`: the entry of the list
    that it was compared with, "" for none.
    """

    name: str
    format: Format
    source: Source
    licence: str
    plan: Plan
    entries: tuple[Listed, ...]
    kept_over: int
    replaces: str


class OwnLists:
    """Reads and replaces the lists of an office."""

    def __init__(self, office: OfficeRoom) -> None:
        self._office = office

    def all(self) -> list[OwnList]:
        """By name."""
        return [self._own(said) for _, said in sorted(self._office.state().lists.items())]

    def find(self, name: str) -> OwnList:
        """Raises WrongUse (`no_such_list`)."""
        found = self._office.state().lists.get(name)
        if found is None:
            raise WrongUse("no_such_list", name)
        return self._own(found)

    def entries(self, held: OwnList) -> Iterator[Listed]:
        """Its entries, each with the file that it came from. Raises Blocked for a file that is none."""
        return (entry for entry, _ in self.records(held))

    def records(self, held: OwnList) -> Iterator[tuple[Listed, str]]:
        """Its entries, each with the digest of what it says."""
        sources: dict[int, Source] = {}
        with blocking(held.name):
            for line in read_entries(self._office.pieces(held.file), held.entries):
                source = sources.get(id(line.source)) or Source(**line.source)
                sources[id(line.source)] = source
                yield listed_of(line, source), line.content

    def _own(self, said: Standing) -> OwnList:
        body = said.body
        return OwnList(
            name=body["name"],
            format=body["format"],
            source=Source(**body["source"]),
            licence=body["licence"],
            imported=said.time,
            entries=body["entries"],
            by=said.author,
            by_name=self._office.name_of(said.author),
            entry=said.hash,
            file=body["attachments"][0],
        )

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
        if not _NAME.fullmatch(name) or utf16_length(name) > LONGEST_NAME:
            raise WrongUse("bad_list_name", name)
        held = next((one for one in self.all() if one.name == name), None)
        before = list(self.entries(held)) if held else []
        with path.open("rb") as file:
            of = detect(file)
            if of is None or of is Format.INTERPOL_PICTURES:
                raise WrongUse("unknown_format", str(path))
            source = measure(file, name=path.name, taken=taken, licence=licence)
            rows = list(read(file, source, of, progress))
        found = plan(before, rows)
        entries = [row for row in rows if not isinstance(row, RowFault)]
        over = [] if drop_missing or found.gone_is_certain else list(found.gone)
        replaces = held.entry if held else ""
        return Proposal(
            name, of, source, licence_of(source, of), found, (*entries, *over), len(over), replaces
        )

    def keep(self, proposal: Proposal) -> OwnList:
        """Put the list in the place of the one of this name, for the whole office.

        Raises WrongUse (`nothing_listed`) for a list without an entry, (`too_many_lists`),
        (`entry_too_large`), (`list_changed`) when a colleague took or dropped it since it was examined.
        """
        if not proposal.entries:
            raise WrongUse("nothing_listed", proposal.source.name)
        standing = self._office.state().lists
        if len(standing.keys() - {proposal.name}) >= MOST_LISTS:
            raise WrongUse("too_many_lists", str(MOST_LISTS))
        before = standing.get(proposal.name)
        if (before.hash if before else "") != proposal.replaces:
            raise WrongUse("list_changed", proposal.name)
        self._office.say(
            bodies.screening_list(
                proposal.name,
                proposal.format.value,
                source_to_json(proposal.source),
                proposal.licence,
                entries=len(proposal.entries),
                attachment=self._attach(proposal),
            )
        )
        return self.find(proposal.name)

    def drop(self, name: str) -> None:
        """End a list for the whole office. Raises WrongUse (`no_such_list`)."""
        self.find(name)
        self._office.say(bodies.screening_list_end(name))

    def _attach(self, proposal: Proposal) -> Json:
        from repatria.screening import analysed  # the tables: reading lists needs none

        def analyse(subject: Subject) -> analysed.Forms:
            return analysed.forms_of(subject.names, subject.kind)

        try:
            packed = b"".join(pack_entries(lines_of(proposal.entries, analysed.VERSION, analyse)))
        except ProtocolError as error:
            raise WrongUse("entry_too_large", error.detail) from error
        return self._office.attach([packed], FILE_NAME)
