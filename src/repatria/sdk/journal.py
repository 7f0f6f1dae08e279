"""The journal of a long run: one line for each thing done, on the disk before the next is done.

A line that was cut off in the middle never happened. The first two lines say what is run, and on what it
began.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from repatria.sdk.errors import WrongUse

_RUN, _START = "run", "start"


class Journal:
    """Reads and writes one journal file, its owner's alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.start: dict[str, Any] = {}
        self.done = 0

    def begin(self, run: dict[str, Any], start: dict[str, Any]) -> None:
        """Go on with what was cut off, or begin with `start`.

        Raises WrongUse (`other_journal`) when it is the journal of another run.
        """
        kept = self._take_up()
        if len(kept) < 2:
            self.remove()
            self.write(_RUN, run)
            self.write(_START, start)
            kept = self._take_up()
        if kept[0].get(_RUN) != json.loads(json.dumps(run)):
            raise WrongUse("other_journal", str(self.path))
        self.start = kept[1][_START]

    def write(self, kind: str, content: dict[str, Any]) -> None:
        """Durably."""
        data = json.dumps({kind: content}).encode() + b"\n"
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            written = os.write(descriptor, data)
            while written < len(data):
                written += os.write(descriptor, data[written:])
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def batches(self, kind: str) -> Iterator[dict[str, Any]]:
        with self.path.open("rb") as file:
            for data in file:
                line = json.loads(data)
                if kind in line:
                    yield line[kind]

    def forget(self, kind: str) -> None:
        """Take out every line of this kind. They stand at the end."""
        length = 0
        with self.path.open("rb+") as file:
            for data in file:
                if kind in json.loads(data):
                    break
                length += len(data)
            file.truncate(length)

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def _take_up(self) -> list[dict[str, Any]]:
        """The first two lines, and in `done` how far the others came. A line without its end is taken out."""
        self.done, length = 0, 0
        kept: list[dict[str, Any]] = []
        if not self.path.exists():
            return kept
        try:
            with self.path.open("rb+") as file:
                for data in file:
                    if not data.endswith(b"\n"):
                        break
                    line = json.loads(data)
                    kept += [line] if len(kept) < 2 else []
                    self.done = max(self.done, line.get("rows", {}).get("end", 0))
                    length += len(data)
                file.truncate(length)
        except (ValueError, AttributeError) as error:
            raise WrongUse("other_journal", str(self.path)) from error
        return kept
