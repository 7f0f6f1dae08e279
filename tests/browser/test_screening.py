"""A name is screened in the browser: found in another script, explained, decided, watched; own lists too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from repatria.notices.importing.kept import lines_of
from repatria.protocol import bodies
from repatria.protocol.locks import kit_code
from repatria.protocol.screening_files import pack_entries
from repatria.sdk import Session
from repatria.server.settings import Settings
from tests.browser.conftest import Visit
from tests.browser.three_offices import PASSPHRASE, RunningClock
from tests.browser.visitor import WEB, Visitor, violations
from tests.browser.with_secretariat import NoticeOffices, with_secretariat
from tests.server.network import found_network, login_of
from tests.server.publishing import Publishing, record_of
from tests.server.running import running

LATIN, ARABIC = "Baraka Wanyonyi Simiyu", "باراكا وانيوني سيميو"


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory, client_bundle: Path) -> Iterator[NoticeOffices]:
    clock = RunningClock()
    settings = Settings(
        data=tmp_path_factory.mktemp("offices") / "data", port=0, client=client_bundle, demo=True
    )
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = with_secretariat(server)
        Publishing(network, record_of(LATIN)).publish()
        yield network


def at_screening(visit: Visit, name: str, **options: Any) -> Visitor:
    visitor = visit(**options)
    visitor.choose(name)
    visitor.page.keyboard.press("g")
    visitor.page.keyboard.press("l")
    expect(visitor.page.locator(".screening-form")).to_be_visible()
    return visitor


def ask(page: Page, name: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Screen", exact=True).click()


def lead(page: Page, name: str) -> Locator:
    return page.get_by_role("article", name=name, exact=True)


def test_an_arabic_name_finds_a_latin_notice_and_the_score_is_explained(
    visit: Visit, offices: NoticeOffices
) -> None:
    anna = at_screening(visit, "Anna")
    page = anna.page
    ask(page, ARABIC)
    found = lead(page, LATIN)
    expect(found).to_be_visible()
    expect(page.get_by_role("heading", name="1 lead among")).to_be_focused()
    expect(page.get_by_text("A hit is a lead, never an action.")).to_be_visible()
    pairs = found.locator(".pair-of-words")
    expect(pairs).to_have_count(3)
    expect(pairs.nth(0)).to_contain_text("Baraka")
    expect(found.get_by_text("Kenya")).to_be_visible()
    found.get_by_role("link", name="Open the notice, verify before you act").click()
    expect(page.get_by_role("heading", name=LATIN, level=1)).to_be_visible()
    page.go_back()
    expect(lead(page, LATIN)).to_be_visible()


def test_facts_lift_the_score_and_speak_for_themselves(visit: Visit, offices: NoticeOffices) -> None:
    page = at_screening(visit, "Anna").page
    ask(page, ARABIC)
    number = lead(page, LATIN).locator(".clue-number")
    expect(number).to_be_visible()
    alone = float(number.inner_text())
    page.get_by_label("Date of birth").fill("1961-04-02")
    page.get_by_label("Nationality").fill("Kenya")
    page.get_by_role("button", name="Screen", exact=True).click()
    facts = lead(page, LATIN).locator(".explained-fact")
    expect(facts).to_have_count(2)
    expect(facts.nth(0)).to_contain_text("born on the same day")
    expect(facts.nth(0)).to_contain_text("speaks for it")
    assert float(number.inner_text()) > alone


def test_the_threshold_moves_what_is_shown_with_what_was_measured_beside_it(
    visit: Visit, offices: NoticeOffices
) -> None:
    page = at_screening(visit, "Luca").page
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if request.url.endswith("/screen") else None)
    ask(page, "Wanyonyi Nekesa Simiyu")
    expect(page.get_by_role("heading", name="among")).to_be_visible()
    expect(page.locator(".clue")).to_have_count(0)
    expect(page.get_by_text("This does not prove that nobody is listed")).to_be_visible()
    before = page.locator(".screening-threshold").inner_text()
    slider = page.get_by_role("slider", name="Show leads from score")
    slider.focus()
    slider.press("Home")
    expect(page.get_by_text("Nothing was measured below")).to_be_visible()
    expect(lead(page, LATIN)).to_be_visible()
    expect(lead(page, LATIN).locator(".clue-band")).to_have_text("weak")
    slider.press("End")
    expect(page.locator(".screening-threshold table")).to_be_visible()
    assert page.locator(".screening-threshold").inner_text() != before
    expect(page.locator(".clue")).to_have_count(0)
    assert len(asked) == 1


def test_of_several_names_each_is_asked_and_the_table_is_saved(visit: Visit, offices: NoticeOffices) -> None:
    page = at_screening(visit, "Luca").page
    page.get_by_role("radio", name="Several names").check()
    page.get_by_label("Names", exact=True).fill(f"Nobody At All\n{ARABIC}\n=1+1")
    page.get_by_role("button", name="Screen", exact=True).click()
    expect(lead(page, LATIN)).to_be_visible()
    expect(page.get_by_text("2 names without a lead")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    saved = Path(download.value.path()).read_text("utf-8-sig")
    rows = saved.splitlines()
    assert rows[0].startswith('"Asked","Score"')
    assert any(ARABIC in row and LATIN in row and "Kenya" in row for row in rows)
    assert '"Nobody At All"' in saved
    assert '"\'=1+1"' in saved


def test_a_server_that_is_busy_or_away_costs_nothing_that_was_typed(
    visit: Visit, offices: NoticeOffices
) -> None:
    page = at_screening(visit, "Luca").page
    trouble = ["busy", "away"]

    def answer(route: Route) -> None:
        match trouble.pop(0) if trouble else "":
            case "busy":
                route.fulfill(status=503, json={"error": "unavailable"})
            case "away":
                route.abort()
            case _:
                route.continue_()

    page.route("**/screen", answer)
    ask(page, ARABIC)
    expect(page.get_by_role("alert")).to_contain_text("busy or starting")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_contain_text("No answer came")
    expect(page.get_by_label("Name", exact=True)).to_have_value(ARABIC)
    page.get_by_role("button", name="Try again").click()
    expect(lead(page, LATIN)).to_be_visible()


def test_what_cannot_be_asked_is_said_at_its_field(visit: Visit, offices: NoticeOffices) -> None:
    page = at_screening(visit, "Luca").page
    page.get_by_label("Date of birth").fill("31.02.1961")
    page.get_by_role("button", name="Screen", exact=True).click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    expect(page.get_by_text("Write a name or a number.")).to_be_visible()
    expect(page.get_by_text("No possible date")).to_be_visible()


def test_a_notice_leads_to_the_form_with_its_names(visit: Visit, offices: NoticeOffices) -> None:
    anna = visit()
    anna.choose("Anna")
    anna.go("#/notices")
    anna.page.locator(".notice-row", has_text=LATIN).click()
    anna.page.get_by_role("button", name="Screen this name").click()
    expect(anna.page.get_by_label("Name", exact=True)).to_have_value(LATIN)
    expect(anna.page.get_by_label("Date of birth")).to_have_value("1961-04-02")
    assert LATIN not in anna.page.url


def test_nothing_of_a_question_stays_for_who_comes_next(visit: Visit, offices: NoticeOffices) -> None:
    anna = at_screening(visit, "Anna")
    ask(anna.page, ARABIC)
    expect(lead(anna.page, LATIN)).to_be_visible()
    anna.page.keyboard.press("Control+k")
    anna.page.get_by_role("combobox", name="Find anything").fill("sign out")
    anna.page.keyboard.press("Enter")
    anna.page.get_by_role("button", name="Luca").click()
    anna.expect_inside()
    anna.go("#/screening")
    expect(anna.page.get_by_label("Name", exact=True)).to_have_value("")
    expect(anna.page.locator(".clue")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_where_names_are_screened(
    visit: Visit, offices: NoticeOffices, language: str
) -> None:
    # The policy would refuse axe itself; the other journeys hold the policy.
    anna = visit(bypass_csp=True, reduced_motion="reduce")
    anna.context.add_init_script(f"localStorage.setItem('repatria.language', '{language}')")
    anna.choose("Anna")
    words: dict[str, Any] = json.loads((WEB / "src" / "locales" / f"{language}.json").read_text())
    anna.go("#/screening")
    page = anna.page
    page.get_by_label(words["screening.name"], exact=True).fill(ARABIC)
    found = violations(page)
    page.locator(".screening-form button[type=submit]").click()
    expect(lead(page, LATIN)).to_be_visible()
    assert found + violations(page) == []


def decide(found: Locator, verdict: str, why: str) -> None:
    found.get_by_role("button", name="Record what you found").click()
    found.get_by_role("radio", name=verdict).check()
    found.get_by_label("Why", exact=True).fill(why)
    found.get_by_role("button", name="Record", exact=True).click()
    expect(found.get_by_text(why)).to_be_visible()


def test_a_decision_is_remembered_for_the_whole_office_and_for_no_other(
    visit: Visit, offices: NoticeOffices
) -> None:
    anna = at_screening(visit, "Anna")
    ask(anna.page, ARABIC)
    found = lead(anna.page, LATIN)
    found.get_by_role("button", name="Record what you found").click()
    found.get_by_role("button", name="Record", exact=True).click()
    expect(found.get_by_text("Choose one of the three.")).to_be_visible()
    expect(found.get_by_text("Say why.")).to_be_visible()
    found.get_by_role("button", name="Not now").click()
    decide(found, "no match", "Born in another century.")

    luca = at_screening(visit, "Luca")
    ask(luca.page, ARABIC)
    theirs = lead(luca.page, LATIN)
    expect(theirs.get_by_text("Born in another century.")).to_be_visible()
    expect(theirs.get_by_text("Anna")).to_be_visible()
    expect(theirs.get_by_text("no match")).to_be_visible()

    wanjiru = at_screening(visit, "Wanjiru")
    ask(wanjiru.page, ARABIC)
    expect(lead(wanjiru.page, LATIN)).to_be_visible()
    expect(wanjiru.page.get_by_role("button", name="Record what you found")).to_be_visible()
    expect(wanjiru.page.get_by_text("Born in another century.")).to_have_count(0)


def test_a_watched_name_is_told_once_in_the_office_when_a_notice_comes(
    visit: Visit, offices: NoticeOffices
) -> None:
    anna = at_screening(visit, "Anna")
    ask(anna.page, "Ольга Мередит Тарасенко")
    expect(anna.page.get_by_role("heading", name="among")).to_be_visible()
    anna.page.get_by_role("button", name="Watch this name").click()
    expect(anna.page.get_by_text("Your office watches this name.")).to_be_visible()
    luca = at_screening(visit, "Luca")
    luca.page.get_by_role("link", name="Watched names").click()
    expect(luca.page.get_by_text("Ольга Мередит Тарасенко")).to_be_visible()

    Publishing(offices, record_of("Olga Meredith Tarasenko")).publish()
    for visitor in (anna, luca):
        place = visitor.page.get_by_role("navigation", name="Places").get_by_role("link", name="Screening")
        expect(place).to_contain_text("1 new lead")
    luca.page.get_by_role("link", name="Open leads").click()
    found = lead(luca.page, "Olga Meredith Tarasenko")
    expect(found.get_by_text("New", exact=True)).to_be_visible()
    expect(found.get_by_text("Ольга Мередит Тарасенко").first).to_be_visible()
    # Luca has seen it: nobody else is told, and it stays open until somebody decides.
    for visitor in (anna, luca):
        place = visitor.page.get_by_role("navigation", name="Places").get_by_role("link", name="Screening")
        expect(place).not_to_contain_text("new lead")
    anna.go("#/screening/leads")
    theirs = lead(anna.page, "Olga Meredith Tarasenko")
    expect(theirs).to_be_visible()
    expect(theirs.get_by_text("New", exact=True)).to_have_count(0)
    decide_here(theirs, "match", "The same passport.")
    expect(anna.page.get_by_text("No open leads")).to_be_visible()
    expect(luca.page.get_by_text("No open leads")).to_be_visible()


def decide_here(found: Locator, verdict: str, why: str) -> None:
    """Where only what is undecided stands."""
    found.get_by_role("button", name="Record what you found").click()
    found.get_by_role("radio", name=verdict, exact=False).first.check()
    found.get_by_label("Why", exact=True).fill(why)
    found.get_by_role("button", name="Record", exact=True).click()
    expect(found).to_have_count(0)


def test_who_watches_no_longer_may_take_it_back(visit: Visit, offices: NoticeOffices) -> None:
    anna = at_screening(visit, "Anna")
    page = anna.page
    ask(page, "Nobody Whom We Know")
    page.get_by_role("button", name="Watch this name").click()
    expect(page.get_by_text("Your office watches this name.")).to_be_visible()
    page.get_by_role("link", name="Watched names").click()
    row = page.locator(".watched-name", has_text="Nobody Whom We Know")
    row.get_by_role("button", name="Watch no longer").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    row.get_by_role("button", name="Screen now").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Nobody Whom We Know")


LISTED, ASKED = "Nadezhda Petrovna Velichko", "Надежда Величко"


@pytest.fixture
def colleague(offices: NoticeOffices) -> Iterator[Session]:
    """Luca, on the command line's side of the same office."""
    url, net = offices.server.url, offices.directory.net
    session = Session.sign_in(url, login_of("luca"), PASSPHRASE, kit_code(offices.kits["luca"]), root=net)
    try:
        session.sync()
        yield session
    finally:
        session.close()


