"""Attacks on what is published: by whom, over what unseen, and which document is shown under its name."""

from typing import Any

from repatria.protocol import canonical, publications
from repatria.protocol.envelope import Envelope
from repatria.protocol.shapes import b64_text
from tests.attacks import families, scenes
from tests.attacks.log_attacks import pin_of
from tests.attacks.scenes import next_leaf
from tests.attacks.table import MEMBER, SERVER, Scene, Staged, attack
from tests.protocol.invented import Network, digest
from tests.protocol.notice_samples.making import DAY, at
from tests.protocol.publication_samples import making
from tests.protocol.publication_samples.making import (
    fact,
    of_offer,
    offer,
    offered,
    publication,
    published,
    retirement,
    review,
)
from tests.protocol.publication_samples.records import FULL
from tests.protocol.statement_samples.making import rotation

PUBLISHER = "captured publisher: keys of an officer of the secretariat, and the server's help"
NATIONAL = "captured national: keys of an officer of a country, and the server's help"
PARTNER = "partner: its own keys, and the server's help"


# Published by the wrong person.


@attack(families.PUBLICATION_AUTHORITY, NATIONAL, "no_authority")
def an_officer_of_another_country_confirms_a_fact(network: Network) -> Staged:
    making.with_publishers(network)
    made = offered(network, "claire", "framework")
    return next_leaf(network, of_offer(network, made, "amina"), of_offer(network, made, "claire"))


@attack(families.PUBLICATION_AUTHORITY, PUBLISHER, "no_authority")
def the_secretariat_writes_a_countrys_framework(network: Network) -> Staged:
    making.with_publishers(network)
    return next_leaf(network, fact(network), fact(network, "nuru"))


@attack(families.PUBLICATION_AUTHORITY, PARTNER, "no_authority")
def a_partner_confirms_a_fact_of_a_country(network: Network) -> Staged:
    making.with_publishers(network)
    return next_leaf(network, fact(network), fact(network, "omar"))


@attack(families.PUBLICATION_AUTHORITY, PARTNER, "no_authority")
def a_partner_publishes_in_the_library(network: Network) -> Staged:
    making.with_publishers(network)
    made = offered(network)
    return next_leaf(network, of_offer(network, made), of_offer(network, made, "paul"))


@attack(families.PUBLICATION_AUTHORITY, PUBLISHER, "same_person")
def one_person_offers_and_publishes(network: Network) -> Staged:
    making.with_publishers(network)
    made = offered(network, "lena")
    return next_leaf(network, of_offer(network, made, "ivo"), of_offer(network, made, "lena"))


@attack(families.PUBLICATION_AUTHORITY, PUBLISHER, "same_person")
def one_person_offers_and_publishes_with_a_rotated_key(network: Network) -> Staged:
    making.with_publishers(network)
    made = offered(network, "lena")
    network.publish(rotation(network, "lena"))
    return next_leaf(network, of_offer(network, made, "ivo"), of_offer(network, made, "stranger"))


@attack(families.PUBLICATION_AUTHORITY, PUBLISHER, "no_offer")
def one_person_publishes_in_the_library_what_nobody_offered(network: Network) -> Staged:
    making.with_publishers(network)
    made = offered(network)
    return next_leaf(network, of_offer(network, made), publication(network))


@attack(families.PUBLICATION_AUTHORITY, PUBLISHER, "bad_offer")
def a_publisher_puts_another_document_under_somebodys_offer(network: Network) -> Staged:
    making.with_publishers(network)
    made = offered(network)
    honest, forged = of_offer(network, made), of_offer(network, made, document=digest("other").hex())
    return next_leaf(network, honest, forged)


@attack(families.PUBLICATION_AUTHORITY, PUBLISHER, "bad_offer")
def a_publisher_shows_everybody_what_was_offered_to_officers(network: Network) -> Staged:
    making.with_publishers(network)
    made = offered(network, access="officers")
    return next_leaf(network, of_offer(network, made), of_offer(network, made, access="public"))


@attack(families.PUBLICATION_AUTHORITY, PUBLISHER, "bad_access")
def a_publisher_tells_everybody_why_something_was_retired_that_one_country_could_read(
    network: Network,
) -> Staged:
    making.with_publishers(network)
    published(network, "news", access="SN")
    honest = retirement(network, "lena", "news", access="SN")
    return next_leaf(network, honest, retirement(network, "lena", "news"))


