"""A framework in browsers: proposed abroad, confirmed by its own officers only, changed by two at once, taken
out and brought in, taken back; who watches the country is told once.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

CONFIRM = "Confirm and sign"
PROPOSED = "Objects only, where there is danger in delay."
FROM_FILE = "As a file says it."
MINE, THEIRS = "Mine, begun first.", "Theirs, signed first."
SIGN = re.compile("^Sign and confirm for")


def look(visitor: Visitor, place: str) -> None:
    """From elsewhere: a screen of frameworks asks the register when it is opened."""
    visitor.go("#/directory")
    visitor.page.locator(".directory").wait_for()
    visitor.go(f"#/frameworks{place}")
    visitor.page.locator(".frameworks").wait_for()


def fact(visitor: Visitor, field: str) -> Locator:
    return visitor.page.locator(f"#fact-{field}")


def write(form: Locator, text: str) -> None:
    form.get_by_label("What the law says").fill(text)
    form.get_by_label("Source", exact=True).fill("AMLA art. 10")


def confirmed_by(name: str) -> re.Pattern[str]:
    return re.compile(f"^Confirmed by .*{name}")


def propose(wanjiru: Visitor) -> None:
    """A foreign officer finds the country, and proposes what nobody has written there."""
    page, police = wanjiru.page, fact(wanjiru, "police_freeze")
    look(wanjiru, "")
    expect(page.get_by_text("12 countries", exact=True)).to_be_visible()
    page.locator(".frameworks-row", has_text="Switzerland").click()
    expect(page.get_by_role("heading", name="Switzerland", level=1)).to_be_visible()
    expect(fact(wanjiru, "fiu_hold").get_by_text("To be confirmed")).to_be_visible()
    expect(police).to_have_count(0)
    page.get_by_label(re.compile("^Show every field")).check()
    police.get_by_role("button", name="Propose a change").click()
    police.get_by_role("button", name="Sign and propose").click()
    expect(police.get_by_text("Say something")).to_be_visible()
    police.get_by_role("radio", name="Partly").check()
    write(police, PROPOSED)
    police.get_by_role("button", name="Sign and propose").click()
    expect(police.get_by_text(re.compile("^Proposed by .*Wanjiru"))).to_be_visible()
    expect(police.get_by_role("button", name="Withdraw")).to_be_visible()
    expect(police.get_by_role("button", name=CONFIRM)).to_have_count(0)


def read_in_arabic(mei: Visitor) -> None:
    """An officer of a third country reads the proposal and can confirm nothing."""
    expect(mei.page.locator("html")).to_have_attribute("dir", "rtl")
    look(mei, "/ch")
    police = fact(mei, "police_freeze")
    expect(police.get_by_text(PROPOSED)).to_be_visible()
    expect(police.get_by_text("لا يؤكده إلا موظفو ذلك البلد.")).to_be_visible()
    expect(police.get_by_role("button")).to_have_count(1)  # to propose something else


def change_at_once(anna: Visitor, luca: Visitor) -> None:
    """Both have begun; the second to sign sees both, and decides."""
    hold, other = fact(anna, "fiu_hold"), fact(luca, "fiu_hold")
    hold.get_by_role("button", name="Check and confirm").click()
    write(hold, MINE)
    look(anna, "/ch")  # elsewhere and back: what was typed is there
    expect(hold.get_by_label("What the law says")).to_have_value(MINE)
    look(luca, "/ch")
    other.get_by_role("button", name="Check and confirm").click()
    write(other, THEIRS)
    other.get_by_role("button", name=SIGN).click()
    expect(other.get_by_text(confirmed_by("Luca"))).to_be_visible()
    hold.get_by_role("button", name=SIGN).click()
    conflict = hold.locator(".notice", has_text="Somebody changed this fact meanwhile")
    expect(conflict.get_by_text(THEIRS)).to_be_visible()
    expect(conflict.get_by_text(MINE)).to_be_visible()
    conflict.get_by_role("button", name="I have seen it: go on with mine").click()
    hold.get_by_role("button", name=SIGN).click()
    expect(hold.get_by_text(confirmed_by("Anna"))).to_be_visible()
    hold.get_by_text("History").click()
    versions = hold.locator(".fact-versions > li")
    expect(versions).to_have_count(3)
    expect(versions.nth(0)).to_contain_text(MINE)
    expect(versions.nth(1)).to_contain_text(THEIRS)
    expect(versions.nth(2)).to_contain_text("Shipped draft")


def taken_out(visitor: Visitor, kind: str, folder: Path) -> Path:
    """The file that a country's page hands over."""
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name=kind, exact=True).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def bring_in(visitor: Visitor, path: Path) -> Locator:
    look(visitor, "")
    visitor.page.get_by_role("link", name="Bring in a file").click()
    page = visitor.page.locator(".framework-import")
    page.locator("input[type=file]").set_input_files(path)
    return page


