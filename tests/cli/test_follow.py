"""`repatria inbox --follow`: what others write is shown as it arrives, and other commands still work."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from repatria.cli.output import words
from repatria.sdk import Letter, Reply
from tests.cli.test_journey import Desk
from tests.sdk.living import Living


@contextmanager
def following(desk: Desk, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command, running, when everything from now on is shown."""
    command = [sys.executable, "-c", "import repatria.cli; repatria.cli.main()", "inbox", "--follow"]
    with subprocess.Popen(
        [*command, *arguments],
        env=desk.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            said = process.stderr.readline()
            assert said.strip() == words("inbox.following"), said + process.stderr.read()
            yield process
        finally:
            process.kill()


def next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.fixture
def bern(living: Living, tmp_path: Path) -> Desk:
    desk = Desk(living, tmp_path, "loic.perrenoud")
    desk.sign_in()
    return desk


def test_each_message_of_others_is_a_line_of_json(living: Living, bern: Desk) -> None:
    with following(bern, "--json") as process:
        nairobi = living.session("wanjiku.kamau")
        room = nairobi.mail.send(Letter(("ch/contact-point",), "Urgent", "The first")).room
        first = json.loads(next_line(process))
        assert (first["room"], first["body"]["text"]) == (room, "The first")
        bern.ok("reply", room, "--text", "Not shown: it is our own")
        nairobi.sync()
        assert nairobi.mail.read(room)  # a receipt, not shown either
        nairobi.mail.reply(room, Reply("The second"))
        second = json.loads(next_line(process))
        assert (second["author"], second["body"]["text"]) == (nairobi.keyid, "The second")
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0


def test_people_see_who_wrote_what(living: Living, bern: Desk) -> None:
    with following(bern) as process:
        letter = Letter(("ch/contact-point",), "A line\x1b[2J for people", "text")
        room = living.session("wanjiku.kamau").mail.send(letter).room
        line = next_line(process)
        assert line.startswith(room[:12])
        assert "Wanjiku" in line
        assert "A line\ufffd[2J for people" in line


def test_it_ends_with_the_session(bern: Desk) -> None:
    with following(bern) as process:
        bern.ok("signout")
        assert process.wait() == 3
