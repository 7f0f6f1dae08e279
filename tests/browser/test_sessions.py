"""Doors: passphrase and kit, passkey, expiry, signing out and what is left then."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.three_offices import PASSPHRASE, Offices
from tests.browser.visitor import Visitor

PERSON = 0  # Wanjiru


def test_the_kit_is_asked_for_once_and_a_wrong_passphrase_is_told_like_an_unknown_login(
    visit: Visit, offices: Offices
) -> None:
    wanjiru = visit()
    person = offices.cast[PERSON]
    wanjiru.sign_in(person, kit=False)
    expect(wanjiru.page.get_by_role("alert").first).to_be_visible()
    wanjiru.sign_in({**person, "passphrase": "another passphrase"})
    wrong = wanjiru.page.get_by_role("alert").first
    expect(wrong).to_be_visible()
    told = wrong.get_by_role("paragraph").first.inner_text()
    wanjiru.sign_in({**person, "login": "nobody.here"})
    expect(wanjiru.page.get_by_role("alert").get_by_text(told, exact=True)).to_be_visible()
    wanjiru.sign_in(person)
    wanjiru.expect_inside()


def test_an_expired_session_asks_for_the_passphrase_only_and_keeps_what_was_written(
    visit: Visit, offices: Offices
) -> None:
    anna = visit()
    anna.choose("Anna")
    anna.write_message("Kenya", "Before the break", "Half a sentence")
    anna.expect_saved()
    _end_all_sessions(offices, "anna")
    anna.page.reload()
    expect(anna.page.get_by_text("You were signed out")).to_be_visible()
    stored = anna.read_storage()
    assert "Half a sentence" not in stored
    assert "Before the break" not in stored
    anna.own_login()
    anna.page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    anna.page.get_by_role("button", name="Sign in", exact=True).click()
    anna.expect_inside()
    anna.go("#/inbox/drafts")
    expect(anna.row("Before the break")).to_be_visible()


def _end_all_sessions(offices: Offices, label: str) -> None:
    offices.clients.pop(label, None)
    client = offices.client(label)
    for session in client.get("/sessions").json():
        if not session["current"]:
            client.delete(f"/sessions/{session['id']}")


def test_signing_out_leaves_nothing_readable_in_the_browser(visit: Visit) -> None:
    luca = visit()
    luca.choose("Luca")
    luca.write_message("Kenya", "Secret subject", "Secret sentence")
    luca.expect_saved()
    assert "rows/" in luca.read_storage()
    luca.go("#/settings")
    with luca.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        luca.page.get_by_role("button", name="Sign out").click()
    expect(luca.page.get_by_text("Choose who you want to be")).to_be_visible()
    left = luca.read_storage()
    for secret in ("rows/", "keys/", "luca", "Secret"):
        assert secret not in left
    assert [cookie for cookie in luca.context.cookies() if cookie["value"]] == []


def test_a_passkey_opens_the_same_keys(visit: Visit, address: str) -> None:
    # A passkey belongs to a name, so an address in numbers has none.
    mei = visit(address.replace("127.0.0.1", "localhost"))
    _virtual_authenticator(mei)
    mei.choose("Mei")
    mei.go("#/settings")
    mei.page.get_by_label("Name of the device").fill("Office laptop")
    mei.page.get_by_role("button", name="Add a passkey").click()
    expect(mei.page.get_by_text("Office laptop")).to_be_visible()
    mei.page.get_by_role("button", name="Sign out").click()
    expect(mei.page.get_by_text("Choose who you want to be")).to_be_visible()
    mei.own_login()
    mei.page.get_by_label("Login").fill("mei")
    mei.page.get_by_role("button", name="Sign in with a passkey").click()
    mei.expect_inside()


def _virtual_authenticator(visitor: Visitor) -> Any:
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "hasPrf": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