def take_along(wanjiru: Visitor, anna: Visitor, folder: Path) -> None:
    """What a page hands over comes in again: unchanged it differs in nothing, changed it is a proposal
    abroad and the country's own word at home; an old day of review greys it.
    """
    look(wanjiru, "/ch")
    table, record = (taken_out(wanjiru, kind, folder) for kind in ("CSV", "JSON"))
    page = bring_in(wanjiru, table)
    expect(page.get_by_text(re.compile("^Different from what stands: 0; the same: [1-9]"))).to_be_visible()
    (whole,) = json.loads(record.read_text(encoding="utf-8"))
    for fact_ in whole["facts"]:
        if fact_["field"] == "fiu":
            fact_ |= {"text": FROM_FILE, "review": "2020-01-01"}
    record.write_text(json.dumps([whole]), encoding="utf-8")
    page = bring_in(wanjiru, record)
    expect(page.get_by_text(re.compile("^Different from what stands: 1;"))).to_be_visible()
    expect(page.get_by_text(FROM_FILE)).to_be_visible()
    page.get_by_role("button", name="Sign and propose").click()
    expect(page.get_by_text("1 fact proposed")).to_be_visible()
    record.with_suffix(".txt").write_text("{", encoding="utf-8")
    bring_in(wanjiru, record.with_suffix(".txt"))
    expect(wanjiru.page.get_by_text("It is not JSON.")).to_be_visible()
    page = bring_in(anna, record)
    page.get_by_role("button", name=SIGN).click()
    expect(page.get_by_text("1 fact confirmed")).to_be_visible()
    look(anna, "/ch")
    own = fact(anna, "fiu")
    expect(own.get_by_text(re.compile("^Due for review: confirmed by .*Anna"))).to_be_visible()
    expect(own).to_have_class(re.compile("fact-old"))
    expect(own.get_by_text("What stands was changed after this was proposed")).to_be_visible()


def take_back(anna: Visitor, wanjiru: Visitor) -> None:
    """Only the country takes its fact back; what shipped does not come back, and the history keeps both."""
    own = fact(anna, "fiu_hold")
    own.get_by_role("button", name="Take it back").click()
    own.get_by_role("button", name="Sign and take it back").click()
    expect(own.get_by_text("Say why: whoever looks for it needs to know.")).to_be_visible()
    own.get_by_label("The reason").fill("Repealed in 2026.")
    own.get_by_role("button", name="Sign and take it back").click()
    expect(own.get_by_text(re.compile("^Taken back by .*Anna"))).to_be_visible()
    expect(own.locator(".fact-body")).to_have_count(0)
    look(wanjiru, "/ch")  # with the last of it: what comes after somebody has seen all is told again
    expect(fact(wanjiru, "fiu_hold").get_by_text(re.compile("^Taken back by"))).to_be_visible()
    expect(fact(wanjiru, "fiu_hold").get_by_text("Repealed in 2026.")).to_be_visible()
    expect(wanjiru.page.get_by_role("button", name="Take it back")).to_have_count(0)
    look(wanjiru, "")
    told = wanjiru.page.locator(".notice", has_text="Changed in the countries that you watch")
    expect(told).to_contain_text("Switzerland")
    expect(told).to_contain_text("FIU may suspend a transaction or account")
    told.get_by_role("button", name="I have seen it").click()
    expect(told).to_have_count(0)


