"""Attachments: sealed on the way out, checked whole before they are handed out; memory stays constant.

A file is read twice on the way out (the signed entry and the server need the ciphertext's hash before
the first slice), and an interrupted transfer goes on where it stopped, in both directions.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from repatria.protocol import opening, sealing
from repatria.protocol.errors import ProtocolError
from repatria.protocol.sealing import Hash
from repatria.sdk.beside import HashBeside
from repatria.sdk.connection import Connection, Upload, decode_b64, encode_b64
from repatria.sdk.errors import Blocked, WrongUse, blocking

Progress = Callable[[str, int, int], None]  # name, octets done, octets in all

SLICE_BYTES = 8 * 1024 * 1024
PIECE_BYTES = 1024 * 1024
# What may not stand in a file name: separators, controls, bidirectional controls (bodies.md).
_HOSTILE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]')


def silent(name: str, done: int, total: int) -> None:
    """Progress for callers that do not care."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What travels in a body about one file (bodies.md, attachments)."""

    id: str
    name: str
    type: str
    size: int
    key: bytes
    sha256: str
    ct_sha256: str
    ct_len: int

    def to_body(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "size": self.size,
            "key": encode_b64(self.key),
            "sha256": self.sha256,
            "ct_sha256": self.ct_sha256,
            "ct_len": self.ct_len,
        }

    @classmethod
    def from_body(cls, value: dict[str, Any]) -> Attachment:
        return cls(**{**value, "key": decode_b64(value["key"])})

    @property
    def blob(self) -> dict[str, Any]:
        """What the signed entry says of it."""
        return {"id": self.id, "sha256": self.ct_sha256, "len": self.ct_len}

    @property
    def safe_name(self) -> str:
        """The name as a file name on this disk: hostile characters replaced, never a path."""
        name = _HOSTILE.sub("_", self.name).strip(" .") or "attachment"
        return name if len(name.encode()) <= 200 else name.encode()[:180].decode(errors="ignore")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file on this disk, or in memory only (`data`), sealed for one room under its own key."""

    path: Path
    room: str
    salt: bytes
    attachment: Attachment
    data: bytes | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "path": str(self.path),
            "room": self.room,
            "salt": encode_b64(self.salt),
            "attachment": self.attachment.to_body(),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Outgoing:
        return cls(
            Path(kept["path"]),
            kept["room"],
            decode_b64(kept["salt"]),
            Attachment.from_body(kept["attachment"]),
        )


def prepare(path: Path, room: str, progress: Progress = silent) -> Outgoing:
    """Read the file once: its hashes under a fresh key. Raises WrongUse when it cannot be read."""
    if not path.is_file():
        raise WrongUse("bad_file" if path.exists() else "no_such_file", str(path))
    return _prepared(_draft(path, room, path.stat().st_size), progress)


def prepare_data(data: bytes, name: str, room: str, progress: Progress = silent) -> Outgoing:
    """The same for what no disk should hold in clear."""
    return _prepared(replace(_draft(Path(name), room, len(data)), data=data), progress)


def _draft(path: Path, room: str, size: int) -> Outgoing:
    key, salt, blob = secrets.token_bytes(32), secrets.token_bytes(24), secrets.token_hex(16)
    return Outgoing(path, room, salt, Attachment(blob, path.name, _type(path), size, key, "", "", 0))


def _prepared(draft: Outgoing, progress: Progress) -> Outgoing:
    length, size = 0, draft.attachment.size
    with HashBeside(hashlib.sha256()) as plain, HashBeside(sealing.SliceHasher()) as cipher:
        for piece in _sealed(draft, plain):
            cipher.update(piece)
            length += len(piece)
            progress(draft.path.name, min(length, size), size)
        sealed = replace(
            draft.attachment, sha256=plain.hexdigest(), ct_sha256=cipher.hexdigest(), ct_len=length
        )
    return replace(draft, attachment=sealed)


def upload(
    connection: Connection, outgoing: Outgoing, *, into: str | None, progress: Progress = silent
) -> None:
    """Send what the server does not have yet; `into` is the room when it exists already."""
    attachment = outgoing.attachment
    connection.post(f"/rooms/{into}/blobs" if into else "/blobs", attachment.blob)
    state = connection.get_json(f"/blobs/{attachment.id}")
    if state.get("complete"):
        return
    have = set(state.get("have", []))
    done = 0
    for number, piece in enumerate(_slices(outgoing)):
        if number not in have:
            headers = {"X-SHA256": hashlib.sha256(piece).hexdigest()}
            connection.put(f"/blobs/{attachment.id}/slices/{number}", Upload(piece), headers)
        done += len(piece)
        progress(attachment.name, done, attachment.ct_len)
    connection.post(f"/blobs/{attachment.id}/complete")


def download(
    connection: Connection,
    room: str,
    attachment: Attachment,
    folder: Path,
    progress: Progress = silent,
) -> Path:
    """Fetch, check and open one attachment into `folder`; returns the path of the checked file.

    Until every hash held there is only a `.part` file of ciphertext. When the line breaks, a later call
    continues it; when it is not what was signed (Blocked, `blob_mismatch`), nothing of it stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part, fresh = folder / f".{attachment.id}.part", folder / f".{attachment.id}.open"
    try:
        _fetch(connection, attachment, part, progress)
        _open(part, room, attachment, fresh)
        target = free_name(folder, attachment.safe_name)
        fresh.replace(target)
    except Blocked:
        part.unlink(missing_ok=True)
        raise
    finally:
        fresh.unlink(missing_ok=True)
    part.unlink()
    return target