def take_list(session: Session, path: Path, born: str) -> None:
    """A list of one person, and of others of whom nobody asks."""
    others = ((f"p-{n}", f"Quentin Number {n} Othername", "1950") for n in range(2, 40))
    written = [
        {
            "id": id_,
            "schema": "Person",
            "properties": {"name": [name], "birthDate": [date], "birthPlace": ["Чернівці \U0001f600"]},
        }
        for id_, name, date in [("p-1", LISTED, born), *others]
    ]
    path.write_text("\n".join(json.dumps(row) for row in written) + "\n", encoding="utf-8")
    session.sync()
    session.lists.keep(session.lists.examine(path, name="Auditors", taken="2026-11-20"))


def say_list(session: Session, name: str, file: bytes, like: str) -> None:
    """A list whose file is this, with as many entries as another."""
    held = session.lists.find(like)
    source = {"name": f"{name}.csv", "sha256": "0" * 64, "size": 1, "taken": "", "licence": ""}
    attachment = session.office_room.attach([file], "entries.jsonl.gz")
    session.office_room.say(
        bodies.screening_list(name, "ftm", source, "", entries=held.entries, attachment=attachment)
    )


def of_another_version(session: Session, name: str) -> bytes:
    entries = list(session.lists.entries(session.lists.find(name)))
    return b"".join(pack_entries(lines_of(entries, 1, lambda subject: [[] for _ in subject.names])))


