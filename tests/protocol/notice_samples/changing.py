"""The statement `notice-change`: every act in every state, by everybody, and its own terms."""

from typing import Any, NamedTuple

from repatria.protocol import statements
from tests.protocol.invented import Network, digest
from tests.protocol.notice_samples.making import (
    ALIVE,
    CASES,
    DAY,
    ENDED,
    LONGEST,
    REVIEW,
    SUSPENSION,
    act,
    at,
    in_state,
    sample,
    says,
    submitted,
    suspend,
    suspended,
    valid,
)
from tests.protocol.statement_samples.making import Case, Expect, Final, changed


class Act(NamedTuple):
    """The page's line of an act, said once more: from which states, to which, and by whom."""

    states: tuple[str, ...]
    becomes: str
    by_lead: bool
    by_secretariat: bool


ACTS = {
    "suspend": Act(("valid",), "suspended", by_lead=True, by_secretariat=True),
    "reinstate": Act(("suspended",), "valid", by_lead=False, by_secretariat=True),
    "withdraw": Act(ALIVE, "withdrawn", by_lead=True, by_secretariat=False),
    "cancel": Act(("valid", "suspended"), "cancelled", by_lead=False, by_secretariat=True),
    "renew": Act(("valid",), "valid", by_lead=True, by_secretariat=False),
    "redress": Act(("valid", "suspended", *ENDED), "", by_lead=False, by_secretariat=True),
}
TITLES = {"lead": "wanjiru", "secretariat": "nuru"}


def terms(n: Network, name: str, notice: Final) -> dict[str, Any]:
    """What this act needs to be said well in the next statement."""
    assert not isinstance(notice, bytes)
    until = {"suspend": n.time + 60 + 10 * DAY, "renew": notice.value["until"] + 300 * DAY}.get(name)
    return {"until": until, "reason": "CCF_DECISION", "text": "The case is open still"}


# Each act in each state.


def _in_state(name: str, state: str) -> None:
    line = ACTS[name]
    code = None if state in line.states else "wrong_state"
    by = "wanjiru" if line.by_lead else "nuru"

    def make(n: Network) -> tuple[Final, Expect]:
        notice = in_state(n, state)
        if name == "renew" and state == "valid":
            at(n, notice.value["until"] - DAY)
        made = act(n, notice, by, name, **terms(n, name, notice))
        return made, says((notice, n.time, line.becomes or state)) if code is None else {}

    verdict = "passes" if code is None else "is refused"
    CASES.append(Case(f"{name} of a notice that is {state} {verdict}", code, make))


# Each act by everybody, in a state that allows it.


def _by(name: str, label: str, who: str) -> None:
    line = ACTS[name]
    allowed = (line.by_lead and label in ("wanjiru", "diallo", "sn bureau")) or (
        line.by_secretariat and label in ("nuru", "kofi", "lena")
    )

    def make(n: Network) -> Final:
        notice = in_state(n, line.states[0])
        if name == "renew":
            at(n, notice.value["until"] - DAY)
        return act(n, notice, label, name, **terms(n, name, notice))

    verdict = "passes" if allowed else "is refused"
    CASES.append(Case(f"{name} by {who} {verdict}", None if allowed else "no_authority", make))


WHO = {
    "wanjiru": "the head of an office of the country",
    "diallo": "its deputy",
    "sn bureau": "the bureau's head",
    "amina": "an officer of the country",
    "sn/onrac head": "the head of an agency of the country",
    "pierre": "a lead of another country",
    "nuru": "the head of the secretariat's office",
    "kofi": "the secretariat's deputy",
    "lena": "an officer of the secretariat",
    "thea": "an auditor",
    "paul": "a partner",
    "xn bureau": "the head of the secretariat's bureau",
    "stranger": "somebody without a post",
}
for _name in ACTS:
    for _state in (*ALIVE, *ENDED):
        _in_state(_name, _state)
    for _label, _who in WHO.items():
        _by(_name, _label, _who)


@sample("an act of the root is refused", "no_authority")
def _(n: Network) -> Final:
    notice = valid(n)
    return n.by_root(statements.notice_change, notice=notice.hash, act="cancel", reason="ART2")


@sample("an act on nothing is refused", "unknown_notice")
def _(n: Network) -> Final:
    own = {"notice": digest("nothing").hex(), "act": "cancel", "reason": "ART2"}
    return n.by("nuru", statements.notice_change, **own)


@sample("an act by a lead whose term is over is refused", "no_authority")
def _(n: Network) -> Final:
    officer = n.directory.officer(n.people["wanjiru"].keyid)
    assert officer is not None
    notice = valid(n, days=700)
    at(n, officer.until)
    return act(n, notice, "wanjiru", "withdraw")


@sample("what is nobody's is withdrawn by a new lead of the country")
def _(n: Network) -> tuple[Final, Expect]:
    notice = valid(n)
    n.publish(n.revoke("wanjiru", "sn bureau"))
    return act(n, notice, "diallo", "withdraw"), says((notice, n.time, "withdrawn"))


# Terms.


def _no_until(name: str) -> None:
    def make(n: Network) -> Final:
        notice = in_state(n, ACTS[name].states[0])
        by = "wanjiru" if ACTS[name].by_lead else "nuru"
        own = {**terms(n, name, notice), "until": n.time + DAY}
        return act(n, notice, by, name, **own)

    CASES.append(Case(f"{name} with an end is refused", "bad_until", make))


