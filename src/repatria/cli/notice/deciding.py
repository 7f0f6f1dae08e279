"""`repatria notice review | suspend | reinstate | withdraw | cancel | renew | redress`: signed decisions."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli import reading
from repatria.cli.notice.options import NoticeName
from repatria.cli.output import say
from repatria.cli.working import signed_in
from repatria.protocol.statements import REVIEW_OUTCOMES, REVIEW_PARTS
from repatria.reference import notice_words

REASONS = tuple(notice_words()["reasons"])

Reason = Annotated[str, typer.Option(help=", ".join(REASONS))]
Why = Annotated[str, typer.Option(help="In words; every member reads it.")]
Until = Annotated[str, typer.Option(help="A date, +30d, or Unix seconds.")]


def review(
    notice: NoticeName,
    part: Annotated[str, typer.Argument(help=", ".join(REVIEW_PARTS))],
    outcome: Annotated[str, typer.Argument(help=", ".join(REVIEW_OUTCOMES))],
    reason: Reason = "",
    text: Why = "",
) -> None:
    """Sign your finding on one part, for the secretariat. Two people pass two parts; then it is published."""
    reading.one_of("PART", part, REVIEW_PARTS)
    reading.one_of("OUTCOME", outcome, REVIEW_OUTCOMES)
    reading.code_of("--reason", reason, REASONS)
    with signed_in() as session:
        landed = session.notices.review(session.notices.find(notice), part, outcome, reason, text)
    say("register.landed", index=landed.index, hash=landed.hash)


def suspend(notice: NoticeName, until: Until, reason: Reason = "", text: Why = "") -> None:
    """Suspend a notice while doubts are examined, for 184 days at most."""
    _change(notice, "suspend", until=until, reason=reason, text=text)


def reinstate(notice: NoticeName, text: Why = "") -> None:
    """Lift a suspension, for the secretariat."""
    _change(notice, "reinstate", text=text)


def withdraw(notice: NoticeName, text: Why = "") -> None:
    """Withdraw your country's notice. It is gone from every client at its next look."""
    _change(notice, "withdraw", text=text)


def cancel(notice: NoticeName, reason: Reason, text: Why = "") -> None:
    """Cancel a notice, with the reason, for the secretariat."""
    _change(notice, "cancel", reason=reason, text=text)


def renew(notice: NoticeName, until: Until, text: Why) -> None:
    """Keep your country's notice longer, and say why: in the half-year before its end."""
    _change(notice, "renew", until=until, text=text)


def redress(notice: NoticeName, text: Why) -> None:
    """Note a request for access, correction or deletion, or what came of it, for the secretariat."""
    _change(notice, "redress", text=text)


def _change(name: str, act: str, *, until: str = "", reason: str = "", text: str = "") -> None:
    reading.code_of("--reason", reason, REASONS)
    with signed_in() as session:
        at = reading.moment("--until", until, session.now()) if until else None
        landed = session.notices.change(session.notices.find(name), act, until=at, reason=reason, text=text)
    say("register.landed", index=landed.index, hash=landed.hash)
