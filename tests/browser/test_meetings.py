"""A meeting in browsers: announced, two named for one place, a letter, who came, a certificate, and news."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from repatria.server.settings import Settings
from tests.browser.conftest import Visit
from tests.browser.three_offices import RunningClock
from tests.browser.visitor import Visitor
from tests.browser.with_secretariat import GuestOffices, NoticeOffices, with_secretariat
from tests.patience import PATIENCE_SECONDS
from tests.server.network import found_network
from tests.server.running import running

TITLE, ARABIC = "Workshop on the first hours", "حلقة عمل عن الساعات الأولى"
ITEM = "workshop-on-the-first-hours"
ZONE, FIRST, LAST = "Asia/Kathmandu", "2093-03-27", "2093-03-28"
OUTSIDER = "Amina Hassan"


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory, client_bundle: Path) -> Iterator[NoticeOffices]:
    """The three offices, and beside them the secretariat, a partner and an auditor."""
    clock = RunningClock()
    settings = Settings(
        data=tmp_path_factory.mktemp("meetings") / "data", port=0, client=client_bundle, demo=True
    )
    found_network(settings, clock)
    with running(settings, clock) as server:
        yield with_secretariat(server, GuestOffices)


def announce(nuru: Visitor) -> None:
    """With one place; half written it waits in this browser, and is found again."""
    page = nuru.page
    nuru.go("#/meetings")
    expect(page.get_by_text("22 meetings", exact=True)).to_be_visible()
    page.get_by_role("link", name="Announce a meeting").click()
    page.get_by_label(re.compile("^Title .*English")).fill(TITLE)
    page.get_by_role("button", name=re.compile("Add .*Arabic")).click()
    page.get_by_label(re.compile("^Title .*Arabic")).fill(ARABIC)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Name the day, or the month.")).to_be_visible()

    nuru.go("#/meetings")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_label(re.compile("^Title .*Arabic"))).to_have_value(ARABIC)
    page.get_by_label("Begins", exact=True).fill(FIRST)
    page.get_by_label("Ends", exact=True).fill(LAST)
    page.get_by_label("State", exact=True).select_option("open")
    page.get_by_role("textbox", name=re.compile("^Places")).fill("1")
    page.get_by_role("button", name="Add a point").click()
    point = page.get_by_role("group", name="Point 1")
    expect(point.get_by_label("Begins", exact=True)).to_have_value(f"{FIRST}T09:00")
    point.get_by_label("Ends", exact=True).fill(f"{FIRST}T10:30")
    point.get_by_label(re.compile("^Title .*English")).fill("Opening")
    point.get_by_label(re.compile("^Text .*English")).fill("Who is called first.")
    point.get_by_label(re.compile("^Text .*Arabic")).fill("من يُتصل به أولا")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(point.get_by_text("Give it a title here.")).to_be_visible()
    point.get_by_label(re.compile("^Title .*Arabic")).fill("الافتتاح")
    expect(page.get_by_text("Hours are named: choose the time zone.")).to_be_visible()
    page.get_by_label("Time zone", exact=True).select_option(ZONE)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".meeting-page > .hint")).to_contain_text(re.compile("^Published by .*Nuru"))
    # Two days before Vienna's clocks go forward: still UTC+1 there.
    hours = page.locator(".meeting-hour")
    expect(hours).to_contain_text(re.compile("09:00.* – .*10:30.*04:15.* – .*05:45.*your time"))
    expect(page.locator(".meeting-point .meeting-text")).to_have_text("Who is called first.")


def name_two(wanjiru: Visitor) -> None:
    page = wanjiru.page
    wanjiru.go("#/meetings")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name=re.compile("^wanjiru$", re.IGNORECASE)).click()
    member = page.get_by_role("group", name=re.compile("Person .?1"))
    member.get_by_label("Needs a letter for the visa").check()
    member.get_by_label(re.compile("^Passport number")).fill("A7654321")
    page.get_by_role("button", name="Somebody else").click()
    page.get_by_role("button", name="Seal and send").click()
    expect(page.get_by_text("Who is it?")).to_be_visible()
    page.get_by_role("group", name=re.compile("Person .?2")).get_by_label("Name", exact=True).fill(OUTSIDER)
    page.get_by_role("button", name="Seal and send").click()
    expect(page.locator(".meeting-person")).to_have_count(2)
    naming = page.locator(".meeting-naming")  # offers nobody twice
    expect(naming.get_by_role("button", name="Somebody else")).to_be_visible()
    expect(naming.get_by_role("button", name=re.compile("^wanjiru$", re.IGNORECASE))).to_have_count(0)


def person(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator(".meeting-person", has_text=re.compile(name, re.IGNORECASE))


def seat(nuru: Visitor) -> None:
    """The one place goes to one; for the other it is refused in words, and a place on the list is offered."""
    page = nuru.page
    person(nuru, "wanjiru").get_by_role("button", name="Give a place").click()
    expect(page.get_by_text(re.compile("1.? of .?1.? places are taken"))).to_be_visible()
    other = person(nuru, OUTSIDER)
    other.get_by_role("button", name="Give a place").click()
    expect(other.get_by_text(re.compile("All .?1.? places are taken"))).to_be_visible()
    other.get_by_role("button", name="Waiting list").click()
    expect(other.locator(".chip")).to_have_text("waiting list")


def read_letter(nuru: Visitor) -> None:
    page = nuru.page
    person(nuru, "wanjiru").get_by_role("link", name="Letter of invitation").click()
    paper = page.locator(".letter-paper")
    expect(paper).to_contain_text("A7654321")
    expect(paper).to_contain_text(TITLE)
    expect(paper).to_contain_text("27 – 28 March 2093")
    expect(paper.locator(".letter-proof .mono")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    page.get_by_label(re.compile("^Travel and stay")).fill("The secretariat")
    expect(paper).to_contain_text("The secretariat")
    page.emulate_media(media="print")
    expect(paper).to_be_visible()
    expect(page.get_by_role("button", name="Print")).not_to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Back to the meeting").click()


def close(nuru: Visitor) -> None:
    """What was decided, who came, and a certificate."""
    page = nuru.page
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("State", exact=True).select_option("held")
    page.get_by_role("button", name="Write what was decided").click()
    decided = page.get_by_role("group", name="Decisions", exact=True)
    decided.get_by_label(re.compile("^Text")).fill("Every contact point names a deputy.")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".meeting-decisions")).to_contain_text("names a deputy")
    page.get_by_role("button", name=re.compile("^.?1.? person attended")).click()
    person(nuru, "wanjiru").get_by_role("button", name="Give the certificate").click()
    expect(person(nuru, "wanjiru").locator(".chip")).to_have_text("certificate given")


def tell_news(nuru: Visitor) -> None:
    page = nuru.page
    address = page.url
    nuru.go("#/news")
    page.get_by_role("link", name="Write news").click()
    page.get_by_label(re.compile("^Title .*English")).fill("What the workshop decided")
    page.get_by_label(re.compile("^Leads to")).fill(address)
    expect(page.get_by_label(re.compile("^Leads to"))).to_have_value(f"meeting/{ITEM}")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page).to_have_url(re.compile("#/news/what-the-workshop-decided$"))


def read_news(anna: Visitor) -> None:
    """In the browser, and in a reader that has nothing but the address."""
    page = anna.page
    anna.go("#/news")
    page.get_by_role("link", name="What the workshop decided").click()
    page.get_by_role("link", name="Read more").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    anna.go("#/news/_feed")
    page.get_by_role("button", name="Make an address").click()
    address = page.locator(".feed-address").inner_text()
    with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:
        assert "What the workshop decided" in answer.read().decode()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_text("No address is in use.")).to_be_visible()
    expect(page.locator(".feed-address")).to_have_count(0)


def leave_partners_alone(anna: Visitor) -> None:
    """A partner is written to; the same letter, made a request, is refused before it leaves."""
    page = anna.page
    anna.write_message("Network partner", "Your training", "When does it begin?")
    page.get_by_role("button", name="Urgent freeze request").click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.locator(".recipients .field-error")).to_have_text(
        re.compile("^Requests go to contact points")
    )
    expect(page.get_by_text(re.compile("Leaves in"))).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Remove .*Network partner")).click()
    to = page.get_by_role("combobox", name="To", exact=True)
    to.fill("network")
    expect(page.get_by_role("option").filter(has_text="Network secretariat")).to_be_visible()
    expect(page.get_by_role("option").filter(has_text="Network partner")).to_have_count(0)


def expect_barred(guest: Visitor, *addresses: str) -> None:
    """Each leads to the inbox: the screen is not there for whoever knows its address."""
    for address in addresses:
        guest.go("#/directory")
        expect(guest.page.get_by_role("heading", name="Directory", level=1)).to_be_visible()
        guest.go(address)
        expect(guest.page.get_by_role("heading", name="Inbox", level=1)).to_be_visible()


def read_as_partner(petra: Visitor) -> None:
    """Reads the meeting and its news, and may write; nothing of a case is in reach (decision 0017)."""
    page = petra.page
    petra.choose("Petra")
    petra.go("#/news")
    page.get_by_role("link", name="What the workshop decided").click()
    page.get_by_role("link", name="Read more").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.locator(".places")).to_contain_text("Library")
    expect(page.locator(".places a", has_text=re.compile("Notices|Screening|Clocks"))).to_have_count(0)
    expect_barred(petra, "#/new?kind=freeze", "#/notices/new", "#/screening", "#/clocks")
    petra.go("#/directory/ch%2Fbern")
    expect(page.get_by_role("link", name="Write a message")).to_be_visible()
    expect(page.get_by_role("link", name="Urgent freeze request")).to_have_count(0)
    petra.compose()
    expect(page.get_by_role("button", name="Urgent freeze request")).to_have_count(0)


def read_as_auditor(adaeze: Visitor) -> None:
    """Reads what the network publishes, and writes to nobody."""
    page = adaeze.page
    adaeze.choose("Adaeze")
    adaeze.go(f"#/meetings/{ITEM}")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.locator(".meeting-person")).to_have_count(0)
    expect_barred(adaeze, "#/new", "#/new?kind=freeze", "#/notices/new")
    expect(page.get_by_role("link", name="New", exact=True)).to_have_count(0)
    adaeze.go("#/directory/ch%2Fbern")
    expect(page.get_by_role("heading", name="Asset recovery desk, Bern")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Write a message|Urgent freeze"))).to_have_count(0)


def test_a_meeting_from_its_announcement_to_its_certificate(visit: Visit, offices: NoticeOffices) -> None:
    nuru, wanjiru, anna = visit(timezone_id="Europe/Vienna"), visit(), visit()
    nuru.choose("Nuru")
    announce(nuru)
    wanjiru.choose("Wanjiru")
    name_two(wanjiru)
    seat(nuru)
    read_letter(nuru)

    expect(person(wanjiru, "wanjiru").locator(".chip")).to_have_text("has a place")
    person(wanjiru, OUTSIDER).get_by_role("button", name="Withdraw").click()
    expect(person(nuru, OUTSIDER).locator(".chip")).to_have_text("withdrawn")

    close(nuru)
    person(wanjiru, "wanjiru").get_by_role("link", name="Certificate").click()
    expect(wanjiru.page.locator(".certificate")).to_contain_text(TITLE)
    tell_news(nuru)
    anna.choose("Anna")
    read_news(anna)
    leave_partners_alone(anna)
    read_as_partner(visit())
    read_as_auditor(visit())

    # Taken from the list after people had registered: who goes stays readable to the two offices alone.
    nuru.go(f"#/meetings/{ITEM}")
    nuru.page.locator("summary", has_text="Take it from the list").click()
    nuru.page.get_by_label("The reason").fill("It was published twice.")
    nuru.page.get_by_role("button", name="Sign and take it from the list").click()
    for office in (nuru, wanjiru):
        office.go(f"#/meetings/{ITEM}")
        expect(office.page.get_by_text("This meeting was taken from the list")).to_be_visible()
        expect(office.page.locator(".notice").get_by_text("It was published twice.")).to_be_visible()
        expect(person(office, "wanjiru").locator(".chip")).to_have_text("certificate given")
    anna.go(f"#/meetings/{ITEM}")
    expect(anna.page.get_by_text("This meeting was taken from the list")).to_be_visible()
    expect(anna.page.locator(".meeting-person")).to_have_count(0)
