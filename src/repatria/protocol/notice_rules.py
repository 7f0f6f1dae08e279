"""Step 5 of the directory fold for notices (protocol/notices.md, "The fold"): who may say what, and when.

As in `authority.py`, a rule reads the books and refuses, or returns the change to make.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from repatria.protocol.errors import ProtocolError
from repatria.protocol.notice_states import (
    CANCELLED,
    ENDED,
    REFUSED,
    REPLACED,
    RETURNED,
    REVIEW_SECONDS,
    SUBMITTED,
    SUSPENDED,
    VALID,
    WITHDRAWN,
    Notice,
    NoticeChange,
    Review,
)
from repatria.protocol.posts import is_lead, is_secretariat, issue
from repatria.protocol.records import Books, Statement

MAX_VALIDITY_SECONDS = 157_852_800  # 1,827 days


def notice(books: Books, statement: Statement) -> Callable[[], None]:
    value = statement.value
    if not is_lead(books, statement.by, statement.time, value["country"]):
        raise ProtocolError("no_authority", f"not by a lead of {value['country']}")
    _check_until(statement, statement.time, MAX_VALIDITY_SECONDS)
    if value["record"] in books.notice_records:
        raise ProtocolError("replayed_record", value["record"])
    if value["amends"] is not None:
        _check_amendment(statement, _notice(books, value["amends"]))
    made = Notice(
        issue=issue(books, statement),
        country=value["country"],
        colour=value["colour"],
        variant=value["variant"],
        record=value["record"],
        until=value["until"],
        amends=value["amends"],
        state=SUBMITTED,
        last_time=statement.time,
    )

    def change() -> None:
        books.notice_records.add(made.record)
        books.notices[made.hash] = made

    return change


def _check_amendment(statement: Statement, amended: Notice) -> None:
    value = statement.value
    kept = (amended.country, amended.colour, amended.variant)
    if kept != (value["country"], value["colour"], value["variant"]):
        raise ProtocolError("bad_amendment", "country, colour and variant stay")
    _demand_state(amended, statement, VALID, SUSPENDED)
    if value["until"] > amended.until:
        raise ProtocolError("bad_until", "an amendment does not make a notice last longer")


def review(books: Books, statement: Statement) -> Callable[[], None]:
    value = statement.value
    of = _notice(books, value["notice"])
    if not is_secretariat(books, statement.by, statement.time):
        raise ProtocolError("no_authority", "not by the secretariat")
    own = issue(books, statement)
    others = [done.issue for done in of.reviews if done.part != value["part"]]
    if any(own.same_person(other) for other in (of.issue, *others)):
        raise ProtocolError("same_person", "three people make, complete and examine a notice")
    _demand_state(of, statement, SUBMITTED)
    if of.has_passed(value["part"]):
        raise ProtocolError("wrong_state", f"{value['part']} has passed")
    if value["outcome"] == "refuse":
        _demand_reason(statement, "reason")
    made = Review(own, value["part"], value["outcome"], value["reason"], value["text"])
    reviewed = replace(of, reviews=(*of.reviews, made), last_time=_clock(of, statement))
    if value["outcome"] != "pass":
        return _put(books, replace(reviewed, state=RETURNED if value["outcome"] == "return" else REFUSED))
    if not of.would_be_published_by(value["part"]):
        return _put(books, reviewed)
    published = replace(reviewed, state=VALID, published=statement.index)
    if of.amends is None:
        return _put(books, published)
    amended = _notice(books, of.amends)
    _demand_state(amended, statement, VALID, SUSPENDED)
    return _put(books, published, replace(amended, state=REPLACED, replaced_by=of.hash))


def change(books: Books, statement: Statement) -> Callable[[], None]:
    value = statement.value
    of = _notice(books, value["notice"])
    act = _ACTS[value["act"]]
    if value["until"] is not None and not act.has_until:
        raise ProtocolError("bad_until", f"{value['act']} has none")
    right = (act.by_secretariat and is_secretariat(books, statement.by, statement.time)) or (
        act.by_lead and is_lead(books, statement.by, statement.time, of.country)
    )
    if not right:
        raise ProtocolError("no_authority", f"{value['act']} is not theirs")
    _demand_state(of, statement, *act.states)
    made = NoticeChange(issue(books, statement), value["act"], value["until"], value["reason"], value["text"])
    own = act.effect(statement, of)
    return _put(books, replace(of, changes=(*of.changes, made), last_time=_clock(of, statement), **own))


def _suspend(statement: Statement, _of: Notice) -> dict[str, Any]:
    _check_until(statement, statement.time, REVIEW_SECONDS)
    return {"state": SUSPENDED, "suspended_until": statement.value["until"]}


def _reinstate(_statement: Statement, _of: Notice) -> dict[str, Any]:
    return {"state": VALID, "suspended_until": None}


def _withdraw(_statement: Statement, _of: Notice) -> dict[str, Any]:
    return {"state": WITHDRAWN}


def _cancel(statement: Statement, _of: Notice) -> dict[str, Any]:
    _demand_reason(statement, "reason")
    return {"state": CANCELLED}


def _renew(statement: Statement, of: Notice) -> dict[str, Any]:
    _demand_reason(statement, "text")
    if statement.time < of.until - REVIEW_SECONDS:
        raise ProtocolError("too_early", f"not before {of.until - REVIEW_SECONDS}")
    _check_until(statement, of.until, MAX_VALIDITY_SECONDS)
    return {"until": statement.value["until"]}


def _redress(statement: Statement, _of: Notice) -> dict[str, Any]:
    _demand_reason(statement, "text")
    return {}


class _Act(NamedTuple):
    effect: Callable[[Statement, Notice], dict[str, Any]]
    states: tuple[str, ...]
    by_secretariat: bool = False
    by_lead: bool = False
    has_until: bool = False


_ACTS = {
    "suspend": _Act(_suspend, (VALID,), by_secretariat=True, by_lead=True, has_until=True),
    "reinstate": _Act(_reinstate, (SUSPENDED,), by_secretariat=True),
    "withdraw": _Act(_withdraw, (SUBMITTED, VALID, SUSPENDED), by_lead=True),
    "cancel": _Act(_cancel, (VALID, SUSPENDED), by_secretariat=True),
    "renew": _Act(_renew, (VALID,), by_lead=True, has_until=True),
    "redress": _Act(_redress, (VALID, SUSPENDED, *ENDED), by_secretariat=True),
}


def _notice(books: Books, hash_: str) -> Notice:
    found = books.notices.get(hash_)
    if found is None:
        raise ProtocolError("unknown_notice", hash_)
    return found


def _put(books: Books, *changed: Notice) -> Callable[[], None]:
    def change() -> None:
        books.notices.update({one.hash: one for one in changed})

    return change


def _clock(of: Notice, statement: Statement) -> int:
    # Else a statement that is dated back could bring back what another has already found ended.
    return max(statement.time, of.last_time)


def _demand_state(of: Notice, statement: Statement, *allowed: str) -> None:
    state = of.state_at(_clock(of, statement))
    if state not in allowed:
        raise ProtocolError("wrong_state", state)


def _demand_reason(statement: Statement, name: str) -> None:
    if statement.value[name] == "":
        raise ProtocolError("no_reason", name)


def _check_until(statement: Statement, after: int, longest: int) -> None:
    until = statement.value["until"]
    if until is None or not after < until <= statement.time + longest:
        raise ProtocolError("bad_until", f"{until}")


RULES: dict[str, Callable[[Books, Statement], Callable[[], None]]] = {
    "notice": notice,
    "notice-review": review,
    "notice-change": change,
}
