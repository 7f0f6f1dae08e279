"""Live arrival over server-sent events (wire.md, `GET /events`): that something moved, never what.

Whatever the stream says is only a reason to sync, which verifies; a server that says nothing delays, as it
could anyway. A broken line is joined again: the server then says at once where it stands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Generator

from repatria.sdk.connection import Connection
from repatria.sdk.errors import Refused, Unreachable

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0


CURSOR, REGISTER = "cursor", "register"  # what of mine moved; how far the register grew


def cursors(
    connection: Connection,
    *,
    wait: Callable[[float], None] = time.sleep,
    events: Container[str] = (CURSOR,),
) -> Generator[int]:
    """My cursor: at once, and whenever something of mine moved. Never ends by itself.

    events: which to wait for; of the register it is the size that is given.

    The stream alone does not keep a session from being idle. Raises NotSignedIn when the session has
    ended, Refused when the server will not have the stream; joins it again after everything else.
    """
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            for cursor in _stream(connection, events):
                pause = FIRST_PAUSE_SECONDS
                yield cursor
        except Unreachable:
            pass
        except Refused as error:
            if error.status < 500:
                raise
        wait(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


def _stream(connection: Connection, events: Container[str]) -> Generator[int]:
    """The numbers of these events until the server ends the stream."""
    event = ""
    for line in connection.lines("/events"):
        name, _, value = line.partition(": ")
        if name == "event":
            event = value
        elif name == "data" and event in events:
            yield _number(value)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise Unreachable("bad_answer", "a cursor")
    return int(text)
