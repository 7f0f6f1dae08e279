"""`repatria doctor`: is this installation in order?"""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from time import time
from typing import Annotated

import httpx
import typer

from repatria.cli.exits import Exit
from repatria.cli.operating import read_settings
from repatria.cli.output import say, show, show_json, words
from repatria.server.ledger.log_keys import read_log_keys
from repatria.server.settings import Settings

LEAST_FREE_BYTES = 2 * 2**30
MOST_SKEW_SECONDS = 30
HEADERS = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}

Found = tuple[str, bool, str]  # check, whether it passed, what was seen


def run(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    online: Annotated[bool, typer.Option(help="Also ask the running server.")] = True,
) -> None:
    """Check data folder, permissions, keys, database, disk; clock and headers of the running server.

    Reads REPATRIA_* like `serve`. Exits 1 when a check fails.
    """
    settings = read_settings()
    found = [*_local(settings), *(_online(settings) if online else ())]
    if as_json:
        show_json([{"check": name, "passed": passed, "seen": seen} for name, passed, seen in found])
    else:
        for name, passed, seen in found:
            show(f"{words('doctor.fine' if passed else 'doctor.bad'):6} {name:22} {seen}")
    failed = sum(not passed for _, passed, _ in found)
    if failed:
        say("doctor.failed", count=failed)
        raise typer.Exit(Exit.UNEXPECTED)
    say("doctor.done")


def _local(settings: Settings) -> Iterator[Found]:
    if not settings.data.is_dir():
        yield "data folder", False, f"{settings.data} is not there"
        return
    yield "data folder", True, str(settings.data)
    yield _private("data folder is private", settings.data)
    yield _private("log keys are private", settings.log_key_file)
    yield _try("log keys", lambda: _log_keys(settings))
    free = shutil.disk_usage(settings.data).free
    yield "disk space", free >= LEAST_FREE_BYTES, f"{free / 2**30:.1f} GiB free"
    if settings.database:
        yield _try("database", lambda: _postgres(settings))
    else:
        for path in sorted(settings.data.glob("*.sqlite3")):
            yield _try(path.name, lambda path=path: _sqlite(path))  # type: ignore[misc]
    yield from _around(settings)


def _around(settings: Settings) -> Iterator[Found]:
    """Whom the server leans on."""
    if settings.blobs:
        yield _try("object store", lambda: _object_store(settings))
    if settings.smtp:
        yield _try("mail server", lambda: _mail(settings))
    if settings.secure:  # this server speaks no TLS itself, so somebody does before it
        believed = ", ".join(settings.proxies)
        yield "proxy", bool(believed), believed or "REPATRIA_PROXIES is empty: all clients have one address"


def _private(name: str, path: Path) -> Found:
    if not path.exists():
        return name, False, f"{path} is not there"
    mode = stat.S_IMODE(path.stat().st_mode)
    return name, not mode & 0o077, f"{path.name} has mode {mode:03o}"


def _log_keys(settings: Settings) -> str:
    read_log_keys(settings.log_key_file)
    return "readable"


def _sqlite(path: Path) -> str:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        answer = str(connection.execute("PRAGMA quick_check").fetchone()[0])
    if answer != "ok":
        raise ValueError(answer)
    return "quick_check ok"


def _postgres(settings: Settings) -> str:
    import psycopg

    try:
        with psycopg.connect(settings.database, connect_timeout=10) as connection:
            row = connection.execute("SHOW server_version").fetchone()
    except psycopg.Error as error:
        raise ValueError(str(error).strip()) from error
    return f"PostgreSQL {row[0] if row else '?'}"


def _object_store(settings: Settings) -> str:
    from obstore.exceptions import BaseError

    from repatria.server.slices import try_out

    try:
        try_out(settings.blobs)
    except BaseError as error:
        raise ValueError(str(error).splitlines()[0]) from error
    return "an object was written, read and deleted"


def _mail(settings: Settings) -> str:
    import smtplib

    from repatria.server.alarms.mail import connected

    try:
        with connected(settings) as connection:
            connection.noop()
    except smtplib.SMTPException as error:
        raise ValueError(str(error)) from error
    return "lets us in; nothing was sent"


def _try(name: str, check: Callable[[], str]) -> Found:
    try:
        return name, True, check()
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        return name, False, str(error)


def _online(settings: Settings) -> Iterator[Found]:
    try:
        answer = httpx.get(f"{settings.origin}/readyz", timeout=5.0)
        page = httpx.get(f"{settings.origin}/", timeout=5.0)
    except httpx.HTTPError as error:
        yield "server answers", False, f"{settings.origin}: {error}"
        return
    yield "server answers", answer.status_code == 200, f"{settings.origin} {answer.status_code}"
    skew = abs(time() - parsedate_to_datetime(answer.headers["date"]).timestamp())
    yield "clock", skew <= MOST_SKEW_SECONDS, f"{skew:.0f} s apart"
    encrypted = settings.secure or settings.loopback
    yield "TLS", encrypted, settings.origin
    for name, wanted in HEADERS.items():
        seen = page.headers.get(name, "")
        yield name, wanted in seen, seen[:60] or "missing"
    if settings.secure:
        seen = page.headers.get("strict-transport-security", "")
        yield "strict-transport", "max-age" in seen, seen or "missing"
