"""Pictures of notices as files: what they are, and before they go without what they tell besides."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from repatria.notices import pictures
from repatria.protocol.canonical import Json
from repatria.protocol.notices import MAX_PICTURE_BYTES
from repatria.sdk.errors import WrongUse

SUFFIXES = {pictures.JPEG: ".jpg", pictures.PNG: ".png", pictures.WEBP: ".webp"}


def bare_copies(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Copies in `folder` that may be sent, each with its name.

    Raises WrongUse (`no_such_file`, `bad_picture`).
    """
    copies = []
    for number, path in enumerate(paths):
        if not path.is_file():
            raise WrongUse("no_such_file", str(path))
        try:
            data = pictures.bare(path.read_bytes())
        except ValueError as error:
            raise WrongUse("bad_picture", f"{path}: {error}") from error
        if len(data) > MAX_PICTURE_BYTES:
            raise WrongUse("bad_picture", str(path))
        copy = folder / str(number) / f"{path.stem}{SUFFIXES[pictures.type_of(data)]}"
        copy.parent.mkdir()
        copy.write_bytes(data)
        copies.append(copy)
    return copies


def described(path: Path) -> Json:
    """A picture as a record names it."""
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    return {"sha256": sha256, "len": len(data), "type": pictures.type_of(data), "caption": path.stem}
