"""Who may read a document, as publications and offers stand (access)."""

from tests.protocol.invented import YEAR, Network
from tests.protocol.publication_samples.making import (
    of_offer,
    offered,
    publication,
    published,
    retirement,
    review,
    sample,
)
from tests.protocol.statement_samples.making import Expect, Final

EVERYBODY = (
    "amina", "diallo", "wanjiru", "omar", "sara", "claire", "lena", "nuru", "paul", "thea",
    "sn bureau", "sn/onrac head", "fr bureau", "xn bureau", "xp bureau", "xa bureau", "stranger",
)  # fmt: skip


def readers(n: Network, document: str, *labels: str, later: int = 60) -> Expect:
    """Of everybody exactly these may read the document."""
    at = n.time + later
    asked = [[document, n.people[label].keyid, at, label in labels] for label in EVERYBODY]
    return {"may_read": asked}


ALL = EVERYBODY[:-1]
ONLOOKERS = ("omar", "sara", "paul", "thea", "xp bureau", "xa bureau")
SERVING = tuple(label for label in ALL if label not in ONLOOKERS)
SECRETARIAT = ("lena", "nuru")

for _access, _labels in (
    ("members", ALL),
    ("public", ALL),
    ("officers", SERVING),
    ("SN", ("amina", "diallo", "wanjiru", "sn bureau", "sn/onrac head", *SECRETARIAT)),
    ("XN", (*SECRETARIAT, "xn bureau")),
    ("BR", SECRETARIAT),
    ("XP", ("omar", "paul", "xp bureau", *SECRETARIAT)),
):

    @sample(f"who reads what is published for {_access}")
    def _(n: Network, access: str = _access, labels: tuple[str, ...] = _labels) -> tuple[Final, Expect]:
        made = publication(n, shelf="news", access=access)
        return made, readers(n, made.value["document"], *labels)


@sample("an offer is read by its author and the secretariat")
def _(n: Network) -> tuple[Final, Expect]:
    made = offered(n, "omar")
    return publication(n, shelf="news"), readers(n, made.value["document"], "omar", *SECRETARIAT)


@sample("an offered fact is read by every officer and head")
def _(n: Network) -> tuple[Final, Expect]:
    made = offered(n, "claire", "framework")
    return publication(n, shelf="news"), readers(n, made.value["document"], *SERVING)


@sample("an offer that was returned is read by nobody")
def _(n: Network) -> tuple[Final, Expect]:
    made = offered(n, "omar")
    return review(n, made, "lena", "return"), readers(n, made.value["document"])


@sample("an offer that is published is read by whom it admits")
def _(n: Network) -> tuple[Final, Expect]:
    made = offered(n, "omar", access="officers")
    return of_offer(n, made), readers(n, made.value["document"], *SERVING)


@sample("what was replaced is read as before")
def _(n: Network) -> tuple[Final, Expect]:
    first = published(n, "news", access="officers")
    return publication(n, shelf="news"), readers(n, first.value["document"], *SERVING)


@sample("why an item was retired is read by who could read the item")
def _(n: Network) -> tuple[Final, Expect]:
    published(n, "news", access="SN")
    made = retirement(n, "lena", "news", access="SN")
    labels = ("amina", "diallo", "wanjiru", "sn bureau", "sn/onrac head", *SECRETARIAT)
    return made, readers(n, made.value["document"], *labels)


@sample("whose term is over reads nothing")
def _(n: Network) -> tuple[Final, Expect]:
    first = published(n, "news")
    heads = ("sn bureau", "sn/onrac head", "fr bureau", "xn bureau", "xp bureau", "xa bureau")
    return publication(n, shelf="news"), readers(n, first.value["document"], *heads, later=2 * YEAR)


@sample("who was suspended reads nothing")
def _(n: Network) -> tuple[Final, Expect]:
    first = published(n, "news")
    others = tuple(label for label in ALL if label != "amina")
    return n.suspend("amina", "sn bureau"), readers(n, first.value["document"], *others)
