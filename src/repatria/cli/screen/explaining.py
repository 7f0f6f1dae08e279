"""Leads in words: score, where the record stands, and why, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from repatria.cli.notice.options import colour_word, word
from repatria.cli.output import local_moment, say, show, words
from repatria.sdk.screening import NOTICE, default_threshold

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def show_leads(leads: list[dict[str, Any]], listed: int, threshold: float) -> None:
    """Leads as `Lead.to_json` gives them."""
    for lead in leads:
        for line in lead_lines(lead):
            show(line)
    say("screen.found", count=len(leads), listed=listed)
    show_threshold(threshold)
    say("screen.lead")


def show_threshold(threshold: float) -> None:
    own = default_threshold()
    if own.precision is None or own.recall is None or threshold != own.value:
        say("screen.threshold_unmeasured", threshold=f"{threshold:.2f}")
        return
    measured = {"precision": f"{own.precision:.1%}", "recall": f"{own.recall:.1%}"}
    say("screen.threshold", threshold=f"{threshold:.2f}", **measured)


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
    return words(key, verdict=verdict, time=local_moment(own["time"]), why=own["why"])
