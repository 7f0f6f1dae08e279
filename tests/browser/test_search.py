"""Searching what has been opened: found by word, marked, and nothing of it leaves the browser or stays."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit

FACTS = "The courier carried two suitcases through the Zeppelinstrasse branch."


def test_a_word_in_a_message_is_found_marked_and_led_to_without_a_call(visit: Visit) -> None:
    wanjiru, anna = visit(), visit()
    anna.choose("Anna")
    wanjiru.choose("Wanjiru")
    wanjiru.write_message("Switzerland", "Older matter", "Nothing about it in here")
    wanjiru.send()
    wanjiru.write_message("Switzerland", "Courier", FACTS)
    wanjiru.send()
    expect(anna.row("Older matter")).to_be_visible()
    expect(anna.row("Courier")).to_be_visible()

    anna.page.locator("#main").focus()
    anna.page.keyboard.press("/")
    box = anna.page.get_by_role("searchbox", name="Search", exact=True)
    expect(box).to_be_focused()
    expect(anna.page.get_by_text(re.compile(r"([1-9]\d*) of .?\1 messages"))).to_be_visible()
    calls: list[str] = []
    anna.page.on("request", lambda call: calls.append(f"{call.url} {call.post_data_buffer!r}".lower()))
    box.press_sequentially("zeppelin from:kenya")
    expect(anna.page.get_by_text("1 message found", exact=True).first).to_be_visible()
    expect(anna.page.locator("mark")).to_have_text(["Zeppelinstrasse"])
    # Events of the rooms may make the page ask for what is new, and only for that.
    assert [call for call in calls if "zeppelin" in call or "search" in call] == []
    assert "zeppelin" not in anna.page.url.lower()
    assert "zeppelin" not in anna.read_storage().lower()

    hit = anna.page.locator("a.hit")
    hit.focus()
    anna.page.keyboard.press("Enter")
    letter = anna.page.locator("article:focus")
    expect(letter).to_contain_text(FACTS)
    anna.page.go_back()
    expect(box).to_have_value("zeppelin from:kenya")

    box.fill("zeppelin from:singapore")
    expect(anna.page.get_by_text("No message contains that")).to_be_visible()
    box.fill("is:unread xylophone before:soon")
    expect(anna.page.get_by_text("before:soon")).to_be_visible()


def test_signing_out_forgets_what_was_searched(visit: Visit) -> None:
    otieno = visit()
    otieno.choose("Otieno")
    otieno.write_message("Switzerland", "For one search", "Three briefcases")
    otieno.send()
    expect(otieno.row("For one search")).to_be_visible()
    otieno.go("#/search")
    otieno.page.get_by_role("searchbox").fill("briefcases")
    expect(otieno.page.locator("mark").first).to_be_visible()
    otieno.go("#/settings")
    otieno.page.get_by_role("button", name="Sign out").click()
    expect(otieno.page.locator(".front")).to_be_visible()
    otieno.page.get_by_role("button", name="Mei").click()
    otieno.expect_inside()
    otieno.go("#/search")
    expect(otieno.page.get_by_role("searchbox")).to_have_value("")