def visit_a_part(wanjiru: Visitor) -> None:
    """A part of a country with a law of its own leads to its parent and back."""
    page = wanjiru.page
    look(wanjiru, "/gb")
    page.get_by_role("link", name="Scotland").click()
    expect(page.get_by_role("heading", name="Scotland", level=1)).to_be_visible()
    expect(page.get_by_text(re.compile("^Nobody has written the framework of .*Scotland"))).to_be_visible()
    known = page.locator(".framework-known")
    expect(known.get_by_role("link", name="United Kingdom")).to_be_visible()
    look(wanjiru, "/pg")
    expect(known.get_by_text("Tok Pisin")).to_be_visible()  # which this browser has no name for


def use(wanjiru: Visitor) -> None:
    """Beside another country, tonight, and for a date."""
    page = wanjiru.page
    look(wanjiru, "/compare/ch,gb")
    row = page.get_by_role("row", name=re.compile("^Police or prosecutor may freeze"))
    expect(row).to_contain_text(PROPOSED)
    page.get_by_role("link", name="Can you freeze tonight?").click()
    expect(page.locator("#night-ch td").nth(3)).to_contain_text("Partly")
    expect(page.locator("#night-ch").get_by_role("link", name="Urgent freeze")).to_be_visible()
    expect(page.locator("svg [data-code=US].land-yes")).to_have_count(1)
    page.get_by_role("link", name="Deadline calculator").click()
    page.get_by_label("Whose law").select_option("ch")
    expect(page.get_by_text("Europe/Zurich")).to_be_visible()
    page.get_by_label("Term", exact=True).select_option("fiu_hold_days")
    expect(page.get_by_label("Number", exact=True)).to_have_value("5")
    page.get_by_label("When did it begin?").fill("2026-11-20T16:00")  # a Friday, but Bern works on all days
    expect(page.get_by_text(re.compile("^Act by .*25 November 2026 at 16:00"))).to_be_visible()


def ask_in_their_words(wanjiru: Visitor) -> None:
    """A request to a country tells what things are called there, for what one writes and what one asks."""
    page = wanjiru.page
    look(wanjiru, "/tonight")
    page.locator("#night-ch").get_by_role("link", name="Urgent freeze").click()
    theirs = page.locator(".country-terms")
    theirs.get_by_role("searchbox").fill("account freezing order")
    expect(theirs.locator("[lang=fr]")).to_have_text("ordonnance de gel de compte")


def test_a_fact_is_proposed_confirmed_and_changed_by_two_at_once(visit: Visit, tmp_path: Path) -> None:
    wanjiru, anna, luca, mei = visit(), visit(), visit(), visit(locale="ar")
    wanjiru.choose("Wanjiru")
    propose(wanjiru)
    wanjiru.page.get_by_role("button", name="Watch").click()
    mei.choose("Mei")
    read_in_arabic(mei)
    mei.page.close()
    anna.choose("Anna")
    look(anna, "")
    anna.page.locator(".notice", has_text="1 proposal waits for you").get_by_role("link").click()
    own = fact(anna, "police_freeze")
    own.get_by_role("button", name=CONFIRM).click()
    expect(own.get_by_text(confirmed_by("Anna"))).to_be_visible()
    luca.choose("Luca")
    change_at_once(anna, luca)
    look(wanjiru, "/ch")
    police = fact(wanjiru, "police_freeze")
    expect(police.get_by_text(confirmed_by("Anna"))).to_be_visible()
    expect(police.locator(".fact-proposal")).to_have_count(0)
    use(wanjiru)
    take_along(wanjiru, anna, tmp_path)
    take_back(anna, wanjiru)
    visit_a_part(wanjiru)
    ask_in_their_words(wanjiru)
