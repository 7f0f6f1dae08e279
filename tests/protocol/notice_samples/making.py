"""The network in which notices are made, and how a sample is written.

A sample publishes what comes before and returns the leaf in question, with what the fold must then say.
"""

from collections.abc import Callable
from typing import Any

from repatria.protocol import statements
from repatria.protocol.envelope import Envelope
from tests.protocol.invented import AUDIT, STAR, Network, appoint, digest, three_countries, with_onlookers
from tests.protocol.statement_samples.making import Case, Expect, Final

DAY = 86_400
SUSPENSION = REVIEW = 184 * DAY
LONGEST = 1_827 * DAY
CASES: list[Case] = []
Make = Callable[[Network], Final | tuple[Final, Expect]]


def sample(name: str, code: str | None = None) -> Callable[[Make], Make]:
    def register(make: Make) -> Make:
        CASES.append(Case(name, code, make))
        return make

    return register


def base_network() -> Network:
    return with_leads(three_countries())


def with_leads(network: Network) -> Network:
    """`three_countries` with a secretariat and leads.

    At xn/desk nuru (head), kofi (deputy), lena and ivo (officers); thea is an auditor, paul a partner.
    Wanjiru heads sn/dakar, diallo is its deputy; pierre heads fr/paris.
    """
    network.bureau("XN")
    network.agency("xn/secretariat")
    network.office("xn/desk", "xn/secretariat")
    with_onlookers(network)
    for label, office, role in (
        ("nuru", "xn/desk", "head"),
        ("kofi", "xn/desk", "deputy"),
        ("lena", "xn/desk", "officer"),
        ("ivo", "xn/desk", "officer"),
        ("thea", AUDIT, "auditor"),
        ("paul", STAR, "partner"),
        ("wanjiru", "sn/dakar", "head"),
        ("diallo", "sn/dakar", "deputy"),
        ("pierre", "fr/paris", "head"),
    ):
        appoint(network, label, office, role)
    network.join("stranger")
    return network


# Made, not yet folded. `days` and the like count from the statement's own time.


def submit(n: Network, label: str = "wanjiru", *, days: int = 200, **changed: Any) -> Envelope:
    """A notice by a lead of Senegal, over a record of its own."""
    own = {
        "country": "SN",
        "colour": "silver",
        "variant": "notice",
        "record": digest(f"record {len(n.leaves)} {n.time}").hex(),
        "until": n.time + 60 + days * DAY,
        **changed,
    }
    return n.by(label, statements.notice, **own)


def review(
    n: Network, notice: Envelope, label: str, part: str, outcome: str = "pass", **own: Any
) -> Envelope:
    return n.by(label, statements.notice_review, notice=notice.hash, part=part, outcome=outcome, **own)


def act(n: Network, notice: Envelope, label: str, act: str, **own: Any) -> Envelope:
    return n.by(label, statements.notice_change, notice=notice.hash, act=act, **own)


def suspend(n: Network, notice: Envelope, label: str = "lena", *, seconds: int = 30 * DAY) -> Envelope:
    return act(n, notice, label, "suspend", until=n.time + 60 + seconds, reason="ART3")


# Folded.


def submitted(n: Network, label: str = "wanjiru", **changed: Any) -> Envelope:
    return n.publish(submit(n, label, **changed))


def valid(n: Network, label: str = "wanjiru", **changed: Any) -> Envelope:
    notice = submitted(n, label, **changed)
    n.publish(review(n, notice, "lena", "completeness"))
    n.publish(review(n, notice, "ivo", "constitution"))
    return notice


def suspended(n: Network, *, seconds: int = 30 * DAY, **changed: Any) -> Envelope:
    notice = valid(n, **changed)
    n.publish(suspend(n, notice, seconds=seconds))
    return notice


ALIVE = ("submitted", "valid", "suspended")
ENDED = ("returned", "refused", "replaced", "withdrawn", "cancelled", "expired")


def in_state(n: Network, state: str) -> Envelope:
    """A notice of Senegal that the next statement meets in this state."""
    if state == "submitted":
        return submitted(n)
    if state == "suspended":
        return suspended(n)
    if state in ("returned", "refused"):
        notice = submitted(n)
        outcome = {"returned": "return", "refused": "refuse"}[state]
        n.publish(review(n, notice, "lena", "completeness", outcome, reason="ART2"))
        return notice
    notice = valid(n, days=30)
    if state == "replaced":
        valid(n, amends=notice.hash, until=notice.value["until"])
    elif state == "withdrawn":
        n.publish(act(n, notice, "wanjiru", "withdraw"))
    elif state == "cancelled":
        n.publish(act(n, notice, "nuru", "cancel", reason="ART2"))
    elif state == "expired":
        at(n, notice.value["until"])
    return notice


def at(n: Network, time: int) -> None:
    """The next statement is signed at this time."""
    n.time = time - 60


def says(*states: tuple[Envelope, int, str], **further: Any) -> Expect:
    """Expect each of these notices to have, at that time, that state."""
    return {"notices": [[notice.hash, time, state] for notice, time, state in states], **further}
