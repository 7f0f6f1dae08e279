"""The statement `notice-review`: who may, in which state, and what an outcome does."""

from typing import Any

from repatria.protocol import statements
from tests.protocol.invented import Network, digest
from tests.protocol.notice_samples.making import (
    CASES,
    DAY,
    ENDED,
    act,
    at,
    in_state,
    review,
    sample,
    says,
    submitted,
    valid,
)
from tests.protocol.statement_samples.making import Case, Expect, Final, changed, rotation


@sample("one pass does not publish")
def _(n: Network) -> tuple[Final, Expect]:
    notice = submitted(n)
    made = review(n, notice, "lena", "completeness")
    return made, says((notice, n.time, "submitted"), published={notice.hash: None})


@sample("the second pass, by another, publishes at its own leaf")
def _(n: Network) -> tuple[Final, Expect]:
    notice = submitted(n)
    n.publish(review(n, notice, "lena", "constitution"))
    made = review(n, notice, "kofi", "completeness")
    return made, says((notice, n.time, "valid"), published={notice.hash: len(n.leaves)})


@sample("a diffusion is reviewed alike")
def _(n: Network) -> tuple[Final, Expect]:
    notice = submitted(n, variant="diffusion")
    n.publish(review(n, notice, "nuru", "constitution"))
    made = review(n, notice, "lena", "completeness")
    return made, says((notice, n.time, "valid"))


def _reviewer(label: str, code: str | None, why: str) -> None:
    def make(n: Network) -> Final:
        return review(n, submitted(n), label, "completeness")

    verdict = "passes" if code is None else "is refused"
    CASES.append(Case(f"a review by {why} {verdict}", code, make))


for _label, _code, _why in (
    ("nuru", None, "the head of the secretariat's office"),
    ("kofi", None, "its deputy"),
    ("ivo", None, "its officer"),
    ("thea", "no_authority", "an auditor"),
    ("paul", "no_authority", "a partner"),
    ("xn bureau", "no_authority", "the head of the secretariat's bureau"),
    ("xn/secretariat head", "no_authority", "the head of its agency"),
    ("pierre", "no_authority", "a lead of another country"),
    ("diallo", "no_authority", "a lead of the notice's own country"),
    ("wanjiru", "no_authority", "who issued it"),
    ("stranger", "no_authority", "somebody without a post"),
):
    _reviewer(_label, _code, _why)


@sample("a review by the root is refused", "no_authority")
def _(n: Network) -> Final:
    notice = submitted(n)
    return n.by_root(statements.notice_review, notice=notice.hash, part="completeness", outcome="pass")


@sample("a review by a reviewer whose term is over is refused", "no_authority")
def _(n: Network) -> Final:
    officer = n.directory.officer(n.people["lena"].keyid)
    assert officer is not None
    at(n, officer.until - 60)
    notice = submitted(n, "sn bureau")
    return review(n, notice, "lena", "completeness")


@sample("a review by a suspended reviewer is refused", "issuer_suspended")
def _(n: Network) -> Final:
    notice = submitted(n)
    n.publish(n.suspend("lena", "xn bureau"))
    return review(n, notice, "lena", "completeness")


@sample("a review by a revoked reviewer is refused", "issuer_revoked")
def _(n: Network) -> Final:
    notice = submitted(n)
    n.publish(n.revoke("lena", "xn bureau"))
    return review(n, notice, "lena", "completeness")


@sample("a pass by a reviewer who was revoked since counts still: who doubts it cancels")
def _(n: Network) -> tuple[Final, Expect]:
    notice = submitted(n)
    n.publish(review(n, notice, "lena", "completeness"))
    n.publish(n.revoke("lena", "xn bureau"))
    made = review(n, notice, "ivo", "constitution")
    return made, says((notice, n.time, "valid"))


@sample("a notice stays valid when the key that issued it is revoked")
def _(n: Network) -> tuple[Final, Expect]:
    notice = valid(n)
    return n.revoke("wanjiru", "sn bureau"), says((notice, n.time, "valid"))


# Three people.


@sample("a reviewer who passes the other part too is refused", "same_person")
def _(n: Network) -> Final:
    notice = submitted(n)
    n.publish(review(n, notice, "lena", "completeness"))
    return review(n, notice, "lena", "constitution")


@sample("a reviewer who refuses after passing the other part is refused", "same_person")
def _(n: Network) -> Final:
    notice = submitted(n)
    n.publish(review(n, notice, "lena", "completeness"))
    return review(n, notice, "lena", "constitution", "refuse", reason="ART2")


@sample("a reviewer who rotates the key is the same person", "same_person")
def _(n: Network) -> Final:
    notice = submitted(n)
    n.publish(review(n, notice, "lena", "completeness"))
    n.publish(rotation(n, "lena"))
    return review(n, notice, "stranger", "constitution")


@sample("a reviewer who rotated and was renewed is the same person", "same_person")
def _(n: Network) -> Final:
    notice = submitted(n)
    n.publish(review(n, notice, "lena", "completeness"))
    n.publish(rotation(n, "lena"))
    n.publish(n.renew("stranger"))
    return review(n, notice, "stranger", "constitution")


