"""The network in which items are offered and published, and how a sample is written."""

from collections.abc import Callable, Sequence
from typing import Any

from repatria.protocol import statements
from repatria.protocol.envelope import Envelope
from tests.protocol.invented import AUDIT, STAR, Network, appoint, digest, three_countries
from tests.protocol.notice_samples.making import with_leads
from tests.protocol.statement_samples.making import Case, Expect, Final

CASES: list[Case] = []
Make = Callable[[Network], Final | tuple[Final, Expect]]


def sample(name: str, code: str | None = None) -> Callable[[Make], Make]:
    def register(make: Make) -> Make:
        CASES.append(Case(name, code, make))
        return make

    return register


def base_network() -> Network:
    return with_publishers(three_countries())


def with_publishers(network: Network) -> Network:
    """The network of the notices, with omar (another partner) and sara (another auditor)."""
    with_leads(network)
    appoint(network, "omar", STAR, "partner")
    appoint(network, "sara", AUDIT, "auditor")
    return network


def fresh(n: Network) -> str:
    """The hash of a document that nobody has named."""
    return digest(f"document {len(n.leaves)} {n.time}").hex()


# Made, not yet folded.


def offer(n: Network, label: str = "amina", shelf: str = "library", item: str = "", **own: Any) -> Envelope:
    own = {**_about(n, shelf, item), "document": fresh(n), **own}
    return n.by(label, statements.offer, **own)


def publication(
    n: Network, label: str = "lena", shelf: str = "library", item: str = "", **own: Any
) -> Envelope:
    own = {**_about(n, shelf, item), "document": fresh(n), **own}
    return n.by(label, statements.publication, **own)


def _about(n: Network, shelf: str, item: str) -> dict[str, Any]:
    usual = "sn" if shelf == "framework" else f"{shelf}-1"
    parts = ["fiu", "freeze_days"] if shelf == "framework" else []
    own = {"shelf": shelf, "item": item or usual, "parts": parts}
    return {**own, "access": "members", "seen": len(n.leaves)}


def of_offer(n: Network, made: Envelope, label: str = "lena", **own: Any) -> Envelope:
    """The publication of what was offered, as it was offered."""
    names = ("shelf", "item", "parts", "document", "access", "seen")
    offered = {name: made.value[name] for name in names}
    return n.by(label, statements.publication, **{**offered, "offer": made.hash, **own})


def review(n: Network, made: Envelope, label: str, outcome: str, text: str = "Why") -> Envelope:
    return n.by(label, statements.offer_review, offer=made.hash, outcome=outcome, text=text)


def fact(n: Network, label: str = "amina", *parts: str, **own: Any) -> Envelope:
    """A publication of facts of Senegal by one of its own."""
    return publication(n, label, "framework", parts=list(parts) or ["fiu"], **own)


def retirement(n: Network, label: str = "lena", shelf: str = "library", **own: Any) -> Envelope:
    own = {**_about(n, shelf, ""), "document": fresh(n), **own}
    return n.by(label, statements.retirement, **own)


def silent(n: Network, label: str = "lena", shelf: str = "library", **own: Any) -> Envelope:
    """A retirement as of before: a publication of no document, which says no reason."""
    return publication(n, label, shelf, **{"document": None, **own})


# Folded.


def offered(n: Network, label: str = "amina", shelf: str = "library", **own: Any) -> Envelope:
    return n.publish(offer(n, label, shelf, **own))


def published(n: Network, shelf: str = "library", **own: Any) -> Envelope:
    """By lena (a framework by amina), from an offer by amina where the shelf demands one."""
    if shelf in ("library", "course"):
        return n.publish(of_offer(n, offered(n, "amina", shelf, **own)))
    return n.publish(publication(n, "amina" if shelf == "framework" else "lena", shelf, **own))


# What the fold must say then.


def stands(shelf: str, item: str, *standings: tuple[str, Envelope], **further: Any) -> Expect:
    """Each of these parts of the item to stand with this publication."""
    expected = [[shelf, item, part, made.hash, _stands_with(made)] for part, made in standings]
    return {"standings": expected, **further}


def _stands_with(made: Envelope) -> str | None:
    return None if made.value["kind"] == "retirement" else made.value["document"]


def why(made: Envelope) -> Expect:
    """What this retirement says of itself."""
    return {"whys": [[made.hash, made.value["document"], made.value["successor"]]]}


def ends(*offers: tuple[Envelope, str], **further: Any) -> Expect:
    return {"offers": [[made.hash, state] for made, state in offers], **further}


def history(shelf: str, item: str, made: Sequence[Envelope]) -> Expect:
    return {"histories": [[shelf, item, [one.hash for one in made]]]}
