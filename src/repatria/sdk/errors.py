"""What the SDK raises. `Blocked` means that something did not verify: stop, never carry on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from repatria.protocol.errors import ProtocolError


class RepatriaError(Exception):
    """Root of everything raised here on purpose; `code` is stable, `detail` is for people."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Blocked(RepatriaError):
    """A verification failed: the server, a member or the disk shows something that cannot be."""


class Refused(RepatriaError):
    """The server refused a call, with its status, code and machine-readable reason; or it would have, and
    was not asked."""

    def __init__(self, status: int, code: str, detail: str, reason: Mapping[str, Any]) -> None:
        why = str(reason.get("why", ""))
        super().__init__(code, f"{detail} {why}".strip())
        self.status = status
        self.reason = dict(reason)


class NotSignedIn(RepatriaError):
    """There is no living session: sign in (again)."""


class Unreachable(RepatriaError):
    """The server did not answer, or not in our language."""


class WrongUse(RepatriaError):
    """The caller asked for something that cannot be done as asked."""


@contextmanager
def blocking(where: str = "") -> Iterator[None]:
    """Turn every failed verification inside into `Blocked`: there are no warnings."""
    try:
        yield
    except ProtocolError as error:
        detail = f"{where}: {error.detail}" if where else error.detail
        raise Blocked(error.code, detail) from error
