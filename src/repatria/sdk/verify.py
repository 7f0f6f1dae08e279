"""`verify_bundle`: check a bundle offline. The only thing believed is the root hash on paper.

No key, no server, no network: register, checkpoint, witnesses, room and plaintexts are recomputed from
the first statement up. Anything that does not hold raises `Blocked`.
"""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from repatria.protocol import checkpoint, frames, unroll
from repatria.protocol.canonical import Json
from repatria.protocol.directory import Directory
from repatria.protocol.existence import HashAt, demand_existence, verify_existence
from repatria.protocol.records import HeadsLeaf, Link
from repatria.protocol.rooms import Entry, Room, decode_frame
from repatria.sdk import bundle
from repatria.sdk.blobs import Attachment
from repatria.sdk.bundle import BundleReader
from repatria.sdk.errors import Blocked, WrongUse, blocking


@dataclass(frozen=True, slots=True)
class ProvenMessage:
    """One message that holds: who, on whose behalf, when; `proven` is a time by which it existed."""

    seq: int
    hash: str
    author: str
    name: str
    office: str
    time: int
    proven: int | None
    chain: tuple[Link, ...]
    body: dict[str, Any] | None

    @property
    def kind(self) -> str:
        return str(self.body["kind"]) if self.body else "sealed"

    def to_json(self) -> dict[str, Any]:
        value = {name: getattr(self, name) for name in self.__slots__}
        return {**value, "chain": [asdict(link) for link in self.chain]}


@dataclass(frozen=True, slots=True)
class Report:
    """What a bundle proves."""

    network: str
    net: str
    size: int
    room: str
    messages: tuple[ProvenMessage, ...]
    files: tuple[str, ...] = field(default=())

    @property
    def proven_time(self) -> int | None:
        """The latest time by which everything opened in here existed; None when that is not proven."""
        times = [one.proven for one in self.messages if one.body is not None]
        known = [moment for moment in times if moment is not None]
        return max(known) if known and len(known) == len(times) else None

    def to_json(self) -> dict[str, Any]:
        return {
            "network": self.network,
            "net": self.net,
            "statements": self.size,
            "room": self.room,
            "proven_time": self.proven_time,
            "messages": [one.to_json() for one in self.messages],
            "files": list(self.files),
        }


@dataclass(frozen=True, slots=True)
class _Checked:
    directory: Directory
    room: Room
    entries: list[Entry]
    proofs: list[Json]
    proven: list[HeadsLeaf]


def verify_bundle(source: Path, root_hash: str, *, save: Path | None = None) -> Report:
    """Check everything in a bundle against the root hash on paper; `save` receives what held."""
    if re.fullmatch(r"[0-9a-f]{64}", root_hash) is None:
        raise WrongUse("bad_root_hash", "64 hexadecimal digits, as on paper")
    with bundle.reading(source) as reader, blocking("bundle"):
        directory = _register(reader, root_hash)
        room, entries = _room(reader, directory)
        checked = _Checked(directory, room, entries, *_proofs(reader, directory, entries))
        _check_authors(checked)
        messages = _messages(reader, checked)
        attachments = _check_files(reader, messages)
        if save is not None:
            _save(reader, messages, attachments, save)
    return Report(
        network=directory.root.name,
        net=root_hash,
        size=directory.size,
        room=room.id,
        messages=messages,
        files=tuple(attachment.safe_name for attachment in attachments),
    )


def _register(reader: BundleReader, root_hash: str) -> Directory:
    """1. fold from the first statement; 2. it is the network on paper; 3. log and witnesses signed it."""
    directory = Directory()
    for index, leaf in enumerate(frames.split(reader.read(bundle.LEAVES))):
        directory.apply_leaf(index, leaf)
        if index == 0 and directory.net != root_hash:
            raise Blocked("wrong_network", f"the bundle's network is {directory.net}")
    held = checkpoint.verify_checkpoint(reader.read(bundle.CHECKPOINT), directory.trust, int(time.time()))
    if held.size != directory.size or directory.root_hash_at(held.size) != held.root:
        raise Blocked("wrong_log", "the checkpoint is not over these statements")
    return directory


def _room(reader: BundleReader, directory: Directory) -> tuple[Room, list[Entry]]:
    """4. every entry in its place, from the genesis."""
    room, entries = Room(), []
    for frame in frames.split(reader.read(bundle.FRAMES)):
        entry = decode_frame(frame)
        if not entry.ciphertext:
            entry = Entry(entry.envelope, None)  # left out of the bundle: pt speaks for it
        room.apply(entry, directory)
        entries.append(entry)
    if not entries or reader.read_json(bundle.ABOUT).get("room") != room.id:
        raise Blocked("wrong_room", "the bundle does not hold the room it names")
    return room, entries