@attack(families.PUBLICATION_AUTHORITY, PUBLISHER, "no_authority")
def a_publisher_whose_term_is_over_publishes(network: Network) -> Staged:
    making.with_publishers(network)
    lena = network.directory.officer(network.people["lena"].keyid)
    assert lena is not None
    network.publish(network.renew("ivo", lena.until + DAY))
    at(network, lena.until + 60)
    honest = publication(network, "ivo", "news")
    return next_leaf(network, honest, publication(network, "lena", "news"))


@attack(families.PUBLICATION_AUTHORITY, MEMBER, "no_authority")
def a_member_withdraws_somebody_elses_offer(network: Network) -> Staged:
    making.with_publishers(network)
    made = offered(network)
    honest = review(network, made, "amina", "withdraw")
    return next_leaf(network, honest, review(network, made, "claire", "withdraw"))


# Over what was there, unseen; or back after its end.


@attack(families.PUBLICATION_UNSEEN, NATIONAL, "item_changed")
def an_officer_writes_over_a_fact_that_they_have_not_seen(network: Network) -> Staged:
    making.with_publishers(network)
    seen = len(network.leaves)
    network.publish(fact(network, "moussa"))
    honest, forged = fact(network, "amina"), fact(network, "amina", seen=seen)
    return next_leaf(network, honest, forged)


@attack(families.PUBLICATION_UNSEEN, NATIONAL, "bad_seen")
def an_officer_says_to_have_seen_what_is_yet_to_come(network: Network) -> Staged:
    """So that what a colleague publishes in between would be written over."""
    making.with_publishers(network)
    honest = fact(network, "amina")
    return next_leaf(network, honest, fact(network, "amina", seen=len(network.leaves) + 5))


@attack(families.PUBLICATION_UNSEEN, PUBLISHER, "item_changed")
def a_publisher_lets_an_old_offer_write_over_what_came_since(network: Network) -> Staged:
    making.with_publishers(network)
    old = offered(network, "claire")
    published(network)
    fresh = offered(network, "claire")
    return next_leaf(network, of_offer(network, fresh), of_offer(network, old))


@attack(families.PUBLICATION_UNSEEN, PUBLISHER, "wrong_state")
def a_publisher_publishes_an_offer_that_was_returned(network: Network) -> Staged:
    making.with_publishers(network)
    made, other = offered(network), offered(network, "claire", item="library-2")
    network.publish(review(network, made, "ivo", "return"))
    return next_leaf(network, of_offer(network, other), of_offer(network, made))


@attack(families.PUBLICATION_UNSEEN, PUBLISHER, "replayed_document")
def a_publisher_brings_a_retired_item_back_with_its_old_document(network: Network) -> Staged:
    making.with_publishers(network)
    first = published(network, "news")
    network.publish(retirement(network, "ivo", "news"))
    honest = publication(network, shelf="news")
    return next_leaf(network, honest, publication(network, shelf="news", document=first.value["document"]))


@attack(families.PUBLICATION_UNSEEN, SERVER, "replayed_statement")
def a_server_replays_the_publication_of_a_retired_item(network: Network) -> Staged:
    making.with_publishers(network)
    first = published(network, "news")
    network.publish(retirement(network, "lena", "news"))
    return next_leaf(network, publication(network, shelf="news"), first)


@attack(families.PUBLICATION_UNSEEN, SERVER, "broken_chain")
def a_server_leaves_out_that_an_item_was_retired(network: Network) -> Staged:
    making.with_publishers(network)
    published(network)
    retired = network.publish(retirement(network))
    network.publish(publication(network, shelf="news"))
    left = [leaf for leaf in network.leaves if leaf != retired.wire()]
    return Staged(scenes.register(network), scenes.register(network, leaves=left))


@attack(families.PUBLICATION_UNSEEN, SERVER, "broken_chain")
def a_server_leaves_out_that_an_offer_was_withdrawn(network: Network) -> Staged:
    making.with_publishers(network)
    made = offered(network)
    withdrawn = network.publish(review(network, made, "amina", "withdraw"))
    network.publish(offer(network, item="library-2"))
    left = [leaf for leaf in network.leaves if leaf != withdrawn.wire()]
    return Staged(scenes.register(network), scenes.register(network, leaves=left))


