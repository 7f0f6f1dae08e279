"""A notice in browsers: drafted, reviewed by two, read and verified elsewhere, hit, and withdrawn."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from repatria.server.settings import Settings
from tests.browser.conftest import Visit
from tests.browser.three_offices import RunningClock
from tests.browser.visitor import WEB, Visitor, violations
from tests.browser.with_secretariat import NoticeOffices, with_secretariat
from tests.server.network import found_network
from tests.server.running import running

JPEG = "image/jpeg"
TITLE = "Diverted road fund"
PLACE = b"taken at the safe house"


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory, client_bundle: Path) -> Iterator[NoticeOffices]:
    clock = RunningClock()
    settings = Settings(
        data=tmp_path_factory.mktemp("offices") / "data", port=0, client=client_bundle, demo=True
    )
    found_network(settings, clock)
    with running(settings, clock) as server:
        yield with_secretariat(server)


DRAWN = """() => {
  const canvas = document.createElement('canvas');
  canvas.width = 40; canvas.height = 30;
  canvas.getContext('2d').fillRect(0, 0, 40, 30);
  return canvas.toDataURL('image/jpeg').split(',')[1];
}"""
READ = "async img => btoa(String.fromCharCode(...new Uint8Array(await (await fetch(img.src)).arrayBuffer())))"


def photograph(page: Page) -> bytes:
    """A picture beside which a camera wrote where it was taken, in a segment after the image's start."""
    plain = base64.b64decode(page.evaluate(DRAWN))
    exif = b"Exif\x00\x00" + PLACE
    return plain[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif + plain[2:]


def write(visitor: Visitor, name: str) -> None:
    """A silver draft that lacks nothing; by label, as somebody who cannot see fills it in."""
    page = visitor.page
    visitor.go("#/notices/new")
    page.get_by_role("button", name=re.compile("^Silver Notice")).click()

    def fill(label: str, text: str) -> None:
        page.get_by_label(label, exact=True).first.fill(text)

    fill("Name", name)
    page.get_by_label("Offence", exact=True).select_option("UNCAC-17")
    fill("Provision of law", "ACECA, section 45")
    fill("Maximum penalty (months)", "120")
    fill("Charge", "Fraudulent acquisition of public property.")
    fill("Identifier", "CH9300762011623852957")
    fill("In whose name", "Savane Holdings SA")
    page.get_by_label("Holder is").select_option("nominee")
    fill("Link to the offence", "Paid with the fund's money.")
    page.get_by_label("Legal basis").select_option("court_order")
    fill("Issued by", "High Court at Nairobi")
    fill("Title in one line", TITLE)
    fill("Facts", "Payments for works that were never done.")
    page.get_by_label("locate", exact=True).check()
    fill("Own file number", "EACC/117")
    fill("Agency or court that asks", "Ethics Commission")
    fill("Who can be called", "NCB Nairobi")


def open_notice(visitor: Visitor, name: str) -> None:
    """From the list, which asks the register when it is opened."""
    row = visitor.page.locator(".notice-row", has_text=name)
    visitor.go("#/notices")
    visitor.page.locator(".notices").wait_for()
    expect(row.first).to_be_visible()
    row.first.click()
    expect(visitor.page.get_by_role("heading", name=name, level=1)).to_be_visible()


def review(visitor: Visitor, name: str, question: re.Pattern[str]) -> None:
    open_notice(visitor, name)
    form = visitor.page.locator("form", has=visitor.page.get_by_role("heading", name=question))
    form.get_by_role("radio", name=re.compile("^Pass")).check()
    form.get_by_role("button", name="Sign", exact=True).click()
    expect(form).to_have_count(0)


def publish(visit: Visit, name: str) -> Visitor:
    """By Amani, through both reviews. Amani, with the notice open."""
    amani = visit()
    amani.choose("Amani")
    write(amani, name)
    amani.page.get_by_role("button", name="Sign and submit").click()
    expect(amani.page.get_by_role("heading", name=name, level=1)).to_be_visible()
    for reviewer, question in (("Nuru", re.compile("^Completeness")), ("Kofi", re.compile("^Constitution"))):
        visitor = visit()
        visitor.choose(reviewer)
        review(visitor, name, question)
        visitor.page.close()
    return amani


def test_a_notice_is_drafted_reviewed_verified_hit_and_withdrawn(
    visit: Visit, offices: NoticeOffices
) -> None:
    name = "Amos Vereshcha"
    amani = publish(visit, name)

    anna = visit()
    anna.choose("Anna")
    open_notice(anna, name)
    page = anna.page
    expect(page.get_by_text("A notice traces; it freezes nothing.")).to_be_visible()
    expect(page.get_by_text("CH93 0076 2011 6238 5295 7")).to_be_visible()
    page.get_by_role("button", name="Ask the register now").click()
    expect(page.get_by_text("It stands.")).to_be_visible()
    expect(page.get_by_text(re.compile("Position [0-9]+ of the register, signed"))).to_be_visible()

    page.get_by_role("button", name="Report a hit").click()
    page.get_by_label("What you found, and where").fill("The account is open, in Basel.")
    page.get_by_role("button", name=re.compile("^Send to")).click()
    expect(page.get_by_text(re.compile("^Sent to .*Kenya.*, sealed"))).to_be_visible()
    amani.go("#/inbox/all")
    amani.row("A hit on a notice").click()
    expect(amani.page.locator("article.letter")).to_contain_text("The account is open, in Basel.")
    amani.page.get_by_role("link", name="Open the notice").click()

    expect(amani.page.get_by_role("heading", name=name, level=1)).to_be_visible()
    amani.page.get_by_role("button", name="Withdraw").click()
    dialog = amani.page.get_by_role("dialog")
    expect(dialog.get_by_text("cannot come back")).to_be_visible()
    dialog.get_by_role("button", name="Sign", exact=True).click()
    expect(dialog).to_have_count(0)

    page.get_by_role("button", name="Ask the register now").click()
    expect(page.get_by_text("It has ended: do not act on it.")).to_be_visible()
    expect(page.get_by_text("Record not available to you")).to_be_visible()
    expect(page.get_by_text("CH93 0076 2011 6238 5295 7")).to_have_count(0)


def test_a_freeze_request_begins_with_the_notices_asset_and_holder(
    visit: Visit, offices: NoticeOffices
) -> None:
    amani = publish(visit, "Grace Asset")
    amani.page.close()
    anna = visit()
    anna.choose("Anna")
    open_notice(anna, "Grace Asset")
    anna.page.get_by_role("button", name="Begin an urgent freeze request").click()
    expect(anna.page.get_by_label("Identifier", exact=True)).to_have_value("CH9300762011623852957")
    expect(anna.page.get_by_label("In whose name")).to_have_value("Savane Holdings SA")
    expect(anna.page.get_by_label("Person or company").first).to_have_value("Grace Asset")


def test_the_gate_leads_to_what_is_missing_and_the_draft_is_kept(
    visit: Visit, offices: NoticeOffices
) -> None:
    amani = visit()
    amani.choose("Amani")
    page = amani.page
    write(amani, "Kept Draft")
    page.get_by_label("Link to the offence", exact=True).fill("")
    page.get_by_role("button", name="Sign and submit").click()
    expect(page.get_by_label("Link to the offence", exact=True)).to_be_focused()
    expect(page.get_by_label("Link to the offence", exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Date of birth", exact=True).fill("1961-02-31")
    page.get_by_role("button", name="No possible date").click()
    expect(page.get_by_label("Date of birth", exact=True)).to_be_focused()
    expect(page.get_by_label("Date of birth", exact=True)).to_have_attribute("aria-invalid", "true")
    amani.go("#/notices/new")
    page.locator(".notice-row", has_text="Kept Draft").click()
    expect(page.get_by_label("Title in one line")).to_have_value(TITLE)


def test_everything_known_of_a_person_goes_into_the_record(visit: Visit, offices: NoticeOffices) -> None:
    amani = visit()
    amani.choose("Amani")
    page = amani.page
    write(amani, "Many Papers")
    page.get_by_label("Date of birth").fill("1961-04-02")
    page.get_by_role("button", name="Add another date").click()
    expect(page.get_by_label("Date of birth 2", exact=True)).to_be_focused()
    page.keyboard.type("1963")
    page.get_by_label("Nationality").select_option("KE")
    page.get_by_role("button", name="Add another nationality").click()
    page.get_by_label("Nationality 2", exact=True).select_option("CH")
    page.get_by_label("Number", exact=True).fill("A1234567")
    page.get_by_role("button", name="Add another document").click()
    second = page.get_by_role("group", name="Document 2")
    second.get_by_label("Number", exact=True).fill("B7654321")
    second.get_by_label("Issued by (country)").select_option("CH")
    page.get_by_role("button", name="Add another document").click()
    third = page.get_by_role("group", name="Document 3")
    third.get_by_label("Number", exact=True).fill("C0000000")
    page.get_by_role("group", name="Document 1").get_by_role("button", name="Remove").click()
    expect(third).to_have_count(0)
    page.get_by_role("button", name="Add another asset").click()
    other = page.get_by_role("group", name="Asset 2")
    other.get_by_label("Identifier", exact=True).fill("GB29NWBK60161331926819")
    other.get_by_label("Name of the asset").fill("Baraka House")
    other.get_by_label("In whose name").fill("Baraka Trust")
    other.get_by_label("Holder is").select_option("beneficial_owner")
    other.get_by_label("Link to the offence").fill("Bought with it.")
    page.get_by_role("button", name="Sign and submit").click()
    expect(page.get_by_role("heading", name="Many Papers", level=1)).to_be_visible()
    expect(page.get_by_text("1961-04-02 / 1963")).to_be_visible()
    for text in (
        "Kenya and Switzerland",
        "B7654321",
        "C0000000",
        "Savane Holdings SA",
        "Baraka House",
        "Baraka Trust",
    ):
        expect(page.get_by_text(text).first).to_be_visible()
    expect(page.get_by_text("A1234567")).to_have_count(0)


def test_an_offence_suggested_from_the_charge_counts_once_a_person_confirms_it(
    visit: Visit, offices: NoticeOffices
) -> None:
    amani = visit()
    amani.choose("Amani")
    page = amani.page
    write(amani, "Suggested Offence")
    page.get_by_label("Offence", exact=True).select_option("")
    page.get_by_label("Charge", exact=True).fill("получение взятки; отмывание денег")
    confirm = page.get_by_role("button", name=re.compile("^Confirm: "))
    expect(confirm).to_have_count(2)
    expect(page.get_by_text("получение взятки", exact=True)).to_be_visible()
    expect(page.get_by_label("Offence", exact=True)).to_have_value("")
    page.get_by_role("button", name=re.compile("^Confirm: .*laundering", re.IGNORECASE)).click()
    expect(page.get_by_label("Offence", exact=True)).to_have_value(re.compile("^UNCAC-23"))
    expect(confirm).to_have_count(1)
    confirm.click()
    offence = page.get_by_role("group", name="Offence 2")
    expect(offence.get_by_label("Offence", exact=True)).to_have_value("UNCAC-15.b")
    expect(offence.get_by_label("Charge", exact=True)).to_have_value("получение взятки; отмывание денег")
    expect(confirm).to_have_count(0)


def test_no_place_leaves_with_a_picture(visit: Visit, offices: NoticeOffices) -> None:
    # The policy would refuse to read a picture back; the other journeys hold the policy.
    amani = visit(bypass_csp=True)
    amani.choose("Amani")
    page = amani.page
    write(amani, "Pictured Person")
    chosen = photograph(page)
    assert PLACE in chosen
    page.get_by_label("Add pictures").set_input_files(FilePayload(name="a.jpg", mimeType=JPEG, buffer=chosen))
    shown = page.locator(".notice-pictures img")
    expect(shown).to_have_count(1)
    kept = base64.b64decode(shown.evaluate(READ))
    assert kept.startswith(b"\xff\xd8")
    assert PLACE not in kept
    assert b"Exif" not in kept
    page.get_by_role("button", name="Sign and submit").click()
    expect(page.get_by_role("heading", name="Pictured Person", level=1)).to_be_visible()
    expect(page.locator(".notice-pictures img")).to_have_count(1)
    assert base64.b64decode(shown.evaluate(READ)) == kept


def test_what_is_no_picture_is_said_to_be_none(visit: Visit, offices: NoticeOffices) -> None:
    amani = visit()
    amani.choose("Amani")
    write(amani, "No Picture")
    blank = FilePayload(name="a.jpg", mimeType=JPEG, buffer=b"not a picture")
    amani.page.get_by_label("Add pictures").set_input_files(blank)
    expect(amani.page.get_by_text("This is no picture that this browser can read.")).to_be_visible()
    expect(amani.page.locator(".notice-pictures img")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_where_notices_are(visit: Visit, offices: NoticeOffices, language: str) -> None:
    # The policy would refuse axe itself; the other journeys hold the policy.
    amani = visit(bypass_csp=True, reduced_motion="reduce")
    amani.context.add_init_script(f"localStorage.setItem('repatria.language', '{language}')")
    amani.choose("Amani")
    words: dict[str, Any] = json.loads((WEB / "src" / "locales" / f"{language}.json").read_text())
    found: list[str] = []
    for place, title in {"#/notices": "nav.notices", "#/notices/new": "notices.new"}.items():
        amani.go(place)
        expect(amani.page.get_by_role("heading", name=words[title], exact=True).first).to_be_visible()
        found += [f"{place}: {fault}" for fault in violations(amani.page)]
    amani.page.locator("button.notice-row").first.click()
    amani.page.locator("form.notice-form button[type=submit]").click()
    expect(amani.page.locator("[aria-invalid=true]").first).to_be_visible()
    found += [f"draft: {fault}" for fault in violations(amani.page)]
    assert found == []


def test_an_addendum_begins_as_a_copy_and_names_its_notice(visit: Visit, offices: NoticeOffices) -> None:
    amani = publish(visit, "Amended Person")
    page = amani.page
    page.get_by_role("button", name="Ask the register now").click()
    expect(page.get_by_text("It stands.")).to_be_visible()
    page.get_by_role("button", name="Draft an addendum").click()
    expect(page.get_by_label("Own file number")).to_have_value("EACC/117")
    page.get_by_label("Own file number").fill("EACC/118")
    page.get_by_role("button", name="Sign and submit").click()
    expect(page.get_by_text("The notice that this one amends")).to_be_visible()
    expect(page.get_by_text("EACC/118")).to_be_visible()
