"""Files of the library: sent in slices, gone on with where the line broke, checked whole when they come.

Not sealed: what is here, everybody may read whom an item that names it admits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from repatria.protocol.publications import MAX_FILE_BYTES
from repatria.sdk.beside import HashBeside
from repatria.sdk.blobs import PIECE_BYTES, SLICE_BYTES, Progress, free_name, silent
from repatria.sdk.connection import Connection, Upload
from repatria.sdk.errors import Blocked, WrongUse

TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".epub": "application/epub+zip",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
}
PAGES_AT_ONCE = 50
MOST_PAGES = 5_000  # of a file; who says that there are more would be asked for ever


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """What the server knows of a file: `items` (`shelf/item`) name it already; `pages` None: not read yet."""

    sha256: str
    len: int
    type: str
    complete: bool
    pages: int | None
    items: tuple[str, ...]

    def in_record(self, name: str, language: str) -> dict[str, Any]:
        """As a library record names it."""
        return {
            "language": language,
            "name": name,
            "type": self.type,
            "sha256": self.sha256,
            "len": self.len,
        }


class Files:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def upload(self, path: Path, type_: str = "", progress: Progress = silent) -> LibraryFile:
        """Send what the server does not have yet of a file, and let it look inside.

        Again after a line that broke it goes on. Raises WrongUse (`no_such_file`, `unknown_type`,
        `empty_file` and `file_too_large` before any of it is read, `file_changed`); Refused (`wrong_type`,
        `encrypted_file`, `has_macros`, `unreadable_file`, `too_large`, `too_many_kept`).
        """
        if not path.is_file():
            raise WrongUse("bad_file" if path.exists() else "no_such_file", str(path))
        type_ = type_ or TYPES.get(path.suffix.lower(), "")
        if not type_:
            raise WrongUse("unknown_type", path.name)
        size = path.stat().st_size
        if not size:
            raise WrongUse("empty_file", path.name)
        if size > MAX_FILE_BYTES:
            raise WrongUse("file_too_large", f"{path.name}: {size:,} > {MAX_FILE_BYTES:,}")
        sha256 = _hash_of(path)
        state = self.connection.post("/files", {"sha256": sha256, "len": size, "type": type_})
        if not state["complete"]:
            self._send(path, sha256, set(state["have"]), size, progress)
            state = self.connection.post(f"/files/{sha256}/complete")
        return _file_of(state)

    def status(self, sha256: str) -> LibraryFile:
        return _file_of(self.connection.get_json(f"/files/{sha256}"))

    def download(self, named: dict[str, Any], folder: Path, name: str, progress: Progress = silent) -> Path:
        """Fetch a file that a record names, whole and checked, into a name that is free there.

        Until its hash held there is only a `.part` file, with which a later call goes on; what is not what
        was published (Blocked, `blob_mismatch`) does not stay.
        """
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{named['sha256'][:32]}.part"
        have = part.stat().st_size if part.exists() else 0
        with part.open("ab") as file:
            if have < named["len"]:
                for piece in self.connection.stream(f"/files/{named['sha256']}/content", have):
                    have += len(piece)
                    if have > named["len"]:
                        break
                    file.write(piece)
                    progress(name, have, named["len"])
        if have != named["len"] or _hash_of(part) != named["sha256"]:
            part.unlink()
            raise Blocked("blob_mismatch", name)
        target = free_name(folder, name)
        part.replace(target)
        return target

    def pages(self, sha256: str) -> Iterator[str]:
        """The text that the server read in it, page by page: a convenience, not what was published.

        Raises Blocked (`bad_answer`) for an answer of another shape than wire.md's.
        """
        start, total = 0, 1
        while start < total:
            asked = {"from": start, "to": start + PAGES_AT_ONCE}
            answer = self.connection.get_json(f"/files/{sha256}/pages", **asked)
            if not _is_pages(answer):
                raise Blocked("bad_answer", "pages")
            total = answer["pages"]
            if not answer["texts"]:
                return
            yield from answer["texts"]
            start += len(answer["texts"])

    def _send(self, path: Path, sha256: str, have: set[int], size: int, progress: Progress) -> None:
        done = 0
        with path.open("rb") as file:
            for number in range(-(-size // SLICE_BYTES)):
                piece = file.read(SLICE_BYTES)
                if number not in have:
                    headers = {"X-SHA256": hashlib.sha256(piece).hexdigest()}
                    self.connection.put(f"/files/{sha256}/slices/{number}", Upload(piece), headers)
                done += len(piece)
                progress(path.name, done, size)
        if done != size:
            raise WrongUse("file_changed", path.name)


def _is_pages(answer: Any) -> bool:
    if not isinstance(answer, dict) or not isinstance(answer.get("texts"), list):
        return False
    pages, texts = answer.get("pages"), answer["texts"]
    few = type(pages) is int and 0 <= pages <= MOST_PAGES and len(texts) <= PAGES_AT_ONCE
    return few and all(isinstance(text, str) for text in texts)


def _hash_of(path: Path) -> str:
    with HashBeside(hashlib.sha256()) as hash_, path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            hash_.update(piece)
        return hash_.hexdigest()


def _file_of(state: dict[str, Any]) -> LibraryFile:
    names = ("sha256", "len", "type", "complete", "pages")
    return LibraryFile(**{name: state[name] for name in names}, items=tuple(state["items"]))
