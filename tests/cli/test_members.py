"""`repatria members`: who holds seats in a room."""

from __future__ import annotations

import json
from pathlib import Path

from repatria.cli.exits import Exit
from repatria.sdk import Letter
from tests.cli.test_journey import Desk
from tests.sdk.living import Living


def test_an_office_is_brought_in_and_taken_out_by_command(living: Living, tmp_path: Path) -> None:
    room = living.session("wanjiku.kamau").mail.send(Letter(("ch/contact-point",), "Seats", "text")).room
    nairobi, bern = (Desk(living, tmp_path, login) for login in ("wanjiku.kamau", "loic.perrenoud"))
    nairobi.sign_in()
    assert json.loads(nairobi.ok("members", room, "--json")) == ["ch/contact-point", "ke/contact-point"]
    listed = nairobi.ok("members", room, "--bring-in", "gb/contact-point").split()
    assert listed == ["ch/contact-point", "gb/contact-point", "ke/contact-point"]
    assert living.session("harpreet.gill").threads.read(room).subject == "Seats"

    bern.sign_in()
    refused = bern.run("members", room, "--take-out", "gb/contact-point")
    assert (refused.returncode, "no_authority" in refused.stderr) == (Exit.REFUSED, True)
    twice = nairobi.run("members", room, "--bring-in", "gb/contact-point")
    assert (twice.returncode, "already_there" in twice.stderr) == (Exit.USAGE, True)
    assert nairobi.ok("members", room, "--take-out", "gb/contact-point").split() == [
        "ch/contact-point", "ke/contact-point",
    ]  # fmt: skip
