"""The main job: Nairobi asks Bern to freeze, sealed; Bern's duty officer sees it arrive and acknowledges."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visit

IBAN = "CH9300762011623852957"
DOCUMENT = b"%PDF-1.4 order of the High Court\n" * 40_000


def test_a_freeze_request_with_a_document_is_sent_seen_opened_and_acknowledged(
    visit: Visit, tmp_path: Path
) -> None:
    wanjiru, anna = visit(), visit()
    wanjiru.choose("Wanjiru")
    anna.choose("Anna")

    wanjiru.write_freeze("Switzerland", IBAN)
    wanjiru.attach("order.pdf", DOCUMENT)
    expect(wanjiru.page.get_by_role("status").filter(has_text="Saved, ")).to_be_visible()
    # Here nobody turns the clock: ten seconds, and it leaves.
    wanjiru.page.get_by_role("button", name="Send the request", exact=True).click()

    # It arrives by itself, and opens only after all of it was verified.
    expect(anna.row(IBAN)).to_be_visible()
    anna.row(IBAN).click()
    expect(anna.page.get_by_text("Signature checked").first).to_be_visible()
    expect(anna.page.get_by_text("Juma Kariuki").first).to_be_visible()

    with anna.page.expect_download() as saved:
        anna.page.get_by_role("button", name=re.compile("Save .*order.pdf")).click()
    target = tmp_path / "order.pdf"
    saved.value.save_as(target)
    assert target.read_bytes() == DOCUMENT

    anna.page.get_by_label("Your file number").fill("B-2026-1107")
    anna.page.get_by_role("button", name="Acknowledge").click()
    expect(anna.page.get_by_text(re.compile("acknowledged the request"))).to_be_visible()

    wanjiru.row(IBAN).click()
    expect(wanjiru.page.get_by_text(re.compile("Anna.*acknowledged the request"))).to_be_visible()
    expect(wanjiru.page.get_by_text("B-2026-1107")).to_be_visible()
    expect(wanjiru.page.get_by_text("Read", exact=True).first).to_be_visible()