def test_the_offices_own_lists_are_screened_in_the_browser_and_leave_it_in_no_question(
    visit: Visit, offices: NoticeOffices, colleague: Session, tmp_path: Path
) -> None:
    take_list(colleague, tmp_path / "First.jsonl", "1971-03-05")
    say_list(colleague, "Broken", b"no gzip of anything", "Auditors")
    say_list(colleague, "Older", of_another_version(colleague, "Auditors"), "Auditors")
    sent: list[str] = []

    def keep(request: Request) -> None:
        sent.append(f"{request.method} {request.url} {request.post_data_buffer!r}")

    anna = visit()
    page = anna.page
    page.on("request", keep)
    anna.choose("Anna")
    anna.go("#/screening")
    ask(page, ASKED)
    found = lead(page, LISTED)
    for part in ("An entry of your office’s own list", "First.jsonl", ", line 1"):
        expect(found.locator(".room-tags")).to_contain_text(part)
    expect(found.locator(".pair-of-words")).to_have_count(3)
    against = page.get_by_role("status").filter(has_text="Also against 39 entries of your office’s own lists")
    expect(against).to_contain_text("Auditors")
    expect(against).to_contain_text("Broken and Older")
    expect(page.locator(".screening-threshold").get_by_text("In your office’s own lists")).to_be_visible()
    decide(found, "no match", "Her patronymic is another.")

    # What a list says of somebody is another record once it changes: decided again.
    take_list(colleague, tmp_path / "Later.jsonl", "1972-03-05")
    page.get_by_role("link", name="Own lists").click()
    row = page.locator(".watched-name", has_text="Later.jsonl")
    expect(row.get_by_text("names are compared with it")).to_be_visible()
    expect(page.get_by_text("Its file is not what your office’s room says")).to_be_visible()
    expect(page.get_by_text("Made by another version of this program")).to_be_visible()
    page.reload()
    expect(row.get_by_text("names are compared with it")).to_be_visible()
    fetched = [one for one in sent if one.startswith("GET") and "/blobs/" in one]
    assert len(fetched) == len(set(fetched)) == 4  # of each file once, then from this browser's own disk
    page.get_by_role("link", name="Ask", exact=True).click()
    ask(page, ASKED)
    expect(found.get_by_text("The record has been replaced since: decide again.")).to_be_visible()
    found.get_by_role("button", name="Decide again").click()
    found.get_by_role("radio", name="unsure").check()
    found.get_by_label("Why", exact=True).fill("Another year is given now.")
    found.get_by_role("button", name="Record", exact=True).click()
    expect(found.get_by_text("Another year is given now.")).to_be_visible()
    expect(found.get_by_text("decide again.")).to_have_count(0)
    watched_and_ended(page, colleague)
    # Nothing of a list has left this browser in the clear.
    assert not [one for one in sent if LISTED in one or "Othername" in one or ".jsonl" in one]


