"""The command line in four languages: other sentences, the same codes, exit codes and data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from repatria.cli.exits import Exit
from repatria.cli.helping import HELP_OPTION, translations
from repatria.cli.language import catalogue
from repatria.server.refusals import SENTENCES
from tests.cli.test_journey import Desk, bern, nairobi, sent
from tests.patience import PATIENCE_SECONDS

__all__ = ["bern", "nairobi", "sent"]  # fixtures
pytestmark = pytest.mark.timeout(4 * PATIENCE_SECONDS)  # every command is a process of its own
LANGUAGES = ("en", "fr", "es", "ar")


def command(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import repatria.cli; repatria.cli.main()", *arguments],
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def said(language: str, key: str, **values: str) -> str:
    text = catalogue(language)[key]
    assert isinstance(text, str)
    return text.format(**values)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "exit_code", "key", "values"),
    [
        (["inbox"], Exit.NOT_SIGNED_IN, "error.no_profile", {}),
        (["nonsense"], Exit.USAGE, "usage.command", {"name": "nonsense"}),
        (["inbox", "--nonsense"], Exit.USAGE, "usage.option", {"name": "--nonsense"}),
        (["verify"], Exit.USAGE, "usage.missing", {"name": "BUNDLE"}),
        (["disclose", "room", "four", "x"], Exit.USAGE, "usage.value", {"name": "SEQ"}),
        (["verify", "missing.repatria", "--root", "0" * 64], Exit.USAGE, "error.no_such_file", {}),
        (["serve"], Exit.USAGE, "error.bad_setting", {}),
        (["enrol", "no-link", "--login", "amina"], Exit.USAGE, "error.bad_link", {}),
        (["register", "make-key", "a.key", "--holder", "Amina"], Exit.USAGE, "error.bad_login", {}),
        (["register", "sign", "no.draft", "--key", "a.key"], Exit.USAGE, "error.no_such_file", {}),
        (["register", "found", "."], Exit.USAGE, "error.bad_file", {}),
    ],
)
def test_a_mistake_is_said_in_the_readers_language(
    tmp_path: Path, language: str, arguments: list[str], exit_code: Exit, key: str, values: dict[str, str]
) -> None:
    secret = {"REPATRIA_PASSPHRASE": "three people in one room"}
    ran = command(tmp_path, "--language", language, *arguments, LC_ALL="de_DE.UTF-8", **secret)
    assert ran.returncode == exit_code, ran.stderr
    assert said(language, key, **values) in ran.stderr
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_the_option_the_machines_language_is_spoken(tmp_path: Path, language: str) -> None:
    ran = command(tmp_path, "inbox", LANG=f"{language}_XX.UTF-8")
    assert said(language, "error.no_profile") in ran.stderr


def test_a_language_that_is_not_spoken_is_refused(tmp_path: Path) -> None:
    ran = command(tmp_path, "--language", "de", "inbox")
    assert (ran.returncode, "unknown_language" in ran.stderr) == (Exit.USAGE, True)


def test_without_a_command_the_help_is_shown(tmp_path: Path) -> None:
    ran = command(tmp_path, LANG="fr_FR.UTF-8")
    assert "enrol" in ran.stdout + ran.stderr
    assert command(tmp_path, "--help").returncode == Exit.OK


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_help_is_in_the_readers_language(tmp_path: Path, language: str) -> None:
    ran = command(tmp_path, "--language", language, "ack", "--help", COLUMNS="400")
    own = translations(language)
    for text in (
        "Acknowledge a request: a signed entry, which ends the first clock.",
        "Your own file number.",
        "Options",
        HELP_OPTION,
    ):
        assert own[text] in ran.stdout
    assert ran.returncode == Exit.OK


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_data_and_exit_codes_are_the_same_in_all_languages(desk: Desk, room: str, language: str) -> None:
    speak = ("--language", language)
    rows, spoken = json.loads(desk.ok("inbox", "--json")), json.loads(desk.ok(*speak, "inbox", "--json"))
    assert spoken == rows
    opened = desk.ok(*speak, "open", room, "--no-receipt")
    assert said(language, "open.room", room=room) in opened
    urgency, state = said(language, "urgency.urgent"), said(language, "state.sent")
    assert f"[{urgency}: {state}]" in desk.ok(*speak, "inbox")
    unknown = desk.run(*speak, "open", "0" * 64)
    assert unknown.returncode == Exit.USAGE
    assert f"{said(language, 'error.no_such_room')} [no_such_room]" in unknown.stderr


def test_the_servers_english_is_not_mixed_into_other_languages(desk: Desk) -> None:
    wrong = ("invite", "Amina", "--country", "CH", "--role", "bureau")  # no officer may
    assert SENTENCES["forbidden"][1] in desk.run(*wrong).stderr
    ran = desk.run("--language", "es", *wrong)
    assert ran.returncode == Exit.REFUSED
    assert f"{said('es', 'error.forbidden')} [forbidden]" in ran.stderr
    assert SENTENCES["forbidden"][1] not in ran.stderr


@pytest.fixture
def desk(bern: Desk) -> Desk:
    return bern


@pytest.fixture
def room(sent: str) -> str:
    return sent
