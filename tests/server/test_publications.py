"""Documents of offers and publications: named with them, read by whom `access` admits, kept as history."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from repatria.server.documents import sweeping
from tests.protocol.invented import AUDIT, STAR, with_onlookers
from tests.server.network import LiveNetwork
from tests.server.publishing import appoint, put_document, read_document, with_secretariat
from tests.server.shelves import Item, fact, library_record, news_record

READERS = ("wanjiru", "anna", "nuru", "ke bureau", "partner", "auditor")


@pytest.fixture(scope="module")
def staffed(network: LiveNetwork) -> LiveNetwork:
    with_secretariat(network)
    with_onlookers(network)
    appoint(network, "partner", STAR, "partner")
    appoint(network, "auditor", AUDIT, "auditor")
    return network


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def readers(network: LiveNetwork, document: str) -> set[str]:
    found = {label: read_document(network.client(label), document).status_code for label in READERS}
    assert set(found.values()) <= {200, 404}
    return {label for label, status in found.items() if status == 200}


def sweep(network: LiveNetwork) -> None:
    asyncio.run(sweeping.sweep(network.server.house))


def test_an_offer_is_its_authors_and_of_who_decides_and_what_was_published_its_readers(
    staffed: LiveNetwork,
) -> None:
    item = Item(staffed, "library", library_record("Tracing"), access="KE")
    assert error_of(staffed.post(item.offering("partner"))) == (409, "missing_document")
    offer = item.offer("partner")
    assert readers(staffed, item.document) == {"partner", "nuru"}
    item.publish("kofi", offer)
    assert readers(staffed, item.document) == {"wanjiru", "ke bureau", "nuru"}
    sweep(staffed)  # the offer names it no more, the publication does
    assert readers(staffed, item.document) == {"wanjiru", "ke bureau", "nuru"}


@pytest.mark.parametrize(
    ("access", "expected"),
    [
        ("members", set(READERS)),
        ("public", set(READERS)),
        ("officers", {"wanjiru", "anna", "nuru", "ke bureau"}),
        ("CH", {"anna", "nuru"}),
    ],
)
def test_access_is_who_may_read_it(staffed: LiveNetwork, access: str, expected: set[str]) -> None:
    news = Item(staffed, "news", news_record("New bureau"), access=access)
    news.publish("kofi")
    assert readers(staffed, news.document) == expected


def test_a_fact_is_offered_to_all_officers_and_published_by_its_country(staffed: LiveNetwork) -> None:
    item = Item(staffed, "framework", {"jurisdiction": "ch", "facts": [fact("fiu", "MROS")]}, item="ch")
    item.offer("wanjiru")
    assert readers(staffed, item.document) == {"wanjiru", "anna", "nuru", "ke bureau"}
    own = Item(
        staffed, "framework", {"jurisdiction": "ch", "facts": [fact("fiu", "MROS, fedpol")]}, item="ch"
    )
    assert own.put("otieno").status_code == 204
    assert error_of(staffed.post(own.publishing("otieno"))) == (409, "no_authority")
    own.publish("luca")
    assert readers(staffed, own.document) == set(READERS)


def test_what_was_replaced_or_retired_stays_readable_and_what_was_returned_goes(staffed: LiveNetwork) -> None:
    first = Item(staffed, "news", news_record("One"))
    first.publish("kofi")
    second = Item(staffed, "news", news_record("Two"), item=first.named["item"])
    second.publish("nuru")
    gone = second.retire("nuru")
    returned = Item(staffed, "library", library_record("Draft"))
    offer = returned.offer("anna")
    returned.review("lena", offer, "return")
    assert readers(staffed, returned.document) == set()
    sweep(staffed)
    assert readers(staffed, returned.document) == set()
    assert readers(staffed, first.document) == readers(staffed, second.document) == set(READERS)
    assert readers(staffed, gone.value["document"]) == set(READERS)


def test_why_something_was_retired_comes_with_it_and_is_read_by_who_could_read_it(
    staffed: LiveNetwork,
) -> None:
    item = Item(staffed, "news", news_record("For one country"), access="CH")
    item.publish("kofi")
    data, made = item.retiring("nuru", "Only Bern may know.", successor="other")
    assert error_of(staffed.post(made)) == (409, "missing_document")
    other = Item(staffed, "news", news_record("No reason"))
    assert other.put("nuru").status_code == 204
    assert error_of(staffed.post(item.retiring("nuru", document=other.document)[1])) == (400, "bad_shape")
    assert put_document(staffed.client("nuru"), data).status_code == 204
    _, wider = item.retiring("nuru", document=made.value["document"], access="members")
    assert error_of(staffed.post(wider)) == (409, "bad_access")
    staffed.publish(made)
    sweep(staffed)
    assert readers(staffed, made.value["document"]) == readers(staffed, item.document) == {"anna", "nuru"}
    assert not any(b"Bern may know" in leaf for leaf in staffed.leaves)


def test_a_document_of_another_shelf_or_item_does_not_land(staffed: LiveNetwork) -> None:
    item = Item(staffed, "news", news_record("As a meeting"))
    item.named["shelf"] = "meeting"
    assert item.put("kofi").status_code == 204
    assert error_of(staffed.post(item.publishing("kofi"))) == (400, "bad_shape")


def test_a_stranger_learns_nothing_of_what_is_kept(staffed: LiveNetwork) -> None:
    """The same answer to a statement that nobody signed, whether its document is here or not."""
    here, missing = (Item(staffed, "news", news_record(title)) for title in ("Here", "Missing"))
    assert here.put("kofi").status_code == 204
    answers = {staffed.post(item.publishing("nobody")).text for item in (here, missing)}
    assert len(answers) == 1
    assert "unknown_issuer" in answers.pop()
