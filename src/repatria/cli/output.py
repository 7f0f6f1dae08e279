"""What commands print: sentences from the catalogue, JSON, progress. Data to stdout, the rest to stderr."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from repatria.sdk.blobs import Progress as Tell
from repatria.sdk.errors import Blocked, RepatriaError

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

# Sealed text comes from other people: nothing in it may steer the terminal.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@cache
def _catalogue() -> dict[str, str]:
    text = files(__package__).joinpath("messages.json").read_text(encoding="utf-8")
    catalogue: dict[str, str] = json.loads(text)
    return catalogue


def words(key: str, **values: object) -> str:
    """A sentence of the catalogue; KeyError when it is missing there."""
    shown = {name: clean(str(value)) for name, value in values.items()}
    return _catalogue()[key].format(**shown)


def clean(text: str) -> str:
    """Text by others, without what could move the cursor or turn the line around."""
    return _CONTROLS.sub("\ufffd", text)


def say(key: str, **values: object) -> None:
    """A sentence about what happened, on stderr."""
    err.print(escape(words(key, **values)))


def show(text: str) -> None:
    """Data for people, on stdout."""
    out.print(escape(clean(text)))


def show_json(value: Any) -> None:
    """Data for programs, on stdout, never wrapped or coloured."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def complain(error: RepatriaError) -> None:
    """Say what went wrong: the sentence for its code, and the detail."""
    known = _catalogue()
    sentence = known.get(f"error.{error.code}") or known.get("error.other", "")
    if isinstance(error, Blocked):
        err.print(escape(known["blocked"]), style="bold red")
    err.print(escape(f"{sentence} [{error.code}] {clean(error.detail)}".strip()))


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar for each file; the callback takes its name, octets done and octets in all."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def tell(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(escape(clean(name)), total=total)
            bars.update(tasks[name], completed=done, total=total)

        yield tell
