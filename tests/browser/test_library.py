"""A document in browsers: contributed with a file, published, found in its text, read by page."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from repatria.server.settings import Settings
from tests.browser.conftest import Visit
from tests.browser.three_offices import RunningClock
from tests.browser.visitor import Visitor
from tests.browser.with_secretariat import NoticeOffices, with_secretariat
from tests.library.files import pdf
from tests.patience import await_that
from tests.server.network import found_network
from tests.server.running import running

PAGES = ["The first contact", "Ask which office may hold a zebrano account before a request is written."]
ARABIC_PAGE = """<meta charset=utf-8><body lang=ar dir=rtl>
<p>ثمن القرنفل: يجوز تجميد الحساب رقم 12345 لمدة 30 يوماً قبل الطلب.</p>"""
TITLE, ARABIC = "Guide to the first contact", "دليل الاتصال الأول"
PDF = "application/pdf"
# As a person chooses it, without anybody making two gigabytes.
CHOOSE_HUGE = """() => {
  const huge = new File(['%PDF-1.7'], 'huge.pdf', { type: 'application/pdf' });
  Object.defineProperty(huge, 'size', { value: 2 ** 31 });
  const field = document.querySelector('input[type=file]');
  Object.defineProperty(field, 'files', { value: [huge], configurable: true });
  field.dispatchEvent(new Event('change', { bubbles: true }));
  delete field.files;
}"""


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory, client_bundle: Path) -> Iterator[NoticeOffices]:
    """The three offices, and beside them the secretariat."""
    clock = RunningClock()
    settings = Settings(
        data=tmp_path_factory.mktemp("library") / "data", port=0, client=client_bundle, demo=True
    )
    found_network(settings, clock)
    with running(settings, clock) as server:
        yield with_secretariat(server)


def printed(visitor: Visitor, html: str) -> bytes:
    """As a browser prints it: with its fonts, each glyph where it is drawn."""
    sheet = visitor.context.new_page()
    sheet.set_content(html)
    octets = sheet.pdf()
    sheet.close()
    return octets


def refuse_unread(page: Page) -> None:
    """Too large, of another kind, or empty: said beside the name at once, and nothing of it leaves."""
    page.evaluate(CHOOSE_HUGE)
    files = page.locator("input[type=file]")
    files.set_input_files(FilePayload(name="run.exe", mimeType="application/octet-stream", buffer=b"MZ"))
    files.set_input_files(FilePayload(name="none.pdf", mimeType=PDF, buffer=b""))
    for name, why in (
        ("huge.pdf", "This is too large"),
        ("run.exe", "does not take files of this kind"),
        ("none.pdf", "The file is empty."),
    ):
        line = page.locator(".library-file-line", has_text=name)
        expect(line.get_by_text(why)).to_be_visible()
        expect(line.get_by_role("button", name="Try again")).to_have_count(0)
        line.get_by_role("button", name="Remove").click()
        expect(line).to_have_count(0)


def fill(wanjiru: Visitor) -> None:
    """Everything but a licence; one file is refused on the way, and nothing else is lost by that."""
    page = wanjiru.page
    wanjiru.go("#/library")
    expect(page.get_by_text("56 documents", exact=True)).to_be_visible()
    page.get_by_role("link", name="Contribute a document").click()
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("Abstract", exact=False).first.fill("How to reach whoever may order freezing.")
    page.get_by_role("button", name="Title in another language").click()
    page.get_by_label("Another language").select_option("ar")
    page.get_by_label(re.compile("^Title .*Arabic")).fill(ARABIC)
    files = page.locator("input[type=file]")
    files.set_input_files(FilePayload(name="saved.pdf", mimeType=PDF, buffer=b"<!doctype html><p>Hi"))
    expect(page.get_by_text("The file is not what its name says.")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    expect(page.get_by_label("Title", exact=True)).to_have_value(TITLE)
    refuse_unread(page)
    files.set_input_files(FilePayload(name="guide.pdf", mimeType=PDF, buffer=pdf(PAGES)))
    expect(page.get_by_label("Language of the file")).to_be_visible()
    files.set_input_files(FilePayload(name="عربي.pdf", mimeType=PDF, buffer=printed(wanjiru, ARABIC_PAGE)))
    page.get_by_label("Language of the file").nth(1).select_option("ar")
    page.get_by_label("Type", exact=True).select_option("guide")
    page.get_by_label("Publisher", exact=True).fill("Assets Recovery Agency")
    page.locator("summary", has_text=re.compile("^Topic")).click()
    page.get_by_role("group", name="Topic").get_by_label("freezing", exact=True).check()


def look_beside(anna: Visitor) -> None:
    """From the page that was found: a term tells its other names, and one search finds the document too."""
    page = anna.page
    page.get_by_role("link", name="About this document").click()
    term = page.locator("button.term", has_text="freezing")
    term.focus()
    expect(page.get_by_role("tooltip")).to_contain_text("embargo preventivo")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)

    anna.go("#/search")
    page.get_by_role("searchbox").fill("first contact")
    beside = page.get_by_role("complementary", name="Beside messages")
    expect(beside.get_by_role("link", name=re.compile(TITLE))).to_be_visible()
    expect(beside).to_contain_text(re.compile("titles and abstracts of .?57.? library entries"))


def open_hit(anna: Visitor, word: str) -> None:
    """What is typed in the library's box, looked for inside the texts, and opened at its page."""
    hit = anna.page.locator("a.hit", has_text=word)
    ask = anna.page.get_by_role("button", name="Search inside the texts")

    def is_found() -> bool:
        """The index follows the register by itself, in its own time."""
        with anna.page.expect_response(re.compile("/search$")):
            ask.click()
        expect(ask).not_to_have_attribute("aria-busy", "true")
        return hit.count() > 0

    await_that(is_found, "the text is found")
    expect(hit.first).to_be_visible()
    hit.first.click()


