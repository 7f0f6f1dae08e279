"""Exit codes and sentences: what the pages and the catalogue say is what the code does."""

import json
import re
from importlib.resources import files
from pathlib import Path

from repatria.cli import COMMANDS
from repatria.cli.exits import EXITS, Exit
from repatria.cli.register import COMMANDS as REGISTER
from repatria.sdk import errors

ROOT = Path(__file__).resolve().parents[2]


def page() -> str:
    return (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def test_the_page_lists_every_exit_code() -> None:
    listed = dict(re.findall(r"^\| (\d) \| `([A-Z_]+)`", page(), re.MULTILINE))
    assert {int(number): name for number, name in listed.items()} == {code.value: code.name for code in Exit}


def test_the_page_names_every_command() -> None:
    named = set(re.findall(r"`repatria ([a-z-]+(?: [a-z][a-z-]*)?)", page()))
    missing = {name for name in COMMANDS if name not in named}
    missing |= {f"register {name}" for name in REGISTER if f"register {name}" not in named}
    assert missing == set()


def test_every_error_class_has_an_exit_code() -> None:
    classes = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.RepatriaError)
    }
    assert classes - {errors.RepatriaError} == set(EXITS)


def test_every_sentence_that_commands_say_is_in_the_catalogue() -> None:
    catalogue = json.loads(files("repatria.cli").joinpath("messages.json").read_text(encoding="utf-8"))
    said: set[str] = set()
    for path in (ROOT / "src" / "repatria" / "cli").rglob("*.py"):
        said |= set(re.findall(r"\b(?:say|words)\(\s*\"([a-z.]+)\"", path.read_text(encoding="utf-8")))
    assert len(said) > 20
    assert said <= set(catalogue)
