"""Secrets from the environment or the keyboard, never from the command line (others can see that)."""

from __future__ import annotations

import os

import typer

from repatria.cli.output import words


def passphrase(*, fresh: bool = False) -> str:
    """REPATRIA_PASSPHRASE, or asked for without echo; asked twice when it is a new one."""
    given = os.environ.get("REPATRIA_PASSPHRASE")
    if given:
        return given
    answer: str = typer.prompt(words("ask.passphrase"), hide_input=True, confirmation_prompt=fresh, err=True)
    return answer


def kit() -> str:
    """REPATRIA_KIT, or asked for without echo: the 30 letters of the printed recovery kit."""
    given = os.environ.get("REPATRIA_KIT")
    if given:
        return given
    answer: str = typer.prompt(words("ask.kit"), hide_input=True, err=True)
    return answer
