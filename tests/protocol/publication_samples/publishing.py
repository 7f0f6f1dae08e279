"""The statement `publication`: by whom, from an offer or without, and what it replaces."""

from typing import Any

from repatria.protocol import statements
from tests.protocol.invented import YEAR, Network, digest
from tests.protocol.notice_samples.making import at
from tests.protocol.publication_samples.making import (
    CASES,
    ends,
    fresh,
    of_offer,
    offer,
    offered,
    publication,
    published,
    review,
    sample,
    stands,
)
from tests.protocol.statement_samples.making import Case, Expect, Final, changed, rotation


def _by(label: str, shelf: str, code: str | None, who: str) -> None:
    verdict = "passes" if code is None else "is refused"
    CASES.append(
        Case(f"a publication of {shelf} by {who} {verdict}", code, lambda n: publication(n, label, shelf))
    )


for _label, _who, _news, _framework in (
    ("lena", "the secretariat's officer", None, "no_authority"),
    ("kofi", "its deputy", None, "no_authority"),
    ("nuru", "the head of its office", None, "no_authority"),
    ("thea", "an auditor", "no_authority", "no_authority"),
    ("paul", "a partner", "no_authority", "no_authority"),
    ("xn bureau", "the head of its bureau", "no_authority", "no_authority"),
    ("amina", "an officer of Senegal", "no_authority", None),
    ("diallo", "a deputy of Senegal", "no_authority", None),
    ("wanjiru", "the head of its office in Senegal", "no_authority", None),
    ("sn bureau", "the head of Senegal's bureau", "no_authority", None),
    ("sn/onrac head", "the head of Senegal's agency", "no_authority", "no_authority"),
    ("omar", "another partner", "no_authority", "no_authority"),
    ("sara", "another auditor", "no_authority", "no_authority"),
    ("pierre", "another country", "no_authority", "no_authority"),
    ("fr bureau", "another country's bureau", "no_authority", "no_authority"),
    ("stranger", "somebody without a post", "no_authority", "no_authority"),
):
    _by(_label, "news", _news, _who)
    _by(_label, "framework", _framework, _who)


@sample("a framework of the partners is nobody's", "no_authority")
def _(n: Network) -> Final:
    return publication(n, "xp bureau", "framework", "xp")


_by("lena", "meeting", None, "the secretariat")
for _shelf in ("library", "course"):
    CASES.append(
        Case(
            f"a publication of {_shelf} that nobody offered is refused",
            "no_offer",
            lambda n, shelf=_shelf: publication(n, "lena", shelf),  # type: ignore[misc]
        )
    )


@sample("a publication by the root is refused", "no_authority")
def _(n: Network) -> Final:
    own: dict[str, Any] = {"document": fresh(n), "access": "members", "seen": 0}
    return n.by_root(statements.publication, shelf="news", item="n", **own)


@sample("a publication by one whose term is over is refused", "no_authority")
def _(n: Network) -> Final:
    at(n, n.time + 2 * YEAR)
    return publication(n, shelf="news")


@sample("a fact of a sub-jurisdiction by its country passes")
def _(n: Network) -> tuple[Final, Expect]:
    made = publication(n, "amina", "framework", "sn-dk", parts=["fiu"])
    return made, stands("framework", "sn-dk", ("fiu", made), items={"framework": ["sn-dk"]})


@sample("a publication that has seen itself is refused", "bad_seen")
def _(n: Network) -> Final:
    return publication(n, shelf="news", seen=len(n.leaves) + 1)


@sample("a publication by nobody that has seen too much names the authority", "no_authority")
def _(n: Network) -> Final:
    return publication(n, "claire", "news", seen=len(n.leaves) + 1)


# From an offer.


@sample("an offer is published, by another")
def _(n: Network) -> tuple[Final, Expect]:
    made = offered(n, "omar")
    final = of_offer(n, made)
    expected = ends((made, "published"), items={"library": ["library-1"]})
    return final, stands("library", "library-1", ("", final)) | expected


@sample("an offer by the secretariat is published by another of it")
def _(n: Network) -> tuple[Final, Expect]:
    made = offered(n, "lena")
    return of_offer(n, made, "ivo"), ends((made, "published"))


@sample("an offer that nobody made is refused", "unknown_offer")
def _(n: Network) -> Final:
    return publication(n, offer=digest("none").hex())


@sample("an offer that was returned is not published", "wrong_state")
def _(n: Network) -> Final:
    made = offered(n)
    n.publish(review(n, made, "lena", "return"))
    return of_offer(n, made)


@sample("an offer that was withdrawn is not published", "wrong_state")
def _(n: Network) -> Final:
    made = offered(n)
    n.publish(review(n, made, "amina", "withdraw"))
    return of_offer(n, made)