def watched_and_ended(page: Page, colleague: Session) -> None:
    """Pasted names are watched together, against the lists too; what holds nothing to compare is said."""
    page.get_by_role("radio", name="Several names").check()
    page.get_by_label("Names", exact=True).fill("\U0001f600\U0001f600\nVelichko Nadejda Petrovna")
    page.get_by_role("button", name="Screen", exact=True).click()
    nothing = page.get_by_role("status").filter(has_text="Nothing in this can be compared")
    expect(nothing).to_contain_text("\U0001f600\U0001f600")
    page.get_by_role("button", name="Watch this 1 name").click()
    expect(page.get_by_text("Your office watches all these names.")).to_be_visible()
    place = page.get_by_role("navigation", name="Places").get_by_role("link", name="Screening")
    expect(place).to_contain_text("1 new lead")
    page.get_by_role("link", name="Open leads").click()
    found = lead(page, LISTED)
    expect(found).to_contain_text("Velichko Nadejda Petrovna")
    expect(place).not_to_contain_text("new lead")
    colleague.sync()
    # Told once in the office; what the browser left out the command line finds.
    assert [alert.lead.entry.origin.name for alert in colleague.watch.alerts()] == ["Older"]
    page.get_by_role("link", name="Own lists").click()
    row = page.locator(".watched-name", has_text="Later.jsonl")
    row.get_by_role("button", name="End this list").click()
    row.get_by_role("button", name="End this list").click()
    expect(row).to_have_count(0)
    colleague.sync()
    assert [held.name for held in colleague.lists.all()] == ["Broken", "Older"]
