"""From an invitation link to the first view: passphrase, kit, quiz, keys made here, waiting, in post."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from repatria.protocol import statements
from tests.browser.conftest import Visit
from tests.browser.three_offices import Offices
from tests.browser.visitor import Visitor

PASSPHRASE = "amber kettle under nine maps"


def test_an_invited_person_makes_keys_here_and_works_once_nominated_and_authorised(
    visit: Visit, offices: Offices
) -> None:
    token = offices.invite("SG", "sg/singapore", "officer", "Chandra Lee")
    chandra = visit()
    page = chandra.page
    page.goto(f"{chandra.url}/#/enrol/{token}")
    expect(page.get_by_text("Chandra Lee")).to_be_visible()
    assert token not in page.url

    page.get_by_label("Login").fill("chandra")
    page.get_by_label("Choose a passphrase").fill("chandra chandra")
    page.get_by_label("The same passphrase again").fill("chandra chandra")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert").first).to_be_visible()  # one's own name is no passphrase
    page.get_by_label("Choose a passphrase").fill(PASSPHRASE)
    page.get_by_label("The same passphrase again").fill(PASSPHRASE)
    page.get_by_role("button", name="Continue").click()

    groups = page.locator(".kit-groups code").all_inner_texts()
    assert len(groups) == 6
    page.get_by_label("I have printed it or written it down").check()
    page.get_by_role("button", name="Continue").click()
    _answer_quiz(chandra, groups)

    fingerprint = re.compile(r"([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}")
    expect(page.get_by_text(fingerprint).first).to_be_visible()
    stored = chandra.read_storage()
    assert PASSPHRASE not in stored
    assert not any(group in stored for group in groups)

    _put_in_post(offices, "Chandra Lee")
    expect(page.get_by_role("navigation").first).to_be_visible()


def _answer_quiz(visitor: Visitor, groups: list[str]) -> None:
    fields = visitor.page.get_by_label(re.compile(r"Group .*\d"))
    expect(fields).to_have_count(2)
    labels = [
        visitor.page.locator(f"label[for='{one.get_attribute('id')}']").inner_text() for one in fields.all()
    ]
    for field, label in zip(fields.all(), labels, strict=True):
        number = re.search(r"\d", label)
        assert number is not None
        field.fill(groups[int(number[0]) - 1].lower())
    visitor.page.get_by_role("button", name="Check", exact=True).click()


def _put_in_post(offices: Offices, name: str) -> None:
    """What the agency's head and then the bureau do once they have compared the fingerprint."""
    waiting = offices.reader.get("/enrolments").json()
    keyset = next(one["keyset"] for one in waiting if one["name"] == name)
    offices.catch_up()
    own = {"name": name, "latin": name, "languages": ["en"], "phone": "", "title": ""}
    nomination = offices.by(
        "sg/cad head", statements.nominate, keyset=keyset, person=own, office="sg/singapore", role="officer"
    )
    offices.publish(nomination)
    offices.publish(offices.authorise(nomination, "sg/singapore"))
