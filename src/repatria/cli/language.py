"""The language that the command line speaks, and its catalogues: `locales/*.json`, all with the same keys.

A text with a number in it has a form for each plural of its language (Unicode CLDR), as in the browser.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from repatria.sdk.errors import WrongUse

ENGLISH = "en"
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
Text = str | dict[str, str]


def _romance(n: int) -> str:
    return "many" if n and n % 1_000_000 == 0 else "other"


def _arabic(n: int) -> str:
    if n <= 2:
        return ("zero", "one", "two")[n]
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if n % 100 >= 11 else "other"


# The plural of a whole number from 0 on; CLDR 46.
PLURALS: Mapping[str, Callable[[int], str]] = {
    ENGLISH: lambda n: "one" if n == 1 else "other",
    "fr": lambda n: "one" if n <= 1 else _romance(n),
    "es": lambda n: "one" if n == 1 else _romance(n),
    "ar": _arabic,
}
_spoken = [ENGLISH]


def speak(language: str) -> None:
    """Say everything in this language from now on."""
    _spoken[0] = language


def spoken() -> str:
    return _spoken[0]


@cache
def catalogue(language: str) -> Mapping[str, Text]:
    read = files(__package__).joinpath("locales", f"{language}.json").read_text(encoding="utf-8")
    found: dict[str, Text] = json.loads(read)
    return found


def text_of(key: str, count: object = None) -> str:
    """The text in the language spoken, in the form for `count`. KeyError when it is missing there."""
    text = catalogue(spoken())[key]
    if isinstance(text, str):
        return text
    form = PLURALS[spoken()](int(str(count)))
    return text.get(form) or text["other"]


def choose(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """`--language` before the command, else what the locale of the machine says, else English.

    Raises WrongUse (`unknown_language`) for a language asked for by name that is not spoken here.
    """
    asked = _asked(arguments)
    if asked is not None:
        if asked not in PLURALS:
            raise WrongUse("unknown_language", ", ".join(PLURALS))
        return asked
    locale = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    short = locale.partition("_")[0].partition(".")[0].partition("-")[0].lower()
    return short if short in PLURALS else ENGLISH


def _asked(arguments: Sequence[str]) -> str | None:
    """Only options stand before the command; `--language` is the only one that takes a value."""
    rest = list(arguments)
    while rest and rest[0].startswith("-"):
        option, divided, value = rest.pop(0).partition("=")
        if option == "--language":
            return value if divided else (rest[0] if rest else "")
    return None