@attack(families.PUBLICATION_UNSEEN, SERVER, "rolled_back")
def a_retirement_is_hidden_by_showing_the_register_before_it(network: Network) -> Staged:
    making.with_publishers(network)
    published(network)
    before = list(network.leaves)
    network.publish(retirement(network))
    pin = pin_of(network.leaves)
    hidden = scenes.register(network, leaves=before)
    return Staged({**scenes.register(network), "pin": pin}, {**hidden, "pin": pin})


@attack(families.PUBLICATION_UNSEEN, SERVER, "stale_checkpoint")
def a_new_version_is_hidden_under_an_old_checkpoint(network: Network) -> Staged:
    making.with_publishers(network)
    network.publish(fact(network))
    hidden = scenes.register(network)
    network.time += 4 * DAY
    network.publish(fact(network))
    return Staged(scenes.register(network), {**hidden, "now": network.time})


# Another document under its name.


def document_of(shelf: str, nonce: str, **changed: Any) -> bytes:
    """A document of a shelf's record, its shape not asked."""
    own = {**FULL[shelf], **changed}
    return canonical.stringify({"v": 1, "nonce": b64_text(digest(nonce)), "record": own})


def named(network: Network, shelf: str, data: bytes, **own: Any) -> Envelope:
    """The publication of that document."""
    if shelf == "framework":
        own = {"parts": [one["field"] for one in FULL["framework"]["facts"]], **own}
    return published(network, shelf, document=publications.document_hash(data), **own)


def shown(network: Network, made: Envelope, data: bytes) -> Scene:
    """A client syncs the register and opens what it is handed as that publication's document."""
    document = {"publication": made.hash, "document": data.hex()}
    return {**scenes.register(network), **document, "play": "document"}


@attack(families.PUBLICATION_DOCUMENT, SERVER, "wrong_record")
def a_server_hands_out_the_document_of_another_item(network: Network) -> Staged:
    making.with_publishers(network)
    one, other = document_of("library", "one"), document_of("library", "other", year="1999")
    made = named(network, "library", one)
    named(network, "library", other, item="library-2")
    return Staged(shown(network, made, one), shown(network, made, other))


@attack(families.PUBLICATION_DOCUMENT, SERVER, "wrong_record")
def a_server_hands_out_what_an_item_said_before(network: Network) -> Staged:
    making.with_publishers(network)
    old, new = document_of("news", "old"), document_of("news", "new", pinned=True)
    named(network, "news", old)
    made = named(network, "news", new)
    return Staged(shown(network, made, new), shown(network, made, old))


@attack(families.PUBLICATION_DOCUMENT, SERVER, "wrong_record")
def a_server_edits_a_term_in_a_countrys_framework(network: Network) -> Staged:
    making.with_publishers(network)
    facts = FULL["framework"]["facts"]
    term = {**facts[1], "value": {**facts[1]["value"], "n": 7}}
    honest = document_of("framework", "nonce")
    edited = document_of("framework", "nonce", facts=[facts[0], term, *facts[2:]])
    made = named(network, "framework", honest)
    return Staged(shown(network, made, honest), shown(network, made, edited))


def a_bad_one(network: Network, shelf: str, **changed: Any) -> Staged:
    """What an insider signs and no honest client would have written, beside what is right."""
    making.with_publishers(network)
    right, wrong = document_of(shelf, "right"), document_of(shelf, "wrong", **changed)
    first = named(network, shelf, right)
    return Staged(
        shown(network, first, right),
        shown(network, named(network, shelf, wrong), wrong),
    )


@attack(families.PUBLICATION_DOCUMENT, NATIONAL, "bad_shape")
def an_officer_slips_facts_of_another_country_under_their_own(network: Network) -> Staged:
    return a_bad_one(network, "framework", jurisdiction="fr")


@attack(families.PUBLICATION_DOCUMENT, NATIONAL, "bad_shape")
def an_officer_slips_in_a_fact_that_the_statement_does_not_name(network: Network) -> Staged:
    facts = FULL["framework"]["facts"]
    return a_bad_one(network, "framework", facts=[*facts, {**facts[-1], "field": "zzz"}])


@attack(families.PUBLICATION_DOCUMENT, PUBLISHER, "bad_shape")
def a_publisher_makes_a_link_that_runs(network: Network) -> Staged:
    return a_bad_one(network, "library", url="javascript:alert(document.domain)")


@attack(families.PUBLICATION_DOCUMENT, PUBLISHER, "bad_shape")
def a_publisher_hides_words_that_no_screen_shows(network: Network) -> Staged:
    return a_bad_one(network, "news", remark="for the third reader")
