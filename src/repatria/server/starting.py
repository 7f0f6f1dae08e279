"""What a start needs beyond settings that can be read: it is tried, so that a failure is a sentence.

Nothing is left behind but the data folder, which the server would make too.
"""

from __future__ import annotations

import socket
from contextlib import closing

from repatria.server.ledger.log_keys import read_log_keys
from repatria.server.settings import PREFIX, BadSettingError, Settings


def demand_startable(settings: Settings) -> None:
    """Raises BadSettingError where the server could not start with these settings."""
    _data(settings)
    _log_keys(settings)
    if settings.database:
        _database(settings)
    if settings.blobs:
        _blobs(settings)
    _port(settings)


def _bad(name: str, why: object) -> BadSettingError:
    return BadSettingError(f"{PREFIX}{name}: {why}")


def _data(settings: Settings) -> None:
    probe = settings.data / ".probe"
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise _bad("DATA", f"{settings.data}: {error.strerror}") from error


def _log_keys(settings: Settings) -> None:
    try:
        if settings.log_key_file.exists():
            read_log_keys(settings.log_key_file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _bad("LOG_KEYS", f"{settings.log_key_file} cannot be used: {error}") from error


def _database(settings: Settings) -> None:
    import psycopg

    from repatria.server.database.postgres import connect

    try:
        connect(settings.database).close()
    except psycopg.Error as error:
        why = str(error).strip().splitlines()
        raise _bad("DATABASE", f"PostgreSQL does not let us in: {why[-1] if why else error}") from error


def _blobs(settings: Settings) -> None:
    from obstore.exceptions import BaseError

    from repatria.server.slices import SliceStore

    try:
        SliceStore(settings)
    except BaseError as error:
        raise _bad("BLOBS", str(error).splitlines()[0]) from error


def _port(settings: Settings) -> None:
    """The server binds anew, a moment later."""
    try:
        kind = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(kind[0], kind[1])) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(kind[4])
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise _bad("PORT or REPATRIA_HOST", f"cannot listen on {where}: {error.strerror}") from error
