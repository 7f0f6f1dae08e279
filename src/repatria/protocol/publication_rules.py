"""Step 5 of the directory fold for publications (protocol/publications.md, "The fold").

As in `authority.py`, a rule reads the books and refuses, or returns the change to make.
"""

from collections.abc import Callable
from dataclasses import replace

from repatria.protocol.errors import ProtocolError
from repatria.protocol.posts import decides, issue, may_offer
from repatria.protocol.publication_shapes import FRAMEWORK
from repatria.protocol.publication_states import (
    OFFERED,
    PUBLISHED,
    REFUSED,
    RETURNED,
    WITHDRAWN,
    Offer,
    Publication,
    Why,
)
from repatria.protocol.records import Books, Statement

Change = Callable[[], None]

# What members learn from was seen by two people.
_ONLY_OFFERED = frozenset({"library", "course"})
_ENDED = {"return": RETURNED, "refuse": REFUSED, "withdraw": WITHDRAWN}


def offer(books: Books, statement: Statement) -> Change:
    value = statement.value
    if not may_offer(books, statement.by, statement.time, value["shelf"]):
        raise ProtocolError("no_authority", "not by a contributor")
    _check_seen(statement)
    _demand_new(books, value["document"])
    made = Offer(
        issue=issue(books, statement),
        shelf=value["shelf"],
        item=value["item"],
        parts=tuple(value["parts"]),
        document=value["document"],
        access=value["access"],
        seen=value["seen"],
        state=OFFERED,
    )

    def change() -> None:
        books.offers[made.hash] = made
        books.offered_documents[made.document] = made.hash

    return change


def review(books: Books, statement: Statement) -> Change:
    value = statement.value
    of = _offer(books, value["offer"])
    own = issue(books, statement)
    if value["outcome"] == "withdraw":
        allowed = own.same_person(of.issue)
    else:
        allowed = decides(books, statement.by, statement.time, of.shelf, of.item)
    if not allowed:
        raise ProtocolError("no_authority", f"{value['outcome']} is not theirs")
    _demand_offered(of)
    if value["outcome"] != "withdraw" and value["text"] == "":
        raise ProtocolError("no_reason", "text")
    ended = replace(of, state=_ENDED[value["outcome"]], ended=own, text=value["text"])

    def change() -> None:
        books.offers[of.hash] = ended

    return change


def publication(books: Books, statement: Statement) -> Change:
    value = statement.value
    if not decides(books, statement.by, statement.time, value["shelf"], value["item"]):
        raise ProtocolError("no_authority", "not by who publishes there")
    _check_seen(statement)
    own = issue(books, statement)
    made = Publication(
        issue=own,
        shelf=value["shelf"],
        item=value["item"],
        parts=tuple(value["parts"]),
        document=value["document"],
        access=value["access"],
        seen=value["seen"],
        offer=value["offer"],
    )
    ended = None
    if made.offer is not None:
        of = _offer(books, made.offer)
        _check_offer(of, made)
        ended = replace(of, state=PUBLISHED, ended=own)
    else:
        _check_unoffered(books, made)
    _check_replaced(books, made)

    def change() -> None:
        if ended is not None:
            books.offers[ended.hash] = ended
        books.put_publication(made)

    return change


def retirement(books: Books, statement: Statement) -> Change:
    value = statement.value
    if not decides(books, statement.by, statement.time, value["shelf"], value["item"]):
        raise ProtocolError("no_authority", "not by who publishes there")
    _check_seen(statement)
    _demand_new(books, value["document"])
    made = Publication(
        issue=issue(books, statement),
        shelf=value["shelf"],
        item=value["item"],
        parts=tuple(value["parts"]),
        document=None,
        access=value["access"],
        seen=value["seen"],
        offer=None,
        why=Why(value["document"], value["successor"]),
    )
    _check_replaced(books, made)
    stood = (books.standing(made.shelf, made.item, part) for part in made.stands_for)
    if any(one is None or one.access != made.access for one in stood):
        raise ProtocolError("bad_access", "why is read by whom could read what was there")
    return lambda: books.put_publication(made)


def _check_offer(of: Offer, made: Publication) -> None:
    _demand_offered(of)
    offered = (of.shelf, of.item, of.parts, of.document, of.access)
    if offered != (made.shelf, made.item, made.parts, made.document, made.access) or made.seen > of.seen:
        raise ProtocolError("bad_offer", "it was not offered like this")
    if made.shelf != FRAMEWORK and made.issue.same_person(of.issue):
        raise ProtocolError("same_person", "nobody publishes what they offered")


def _check_unoffered(books: Books, made: Publication) -> None:
    if made.document is None:
        return
    if made.shelf in _ONLY_OFFERED:
        raise ProtocolError("no_offer", f"on the shelf {made.shelf} two people publish")
    _demand_new(books, made.document)


def _check_replaced(books: Books, made: Publication) -> None:
    before = [books.standing(made.shelf, made.item, part) for part in made.stands_for]
    if made.document is None and not all(one and one.document for one in before):
        raise ProtocolError("not_published", "nothing stands there to be retired")
    if any(one and one.issue.index >= made.seen for one in before):
        raise ProtocolError("item_changed", "its author has not seen what stands")


def _check_seen(statement: Statement) -> None:
    if statement.value["seen"] > statement.index:
        raise ProtocolError("bad_seen", "more than was there")


def _demand_new(books: Books, document: str) -> None:
    if document in books.offered_documents or document in books.published_documents:
        raise ProtocolError("replayed_document", document)


def _offer(books: Books, hash_: str) -> Offer:
    found = books.offers.get(hash_)
    if found is None:
        raise ProtocolError("unknown_offer", hash_)
    return found


def _demand_offered(of: Offer) -> None:
    if of.state != OFFERED:
        raise ProtocolError("wrong_state", of.state)


RULES = {"offer": offer, "offer-review": review, "publication": publication, "retirement": retirement}
