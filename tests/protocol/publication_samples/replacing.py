"""The statement `publication`: what it replaces and retires, and who must have seen that."""

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
    stands,
)
from tests.protocol.statement_samples.making import Expect, Final

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
