"""What is being written is not lost, and what was sent by mistake has not left."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit

LEAVE_AT_ONCE = """() => {
  document.querySelector('form.compose').requestSubmit();
  location.hash = '#/directory';
}"""


# With all that it is made of, which comes beside it.
WRITING_IS_HERE = """async () => {
  const all = performance.getEntriesByType('resource').map(({name}) => name);
  const known = all.find(name => /\\/writing-[^/]*[.]js$/.test(name));
  if (known) await import(known);
  return known !== undefined;
}"""


def test_a_draft_survives_a_killed_tab_and_reaches_another_browser(visit: Visit) -> None:
    otieno = visit()
    otieno.choose("Otieno")
    otieno.write_message("Switzerland", "Hearing moved", "The hearing of the third of March is now")
    # Sealed in this browser, whatever the server does.
    otieno.expect_saved()
    otieno.page.close()

    otieno.page = otieno.new_page()
    otieno.page.goto(f"{otieno.url}/#/inbox/drafts")
    otieno.expect_inside()
    otieno.row("Hearing moved").click()
    expect(otieno.page.get_by_label("Message", exact=True)).to_have_value(re.compile("third of March"))
    expect(otieno.page.get_by_text(re.compile("^Saved, "))).to_be_visible()

    elsewhere = visit()
    elsewhere.choose("Otieno")
    elsewhere.go("#/inbox/drafts")
    elsewhere.row("Hearing moved").click()
    expect(elsewhere.page.get_by_label("Message", exact=True)).to_have_value(re.compile("third of March"))


def test_undo_within_ten_seconds_means_that_nothing_has_left(visit: Visit) -> None:
    wanjiru, luca = visit(), visit()
    wanjiru.choose("Wanjiru")
    luca.choose("Luca")
    posted: list[str] = []
    wanjiru.page.on("request", lambda call: posted.append(call.url) if "/rooms" in call.url else None)
    wanjiru.write_message("Switzerland", "Wrong office", "Not meant for you")
    wanjiru.press_send()
    wanjiru.page.get_by_role("button", name="Undo").click()
    # Undo leads back to the writing; only from there does the next address hold.
    expect(wanjiru.page.get_by_label("Subject")).to_have_value("Wrong office")
    expect(wanjiru.page.get_by_text(re.compile("Leaves in"))).to_have_count(0)
    wanjiru.let_ten_seconds_pass()
    wanjiru.go("#/inbox/drafts")
    expect(wanjiru.row("Wrong office")).to_be_visible()
    assert [url for url in posted if "/proof" not in url] == []

    # What Luca gets next is what was sent afterwards, and only that.
    wanjiru.write_message("Switzerland", "Right office", "Meant for you")
    wanjiru.send()
    expect(luca.row("Right office")).to_be_visible()
    expect(luca.page.get_by_text("Wrong office")).to_have_count(0)


def test_whoever_goes_elsewhere_while_a_letter_is_sealed_is_not_led_away(visit: Visit) -> None:
    wanjiru = visit()
    wanjiru.choose("Wanjiru")
    wanjiru.write_message("Switzerland", "On the way out", "Read the directory while this leaves")
    wanjiru.page.evaluate("holdTenSeconds()")
    # In one go: sent, and gone before sealing can have ended.
    wanjiru.page.evaluate(LEAVE_AT_ONCE)
    expect(wanjiru.page.get_by_text(re.compile("Leaves in"))).to_be_visible()
    expect(wanjiru.page.get_by_role("heading", name="Directory").first).to_be_visible()
    assert wanjiru.page.url.endswith("#/directory")


def test_offline_is_said_and_what_was_sent_leaves_when_the_line_is_back(visit: Visit) -> None:
    wanjiru, anna = visit(), visit()
    wanjiru.choose("Wanjiru")
    anna.choose("Anna")
    wanjiru.write_message("Switzerland", "Written in a lift", "No line here")
    # What signs and seals comes over the line once, after the first view.
    wanjiru.page.wait_for_function(WRITING_IS_HERE)
    wanjiru.context.set_offline(True)
    expect(wanjiru.page.get_by_text(re.compile("offline", re.IGNORECASE)).first).to_be_visible()
    wanjiru.send()
    expect(wanjiru.page.get_by_text(re.compile("waiting for the connection"))).to_be_visible()
    wanjiru.context.set_offline(False)
    expect(anna.row("Written in a lift")).to_be_visible()


def test_a_reply_begun_elsewhere_does_not_take_the_keyboard_away(visit: Visit) -> None:
    otieno, anna = visit(), visit()
    otieno.choose("Otieno")
    otieno.write_message("Switzerland", "Two desks", "Who answers this?")
    otieno.send()
    anna.choose("Anna")
    anna.row("Two desks").click()
    anna.page.get_by_role("button", name="Reply", exact=True).click()
    expect(anna.page.locator("form.reply textarea")).to_be_focused()
    anna.page.get_by_label("Message", exact=True).fill("We do, from the other desk.")
    # On the server too.
    expect(anna.page.get_by_text(re.compile("^Saved, "))).to_be_visible()

    elsewhere = visit()
    held: list[Route] = []
    told = False

    def hold(route: Route) -> None:
        if told:
            route.continue_()
        else:
            held.append(route)

    elsewhere.context.route(re.compile("/api/v1/drafts$"), hold)
    with elsewhere.page.expect_request(re.compile("/api/v1/drafts$")):
        elsewhere.choose("Anna")
    elsewhere.row("Two desks").click()
    main = elsewhere.page.locator("#main")
    expect(elsewhere.page.get_by_role("button", name="Reply", exact=True)).to_be_visible()
    expect(main).to_be_focused()
    assert held
    told = True
    for route in held:
        route.continue_()
    expect(elsewhere.page.locator("form.reply textarea")).to_have_value(re.compile("from the other desk"))
    expect(main).to_be_focused()
