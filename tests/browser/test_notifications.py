"""An officer says in the settings where notification mail goes, and finds it there again."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.three_offices import Offices


def test_an_officer_says_where_mail_goes_and_ends_it_again(visit: Visit, offices: Offices) -> None:
    luca = visit()
    luca.choose("Luca")
    luca.go("#/settings")
    form = luca.page.locator(".notify-form")
    address = form.get_by_label("E-mail address")
    address.fill("Luca <luca@bern.example>")
    form.get_by_role("button", name="Save").press("Enter")
    expect(form.get_by_text("Write one address in full")).to_be_visible()
    expect(address).to_be_focused()

    address.fill("luca@bern.example")
    form.get_by_role("radio", name="Always").check()
    form.get_by_role("button", name="Save").press("Enter")
    expect(form.get_by_role("status")).to_contain_text("luca@bern.example")
    wish = offices.client("luca").get("/me/notifications").json()
    assert (wish["email"], wish["remind"]) == ("luca@bern.example", "always")

    form.get_by_role("button", name="Stop all mail").press("Enter")
    expect(luca.page.get_by_text("No mail is sent to you.")).to_be_visible()
    assert offices.client("luca").get("/me/notifications").json()["email"] == ""
