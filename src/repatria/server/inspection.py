"""Everything that an installation keeps, checked from the ground up: what a restored copy must pass.

1. Every leaf of the register folds from an empty directory; every checkpoint is over the tree as it was;
   the newest verifies under the keys that the root in force names.
2. Every heads leaf commits to heads that the rooms have.
3. Every room folds from its genesis: signatures, chain, members, epochs, ciphertext. Its row, seats and
   kept state say the same.
4. Every attachment that a message names is there, with its hash.
5. So is every document and file that a statement names.

Checks what is there. That an older state was put back only clients and witnesses can see (their pins).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Protocol

from obstore.exceptions import BaseError

from repatria.protocol.checkpoint import verify_checkpoint
from repatria.protocol.directory import Directory
from repatria.protocol.errors import ProtocolError
from repatria.protocol.rooms import Room, decode_frame
from repatria.protocol.sealing import SliceHasher
from repatria.protocol.tree import RoomHead, head_data, leaf_hash, parse_heads_leaf, root_of
from repatria.server.database.engine import Database
from repatria.server.database.transaction import Row, Transaction
from repatria.server.ledger.levels import Levels
from repatria.server.ledger.log_keys import LogKeyFile
from repatria.server.settings import Settings
from repatria.server.slices import SliceStore, slice_count, slice_length

PAGE = 2000
MOST_PROBLEMS = 50
Tell = Callable[[str, int, int], None]
Named = tuple[int, str, int]  # room row, hash, length


@dataclass
class Findings:
    """What was checked, and what does not hold (the first fifty)."""

    statements: int = 0
    checkpoints: int = 0
    heads: int = 0
    rooms: int = 0
    entries: int = 0
    attachments: int = 0
    documents: int = 0
    files: int = 0
    octets: int = 0
    problems: list[str] = field(default_factory=list)

    def note(self, problem: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def inspect(settings: Settings, tell: Tell) -> Findings:
    """Check the data folder (and database) of a server that does not run."""
    database = Database(settings)
    try:
        return _Inspection(database, settings, tell).all()
    finally:
        database.stop()


class _Inspection:
    def __init__(self, database: Database, settings: Settings, tell: Tell) -> None:
        self._database = database
        self._settings = settings
        self._tell = tell
        self._directory = Directory()
        self._levels = Levels()
        self._named: dict[str, Named] = {}
        self.findings = Findings()

    def all(self) -> Findings:
        if self._register():
            self._checkpoints()
            self._heads()
            self._rooms()
            self._attachments()
            self._documents()
            self._files()
        return self.findings

    def _read(self, sql: str, **values: Any) -> list[Row]:
        def read(tx: Transaction) -> list[Row]:
            return tx.rows(sql, **values)

        return self._database.read_blocking(read)

    def _count(self, table: str) -> int:
        return int(self._read(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - our own names

    # 1.
    def _register(self) -> bool:
        """Whether the whole register folds; without it nothing else can be judged."""
        whole = int(self._read("SELECT leaves FROM counter WHERE id = 1")[0][0])
        while rows := self._read(
            "SELECT idx, data FROM leaf WHERE idx >= :start ORDER BY idx LIMIT :page",
            start=self._directory.size,
            page=PAGE,
        ):
            for index, data in rows:
                if not self._fold(index, bytes(data)):
                    return False
            self._tell("register", self._directory.size, whole)
        if self._directory.size != whole or not whole:
            self.findings.note(f"register: {self._directory.size} statements of {whole}")
            return False
        return True

    def _fold(self, index: int, data: bytes) -> bool:
        try:
            self._directory.apply_leaf(index, data)
        except ProtocolError as error:
            self.findings.note(f"statement {index}: {error.code}")
            return False
        self._levels.append(leaf_hash(data))
        self.findings.statements += 1
        return True

    def _checkpoints(self) -> None:
        newest = ""
        for size, note in self._read("SELECT size, note FROM checkpoint ORDER BY size"):
            lines = note.split("\n")
            if not 0 < size <= self._levels.size or lines[1:3] != [str(size), self._root(size)]:
                self.findings.note(f"checkpoint {size}: not over these statements")
            newest = note
            self.findings.checkpoints += 1
        trust = self._directory.trust._replace(witnesses=(), quorum=0)
        try:
            verify_checkpoint(newest, trust, now=2**40)
        except ProtocolError as error:
            self.findings.note(f"newest checkpoint: {error.code}")
        self._log_keys()

    def _root(self, size: int) -> str:
        return base64.b64encode(self._levels.root(size)).decode()

    def _log_keys(self) -> None:
        root = self._directory.root
        try:
            keys = LogKeyFile(self._settings.log_key_file).find((root.log_ed25519, root.log_mldsa44))
        except (OSError, ValueError, KeyError) as error:
            self.findings.note(f"log keys: {error}")
            return
        if keys is None:
            self.findings.note("log keys: not those that the root names")

    # 2.
    def _heads(self) -> None:
        rows = self._read(
            "SELECT heads.leaf, room.hash, heads.seq, heads.head, entry.hash FROM heads"
            " JOIN room ON room.id = heads.room"
            " LEFT JOIN entry ON entry.room = heads.room AND entry.seq = heads.seq"
            " ORDER BY heads.leaf, heads.position"
        )
        for leaf, group in groupby(rows, key=lambda row: int(row[0])):
            self._heads_leaf(leaf, list(group))

    def _heads_leaf(self, leaf: int, rows: list[Row]) -> None:
        data = self._read("SELECT data FROM leaf WHERE idx = :leaf", leaf=leaf)
        root = root_of([leaf_hash(head_data(RoomHead(room, seq, head))) for _, room, seq, head, _ in rows])
        if not data or parse_heads_leaf(bytes(data[0][0]))["root"] != root.hex():
            self.findings.note(f"statement {leaf}: other heads than those kept")
        for _, room, seq, head, entry in rows:
            if entry != head:
                self.findings.note(f"room {room[:12]}: entry {seq} is not the one under statement {leaf}")
        self.findings.heads += len(rows)

    # 3.
    def _rooms(self) -> None:
        rooms = self._read("SELECT id, hash, seq, head, state FROM room ORDER BY id")
        for at, (id_, hash_, seq, head, state) in enumerate(rooms, 1):
            folded = self._fold_room(id_, hash_)
            if folded is not None:
                kept = json.loads(state) if state else {}
                said = [hash_, seq, head, kept.get("epoch"), kept.get("members")]
                is_so = [folded.id, folded.seq, folded.head, folded.epoch]
                if said != [*is_so, [list(member) for member in folded.members]]:
                    self.findings.note(f"room {hash_[:12]}: its row says something else than its entries")
                self._seats(id_, folded)
            self.findings.rooms += 1
            self._tell("rooms", at, len(rooms))
        if self.findings.entries != self._count("entry"):
            self.findings.note("entries: some belong to no room")

    def _fold_room(self, id_: int, hash_: str) -> Room | None:
        room = Room()
        while rows := self._read(
            "SELECT hash, frame FROM entry WHERE room = :room AND seq > :seq ORDER BY seq LIMIT :page",
            room=id_,
            seq=room.seq,
            page=PAGE // 10,
        ):
            for said, frame in rows:
                self.findings.entries += 1
                try:
                    entry = decode_frame(bytes(frame))
                    room.apply(entry, self._directory)
                except ProtocolError as error:
                    self.findings.note(f"room {hash_[:12]}: entry {room.seq + 1}: {error.code}")
                    return None
                if entry.hash != said:
                    self.findings.note(f"room {hash_[:12]}: entry {room.seq} has another hash than its row")
                for blob in entry.value.get("blobs", ()):
                    self._named[blob["id"]] = (id_, blob["sha256"], blob["len"])
        return room

    def _seats(self, id_: int, room: Room) -> None:
        rows = self._read(
            "SELECT member.name FROM seat JOIN member ON member.id = seat.member WHERE seat.room = :room",
            room=id_,
        )
        if {name for (name,) in rows} != {member.id for member in room.members}:
            self.findings.note(f"room {room.id[:12]}: others are seated than its entries say")

    # 4.
    def _attachments(self) -> None:
        rows = self._read("SELECT id, room, sha256, len FROM blob WHERE attached = 1")
        kept = {id_: (room, sha256, length) for id_, room, sha256, length in rows}
        for blob, named in self._named.items():
            if kept.get(blob) != named:
                self.findings.note(f"attachment {blob}: a message names it, and it is not kept so")
        store, whole = SliceStore(self._settings), sum(length for _, _, length in kept.values())
        for blob, (_, sha256, length) in sorted(kept.items()):
            if _hash_of(store, blob, length, SliceHasher()) != sha256:
                self.findings.note(f"attachment {blob}: its octets are missing or not those signed")
            self.findings.attachments += 1
            self.findings.octets += length
            self._tell("attachments", self.findings.octets, whole)

    # 5.
    def _documents(self) -> None:
        rows = self._read(
            "SELECT DISTINCT naming.sha256 FROM naming LEFT JOIN document ON document.sha256 = naming.sha256"
            " LEFT JOIN file ON file.sha256 = naming.sha256"
            " WHERE document.sha256 IS NULL AND file.sha256 IS NULL"
        )
        for (sha256,) in rows:
            self.findings.note(f"document {sha256}: a statement names it, and it is not kept")
        after = ""
        while rows := self._read(
            "SELECT sha256, data FROM document WHERE sha256 > :after ORDER BY sha256 LIMIT :page",
            after=after,
            page=PAGE // 10,
        ):
            for after, data in rows:
                if hashlib.sha256(bytes(data)).hexdigest() != after:
                    self.findings.note(f"document {after}: its octets have another hash")
                self.findings.documents += 1

    def _files(self) -> None:
        rows = self._read("SELECT sha256, len, blob FROM file ORDER BY sha256")
        store, whole = SliceStore(self._settings), sum(length for _, length, _ in rows)
        done = 0
        for sha256, length, blob in rows:
            if _hash_of(store, blob, length, hashlib.sha256()) != sha256:
                self.findings.note(f"file {sha256}: its octets are missing or have another hash")
            self.findings.files += 1
            done += length
            self._tell("files", done, whole)
        self.findings.octets += whole


class _Hasher(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


def _hash_of(store: SliceStore, blob: str, length: int, hasher: _Hasher) -> str:
    """Empty where a slice is not there."""
    try:
        for n in range(slice_count(length)):
            for piece in store.read_blocking(blob, n, 0, slice_length(length, n)):
                hasher.update(piece)
    except (OSError, BaseError):
        return ""
    return hasher.hexdigest()
