"""What partners and auditors are refused, and what is theirs (protocol/wire.md, "Partners and auditors")."""

from __future__ import annotations

import hashlib

import httpx
import pytest

from repatria.protocol import bodies
from repatria.protocol.entries import OFFICE
from tests.protocol.invented import AUDIT, STAR, officer_id, with_onlookers
from tests.server.network import LiveChamber, LiveNetwork
from tests.server.publishing import Publishing, appoint, read_document, record_of, with_secretariat
from tests.server.shelves import Item, library_record, news_record

ONLOOKERS = ("partner", "auditor", "xp bureau", "xa bureau", "xp/onlookers head")
REQUEST = bodies.request(bodies.blank_request("freeze", "urgent", "ch/bern"), tlp="TLP:AMBER", subject="F")
LETTER = bodies.message("Programme of the meeting", tlp="TLP:AMBER")


@pytest.fixture(scope="module")
def staffed(network: LiveNetwork) -> LiveNetwork:
    with_secretariat(network)
    with_onlookers(network)
    appoint(network, "partner", STAR, "partner")
    appoint(network, "auditor", AUDIT, "auditor")
    return network


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def personal(network: LiveNetwork, author: str, *seated: str) -> LiveChamber:
    """A room by `author`, with these as persons."""
    room = LiveChamber(network, author)
    room.seat(author, *(officer_id(network, label) for label in (author, *seated)))
    return room


def test_no_record_and_no_picture_of_a_notice_is_theirs(staffed: LiveNetwork) -> None:
    picture = b"\xff\xd8\xff a face"
    notice = Publishing(staffed, record_of("Sought", picture), (picture,)).publish()
    for document in (notice.hash, hashlib.sha256(picture).hexdigest()):
        assert read_document(staffed.client("anna"), document).status_code == 200
        for label in ONLOOKERS:
            assert error_of(read_document(staffed.client(label), document)) == (404, "not_found"), label


def test_they_screen_nobody_and_have_no_clocks(staffed: LiveNetwork) -> None:
    question = {"queries": [{"names": ["Somebody"]}]}
    for label in ONLOOKERS:
        assert error_of(staffed.client(label).post("/screen", json=question)) == (403, "forbidden"), label
        assert staffed.client(label).get("/clocks").json() == []


def test_a_request_and_a_partner_are_never_in_one_room(staffed: LiveNetwork) -> None:
    room = personal(staffed, "wanjiru", "partner", "anna")
    room.add(room.message_entry("partner", LETTER))
    assert error_of(room.post("wanjiru", [room.message_entry("wanjiru", REQUEST)])) == (409, "bad_clock")
    asked = personal(staffed, "wanjiru", "anna")
    asked.add(asked.message_entry("wanjiru", REQUEST))
    people = [officer_id(staffed, label) for label in ("wanjiru", "anna", "partner")]
    brought = asked.members_entry("wanjiru", people).entry
    assert error_of(asked.post("wanjiru", [brought])) == (409, "no_authority")


def test_a_partner_asks_nobody(staffed: LiveNetwork) -> None:
    room = personal(staffed, "partner", "anna")
    assert error_of(room.post("partner", [room.message_entry("partner", REQUEST)])) == (409, "bad_clock")


def test_an_auditor_has_the_auditors_own_room_and_no_other(staffed: LiveNetwork) -> None:
    own = LiveChamber(staffed, "auditor", purpose=OFFICE)
    own.seat("auditor", officer_id(staffed, "auditor"))
    room = personal(staffed, "wanjiru", "anna")
    people = [officer_id(staffed, label) for label in ("wanjiru", "anna", "auditor")]
    brought = room.members_entry("wanjiru", people).entry
    assert error_of(room.post("wanjiru", [brought])) == (409, "no_authority")


def test_an_auditor_puts_and_offers_nothing(staffed: LiveNetwork) -> None:
    item = Item(staffed, "library", library_record("From outside"))
    assert error_of(item.put("auditor")) == (403, "forbidden")
    item.put("partner")
    assert error_of(staffed.post(item.offering("auditor"))) == (409, "no_authority")
    assert staffed.post(item.offering("partner")).status_code == 201


def test_what_is_of_all_members_is_theirs_and_what_is_of_officers_is_not(staffed: LiveNetwork) -> None:
    for access, status in (("members", 200), ("officers", 404), ("XP", 404)):
        item = Item(staffed, "news", news_record("News"), access=access)
        item.publish("kofi")
        for label in ONLOOKERS:
            theirs = access == "XP" and label in ("partner", "xp bureau", "xp/onlookers head")
            expected = 200 if theirs else status
            assert read_document(staffed.client(label), item.document).status_code == expected, (
                access,
                label,
            )