def publish(nuru: Visitor, title: str) -> None:
    nuru.go("#/library/_review")
    nuru.page.locator(".library-row", has_text=title).click()
    nuru.page.get_by_role("button", name="Publish", exact=True).click()
    expect(nuru.page.locator(".library-head")).to_contain_text(re.compile("Published by .*Nuru"))


def test_a_document_is_contributed_published_found_in_its_text_and_read(
    visit: Visit, offices: NoticeOffices
) -> None:
    wanjiru = visit()
    wanjiru.choose("Wanjiru")
    page = wanjiru.page
    fill(wanjiru)
    page.get_by_role("button", name="Sign and offer").click()
    expect(page.get_by_text("Say under which licence the files are.")).to_be_visible()
    # Elsewhere and back: what was typed is there.
    wanjiru.go("#/library/_new")
    page.locator(".library-row", has_text=TITLE).click()
    expect(page.get_by_label(re.compile("^Title .*Arabic"))).to_have_value(ARABIC)
    page.get_by_label(re.compile("^Licence")).fill("CC BY 4.0")
    page.get_by_label(re.compile("^I have looked")).check()
    page.get_by_role("button", name="Sign and offer").click()
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()

    nuru = visit()
    nuru.choose("Nuru")
    publish(nuru, TITLE)

    anna = visit()
    anna.choose("Anna")
    page = anna.page
    anna.go("#/library")
    expect(page.get_by_text("57 documents", exact=True)).to_be_visible()
    box = page.get_by_role("searchbox", name="Find a document")
    box.fill("الاتصال الاول")  # found however its letters are written
    expect(page.locator(".library-row")).to_have_count(1)
    box.fill("zebrano account")
    expect(page.get_by_text("No document fits").first).to_be_visible()
    open_hit(anna, "zebrano")
    expect(page).to_have_url(re.compile(r"#/library/guide-to-the-first-contact/[0-9a-f]{16}/2$"))
    expect(page.get_by_role("region", name="Page 2")).to_contain_text("zebrano")

    look_beside(anna)
    anna.go("#/library")
    box.fill("قرنفل")
    open_hit(anna, "القرنفل")
    expect(page.get_by_role("region", name="Page 1")).to_contain_text("تجميد الحساب رقم 12345 لمدة 30 يوماً")


GUIDELINE = "Guideline on talking to banks"


