"""The first 24 hours and the handling of a request, worked by both sides; what is missing leads there."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.three_offices import Offices

IBAN = "CH5604835012345678009"


def test_the_checklist_and_the_handling_change_live_on_both_sides(visit: Visit, offices: Offices) -> None:
    wanjiru, anna = visit(), visit()
    wanjiru.choose("Wanjiru")
    anna.choose("Anna")
    wanjiru.write_freeze("Switzerland", IBAN)
    wanjiru.send("Send the request")
    expect(anna.row(IBAN)).to_be_visible()
    anna.row(IBAN).click()
    expect(anna.page.get_by_text("0 of 46 done")).to_be_visible()
    wanjiru.row(IBAN).click()
    expect(wanjiru.page.get_by_text("0 of 46 done")).to_be_visible()

    anna.page.get_by_role("link", name="Open the checklist").click()
    _hold_with_proof(anna.page)
    conflicts = anna.page.get_by_role("listitem").filter(has_text="Check for conflicts and leaks")
    conflicts.get_by_role("button", name=re.compile("^Done")).click()
    expect(anna.page.get_by_text("2 of 46 done").first).to_be_visible()

    # It arrives by itself, with its proof.
    expect(wanjiru.page.get_by_text("2 of 46 done")).to_be_visible()
    wanjiru.page.get_by_role("link", name="Open the checklist").first.click()
    expect(wanjiru.page.get_by_text("Held until Wednesday.")).to_be_visible()
    with wanjiru.page.expect_download() as saved:
        wanjiru.page.get_by_role("button", name=re.compile("Save .*hold.pdf")).click()
    assert saved.value.path().read_bytes() == b"%PDF held"
    wanjiru.page.get_by_role("link", name="Back to the thread").click()

    anna.page.get_by_role("link", name="Back to the thread").click()
    letter = anna.page.get_by_role("article")
    letter.get_by_text("Change handling").click()
    letter.get_by_label("New handling").select_option("TLP:RED")
    letter.get_by_role("button", name="Apply").click()
    changed = re.compile("Anna.*changed the handling of the message by .*Wanjiru.*TLP:RED")
    expect(anna.page.get_by_text(changed)).to_be_visible()
    expect(wanjiru.page.get_by_text(changed)).to_be_visible()
    # Nobody but the author's office makes it laxer again; there is nothing stricter.
    expect(letter.get_by_text("Change handling")).to_have_count(0)
    expect(wanjiru.page.get_by_role("article").get_by_text("Change handling")).to_have_count(1)

    # A statement that ends somebody has all rooms' heads land in the register before it.
    offices.officer("brief", "sg/singapore")
    offices.publish(offices.revoke("brief", "sg bureau"))
    letter.get_by_text("Proof", exact=True).click()
    expect(letter.get_by_text("Proven at position")).to_be_visible()
    expect(letter.get_by_text(re.compile(r"^\d+ · "))).to_be_visible()


def _hold_with_proof(page: Page) -> None:
    hold = page.get_by_role("listitem").filter(has_text="Ask the FIU to suspend the transaction")
    hold.get_by_role("button", name=re.compile("^Update")).click()
    hold.get_by_label("Done", exact=True).check()
    hold.get_by_label("Who does it").select_option(label="Luca (Switzerland)")
    hold.get_by_label("Note").fill("Held until Wednesday.")
    hold.locator("input[type=file]").set_input_files(
        {"name": "hold.pdf", "mimeType": "application/pdf", "buffer": b"%PDF held"}
    )
    hold.get_by_role("button", name="Save", exact=True).click()
    # The form, which names the file too, stays until all of it was seen in the room.
    expect(hold.locator("form")).to_have_count(0)
    expect(hold.get_by_text("hold.pdf", exact=True)).to_be_visible()
    expect(hold.get_by_text("Who does it: Luca")).to_be_visible()


def test_an_item_of_the_gate_leads_to_its_field_by_keyboard(visit: Visit) -> None:
    wanjiru = visit()
    wanjiru.choose("Wanjiru")
    wanjiru.compose("freeze")
    page = wanjiru.page
    page.get_by_role("button", name="Tell the facts and the reasons.").focus()
    page.keyboard.press("Enter")
    facts = page.get_by_label("Facts and reasons")
    expect(facts).to_be_focused()
    expect(facts).to_have_attribute("aria-invalid", "true")
    expect(facts).to_have_accessible_description(re.compile("Tell the facts and the reasons"))
    # Other fields are not marked before anybody tried to send.
    expect(page.get_by_label("Person or company")).not_to_have_attribute("aria-invalid", "true")
    page.get_by_text(re.compile("things would help")).click()
    page.get_by_role("button", name="Quote the national provision and the maximum penalty.").click()
    # Its field lay folded away.
    expect(page.get_by_label("National provision and maximum penalty")).to_be_focused()
