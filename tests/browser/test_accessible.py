"""The running client is accessible, in English and in Arabic; the gallery holds the rarer states."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.visitor import AXE, AXE_TAGS, WEB, Visitor

# Each address, and its heading in the catalogues.
PLACES = {
    "#/inbox/all": "inbox.title",
    "#/new": "compose.message",
    "#/new?kind=freeze": "compose.freeze",
    "#/directory": "directory.title",
    "#/clocks": "clocks.title",
    "#/settings": "settings.title",
}


def violations(visitor: Visitor, where: str) -> list[str]:
    visitor.page.add_script_tag(path=AXE)
    found = visitor.page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_TAGS
    )
    return [
        f"{where}: {violation['id']}: {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"][:3]
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_any_screen_of_the_running_client(visit: Visit, language: str) -> None:
    # The policy would refuse axe itself; the journeys hold the policy.
    wanjiru = visit(bypass_csp=True, reduced_motion="reduce")
    wanjiru.context.add_init_script(f"localStorage.setItem('repatria.language', '{language}')")
    page = wanjiru.page
    page.goto(wanjiru.url)
    page.get_by_role("button", name="Wanjiru").wait_for()
    found = violations(wanjiru, "sign-in")
    page.get_by_role("button", name="Wanjiru").click()
    wanjiru.expect_inside()
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    words = json.loads((WEB / "src" / "locales" / f"{language}.json").read_text())
    for place, title in PLACES.items():
        wanjiru.go(place)
        expect(page.get_by_role("heading", name=words[title], exact=True).first).to_be_visible()
        expect(page.locator(".loading")).to_have_count(0)
        found += violations(wanjiru, place)
    assert found == []
