"""By command: the 24-hour checklist, handling, and an officer's own new key."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import pytest

from repatria.cli.exits import Exit
from repatria.cli.language import catalogue
from repatria.sdk import Letter, RequestForm
from tests.cli.test_journey import Desk, bern, nairobi
from tests.patience import PATIENCE_SECONDS
from tests.sdk.living import Living
from tests.sdk.test_offices import repair
from tests.sdk.test_rotation import BERN, end_post, invitation

__all__ = ["bern", "nairobi"]  # fixtures
pytestmark = pytest.mark.timeout(8 * PATIENCE_SECONDS)  # every command is a process of its own


@pytest.fixture
def room(living: Living) -> str:
    """A room that Nairobi opened with an urgent request to Bern."""
    form = RequestForm("freeze", "urgent", facts="Facts")
    return living.session("wanjiku.kamau").mail.send(Letter((BERN,), "Urgent", "text", request=form)).room


def test_the_checklist_is_ticked_and_shown_to_the_other_side(
    nairobi: Desk, bern: Desk, room: str, tmp_path: Path
) -> None:
    rows = json.loads(bern.ok("checklist", room, "--json"))
    assert (len(rows), {row["state"] for row in rows}) == (46, {"open"})
    proof = tmp_path / "hold.txt"
    proof.write_text("Held at 14:02")
    bern.ok("tick", room, "a07", "--note", "By phone", "--attach", proof)
    bern.ok("tick", room, "A04", "--state", "doing")
    (row,) = [row for row in json.loads(nairobi.ok("checklist", room, "--json")) if row["action"] == "A07"]
    assert (row["state"], row["note"], row["by"]) == ("done", "By phone", "Loic Perrenoud")
    assert "1" in nairobi.ok("checklist", room).splitlines()[0]
    assert "hold.txt" in nairobi.ok("open", room)


def test_a_critical_action_is_not_skipped_without_a_reason(bern: Desk, room: str) -> None:
    without = bern.run("tick", room, "A07", "--state", "not_applicable")
    assert (without.returncode, "no_reason" in without.stderr) == (Exit.USAGE, True)
    bern.ok("tick", room, "A07", "--state", "not_applicable", "--note", "No FIU is concerned")
    unknown = bern.run("tick", room, "A99")
    assert (unknown.returncode, "A01" in unknown.stderr) == (Exit.USAGE, True)


def test_handling_becomes_stricter_by_anybody_and_laxer_by_its_writer(
    nairobi: Desk, bern: Desk, room: str
) -> None:
    bern.ok("reply", room, "--text", "Received")
    strict = json.loads(bern.ok("handling", room, "TLP:RED", "--json"))
    assert [row["tlp"] for row in strict] == ["TLP:RED", "TLP:RED"]
    refused = bern.run("handling", room, "TLP:AMBER")
    assert (refused.returncode, "handling_of_others" in refused.stderr) == (Exit.USAGE, True)
    own = strict[1]["seq"]
    assert [row["tlp"] for row in json.loads(bern.ok("handling", room, "--json"))] == ["TLP:RED", "TLP:RED"]
    bern.ok("handling", room, "TLP:AMBER", "--message", str(own))
    rows = json.loads(nairobi.ok("handling", room, "--json"))
    assert [(row["seq"], row["tlp"]) for row in rows] == [(strict[0]["seq"], "TLP:RED"), (own, "TLP:AMBER")]


def test_an_officer_goes_on_with_a_new_key(living: Living, tmp_path: Path) -> None:
    """In one call: enrolled, the post passed on, let into the office's room; old letters stay readable."""
    login, new = f"rotates-{secrets.token_hex(3)}", f"rotated-{secrets.token_hex(3)}"
    living.newcomer(login, BERN)
    repair(living.session("loic.perrenoud"))
    old = living.session("wanjiku.kamau").mail.send(Letter((BERN,), "Before the rotation", "text")).room
    desk = Desk(living, tmp_path, login)
    desk.environment["REPATRIA_PASSPHRASE"] = "a long passphrase"
    desk.sign_in()
    assert old in desk.ok("inbox", "--json")
    taken = tmp_path / "kit.txt"
    taken.write_text("somebody else's")
    refused = desk.run("rotate", invitation(living, BERN), "--login", new, "--kit-file", taken)
    assert (refused.returncode, "file_exists" in refused.stderr) == (Exit.USAGE, True)

    kit = desk.ok(
        "rotate", invitation(living, BERN), "--login", new, "--kit-file", tmp_path / "new.txt"
    ).strip()
    assert (tmp_path / "new.txt").read_text().strip() == kit
    assert desk.run("inbox").returncode == Exit.NOT_SIGNED_IN
    desk.login = new
    desk.environment["REPATRIA_KIT"] = kit
    desk.sign_in()
    assert "Before the rotation" in desk.ok("open", old)
    end_post(living, json.loads((tmp_path / login / "profile.json").read_text())["key"])
    repair(living.session("loic.perrenoud"))


def test_a_head_is_told_who_admits_a_bureau_and_compares_its_fingerprint(
    living: Living, tmp_path: Path
) -> None:
    grace = Desk(living, tmp_path, "loic.perrenoud")
    grace.environment |= {
        "REPATRIA_PROFILE": str(tmp_path / "grace"),
        "REPATRIA_READER": living.keys.ceremony,
    }
    place = ("--server", living.address, "--root", living.keys.net)
    link = grace.ok("invite", "Grace", "--country", "KE", "--role", "bureau", *place).strip()
    grace.environment["REPATRIA_PASSPHRASE"] = "a lake in the rain"
    ran = grace.run("enrol", link, "--login", f"grace-{secrets.token_hex(3)}")
    assert ran.returncode == Exit.OK, ran.stderr
    said = str(catalogue("en")["enrol.bureau"]).format(role="bureau", office="-")
    compared = str(catalogue("en")["enrol.fingerprint_bureau"]).partition("{")[0]
    assert (said in ran.stderr, compared in ran.stderr) == (True, True)
