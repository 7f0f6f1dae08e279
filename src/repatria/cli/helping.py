"""The `--help` texts in the language spoken: `locales/help/*.json`, English text to its translation.

The English ones stand at the commands and options themselves.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import typer
from typer import rich_utils
from typer._click.core import Command

from repatria.cli.language import ENGLISH, spoken

# What the library says of its own around our texts.
PANELS = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commands",
    "REQUIRED_LONG_STRING": "[required]",
}
HELP_OPTION = "Show this message and exit."


@cache
def translations(language: str) -> Mapping[str, str]:
    if language == ENGLISH:
        return {}
    text = files(__package__).joinpath("locales", "help", f"{language}.json").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)
    return found


def in_words(text: str) -> str:
    """In the language spoken; what has no translation there is nothing but codes."""
    return translations(spoken()).get(text, text)


def translate(command: Command) -> None:
    """Put every help text of a command and of those below it into the language spoken."""
    if spoken() == ENGLISH:
        return
    for name, title in PANELS.items():
        setattr(rich_utils, name, in_words(title))
    for one in commands_of(command):
        one.help = in_words(inspect.cleandoc(one.help or ""))
        for parameter in one.params:
            if text := getattr(parameter, "help", None):
                parameter.help = in_words(text)  # type: ignore[attr-defined]
        option = one.get_help_option(typer.Context(one))
        if option is not None:
            option.help = in_words(HELP_OPTION)


def commands_of(
    command: Command,
) -> Iterator[Command]:
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from commands_of(below)


def texts_of(command: Command) -> set[str]:
    """Every help text, as it stands in the code."""
    found = set()
    for one in commands_of(command):
        found.add(inspect.cleandoc(one.help or ""))
        found |= {text for parameter in one.params if (text := getattr(parameter, "help", None))}
    return found
