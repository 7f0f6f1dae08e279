"""The running client is accessible, in English and in Arabic; the gallery holds the rarer states."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_lying_server import tell
from tests.browser.three_offices import Offices
from tests.browser.visitor import WEB, Visitor, violations

# Each address, and its heading in the catalogues.
PLACES = {
    "#/inbox/all": "inbox.title",
    "#/new": "compose.message",
    "#/new?kind=freeze": "compose.freeze",
    "#/directory": "directory.title",
    "#/clocks": "clocks.title",
    "#/settings": "settings.title",
    "#/search": "search.title",
}
# One for each language: the offices of this file are the same ones throughout.
IBANS = {"en": "CH9300762011623852957", "ar": "CH5604835012345678009"}


def faults_on(where: str, visitor: Visitor) -> list[str]:
    return [f"{where}: {fault}" for fault in violations(visitor.page)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_any_screen_of_the_running_client(visit: Visit, language: str) -> None:
    # The policy would refuse axe itself; the journeys hold the policy.
    wanjiru = visit(bypass_csp=True, reduced_motion="reduce")
    wanjiru.context.add_init_script(f"localStorage.setItem('repatria.language', '{language}')")
    page = wanjiru.page
    page.goto(wanjiru.url)
    page.get_by_role("button", name="Wanjiru").wait_for()
    found = faults_on("sign-in", wanjiru)
    page.get_by_role("button", name="Wanjiru").click()
    wanjiru.expect_inside()
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    words = json.loads((WEB / "src" / "locales" / f"{language}.json").read_text())
    for place, title in PLACES.items():
        wanjiru.go(place)
        expect(page.get_by_role("heading", name=words[title], exact=True).first).to_be_visible()
        expect(page.locator(".loading")).to_have_count(0)
        found += faults_on(place, wanjiru)
    assert found == []


def _reader(visit: Visit, language: str) -> Visitor:
    """Somebody whose browser speaks that language; the policy would refuse axe itself."""
    visitor = visit(bypass_csp=True, reduced_motion="reduce")
    visitor.context.add_init_script(f"localStorage.setItem('repatria.language', '{language}')")
    return visitor


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_a_running_thread_its_checklist_and_its_reply(
    visit: Visit, language: str
) -> None:
    wanjiru = visit()
    wanjiru.choose("Wanjiru")
    wanjiru.write_freeze("Switzerland", IBANS[language])
    wanjiru.send("Send the request")
    anna = _reader(visit, language)
    anna.choose("Anna")
    expect(anna.row(IBANS[language])).to_be_visible()
    anna.row(IBANS[language]).click()
    page = anna.page
    expect(page.locator("article.letter")).to_have_count(1)
    expect(page.locator(".checklist-card")).to_be_visible()
    found = faults_on("thread", anna)
    page.locator(".handling-change summary").click()
    page.locator(".reply-closed button").click()
    expect(page.locator("form.reply textarea")).to_be_focused()
    found += faults_on("reply", anna)
    page.locator(".checklist-card a").click()
    expect(page.locator(".action")).to_have_count(46)
    page.locator(".action-update").first.click()
    expect(page.locator(".action-form")).to_be_visible()
    found += faults_on("checklist", anna)
    assert found == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_where_one_enrols_and_where_one_is_stopped(
    visit: Visit, offices: Offices, language: str
) -> None:
    newcomer = _reader(visit, language)
    token = offices.invite("SG", "sg/singapore", "officer", f"Chandra {language}")
    newcomer.page.goto(f"{newcomer.url}/#/enrol/{token}/{offices.directory.net}")
    expect(newcomer.page.locator(".front-card form")).to_be_visible()
    found = faults_on("enrol", newcomer)
    newcomer.page.locator(".front-card button[type=submit]").click()
    expect(newcomer.page.locator("[aria-invalid=true]").first).to_be_visible()
    found += faults_on("enrol, refused", newcomer)

    old = offices.reader.get("/register/checkpoint").content
    offices.join(f"passer-by {language}")
    luca = _reader(visit, language)
    luca.choose("Luca")  # and sees the newer register, so that the older one is a lie
    tell(luca, "/register/checkpoint", lambda _: old)
    luca.page.reload()
    expect(luca.page.locator(".block")).to_be_visible()
    found += faults_on("blocked", luca)
    assert found == []
