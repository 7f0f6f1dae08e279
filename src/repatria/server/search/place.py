"""Where the index lies, in the data folder beside either database. It may be deleted at any time."""

from __future__ import annotations

from pathlib import Path

NAME = "search-{}.sqlite3"


def index_path(folder: Path, made_of: str) -> Path:
    """That of this version of what ships; what others made goes."""
    path = folder / NAME.format(made_of)
    for other in folder.glob(NAME.format("*")):
        if other != path:
            delete(other)
    return path


def delete(path: Path) -> None:
    """The index with what SQLite keeps beside it."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