@sample("a reviewer with a rotated key reviews what is new to them")
def _(n: Network) -> tuple[Final, Expect]:
    n.publish(rotation(n, "lena"))
    notice = submitted(n)
    n.publish(review(n, notice, "ivo", "completeness"))
    made = review(n, notice, "stranger", "constitution")
    return made, says((notice, n.time, "valid"))


@sample("the secretariat's own notice is not reviewed by who issued it", "same_person")
def _(n: Network) -> Final:
    notice = submitted(n, "nuru", country="XN", colour="un")
    return review(n, notice, "nuru", "completeness")


@sample("nor by who issued it and rotated the key", "same_person")
def _(n: Network) -> Final:
    notice = submitted(n, "nuru", country="XN", colour="un")
    n.publish(rotation(n, "nuru"))
    return review(n, notice, "stranger", "completeness")


@sample("the secretariat's own notice is reviewed by two others")
def _(n: Network) -> tuple[Final, Expect]:
    notice = submitted(n, "nuru", country="XN", colour="un")
    n.publish(review(n, notice, "kofi", "completeness"))
    made = review(n, notice, "ivo", "constitution")
    return made, says((notice, n.time, "valid"))


# States.


@sample("a part that has passed is not reviewed again, by another", "wrong_state")
def _(n: Network) -> Final:
    notice = submitted(n)
    n.publish(review(n, notice, "lena", "completeness"))
    return review(n, notice, "ivo", "completeness")


@sample("nor by the same", "wrong_state")
def _(n: Network) -> Final:
    notice = submitted(n)
    n.publish(review(n, notice, "lena", "completeness"))
    return review(n, notice, "lena", "completeness")


def _after(state: str) -> None:
    def make(n: Network) -> Final:
        return review(n, in_state(n, state), "nuru", "completeness")

    CASES.append(Case(f"a review of a notice that is {state} is refused", "wrong_state", make))


for _state in ("valid", "suspended", *ENDED):
    _after(_state)


@sample("a second pass in the notice's last second publishes it")
def _(n: Network) -> tuple[Final, Expect]:
    notice = submitted(n, days=2)
    n.publish(review(n, notice, "lena", "completeness"))
    at(n, notice.value["until"] - 1)
    made = review(n, notice, "ivo", "constitution")
    return made, says((notice, n.time, "valid"), (notice, n.time + 1, "expired"))


@sample("a second pass at the notice's end comes too late", "wrong_state")
def _(n: Network) -> Final:
    notice = submitted(n, days=2)
    n.publish(review(n, notice, "lena", "completeness"))
    at(n, notice.value["until"])
    return review(n, notice, "ivo", "constitution")


@sample("a notice that is returned ends")
def _(n: Network) -> tuple[Final, Expect]:
    notice = submitted(n)
    made = review(n, notice, "lena", "completeness", "return", text="The date of the warrant is missing")
    return made, says((notice, n.time, "returned"), (notice, n.time + 3_000 * DAY, "returned"))


@sample("a notice that is returned after a first pass ends")
def _(n: Network) -> tuple[Final, Expect]:
    notice = submitted(n)
    n.publish(review(n, notice, "lena", "completeness"))
    made = review(n, notice, "ivo", "constitution", "return")
    return made, says((notice, n.time, "returned"))


@sample("a notice that is refused with a reason ends")
def _(n: Network) -> tuple[Final, Expect]:
    notice = submitted(n)
    made = review(n, notice, "lena", "constitution", "refuse", reason="ART3")
    return made, says((notice, n.time, "refused"))


@sample("a refusal without a reason is refused", "no_reason")
def _(n: Network) -> Final:
    return review(n, submitted(n), "lena", "constitution", "refuse", text="No")


@sample("a withdrawn notice is not reviewed to its end", "wrong_state")
def _(n: Network) -> Final:
    notice = submitted(n)
    n.publish(review(n, notice, "lena", "completeness"))
    n.publish(act(n, notice, "diallo", "withdraw"))
    return review(n, notice, "ivo", "constitution")


@sample("a review of nothing is refused", "unknown_notice")
def _(n: Network) -> Final:
    own = {"notice": digest("nothing").hex(), "part": "completeness", "outcome": "pass"}
    return n.by("lena", statements.notice_review, **own)


@sample("a review of nothing by somebody without a post is refused as one of nothing", "unknown_notice")
def _(n: Network) -> Final:
    own = {"notice": digest("nothing").hex(), "part": "completeness", "outcome": "pass"}
    return n.by("stranger", statements.notice_review, **own)


REFUSED: dict[str, dict[str, Any]] = {
    "a part that does not exist": {"part": "spelling"},
    "an outcome that does not exist": {"outcome": "maybe"},
    "a reason that does not exist": {"reason": "TASTE"},
    "a text of 501 characters": {"text": "x" * 501},
    "a text of two lines": {"text": "one\ntwo"},
    "a further key": {"until": None},
}


def _shape(name: str, own: dict[str, Any]) -> None:
    def make(n: Network) -> Final:
        made = review(n, submitted(n), "lena", "completeness")
        return changed(made, n.people["lena"].signing_key, **own)

    CASES.append(Case(f"a review with {name} is refused", "bad_shape", make))


for _name, _own in REFUSED.items():
    _shape(_name, _own)
