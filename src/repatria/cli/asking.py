"""Secrets from the environment or the keyboard, never from the command line (others can see that)."""

from __future__ import annotations

import os
import sys

import typer

from repatria.cli.output import say, words
from repatria.sdk import WrongUse

VARIABLES = {"ask.kit": "REPATRIA_KIT"}


def passphrase(*, fresh: bool = False) -> str:
    """REPATRIA_PASSPHRASE, or asked for without echo; asked twice when it is a new one."""
    given = os.environ.get("REPATRIA_PASSPHRASE")
    if given:
        return given
    while True:
        answer = _hidden("ask.passphrase")
        if not fresh or _hidden("ask.again") == answer:
            return answer
        say("ask.differs")


def kit() -> str:
    """REPATRIA_KIT, or asked for without echo: the 30 letters of the printed recovery kit."""
    given = os.environ.get("REPATRIA_KIT")
    if given:
        return given
    return _hidden("ask.kit")


def _hidden(key: str) -> str:
    try:
        answer: str = typer.prompt(words(key), hide_input=True, err=True)
    except typer.Abort:
        if sys.stdin.isatty():
            raise
        raise WrongUse("nobody_to_ask", VARIABLES.get(key, "REPATRIA_PASSPHRASE")) from None
    return answer
