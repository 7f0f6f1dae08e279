"""What the operator's commands share: settings, and the server's refusals in the words of the SDK."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from repatria.protocol.errors import ProtocolError
from repatria.sdk.errors import Refused, WrongUse
from repatria.server.refusals import Refusal
from repatria.server.settings import BadSettingError, Settings, from_environment


@contextmanager
def naming_the_setting() -> Iterator[None]:
    """A setting that cannot be used is a mistake of whoever set it. Raises WrongUse."""
    try:
        yield
    except BadSettingError as error:
        raise WrongUse("bad_setting", str(error)) from error


def read_settings() -> Settings:
    """REPATRIA_* as `serve` reads them. Raises WrongUse."""
    with naming_the_setting():
        return from_environment(os.environ)


def read_startable_settings() -> Settings:
    """The same, after the folder, keys, database, store and port were tried. Raises WrongUse."""
    from repatria.server.starting import demand_startable

    settings = read_settings()
    with naming_the_setting():
        demand_startable(settings)
    return settings


@contextmanager
def refusing() -> Iterator[None]:
    """What the server code refuses on the data folder is a refusal here too."""
    try:
        yield
    except Refusal as error:
        raise Refused(error.status, error.code, error.sentence, error.detail) from error
    except ProtocolError as error:
        raise Refused(409, error.code, "", {"why": error.detail}) from error


@contextmanager
def backing_up() -> Iterator[None]:
    """What cannot be copied or put back as asked. Raises WrongUse."""
    from repatria.server.backup import BackupError

    try:
        yield
    except BackupError as error:
        raise WrongUse(error.code, error.detail) from error
