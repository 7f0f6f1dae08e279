"""What commands print: sentences from the catalogue, JSON, progress. Data to stdout, the rest to stderr."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from repatria.cli.codes import SENTENCE_OF
from repatria.cli.language import ENGLISH, catalogue, spoken, text_of
from repatria.sdk.blobs import Progress as Tell
from repatria.sdk.errors import Blocked, Refused, RepatriaError, WrongUse

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

# Sealed text comes from other people: nothing in it may steer the terminal.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# The protocol's details are for people who debug; this one is the moment from which on it may be done.
_NOT_BEFORE = re.compile(r"not before ([0-9]{1,11})")


def words(key: str, **values: object) -> str:
    """A sentence of the catalogue in the language spoken; KeyError when it is missing there."""
    shown = {name: clean(str(value)) for name, value in values.items()}
    return text_of(key, values.get("count")).format(**shown)


def clean(text: str) -> str:
    """Text by others, without what could move the cursor or turn the line around."""
    return _CONTROLS.sub("\ufffd", text)


def say(key: str, **values: object) -> None:
    """A sentence about what happened, on stderr."""
    err.print(escape(words(key, **values)))


def show(text: str) -> None:
    """Data for people, on stdout."""
    out.print(escape(clean(text)))


def local_moment(seconds: int) -> str:
    """Unix seconds as date, hour and minute of this machine's time zone, which is named."""
    return time.strftime("%Y-%m-%d %H:%M %Z", time.localtime(seconds))


def show_json(value: Any) -> None:
    """Data for programs, on stdout, never wrapped or coloured."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def complain(error: RepatriaError) -> None:
    """Say what went wrong: the sentence for its code, the code, and what is to be said of this case.

    The server has an English sentence for the code too: it is left out where we have our own.
    """
    key = f"error.{SENTENCE_OF.get(error.code, error.code)}"
    known = key in catalogue(spoken())
    if isinstance(error, Blocked):
        err.print(escape(words("blocked")), style="bold red")
    detail = error.detail
    if known and isinstance(error, Refused):
        detail = str(error.reason.get("why", ""))
    if moment := _NOT_BEFORE.fullmatch(detail):
        detail = words("refused.not_before", time=local_moment(int(moment[1])))
    err.print(escape(f"{words(key if known else 'error.other')} [{error.code}] {clean(detail)}".strip()))


def file_trouble(error: OSError) -> WrongUse:
    """What the disk says about a file that was named, in the words of the SDK."""
    if isinstance(error, FileNotFoundError):
        return WrongUse("no_such_file", str(error.filename))
    return WrongUse("bad_file", f"{error.filename}: {error.strerror}")


def complain_of_use(error: typer.TyperException) -> None:
    """What cannot be read of a command line, in the reader's language; then how it is called.

    The library's own words are English; its classes say what is wrong.
    """
    kind, context = type(error).__name__, getattr(error, "ctx", None)
    if context is not None:
        err.print(escape(context.get_usage()))
    if kind == "NoArgsIsHelpError":
        return
    name, value = _named(error), "usage.other"
    if kind == "NoSuchOption":
        value = "usage.option"
    elif kind == "MissingParameter":
        value = "usage.missing"
    elif kind in ("BadParameter", "BadOptionUsage"):
        value = "usage.value"
    elif kind == "UsageError" and (found := re.match("No such command '(.*)'", error.message)):
        name, value = found[1], "usage.command"
    err.print(escape(words(value, name=name)))
    if spoken() == ENGLISH and value in ("usage.other", "usage.value"):
        err.print(escape(clean(error.message)))


def _named(error: typer.TyperException) -> str:
    """The option or argument that it is about."""
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    if option is None and parameter is not None:
        option = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.name.upper()
    return str(option or "")


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