def _proofs(
    reader: BundleReader, directory: Directory, entries: list[Entry]
) -> tuple[list[Json], list[HeadsLeaf]]:
    """5. heads of this room in heads leaves of the register."""
    proofs = reader.read_json(bundle.PROOFS)
    if not isinstance(proofs, list) or not all(isinstance(proof, dict) for proof in proofs):
        raise Blocked("bad_bundle", "proofs")
    proven = []
    for proof in proofs:
        seq = proof.get("seq")
        if not isinstance(seq, int) or not 0 <= seq < len(entries):
            raise Blocked("bad_proof", "of no entry in this bundle")
        proven.append(verify_existence(proof, entries[seq].value, _hash_at(entries), directory))
    return proofs, proven


def _hash_at(entries: list[Entry]) -> HashAt:
    return lambda seq: entries[seq].hash if 0 <= seq < len(entries) else None


def _check_authors(checked: _Checked) -> None:
    """6. who has left the network meanwhile wrote before that."""
    now = int(time.time())
    for seq, entry in enumerate(checked.entries):
        covering = [proof for proof in checked.proofs if proof["seq"] >= seq]
        earliest = min(covering, key=lambda proof: int(proof["leaf_index"]), default=None)
        demand_existence(entry.value, _hash_at(checked.entries), earliest, checked.directory, at=now)


def _messages(reader: BundleReader, checked: _Checked) -> tuple[ProvenMessage, ...]:
    """7. each plaintext is the signed one, and its body fits the entry."""
    found = []
    for seq, entry in enumerate(checked.entries):
        if entry.value["kind"] != "message":
            if f"plain/{seq}" in reader.names:
                raise Blocked("bad_bundle", f"entry {seq} has no body")
            continue
        found.append(_message(reader, checked, seq, entry))
    numbers = {f"plain/{one.seq}" for one in found}
    if any(name.startswith("plain/") and name not in numbers for name in reader.names):
        raise Blocked("bad_bundle", "a plaintext of no entry")
    return tuple(found)


def _message(reader: BundleReader, checked: _Checked, seq: int, entry: Entry) -> ProvenMessage:
    value, body = entry.value, None
    if f"plain/{seq}" in reader.names:
        body = unroll.read_plaintext(entry, reader.read(f"plain/{seq}"))
    officer = checked.directory.officer(value["author"])
    pairs = zip(checked.proofs, checked.proven, strict=True)
    times = [leaf.time for proof, leaf in pairs if proof["seq"] >= seq]
    return ProvenMessage(
        seq=seq,
        hash=entry.hash,
        author=value["author"],
        name=str(officer.person["latin"]) if officer else "",
        office=value["office"],
        time=value["time"],
        proven=min(times, default=None),
        chain=checked.directory.chain(value["author"]),
        body=body,
    )


def _check_files(reader: BundleReader, messages: tuple[ProvenMessage, ...]) -> tuple[Attachment, ...]:
    """8. each file in the bundle is the one that a message names."""
    named = {
        item["id"]: Attachment.from_body(item)
        for message in messages
        for item in (message.body or {}).get("attachments", [])
    }
    found = []
    for name in reader.names:
        if not name.startswith("files/"):
            continue
        attachment = named.get(name.removeprefix("files/"))
        digest, size = hashlib.sha256(), 0
        for piece in reader.pieces(name):
            digest.update(piece)
            size += len(piece)
        if attachment is None or (digest.hexdigest(), size) != (attachment.sha256, attachment.size):
            raise Blocked("blob_mismatch", f"{name} is not the file that was sent")
        found.append(attachment)
    return tuple(found)


def _save(
    reader: BundleReader,
    messages: tuple[ProvenMessage, ...],
    attachments: tuple[Attachment, ...],
    folder: Path,
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for message in messages:
        if message.body is not None:
            text = bundle.pretty({"hash": message.hash, **message.body})
            (folder / f"{message.seq:04d}.json").write_bytes(text)
    for attachment in attachments:
        with (folder / f"{attachment.id[:8]}-{attachment.safe_name}").open("xb") as file:
            for piece in reader.pieces(f"files/{attachment.id}"):
                file.write(piece)
