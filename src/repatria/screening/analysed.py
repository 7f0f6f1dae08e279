"""Names analysed for programs that lack the tables an analysis needs (protocol/screening.md, `forms`).

Owns that shape and its version: a change of what comes out of it is another version.
"""

from __future__ import annotations

from collections.abc import Iterable

from repatria.screening.records import Kind
from repatria.screening.tokens import Role, Token, name_tokens

VERSION = 3
_ROLES = {
    Role.NAME: "n",
    Role.INITIAL: "i",
    Role.PARTICLE: "p",
    Role.TITLE: "t",
    Role.LEGAL_FORM: "l",
    Role.NUMBER: "d",
}
Forms = list[list[list[str]]]


def forms_of(names: Iterable[str], kind: Kind) -> Forms:
    """Of each name its words: `[role, latin, skeleton, latin, skeleton …]`, the likeliest reading first."""
    return [[_word(token) for token in name_tokens(name, kind).tokens] for name in names]


def _word(token: Token) -> list[str]:
    return [_ROLES[token.role], *(part for reading in token.readings for part in reading)]
