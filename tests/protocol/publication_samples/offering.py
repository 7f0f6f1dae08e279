"""The statement `offer`: who may, about what, and that a document is offered once."""

from typing import Any

from repatria.protocol import statements
from tests.protocol.invented import YEAR, Network
from tests.protocol.notice_samples.making import at
from tests.protocol.publication_samples.making import (
    CASES,
    ends,
    fact,
    fresh,
    offer,
    offered,
    publication,
    published,
    sample,
)
from tests.protocol.statement_samples.making import Case, Expect, Final, changed, rotation


def _by(label: str, shelf: str, code: str | None, who: str) -> None:
    verdict = "passes" if code is None else "is refused"
    CASES.append(Case(f"an offer for {shelf} by {who} {verdict}", code, lambda n: offer(n, label, shelf)))


for _label, _who, _library, _framework in (
    ("amina", "an officer", None, None),
    ("diallo", "a deputy", None, None),
    ("pierre", "a head of an office elsewhere", None, None),
    ("omar", "a partner", None, "no_authority"),
    ("sara", "an auditor", "no_authority", "no_authority"),
    ("sn bureau", "the head of a bureau", None, None),
    ("fr/agrasc head", "the head of an agency", None, None),
    ("lena", "the secretariat", None, None),
    ("xp bureau", "the head of the partners", None, "no_authority"),
    ("xa bureau", "the head of the auditors", "no_authority", "no_authority"),
    ("stranger", "somebody without a post", "no_authority", "no_authority"),
):
    _by(_label, "library", _library, _who)
    _by(_label, "framework", _framework, _who)
for _shelf in ("meeting", "course", "news"):
    _by("omar", _shelf, None, "a partner")


@sample("an offer by the root is refused", "no_authority")
def _(n: Network) -> Final:
    own: dict[str, Any] = {"document": fresh(n), "access": "members", "seen": 0}
    return n.by_root(statements.offer, shelf="news", item="n", **own)


@sample("an offer by somebody whose term is over is refused", "no_authority")
def _(n: Network) -> Final:
    at(n, n.time + 2 * YEAR)
    return offer(n)


@sample("an offer by a suspended officer is refused", "issuer_suspended")
def _(n: Network) -> Final:
    n.publish(n.suspend("amina", "sn bureau"))
    return offer(n)


@sample("an offer is offered, and publishes nothing")
def _(n: Network) -> tuple[Final, Expect]:
    made = offer(n)
    return made, ends((made, "offered"), items={"library": []})


@sample("an offer that has seen all of the register passes")
def _(n: Network) -> Final:
    return offer(n, seen=len(n.leaves))


@sample("an offer that has seen nothing of the register passes")
def _(n: Network) -> Final:
    return offer(n, seen=0)


@sample("an offer that has seen itself is refused", "bad_seen")
def _(n: Network) -> Final:
    return offer(n, seen=len(n.leaves) + 1)


@sample("the same document offered again is refused", "replayed_document")
def _(n: Network) -> Final:
    first = offered(n)
    return offer(n, "claire", document=first.value["document"])


@sample("the same document offered for another item is refused", "replayed_document")
def _(n: Network) -> Final:
    first = offered(n)
    return offer(n, item="library-2", document=first.value["document"])


@sample("a document offered that is published is refused", "replayed_document")
def _(n: Network) -> Final:
    first = published(n, "news")
    return offer(n, shelf="news", item="news-2", document=first.value["document"])


@sample("two offers for one item stand beside each other")
def _(n: Network) -> tuple[Final, Expect]:
    first = offered(n)
    made = offer(n, "claire")
    return made, ends((first, "offered"), (made, "offered"))


# Shapes.


def _bad(why: str, on: str, **own: Any) -> None:
    def make(n: Network) -> Final:
        right = offer(n, shelf=on)
        return changed(right, n.people["amina"].signing_key, **own)

    CASES.append(Case(f"an offer {why} is refused", "bad_shape", make))


_bad("on a shelf that does not exist", "library", shelf="archive")
_bad("of an item with capitals", "library", item="Handbook")
_bad("of an item of 64 characters", "library", item="x" * 64)
_bad("of an item that begins with a hyphen", "library", item="-x")
_bad("of an item without a name", "library", item="")
_bad("of parts of a library item", "library", parts=["fiu"])
_bad("of a framework as a whole", "framework", parts=[])
_bad("of a framework of no country", "framework", item="senegal")
_bad("of a sub-jurisdiction of four characters", "framework", item="sn-abcd")
_bad("of facts that are not sorted", "framework", parts=["freeze_days", "fiu"])
_bad("of one fact twice", "framework", parts=["fiu", "fiu"])
_bad("of 121 facts", "framework", parts=[f"f{n:03}" for n in range(121)])
_bad("of a fact with capitals", "framework", parts=["FIU"])
_bad("of a fact of 41 characters", "framework", parts=["x" * 41])
_bad("without a document", "library", document=None)
_bad("of a document that is no hash", "library", document="x")
_bad("for readers that do not exist", "library", access="everybody")
_bad("for a country in small letters", "library", access="sn")
_bad("that has seen less than nothing", "library", seen=-1)
_bad("that is published", "library", offer=None)


@sample("an offer of an item of 63 characters passes")
def _(n: Network) -> Final:
    return offer(n, item="9" + "x" * 62)


@sample("an offer of 120 facts of a sub-jurisdiction passes")
def _(n: Network) -> Final:
    return offer(n, "claire", "framework", item="gb-sct", parts=[f"f{i:03}" for i in range(120)])


for _access in ("officers", "public", "FR"):
    CASES.append(
        Case(
            f"an offer for {_access} passes",
            None,
            lambda n, access=_access: offer(n, access=access),  # type: ignore[misc]
        )
    )


@sample("an offer of a rotated key passes")
def _(n: Network) -> Final:
    n.publish(rotation(n, "amina"))
    return offer(n, "stranger")


@sample("a publication of a document that was offered elsewhere is refused", "replayed_document")
def _(n: Network) -> Final:
    first = offered(n, "amina", "news")
    return publication(n, shelf="news", item="news-2", document=first.value["document"])


@sample("a fact published with the document of an earlier one is refused", "replayed_document")
def _(n: Network) -> Final:
    first = n.publish(fact(n))
    return fact(n, "amina", document=first.value["document"])
