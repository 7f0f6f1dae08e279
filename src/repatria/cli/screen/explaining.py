"""Leads in words: score, where the record stands, and why, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from repatria.cli.notice.options import colour_word, word
from repatria.cli.output import local_moment, say, show, words
from repatria.sdk import Session
from repatria.sdk.screening import NOTICE, threshold_of

# How many of those asked are listed, for saying what share of leads is right: it is never known.
ONE_IN_A_HUNDRED = 0.01

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def say_what_is_missing(session: Session) -> None:
    """Where the office's lists and decisions cannot be read yet: nobody shall take that for an answer."""
    if session.office is not None and not session.office_room.readable:
        say("screen.not_let_in")
    elif unreadable := session.screening.unreadable:
        say("screen.lists_unreadable", lists=", ".join(unreadable))


def show_leads(leads: list[dict[str, Any]], listed: int, threshold: float) -> None:
    """Leads as `Lead.to_json` gives them."""
    for lead in leads:
        for line in lead_lines(lead):
            show(line)
    say("screen.found", count=len(leads), listed=listed)
    show_threshold(threshold)
    say("screen.lead")


def show_threshold(threshold: float) -> None:
    measured = measures(threshold)
    if measured:
        say("screen.threshold", threshold=f"{threshold:.2f}", **measured)
    else:
        say("screen.threshold_unmeasured", threshold=f"{threshold:.2f}")


def measures(threshold: float) -> dict[str, str]:
    """What was measured at a threshold, for people; empty where nothing was."""
    own = threshold_of(threshold)
    if own.names_alone is None or own.with_facts is None:
        return {}
    return {
        "measured_at": f"{own.names_alone.threshold:.2f}",
        "precision": f"{own.names_alone.precision(ONE_IN_A_HUNDRED):.0%}",
        "precision_facts": f"{own.with_facts.precision(ONE_IN_A_HUNDRED):.0%}",
        "recall": f"{own.names_alone.recall:.1%}",
        "alarms": f"{own.names_alone.false_alarms:.2%}",
        "recall_facts": f"{own.with_facts.recall:.1%}",
        "alarms_facts": f"{own.with_facts.false_alarms:.2%}",
    }


def lead_lines(lead: dict[str, Any]) -> Iterator[str]:
    band = words(f"screen.band.{lead['band']}")
    yield "  ".join(
        [f"{lead['score'] / 1000:.3f}", band, lead["listed"], lead["name"], *where(lead["origin"])]
    )
    for reason in lead["reasons"]:
        yield f"   {reason['weight'] / 1000:+.2f}  {why(reason)}"
    if lead["decision"] is not None:
        yield f"   {decided(lead)}"


def where(origin: dict[str, Any]) -> list[str]:
    """Notice or list, its state or date, its licence."""
    if origin["kind"] == NOTICE:
        parts = (colour_word(origin["colour"]), origin["country"], word("states", "valid"), origin["title"])
        return [part for part in parts if part]
    dated = words("screen.dated", date=origin["dated"]) if origin["dated"] else words("screen.undated")
    terms = origin["terms"] or word("licences", origin["licence"])
    return [words("screen.of_list", list=origin["name"], file=origin["title"]), dated, terms]


def why(reason: dict[str, Any]) -> str:
    """One reason as a phrase: what was compared, and what that says."""
    sides = " ~ ".join(side for side in (reason["query"], reason["listed"]) if side)
    return f"{sides}: {words('screen.reason.' + reason['kind'])}"


def decided(lead: dict[str, Any]) -> str:
    own = lead["decision"]
    key = "screen.decided_before" if lead["decide_again"] else "screen.decided"
    verdict = words(f"screen.verdict.{own['verdict']}")
    name = own["by_name"]
    return words(key, verdict=verdict, name=name, time=local_moment(own["time"]), why=own["why"])
