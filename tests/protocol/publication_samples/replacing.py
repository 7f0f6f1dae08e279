"""What a `publication` replaces and a `retirement` takes away, and who must have seen that."""

from tests.protocol.invented import Network
from tests.protocol.publication_samples.making import (
    fact,
    history,
    of_offer,
    offered,
    publication,
    published,
    retirement,
    sample,
    silent,
    stands,
    why,
)
from tests.protocol.statement_samples.making import Expect, Final, changed

# What it replaces.


@sample("an item is written over by who has seen it")
def _(n: Network) -> tuple[Final, Expect]:
    first = published(n, "news")
    made = publication(n, "ivo", "news")
    expected = stands("news", "news-1", ("", made), items={"news": ["news-1"]})
    return made, expected | history("news", "news-1", [first, made])


@sample("an item is written over by who has just seen it")
def _(n: Network) -> Final:
    published(n, "news")
    seen = len(n.leaves)
    offered(n)
    return publication(n, "ivo", "news", seen=seen)


@sample("an item written over by who has not seen it is refused", "item_changed")
def _(n: Network) -> Final:
    seen = len(n.leaves)
    published(n, "news")
    return publication(n, "ivo", "news", seen=seen)


@sample("an offer made before its item changed is refused", "item_changed")
def _(n: Network) -> Final:
    made = offered(n, "claire")
    published(n)
    return of_offer(n, made)


@sample("of two offers for one item that saw the same, the second is refused", "item_changed")
def _(n: Network) -> Final:
    first, second = offered(n), offered(n, "claire")
    n.publish(of_offer(n, first))
    return of_offer(n, second, "ivo")


@sample("an item that changed is not retired by who has not seen it", "item_changed")
def _(n: Network) -> Final:
    seen = len(n.leaves)
    published(n, "news")
    return retirement(n, "ivo", "news", seen=seen)


@sample("two officers change two facts of a country, and do not meet")
def _(n: Network) -> tuple[Final, Expect]:
    seen = len(n.leaves)
    first = n.publish(fact(n, "amina", "fiu", seen=seen))
    made = fact(n, "moussa", "freeze_days", seen=seen)
    return made, stands("framework", "sn", ("fiu", first), ("freeze_days", made))


@sample("two officers change one fact of a country, and the second is refused", "item_changed")
def _(n: Network) -> Final:
    seen = len(n.leaves)
    n.publish(fact(n, "amina", "fiu", seen=seen))
    return fact(n, "moussa", "fiu", seen=seen)


@sample("one of several facts that changed unseen is enough to be refused", "item_changed")
def _(n: Network) -> Final:
    seen = len(n.leaves)
    n.publish(fact(n, "amina", "fiu", seen=seen))
    return fact(n, "moussa", "court", "fiu", seen=seen)


@sample("a fact of another country does not stand in the way")
def _(n: Network) -> Final:
    seen = len(n.leaves)
    n.publish(fact(n, "amina", "fiu", seen=seen))
    return publication(n, "claire", "framework", "fr", parts=["fiu"], seen=seen)


# Retiring.


@sample("an item of the library is retired without an offer, and leaves the shelf")
def _(n: Network) -> tuple[Final, Expect]:
    first = published(n)
    made = retirement(n)
    expected = stands("library", "library-1", ("", made), items={"library": []})
    return made, expected | history("library", "library-1", [first, made])


@sample("a retirement says why, and what to look at instead")
def _(n: Network) -> tuple[Final, Expect]:
    published(n)
    made = retirement(n, "ivo", successor="library-2")
    return made, stands("library", "library-1", ("", made), items={"library": []}) | why(made)


@sample("an item succeeds another that has never been published, and may be a country")
def _(n: Network) -> tuple[Final, Expect]:
    published(n, "framework")
    made = retirement(n, "amina", "framework", parts=["fiu"], successor="sn-dk")
    return made, why(made)


NO_SUCCESSORS = (("library", "library-1"), ("framework", "sn"), ("framework", "senegal"), ("news", "No"))

