"""The statement `offer-review`: return, refuse, withdraw."""

from repatria.protocol import statements
from tests.protocol.invented import Network, digest
from tests.protocol.publication_samples.making import (
    CASES,
    ends,
    of_offer,
    offered,
    review,
    sample,
)
from tests.protocol.statement_samples.making import Case, Expect, Final, changed, rotation

STATES = {"return": "returned", "refuse": "refused", "withdraw": "withdrawn"}


def _by(label: str, shelf: str, outcome: str, code: str | None, who: str) -> None:
    def make(n: Network) -> tuple[Final, Expect]:
        made = offered(n, "omar" if shelf == "library" else "claire", shelf)
        return review(n, made, label, outcome), {} if code else ends((made, STATES[outcome]))

    verdict = "passes" if code is None else "is refused"
    name = f"to {outcome} an offer for {shelf} by {who} {verdict}"
    CASES.append(Case(name, code, make))


for _label, _who, _library, _framework in (
    ("lena", "the secretariat's officer", None, "no_authority"),
    ("nuru", "the head of its office", None, "no_authority"),
    ("thea", "an auditor", "no_authority", "no_authority"),
    ("paul", "a partner", "no_authority", "no_authority"),
    ("xn bureau", "the head of its bureau", "no_authority", "no_authority"),
    ("amina", "an officer of Senegal", "no_authority", None),
    ("diallo", "a deputy of Senegal", "no_authority", None),
    ("omar", "another partner", "no_authority", "no_authority"),
    ("sn bureau", "the head of Senegal's bureau", "no_authority", None),
    ("sn/onrac head", "the head of Senegal's agency", "no_authority", "no_authority"),
    ("pierre", "another country", "no_authority", "no_authority"),
):
    _by(_label, "library", "return", _library, _who)
    _by(_label, "framework", "refuse", _framework, _who)
_by("omar", "library", "withdraw", None, "its author")
_by("claire", "framework", "withdraw", None, "its author")
_by("lena", "library", "withdraw", "no_authority", "the secretariat")
_by("amina", "framework", "withdraw", "no_authority", "an officer of Senegal")


@sample("to withdraw an offer by who holds its author's post now passes")
def _(n: Network) -> tuple[Final, Expect]:
    made = offered(n)
    n.publish(rotation(n, "amina"))
    return review(n, made, "stranger", "withdraw", ""), ends((made, "withdrawn"))


@sample("a review of an offer that nobody made is refused", "unknown_offer")
def _(n: Network) -> Final:
    made = offered(n)
    right = review(n, made, "lena", "return")
    return changed(right, n.people["lena"].signing_key, offer=digest("none").hex())


@sample("a review by nobody of an offer that nobody made names the offer", "unknown_offer")
def _(n: Network) -> Final:
    return n.by("claire", statements.offer_review, offer=digest("none").hex(), outcome="refuse")


for _outcome in ("return", "refuse"):

    @sample(f"to {_outcome} without a word is refused", "no_reason")
    def _(n: Network, outcome: str = _outcome) -> Final:
        return review(n, offered(n), "lena", outcome, "")


@sample("to withdraw without a word passes")
def _(n: Network) -> Final:
    return review(n, offered(n), "amina", "withdraw", "")


for _first in STATES:

    @sample(f"to return what had a {_first} is refused", "wrong_state")
    def _(n: Network, first: str = _first) -> Final:
        made = offered(n)
        n.publish(review(n, made, "amina" if first == "withdraw" else "lena", first))
        return review(n, made, "ivo", "return")


@sample("to withdraw what is published is refused", "wrong_state")
def _(n: Network) -> Final:
    made = offered(n)
    n.publish(of_offer(n, made))
    return review(n, made, "amina", "withdraw")


@sample("to return what is published, and without a word, names the state", "wrong_state")
def _(n: Network) -> Final:
    made = offered(n)
    n.publish(of_offer(n, made))
    return review(n, made, "lena", "return", "")


@sample("a review of 501 characters is refused", "bad_shape")
def _(n: Network) -> Final:
    made = review(n, offered(n), "lena", "return")
    return changed(made, n.people["lena"].signing_key, text="x" * 501)


@sample("a review with another outcome is refused", "bad_shape")
def _(n: Network) -> Final:
    made = review(n, offered(n), "lena", "return")
    return changed(made, n.people["lena"].signing_key, outcome="pass")
