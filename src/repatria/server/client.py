"""The built browser client as files: hashed assets for ever, the rest asked for each time.

Files are read once at start, with their compressed forms where the build made them. Refuses every
path that is not in that list, so no path can lead out of the folder.
"""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from repatria.server.answers import Answer, Receive, Send, answer_refusal
from repatria.server.refusals import Refusal

ENCODINGS = ((b"br", ".br"), (b"gzip", ".gz"))
FOREVER = (b"cache-control", b"public, max-age=31536000, immutable")
ASK = (b"cache-control", b"no-cache")


@dataclass(frozen=True, slots=True)
class File:
    path: Path
    media_type: bytes
    etag: bytes
    forever: bool


def list_files(folder: Path) -> dict[str, File]:
    """Every file by its URL path; the page itself also as `/`."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".br", ".gz"):
            name = "/" + path.relative_to(folder).as_posix()
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            text = kind.startswith("text/") or kind in ("application/json", "image/svg+xml")
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:32]
            media_type = (kind + ("; charset=utf-8" if text else "")).encode()
            files[name] = File(path, media_type, f'"{digest}"'.encode(), "/assets/" in name)
    if "/index.html" in files:
        files["/"] = files["/index.html"]
    return files


class Client:
    """ASGI application for everything that is not the API."""

    def __init__(self, folder: Path | None) -> None:
        self._files = list_files(folder) if folder is not None and folder.is_dir() else {}

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        file = self._files.get(scope["path"])
        if scope["method"] not in ("GET", "HEAD"):
            answer = answer_refusal(Refusal("method_not_allowed", allow="GET, HEAD"))
        elif file is None:
            answer = answer_refusal(Refusal("not_found"))
        else:
            answer = _answer(file, dict(scope["headers"]))
        if scope["method"] == "HEAD":
            answer = Answer(answer.status, b"", answer.media_type, answer.headers)
        await answer.send(send)


def _answer(file: File, headers: dict[bytes, bytes]) -> Answer:
    common = ((b"etag", file.etag), FOREVER if file.forever else ASK, (b"vary", b"accept-encoding"))
    if headers.get(b"if-none-match") == file.etag:
        return Answer(304, b"", b"", common)
    accepted = {part.split(b";")[0].strip() for part in headers.get(b"accept-encoding", b"").split(b",")}
    for encoding, suffix in ENCODINGS:
        packed = file.path.with_name(file.path.name + suffix)
        if encoding in accepted and packed.exists():
            return Answer(
                200, packed.read_bytes(), file.media_type, (*common, (b"content-encoding", encoding))
            )
    return Answer(200, file.path.read_bytes(), file.media_type, common)