def write_together(wanjiru: Visitor, anna: Visitor, data: Path) -> None:
    """Two officers of two countries: a version each, sealed in their room, and the last one is offered."""
    page = wanjiru.page
    wanjiru.go("#/library/_room")
    page.get_by_role("combobox", name="To", exact=True).fill("Switzerland")
    offered = page.get_by_role("listbox", name="To", exact=True).get_by_role("option")
    offered.filter(has_text="Switzerland").first.click()
    page.get_by_label("Title", exact=True).fill(GUIDELINE)
    page.get_by_label("Text", exact=False).fill("# Whom to ask\n\n- the compliance officer")
    page.get_by_role("button", name="Begin in a room").click()
    expect(page.get_by_role("heading", name=GUIDELINE)).to_be_visible()
    room = page.url.split("#")[1]

    # The other one reads it, and the server has no word of it.
    anna.go(f"#{room}")
    expect(anna.page.get_by_text("the compliance officer")).to_be_visible()
    anna.page.get_by_role("button", name="Write the next version").click()
    text = anna.page.get_by_label("Text", exact=False)
    text.fill("# Whom to ask\n\n- the compliance officer\n- library/star-handbook-2 first")
    anna.page.get_by_role("button", name="Send to the room").click()
    expect(page.get_by_role("link", name="first")).to_be_visible()
    for path in (path for path in data.rglob("*") if path.is_file()):
        with contextlib.suppress(FileNotFoundError):  # SQLite's own come and go
            assert b"compliance officer" not in path.read_bytes(), path

    page.get_by_role("button", name="Offer it to the library").click()
    page.get_by_label("Type", exact=True).select_option("best-practice")
    page.get_by_label("Publisher", exact=True).fill("Expert group on banks")
    page.locator("summary", has_text=re.compile("^Topic")).click()
    page.get_by_role("group", name="Topic").get_by_label("freezing", exact=True).check()
    page.get_by_label("Open to", exact=False).select_option("officers")
    page.get_by_role("button", name="Sign and offer").click()
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()


def test_a_guideline_is_written_by_two_offices_published_collected_and_taken_along(
    visit: Visit, offices: NoticeOffices, tmp_path: Path
) -> None:
    wanjiru, anna, nuru = visit(), visit(), visit()
    wanjiru.choose("Wanjiru")
    anna.choose("Anna")
    nuru.choose("Nuru")
    write_together(wanjiru, anna, offices.server.settings.data)
    publish(nuru, GUIDELINE)

    # Into a list of one's own, and from there offered to everybody.
    page = anna.page
    anna.go("#/library")
    row = page.locator(".library-row", has_text=GUIDELINE)
    expect(row).to_contain_text("New")
    row.click()
    expect(page.locator(".library-related").first).to_contain_text("Asset Recovery Handbook")
    page.get_by_label("Style").select_option("oscola")
    expect(page.locator("pre.citation")).to_have_text(re.compile(f"^Expert group on banks, {GUIDELINE}"))
    page.locator("summary", has_text="Put it into a reading list").click()
    page.get_by_label("A new list").fill("For newcomers")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("For newcomers")).to_be_checked()
    anna.go("#/library/_lists")
    own = page.get_by_role("region", name="For newcomers")
    own.get_by_role("button", name="Keep for reading without a line").click()
    expect(own.get_by_text("Kept in this browser, sealed.")).to_be_visible()
    with page.expect_download() as saving:
        own.get_by_role("button", name="Save as a ZIP").click()
    saving.value.save_as(tmp_path / "taken.zip")
    with zipfile.ZipFile(tmp_path / "taken.zip") as taken:
        assert GUIDELINE in taken.read("index.html").decode()

    anna.context.set_offline(True)
    own.locator(".library-row", has_text=GUIDELINE).click()
    page.get_by_role("link", name="Read here").click()
    expect(page.get_by_role("heading", name="Whom to ask")).to_be_visible()
    anna.context.set_offline(False)

    anna.go("#/library/_lists")
    own.get_by_role("button", name="Offer it to the network as a collection").click()
    expect(page.get_by_label("Type", exact=True)).to_have_value("collection")
    page.get_by_label("Publisher", exact=True).fill("FedPol")
    page.locator("summary", has_text=re.compile("^Topic")).click()
    page.get_by_role("group", name="Topic").get_by_label("freezing", exact=True).check()
    page.get_by_role("button", name="Sign and offer").click()
    expect(page.get_by_role("button", name="Take it back")).to_be_visible()
    publish(nuru, "For newcomers")
    expect(nuru.page.locator(".library-related").first).to_contain_text(GUIDELINE)
    retire(nuru)


def retire(nuru: Visitor) -> None:
    """With a reason; whoever looks for it is told why, and led on."""
    page = nuru.page
    page.locator("summary", has_text="Take it out of the library").click()
    page.get_by_role("button", name="Sign and take it out").click()
    expect(page.get_by_text("Say why: whoever looks for it needs to know.")).to_be_visible()
    page.get_by_label("The reason").fill("The guideline says it all.")
    page.get_by_label(re.compile("^What to read instead")).select_option(label=GUIDELINE)
    page.get_by_role("button", name="Sign and take it out").click()
    told = page.locator(".notice", has_text="This was taken out of the library")
    expect(told).to_contain_text("The guideline says it all.")
    told.get_by_role("link", name=GUIDELINE).click()
    expect(page.get_by_role("heading", name=GUIDELINE, level=1)).to_be_visible()
