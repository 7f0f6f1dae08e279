"""A course in browsers: written, published by another, failed and passed in secret, certified, printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from repatria.server.settings import Settings
from tests.browser.conftest import Visit
from tests.browser.three_offices import RunningClock
from tests.browser.visitor import Visitor, violations
from tests.browser.with_secretariat import NoticeOffices, with_secretariat
from tests.server.network import found_network
from tests.server.running import running

TITLE, MODULE, QUESTION = "Stop the money", "The first call", "Does a call hold a payment?"
YES, NO = "Yes, for a day", "No: the written request does"
WHY = "A call holds nothing."
ADDRESS = "#/courses/stop-the-money"


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory, client_bundle: Path) -> Iterator[NoticeOffices]:
    """The three offices, and beside them the secretariat."""
    clock = RunningClock()
    settings = Settings(
        data=tmp_path_factory.mktemp("courses") / "data", port=0, client=client_bundle, demo=True
    )
    found_network(settings, clock)
    with running(settings, clock) as server:
        yield with_secretariat(server)


def write(wanjiru: Visitor) -> None:
    """What lacks is said where it lacks, and nothing that was typed is lost on the way."""
    page = wanjiru.page
    wanjiru.go("#/courses")
    expect(page.get_by_text("No courses yet")).to_be_visible()
    page.get_by_role("link", name="Write a course").click()
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("Office that certifies", exact=False).select_option("xn/desk")
    page.get_by_role("button", name="Offer for review").click()
    expect(page.get_by_text("A course has at least one module.").first).to_be_visible()
    page.get_by_role("button", name="Add a module").click()
    page.get_by_label("Title of the module").fill(MODULE)
    page.get_by_label("What is to be read", exact=False).fill("# Before\n- Who is asked?")
    page.get_by_role("button", name="Add a question").click()
    page.get_by_label("Question", exact=True).fill(QUESTION)
    page.get_by_label("Choice 1").fill(YES)
    page.get_by_label("Choice 2").fill(NO)
    page.get_by_label("Explanation", exact=False).fill(WHY)
    page.get_by_label("right (2)").check()
    page.get_by_role("button", name="Offer for review").click()
    expect(page.get_by_text("At least one choice is right and one is not.")).to_be_visible()
    wanjiru.go("#/courses")
    page.get_by_role("link", name="Go on writing the course").click()
    expect(page.get_by_label("Choice 2")).to_have_value(NO)
    page.get_by_label("right (1)").uncheck()
    page.get_by_role("button", name="Offer for review").click()
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()


def learn(anna: Visitor) -> None:
    """Nothing chosen, the wrong thing, then the right one; it is passed for good."""
    page = anna.page
    anna.go("#/courses")
    page.locator(".library-row", has_text=TITLE).click()
    expect(page.get_by_text("Pass every module, then ask the office")).to_be_visible()
    page.get_by_role("link", name="Begin", exact=True).click()
    expect(page.get_by_role("heading", name="Before")).to_be_visible()
    check = page.get_by_role("button", name="Check my answers")
    check.click()
    expect(page.get_by_text("1 question is still open.")).to_be_visible()
    page.get_by_label(YES).check()
    check.click()
    expect(page.get_by_text("0 of 1 right; 80 % are needed.")).to_be_visible()
    expect(page.get_by_text(WHY)).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    page.get_by_label(NO).check()
    check.click()
    expect(page.get_by_text("1 of 1 right; 80 % are needed.")).to_be_visible()
    page.get_by_role("link", name="Back to the course").click()
    expect(page.get_by_text("1 of 1 passed")).to_be_visible()


def test_a_course_is_written_published_failed_passed_and_certified(
    visit: Visit, offices: NoticeOffices
) -> None:
    wanjiru = visit()
    wanjiru.choose("Wanjiru")
    write(wanjiru)

    nuru = visit()
    nuru.choose("Nuru")
    nuru.go("#/courses")
    nuru.page.locator(".library-row", has_text=TITLE).click()
    nuru.page.locator("summary", has_text=MODULE).click()
    expect(nuru.page.get_by_text(WHY)).to_be_visible()
    nuru.page.get_by_role("button", name="Publish", exact=True).click()
    expect(nuru.page.get_by_text(re.compile("Published by .*Nuru")).first).to_be_visible()

    anna = visit(bypass_csp=True)  # for what looks for faults of accessibility
    anna.choose("Anna")
    learn(anna)
    anna.page.get_by_role("button", name="Ask for the certificate").click()
    expect(anna.page.get_by_text("The office has not answered yet")).to_be_visible()

    asked = nuru.page.locator(".course-asked", has_text="Anna")
    asked.get_by_role("button", name="Give the certificate").click()
    expect(asked.get_by_text("certificate given")).to_be_visible()

    page = anna.page
    page.get_by_role("link", name="Open the certificate").click()
    sheet = page.locator(".certificate")
    expect(sheet).to_contain_text(TITLE)
    expect(sheet).to_contain_text("1 hour")
    expect(sheet).to_contain_text(re.compile("signed by .*Nuru"))
    assert violations(page) == []
    # Publication, document, the message that certifies, its key, Anna's: two offices have the same.
    asked.get_by_role("link", name="Open the certificate").click()
    hashes = sheet.locator("dd").all_inner_texts()
    assert len(hashes) == 5
    expect(nuru.page.locator(".certificate dd")).to_have_text(hashes)
    paper = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert [round(float(side)) for side in paper.pages[0].mediabox[2:]] == [595, 842]
    assert len(paper.pages) == 1
