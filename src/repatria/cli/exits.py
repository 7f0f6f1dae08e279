"""Exit codes of every command; docs/cli.md lists them and a test compares the two."""

from __future__ import annotations

from enum import IntEnum

from repatria.sdk.errors import (
    Blocked,
    NotSignedIn,
    Refused,
    RepatriaError,
    Unreachable,
    WrongUse,
)


class Exit(IntEnum):
    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    NOT_SIGNED_IN = 3
    REFUSED = 4
    BLOCKED = 5
    NETWORK = 6
    INCOMPLETE = 7
    NOT_VALID = 8


EXITS: dict[type[RepatriaError], Exit] = {
    Blocked: Exit.BLOCKED,
    Refused: Exit.REFUSED,
    NotSignedIn: Exit.NOT_SIGNED_IN,
    Unreachable: Exit.NETWORK,
    WrongUse: Exit.USAGE,
}


def exit_code_of(error: RepatriaError) -> Exit:
    return next((code for kind, code in EXITS.items() if isinstance(error, kind)), Exit.UNEXPECTED)