for _name in ("reinstate", "withdraw", "cancel", "redress"):
    _no_until(_name)


def _suspension(seconds: int | None, code: str | None, why: str) -> None:
    def make(n: Network) -> Final:
        notice = valid(n)
        until = None if seconds is None else n.time + 60 + seconds
        return act(n, notice, "lena", "suspend", until=until, reason="ART2")

    verdict = "passes" if code is None else "is refused"
    CASES.append(Case(f"a suspension {why} {verdict}", code, make))


_suspension(SUSPENSION, None, "of 184 days")
_suspension(SUSPENSION + 1, "bad_until", "of 184 days and a second")
_suspension(1, None, "of one second")
_suspension(0, "bad_until", "of no time")
_suspension(None, "bad_until", "without an end")


@sample("a suspension without a reason passes: a doubt may be looked into before it has a name")
def _(n: Network) -> Final:
    notice = valid(n)
    return act(n, notice, "lena", "suspend", until=n.time + 60 + DAY)


@sample("a notice is suspended anew after it was reinstated")
def _(n: Network) -> tuple[Final, Expect]:
    notice = suspended(n, seconds=DAY)
    n.publish(act(n, notice, "kofi", "reinstate"))
    made = suspend(n, notice, "diallo", seconds=3 * DAY)
    then = made.value["until"]
    states = ((notice, then - 1, "suspended"), (notice, then, "cancelled"))
    return made, says(*states, runs_out={notice.hash: then})


@sample("a reinstated notice no longer runs out with its suspension")
def _(n: Network) -> tuple[Final, Expect]:
    notice = suspended(n, seconds=DAY)
    made = act(n, notice, "kofi", "reinstate")
    runs_out = {notice.hash: notice.value["until"]}
    return made, says((notice, n.time + 2 * DAY, "valid"), runs_out=runs_out)


@sample("a cancellation without a reason is refused", "no_reason")
def _(n: Network) -> Final:
    return act(n, valid(n), "nuru", "cancel", text="Because")


@sample("a redress note without a text is refused", "no_reason")
def _(n: Network) -> Final:
    return act(n, valid(n), "nuru", "redress", reason="CCF_DECISION")


@sample("redress notes are kept with the notice and change nothing")
def _(n: Network) -> tuple[Final, Expect]:
    notice = suspended(n)
    n.publish(act(n, notice, "nuru", "redress", text="A request for access is under way"))
    made = act(n, notice, "nuru", "redress", reason="CCF_DECISION", text="The request was granted")
    notes = ["A request for access is under way", "The request was granted"]
    return made, says((notice, n.time, "suspended"), redress={notice.hash: notes})


# Renewing.


def _renewal(when: int, until: int | None, code: str | None, why: str, **own: Any) -> None:
    """`when` the renewal is signed, from the end of the notice; `until` counts from that end too."""

    def make(n: Network) -> tuple[Final, Expect]:
        notice = valid(n)
        end = notice.value["until"]
        at(n, end + when)
        terms = {"until": None if until is None else end + until, "text": "Needed", **own}
        made = act(n, notice, "wanjiru", "renew", **terms)
        return made, says((notice, terms["until"] - 1, "valid")) if code is None else {}

    verdict = "passes" if code is None else "is refused"
    CASES.append(Case(f"a renewal {why} {verdict}", code, make))


_renewal(-REVIEW, DAY, None, "184 days before the end")
_renewal(-REVIEW - 1, DAY, "too_early", "184 days and a second before the end")
_renewal(-1, DAY, None, "in the last second")
_renewal(0, DAY, "wrong_state", "at the end: nothing leaves an ended state,")
_renewal(-DAY, 1, None, "by one second")
_renewal(-DAY, 0, "bad_until", "to the same end")
_renewal(-DAY, -1, "bad_until", "to an earlier end")
_renewal(-DAY, LONGEST - DAY, None, "to 1,827 days from its own time")
_renewal(-DAY, LONGEST - DAY + 1, "bad_until", "to a second more than 1,827 days from its own time")
_renewal(-DAY, DAY, "no_reason", "that states no need", text="")
_renewal(-DAY, None, "bad_until", "without an end")


@sample("a renewal too early, to no end and without a need lacks its need first", "no_reason")
def _(n: Network) -> Final:
    return act(n, valid(n, days=600), "wanjiru", "renew")


@sample("a renewal too early and to no end is too early first", "too_early")
def _(n: Network) -> Final:
    return act(n, valid(n, days=600), "wanjiru", "renew", text="Needed")


REFUSED: dict[str, dict[str, Any]] = {
    "an act that does not exist": {"act": "forget"},
    "a reason that does not exist": {"reason": "TASTE"},
    "an end that is a text": {"until": ""},
    "a text of 501 characters": {"text": "x" * 501},
    "a notice that is no hash": {"notice": ""},
    "a further key": {"part": "completeness"},
}


def _shape(name: str, own: dict[str, Any]) -> None:
    def make(n: Network) -> Final:
        made = act(n, submitted(n), "wanjiru", "withdraw")
        return changed(made, n.people["wanjiru"].signing_key, **own)

    CASES.append(Case(f"a change with {name} is refused", "bad_shape", make))


for _name, _own in REFUSED.items():
    _shape(_name, _own)
