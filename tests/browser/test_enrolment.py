"""From an invitation link to the first view: passphrase, kit, quiz, keys made here, waiting, in post."""

from __future__ import annotations

import json
import re
import time

from playwright.sync_api import expect

from repatria.protocol import statements
from repatria.protocol.frames import join
from tests.attacks.scenes import note_over
from tests.browser.conftest import Visit
from tests.browser.test_lying_server import expect_blocked, tell
from tests.browser.three_offices import Offices
from tests.browser.visitor import Visitor
from tests.protocol.invented import Network

PASSPHRASE = "amber kettle under nine maps"


def test_an_invited_person_makes_keys_here_and_works_once_nominated_and_authorised(
    visit: Visit, offices: Offices
) -> None:
    token = offices.invite("SG", "sg/singapore", "officer", "Chandra Lee")
    chandra = visit()
    page = chandra.page
    page.goto(f"{chandra.url}/#/enrol/{token}/{offices.directory.net}")
    expect(page.get_by_text("Chandra Lee")).to_be_visible()
    expect(page.get_by_text(str(offices.directory.net))).to_be_visible()
    assert token not in page.url

    page.get_by_label("Login").fill("chandra")
    page.get_by_label("Choose a passphrase").fill("chandra chandra")
    page.get_by_label("The same passphrase again").fill("chandra chandra")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert").first).to_be_visible()  # one's own name is no passphrase
    page.get_by_label("Choose a passphrase").fill(PASSPHRASE)
    page.get_by_label("The same passphrase again").fill(PASSPHRASE)
    page.get_by_role("button", name="Continue").click()

    kit = page.locator(".kit-groups code")
    expect(kit).to_have_count(6)
    groups = kit.all_inner_texts()
    page.get_by_label("I have printed it or written it down").check()
    page.get_by_role("button", name="Continue").click()
    _answer_quiz(chandra, groups)

    fingerprint = re.compile(r"([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}")
    expect(page.get_by_text(fingerprint).first).to_be_visible()
    stored = chandra.read_storage()
    assert PASSPHRASE not in stored
    assert not any(group in stored for group in groups)

    _put_in_post(offices, "Chandra Lee")
    expect(page.get_by_role("navigation").first).to_be_visible()


def test_a_network_of_the_servers_own_is_blocked_before_anything_is_typed(
    visit: Visit, offices: Offices
) -> None:
    """The server answers with a network that it founded itself, complete and well signed."""
    token = offices.invite("SG", "sg/singapore", "officer", "Ravi Menon")
    ravi = visit()
    own = Network()
    own.time = int(time.time())
    own.found(name="A network of the server's own")
    posted: list[str] = []
    ravi.page.on("request", lambda call: posted.append(call.url) if call.method == "POST" else None)

    def as_own(body: bytes) -> bytes:
        return json.dumps({**json.loads(body), "net": own.directory.net}).encode()

    tell(ravi, "/invitations/", as_own)
    tell(ravi, "/register/leaves", lambda _: join(own.leaves))
    tell(ravi, "/register/checkpoint", lambda _: note_over(own.leaves, int(time.time())).encode())
    ravi.page.goto(f"{ravi.url}/#/enrol/{token}/{offices.directory.net}")
    expect_blocked(ravi, "This is another network")
    # Nor when it tells the right name and shows its own register.
    tell(ravi, "/invitations/", lambda body: json.dumps({**json.loads(body)}).encode())
    # While it looks again nothing is said: what is blocked afterwards was looked at once more.
    with ravi.page.expect_response(re.compile("/register/checkpoint")):
        ravi.page.get_by_role("button", name="Try again").click()
    expect_blocked(ravi, "This is another network")
    assert posted == []
    # The truth again: the invitation still holds.
    ravi.context.unroute_all(behavior="wait")
    ravi.page.get_by_role("button", name="Try again").click()
    expect(ravi.page.get_by_text("Ravi Menon")).to_be_visible()


def test_a_link_without_the_network_asks_for_the_one_on_paper(visit: Visit, offices: Offices) -> None:
    token = offices.invite("SG", "sg/singapore", "officer", "Lim Wei")
    lim = visit()
    page, net = lim.page, str(offices.directory.net)
    asked: list[str] = []
    page.on("request", lambda call: asked.append(call.url) if "/invitations/" in call.url else None)
    page.goto(f"{lim.url}/#/enrol/{token}")
    field = page.get_by_label("Hash of the network")
    field.fill(net[:40])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This is not a hash of 64 characters")).to_be_visible()
    assert asked == []
    field.fill("ab" * 32)
    page.get_by_role("button", name="Continue").click()
    expect_blocked(lim, "This is another network")
    page.get_by_role("button", name="Try again").click()
    field.fill(" ".join(net[at : at + 8].upper() for at in range(0, 64, 8)))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Lim Wei")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Ask the person who invited you for a new link")).to_be_visible()


def _answer_quiz(visitor: Visitor, groups: list[str]) -> None:
    fields = visitor.page.get_by_label(re.compile(r"Group .*\d"))
    expect(fields).to_have_count(2)
    labels = [
        visitor.page.locator(f"label[for='{one.get_attribute('id')}']").inner_text() for one in fields.all()
    ]
    for field, label in zip(fields.all(), labels, strict=True):
        number = re.search(r"\d", label)
        assert number is not None
        field.fill(groups[int(number[0]) - 1].lower())
    visitor.page.get_by_role("button", name="Check", exact=True).click()


def _put_in_post(offices: Offices, name: str) -> None:
    """What the agency's head and then the bureau do once they have compared the fingerprint."""
    waiting = offices.client("sg/cad head").get("/enrolments").json()
    keyset = next(one["keyset"] for one in waiting if one["name"] == name)
    offices.catch_up()
    own = {"name": name, "latin": name, "languages": ["en"], "phone": "", "title": ""}
    nomination = offices.by(
        "sg/cad head", statements.nominate, keyset=keyset, person=own, office="sg/singapore", role="officer"
    )
    offices.publish(nomination)
    offices.publish(offices.authorise(nomination, "sg/singapore"))