def opened(
    connection: Connection, room: str, attachment: Attachment, progress: Progress = silent
) -> Iterator[bytes]:
    """Fetch and open an attachment without a file of it on this disk.

    What comes is not known to be whole before the end: where this raises (Blocked, `blob_mismatch`), the
    caller forgets all of it.
    """
    cipher, have = sealing.SliceHasher(), 0
    with blocking(attachment.safe_name):
        opener = opening.FileOpener(attachment.key, room, attachment.id, size=attachment.size)
        for piece in connection.stream(f"/blobs/{attachment.id}/content", 0):
            have += len(piece)
            if have > attachment.ct_len:
                break
            cipher.update(piece)
            progress(attachment.name, have, attachment.ct_len)
            yield opener.update(piece)
        if have != attachment.ct_len:
            raise ProtocolError("blob_mismatch", f"{have} octets or more came")
        opening.check_blob(cipher, attachment.ct_sha256)
        yield opener.finish(attachment.sha256)


def _fetch(connection: Connection, attachment: Attachment, part: Path, progress: Progress) -> None:
    """Every octet that was signed, and not one more. An answer that is whole to HTTP and of another length
    is the server's word against the author's; a line that breaks is `Unreachable`.
    """
    have = part.stat().st_size if part.exists() else 0
    if have >= attachment.ct_len:
        return
    with part.open("ab") as file:
        path = f"/blobs/{attachment.id}/content"
        for piece in connection.stream(path, have):
            have += len(piece)
            if have > attachment.ct_len:
                break
            file.write(piece)
            progress(attachment.name, have, attachment.ct_len)
    if have != attachment.ct_len:
        compared = f"{have} octets or more came, {attachment.ct_len} were signed"
        raise Blocked("blob_mismatch", f"{attachment.safe_name}: {compared}")


def _open(part: Path, room: str, attachment: Attachment, fresh: Path) -> None:
    """1. the ciphertext is the signed one; 2. every chunk opens; 3. the file is the promised one.

    One reading does all three. Ciphertext that is not the signed one is called that, whether or not it
    opens so far.
    """
    with (
        blocking(attachment.safe_name),
        HashBeside(sealing.SliceHasher()) as cipher,
        HashBeside(hashlib.sha256()) as plain,
        fresh.open("wb") as file,
    ):
        opener = opening.FileOpener(
            attachment.key, room, attachment.id, size=attachment.size, plain_hash=plain
        )
        pieces = _hashed(_pieces(part), cipher)
        try:
            for piece in pieces:
                file.write(opener.update(piece))
        except ProtocolError:
            for _ in pieces:
                pass  # the hash is over all of it
            opening.check_blob(cipher, attachment.ct_sha256)
            raise
        opening.check_blob(cipher, attachment.ct_sha256)
        file.write(opener.finish(attachment.sha256))


def _hashed(pieces: Iterator[bytes], hash_: Hash) -> Iterator[bytes]:
    for piece in pieces:
        hash_.update(piece)
        yield piece


def _sealed(outgoing: Outgoing, plain: Hash) -> Iterator[bytes]:
    """The ciphertext of a file, piece by piece; `plain` takes the hash of the file itself."""
    size = outgoing.attachment.size
    context = sealing.blob_context(outgoing.room, outgoing.attachment.id)
    stream = sealing.SealStream(outgoing.attachment.key, context, outgoing.salt)
    seen = 0
    for piece in _plain(outgoing):
        seen += len(piece)
        plain.update(piece)
        yield stream.update(piece)
    if seen != size:
        raise WrongUse("file_changed", f"{outgoing.path} changed while it was read")
    padding = sealing.bucket(size) - size
    for start in range(0, padding, PIECE_BYTES):
        yield stream.update(bytes(min(PIECE_BYTES, padding - start)))
    yield stream.finish()


def _slices(outgoing: Outgoing) -> Iterator[bytes]:
    """The ciphertext again, in slices of 8 MiB, the last shorter."""
    held: list[bytes] = []
    room = SLICE_BYTES
    with HashBeside(hashlib.sha256()) as plain:
        for piece in _sealed(outgoing, plain):
            while len(piece) >= room:
                held.append(piece[:room])
                yield b"".join(held)
                held, piece, room = [], piece[room:], SLICE_BYTES
            held.append(piece)
            room -= len(piece)
        if plain.hexdigest() != outgoing.attachment.sha256:
            raise WrongUse("file_changed", f"{outgoing.path} changed since it was attached")
    if room < SLICE_BYTES:
        yield b"".join(held)


def _plain(outgoing: Outgoing) -> Iterator[bytes]:
    data = outgoing.data
    if data is None:
        return _pieces(outgoing.path)
    return (data[start : start + PIECE_BYTES] for start in range(0, len(data), PIECE_BYTES))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def _type(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def free_name(folder: Path, name: str) -> Path:
    """A name that is not taken: nothing on this disk is overwritten by what somebody sent."""
    stem, dot, ending = name.rpartition(".")
    for number in range(10_000):
        stamp = f" ({number})" if number else ""
        candidate = folder / (f"{stem}{stamp}{dot}{ending}" if stem else f"{name}{stamp}")
        if not candidate.exists():
            return candidate
    raise WrongUse("too_many_files", str(folder))