@sample("an offer is published once", "wrong_state")
def _(n: Network) -> Final:
    made = offered(n)
    n.publish(of_offer(n, made))
    return of_offer(n, made, "ivo")


def _otherwise(why: str, on: str, **own: Any) -> None:
    def make(n: Network) -> Final:
        return of_offer(n, offered(n, "claire", on), "amina" if on == "framework" else "lena", **own)

    CASES.append(Case(f"an offer published {why} is refused", "bad_offer", make))


_otherwise("on another shelf", "library", shelf="news")
_otherwise("as another item", "library", item="library-2")
_otherwise("with another document", "library", document=digest("other").hex())
_otherwise("without its document", "library", document=None)
_otherwise("for other readers", "library", access="public")
_otherwise("without one of its facts", "framework", parts=["fiu"])
_otherwise("for another fact", "framework", parts=["fiu", "freeze_hours"])


@sample("an offer published by who saw more than it did is refused", "bad_offer")
def _(n: Network) -> Final:
    made = offered(n)
    return of_offer(n, made, seen=made.value["seen"] + 1)


@sample("an offer published by who saw less than it did passes")
def _(n: Network) -> Final:
    return of_offer(n, offered(n), seen=0)


@sample("an offer published by its author is refused", "same_person")
def _(n: Network) -> Final:
    return of_offer(n, offered(n, "lena"))


@sample("an offer published by its author after a rotation is refused", "same_person")
def _(n: Network) -> Final:
    made = offered(n, "lena")
    n.publish(rotation(n, "lena"))
    return of_offer(n, made, "stranger")


@sample("an offer of a meeting published by its author is refused", "same_person")
def _(n: Network) -> Final:
    return of_offer(n, offered(n, "lena", "meeting"))


@sample("a fact offered by another country is confirmed by the country")
def _(n: Network) -> tuple[Final, Expect]:
    made = offered(n, "claire", "framework")
    final = of_offer(n, made, "moussa")
    both = stands("framework", "sn", ("fiu", final), ("freeze_days", final))
    return final, both | ends((made, "published"))


@sample("a fact confirmed by who offered it passes, where the country is theirs")
def _(n: Network) -> Final:
    return of_offer(n, offered(n, "amina", "framework"), "amina")


@sample("a fact confirmed by another country is refused", "no_authority")
def _(n: Network) -> Final:
    return of_offer(n, offered(n, "claire", "framework"), "claire")


@sample("a fact confirmed by the secretariat is refused", "no_authority")
def _(n: Network) -> Final:
    return of_offer(n, offered(n, "claire", "framework"), "lena")


# What holds, and does not, for shapes; a key that is taken away.


@sample("what stands stays when the key that published it is revoked")
def _(n: Network) -> tuple[Final, Expect]:
    made = published(n)
    return n.revoke("lena", "xn bureau"), stands("library", "library-1", ("", made))


@sample("an offer by a key revoked since is published all the same: somebody else answers for it")
def _(n: Network) -> tuple[Final, Expect]:
    made = offered(n)
    n.publish(n.revoke("amina", "sn bureau"))
    return of_offer(n, made), ends((made, "published"))


@sample("a publication by a revoked key is refused", "issuer_revoked")
def _(n: Network) -> Final:
    n.publish(n.revoke("lena", "xn bureau"))
    return publication(n, shelf="news")


@sample("a publication with an offer that is no hash is refused", "bad_shape")
def _(n: Network) -> Final:
    return changed(publication(n, shelf="news"), n.people["lena"].signing_key, offer="")


@sample("a publication of a meeting's parts is refused", "bad_shape")
def _(n: Network) -> Final:
    return changed(publication(n, shelf="meeting"), n.people["lena"].signing_key, parts=["start"])


@sample("the shelf that an item stands on is part of its name")
def _(n: Network) -> tuple[Final, Expect]:
    first = published(n, "news", item="same")
    made = publication(n, shelf="meeting", item="same")
    return made, {
        "standings": [
            ["news", "same", "", first.hash, first.value["document"]],
            ["meeting", "same", "", made.hash, made.value["document"]],
        ]
    }


@sample("items of a shelf are in the order of their names")
def _(n: Network) -> tuple[Final, Expect]:
    for item in ("b", "a-2"):
        published(n, "news", item=item)
    offered(n, "amina", "news", item="offered-only")
    return publication(n, shelf="news", item="a-10"), {"items": {"news": ["a-10", "a-2", "b"]}}


@sample("an offer seen by a publication of another item")
def _(n: Network) -> tuple[Final, Expect]:
    made = offered(n)
    final = publication(n, shelf="news")
    return final, ends((made, "offered"))


@sample("an offer is the base of the next one's")
def _(n: Network) -> Final:
    published(n)
    return offer(n, "claire")
