"""What the commands of notices share: how a notice is named, and words for its codes."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria import reference
from repatria.cli.language import spoken

NoticeName = Annotated[
    str, typer.Argument(help="Notice, or at least the first eight characters of its hash.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def word(group: str, code: str) -> str:
    """What a code of notices is called in the language spoken; the code itself where it has no word."""
    words = reference.notice_words()[group]
    return words[code][spoken()] if code in words else code


def colour_word(code: str) -> str:
    return reference.notice_types()[code].names[spoken()]