for _shelf, _successor in NO_SUCCESSORS:

    @sample(f"what succeeds {_shelf} is not {_successor}", "bad_shape")
    def _(n: Network, shelf: str = _shelf, successor: str = _successor) -> Final:
        published(n, shelf)
        label = "amina" if shelf == "framework" else "lena"
        return changed(retirement(n, label, shelf), n.people[label].signing_key, successor=successor)


@sample("a retirement without a reason's document is refused", "bad_shape")
def _(n: Network) -> Final:
    published(n)
    return changed(retirement(n), n.people["lena"].signing_key, document=None)


@sample("an officer retires nothing of the library", "no_authority")
def _(n: Network) -> Final:
    published(n)
    return retirement(n, "amina")


@sample("facts are not retired by the secretariat", "no_authority")
def _(n: Network) -> Final:
    published(n, "framework")
    return retirement(n, "lena", "framework")


@sample("a retirement that has seen itself is refused", "bad_seen")
def _(n: Network) -> Final:
    published(n)
    return retirement(n, seen=len(n.leaves) + 1)


@sample("a reason that was given before is refused", "replayed_document")
def _(n: Network) -> Final:
    published(n, "news")
    published(n, "news", item="other")
    first = n.publish(retirement(n, "lena", "news"))
    return retirement(n, "lena", "news", item="other", document=first.value["document"])


@sample("a reason is not published as a document", "replayed_document")
def _(n: Network) -> Final:
    published(n, "news")
    first = n.publish(retirement(n, "lena", "news"))
    return publication(n, shelf="meeting", document=first.value["document"])


@sample("why is not told to more people than could read it", "bad_access")
def _(n: Network) -> Final:
    published(n, "news", access="SN")
    return retirement(n, "lena", "news")


@sample("facts that are open to different people are not retired together", "bad_access")
def _(n: Network) -> Final:
    n.publish(fact(n, "amina", "fiu", access="officers"))
    n.publish(fact(n, "amina", "freeze_days"))
    return retirement(n, "amina", "framework")


@sample("an item is retired without a reason, as before")
def _(n: Network) -> tuple[Final, Expect]:
    published(n)
    made = silent(n)
    return made, stands("library", "library-1", ("", made), items={"library": []})


@sample("an item that was retired without a reason is not retired with one", "not_published")
def _(n: Network) -> Final:
    published(n)
    n.publish(silent(n))
    return retirement(n, "ivo")


@sample("a retired item comes back by a new offer")
def _(n: Network) -> tuple[Final, Expect]:
    published(n)
    n.publish(retirement(n))
    made = of_offer(n, offered(n))
    return made, stands("library", "library-1", ("", made), items={"library": ["library-1"]})


@sample("a retired item does not come back with its document", "replayed_document")
def _(n: Network) -> Final:
    first = published(n, "news")
    n.publish(retirement(n, "lena", "news"))
    return publication(n, shelf="news", document=first.value["document"])


@sample("a retired item written over by who has not seen that it was retired is refused", "item_changed")
def _(n: Network) -> Final:
    published(n, "news")
    seen = len(n.leaves)
    n.publish(retirement(n, "lena", "news"))
    return publication(n, shelf="news", seen=seen)


@sample("an item that never was is not retired", "not_published")
def _(n: Network) -> Final:
    return retirement(n)


@sample("an item that was retired is not retired again", "not_published")
def _(n: Network) -> Final:
    published(n)
    n.publish(retirement(n))
    return retirement(n, "ivo")


@sample("a fact is retired, and the other stands")
def _(n: Network) -> tuple[Final, Expect]:
    first = published(n, "framework")
    made = fact(n, "moussa", "fiu", document=None)
    expected = stands("framework", "sn", ("fiu", made), ("freeze_days", first))
    return made, {**expected, "items": {"framework": ["sn"]}}


@sample("facts are not retired where one of them never stood", "not_published")
def _(n: Network) -> Final:
    published(n, "framework")
    return fact(n, "moussa", "court", "fiu", document=None)


@sample("a country whose facts are all retired leaves the shelf")
def _(n: Network) -> tuple[Final, Expect]:
    published(n, "framework")
    return fact(n, "moussa", "fiu", "freeze_days", document=None), {"items": {"framework": []}}
