"""`repatria send` and `repatria drafts`: what a freeze request lacks is said, and nothing of it is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from repatria.cli.exits import Exit
from repatria.cli.language import catalogue
from repatria.sdk import Draft, Session
from tests.cli.test_journey import Desk, nairobi
from tests.patience import PATIENCE_SECONDS
from tests.sdk.living import Living

__all__ = ["nairobi"]  # a fixture
pytestmark = pytest.mark.timeout(4 * PATIENCE_SECONDS)  # every command is a process of its own

ASSET = "bank_account|CH93 0076 2011 6238 5295 7|Lighthouse Ltd|Geneva|2310000|USD|proceeds"
REST = (
    "--to", "ch/contact-point", "--asset", ASSET, "--person", "Barasa Simiyu||1971-02-17",
    "--offence", "UNCAC-17", "--needed-by", "2026-12-24T18:00+03:00",
)  # fmt: skip


@pytest.fixture
def mine(living: Living) -> Session:
    """The same officer in another program; the drafts of earlier tests are gone."""
    session = living.session("wanjiku.kamau")
    for left in session.drafts.all():
        session.drafts.delete(left)
    return session


def test_an_empty_freeze_request_is_held_back_and_kept(nairobi: Desk, mine: Session) -> None:
    before = len(mine.threads.all())
    ran = nairobi.run("--language", "fr", "send", "--kind", "freeze", "--json")
    assert ran.returncode == Exit.INCOMPLETE
    said = json.loads(ran.stdout)
    assert [(one["code"], one["option"]) for one in said["missing"]] == [
        ("no_recipient", "--to"), ("no_asset", "--asset"), ("no_person", "--person"),
        ("no_offence", "--offence"), ("no_facts", "--facts"), ("no_needed_by", "--needed-by"),
    ]  # fmt: skip
    for one in said["missing"]:
        sentence = str(catalogue("fr")[f"gate.{one['code']}"])
        assert f"{one['option']:16} {sentence}" in ran.stderr
    (kept,) = mine.drafts.all()
    assert kept.id.startswith(said["draft"])
    assert kept.request is not None
    assert kept.request["contact"]["name"] == "Wanjiku Kamau"
    assert kept.request["language"] == "fr"
    mine.sync()
    assert len(mine.threads.all()) == before


def test_a_request_written_as_a_text_goes_out_and_says_what_may_be_asked_back(
    nairobi: Desk, mine: Session, tmp_path: Path
) -> None:
    text, order = tmp_path / "request.txt", tmp_path / "order.pdf"
    text.write_text("Please hold account CH93 0076 2011 6238 5295 7 of Lighthouse Ltd tonight.")
    order.write_bytes(b"%PDF-1.7 order")
    written = (
        "send",
        "--to",
        "ch/contact-point",
        "--kind",
        "freeze",
        "--urgency",
        "urgent",
        "--body-file",
        text,
    )
    sent = nairobi.run(*written, "--attach", order, "--json")
    assert sent.returncode == Exit.OK, sent.stderr
    for code in ("no_asset", "no_person", "no_offence", "no_facts", "no_needed_by"):
        assert str(catalogue("en")[f"gate.{code}"]) in sent.stderr
    mine.sync()
    (message,) = mine.threads.read(json.loads(sent.stdout)["room"]).messages
    body = message.body or {}
    assert (body["text"], body["request"]["urgency"]) == (text.read_text(), "urgent")
    assert [one.safe_name for one in message.attachments] == ["order.pdf"]
    # Once its form was begun, or where no words help, it is held back.
    for held in (("--offence", "UNCAC-17"), ("--tlp", "TLP:CLEAR")):
        assert nairobi.run(*written, *held).returncode == Exit.INCOMPLETE


def test_a_draft_is_completed_by_options_and_sent(nairobi: Desk, mine: Session, tmp_path: Path) -> None:
    ran = nairobi.run(
        "send", "--kind", "freeze", "--facts", "Seven transfers.", "--purpose", "Recovery", "--json"
    )
    draft = json.loads(ran.stdout)["draft"]
    document = tmp_path / "order.txt"
    document.write_text("The order")
    sent = nairobi.run("send", "--draft", draft, *REST, "--attach", document, "--json")
    assert sent.returncode == Exit.OK, sent.stderr
    assert str(catalogue("en")["gate.short_facts"]) in sent.stderr  # what would only help is said
    assert mine.drafts.all() == []
    mine.sync()
    thread = mine.threads.read(json.loads(sent.stdout)["room"])
    assert thread.subject == "Freeze · CH93 0076 2011 6238 5295 7 · Barasa Simiyu"
    body = thread.messages[0].body or {}
    request = body["request"]
    assert (request["urgency"], request["needed_by"]) == ("urgent", 1798124400)
    assert (request["facts"], request["purpose"]) == ("Seven transfers.", "Recovery")
    assert request["measure"] == catalogue("en")["send.measure"]
    assert body["handling"]["tlp"] == "TLP:AMBER+STRICT"
    assert [one.safe_name for one in thread.messages[0].attachments] == ["order.txt"]


def test_a_request_comes_from_a_file_as_open_shows_it(nairobi: Desk, mine: Session, tmp_path: Path) -> None:
    given = tmp_path / "request.json"
    persons = [{"name": "Barasa Simiyu", "latin": "", "born": "1971", "document": "", "nationality": ""}]
    given.write_text(
        json.dumps({"type": "freeze", "needed_by": "+20h", "persons": persons, "facts": "Ünïcode"})
    )
    rest = ("--to", "ch/contact-point", "--asset", ASSET, "--offence", "UNCAC-17", "--urgency", "flash")
    room = json.loads(nairobi.ok("send", "--request-file", given, *rest, "--json"))["room"]
    mine.sync()
    request = (mine.threads.read(room).messages[0].body or {})["request"]
    assert (request["facts"], request["urgency"], request["persons"]) == ("Ünïcode", "flash", persons)
    again = tmp_path / "again.json"
    again.write_text(json.dumps(request))
    assert nairobi.ok("send", "--request-file", again, "--to", "ch/contact-point").strip() != room
    shown = nairobi.ok("open", room)
    for part in ("Ünïcode", "Barasa Simiyu", "CH93 0076 2011 6238 5295 7", "2310000 USD", "UNCAC-17"):
        assert part in shown


@pytest.mark.parametrize(
    "content",
    ["[]", "{", '{"kind": "freeze"}', '{"persons": [{"nom": "x"}]}', '{"facts": 7}', '{"contact": []}'],
)
def test_a_request_file_that_cannot_be_read_is_refused(nairobi: Desk, tmp_path: Path, content: str) -> None:
    given = tmp_path / "request.json"
    given.write_text(content)
    ran = nairobi.run("send", "--request-file", given, *REST)
    assert (ran.returncode, "Traceback" in ran.stderr) == (Exit.USAGE, False)
    assert str(given) in ran.stderr


def test_drafts_are_kept_listed_sent_and_discarded(nairobi: Desk, mine: Session) -> None:
    nairobi.ok("send", "--to", "ch/contact-point", "--subject", "One", "--text", "first", "--keep")
    nairobi.ok("send", "--to", "ch/contact-point", "--subject", "Two", "--text", "second", "--keep")
    rows = {row["subject"]: row for row in json.loads(nairobi.ok("drafts", "list", "--json"))}
    assert {row["kind"] for row in rows.values()} == {"letter"}
    listed = nairobi.ok("drafts", "list")
    assert all(row["id"][:8] in listed for row in rows.values())
    nairobi.ok("drafts", "discard", rows["One"]["id"][:8])
    room = nairobi.ok("drafts", "send", rows["Two"]["id"]).strip()
    mine.sync()
    assert mine.threads.read(room).subject == "Two"
    assert mine.drafts.all() == []
    gone = nairobi.run("drafts", "send", rows["One"]["id"])
    assert (gone.returncode, "no_such_draft" in gone.stderr) == (Exit.USAGE, True)


def test_a_reply_that_the_browser_began_is_sent_once_its_files_are_named(
    nairobi: Desk, mine: Session, tmp_path: Path
) -> None:
    room = nairobi.ok("send", "--to", "ch/contact-point", "--subject", "S", "--text", "T").strip()
    waiting = ({"id": "0c" * 16, "name": "order.pdf", "type": "application/pdf", "size": 7},)
    draft = mine.drafts.save(Draft(room=room, body="As promised", handling="TLP:AMBER+STRICT", files=waiting))
    refused = nairobi.run("drafts", "send", draft.id)
    assert (refused.returncode, "order.pdf" in refused.stderr) == (Exit.USAGE, True)
    order = tmp_path / "order.pdf"
    order.write_bytes(b"%PDF-1.7")
    nairobi.ok("drafts", "send", draft.id, "--attach", order)
    mine.sync()
    last = mine.threads.read(room).messages[-1]
    assert (last.body or {})["text"] == "As promised"
    assert [one.safe_name for one in last.attachments] == ["order.pdf"]
    assert mine.drafts.all() == []
