"""`repatria screen decide | decisions`: what a lead was found to be, remembered for the next time."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from repatria.cli.output import local_moment, say, show, show_json, words
from repatria.cli.screen.asking import Also, Born, Country, Document, Gender, Name, OfKind, query_of
from repatria.cli.screen.explaining import AsJson
from repatria.cli.working import signed_in
from repatria.screening.records import Subject
from repatria.sdk import Session, WrongUse
from repatria.sdk.decisions import VERDICTS
from repatria.sdk.screening import Lead

# A person may have had a reason to look below the threshold.
ANY_SCORE, MOST_LEADS = 0.0, 200


def decide(
    name: Name,
    listed: Annotated[str, typer.Argument(help="The listed record, as `repatria screen` names it.")],
    verdict: Annotated[str, typer.Argument(help=", ".join(VERDICTS))],
    why: Annotated[str, typer.Option(help="What makes you say so.")],
    also: Also = None,
    kind: OfKind = "person",
    born: Born = None,
    country: Country = None,
    gender: Gender = "",
    document: Document = None,
    as_json: AsJson = False,
) -> None:
    """Say what a lead was found to be. Ask as you asked before: name and options are part of it.

    Kept sealed on this disk; your colleagues do not see it.
    """
    query = query_of([name, *(also or ())], kind, born, country, gender, document)
    with signed_in() as session:
        decision = session.screening.decide(query, _lead(session, query, listed), verdict, why)
    if as_json:
        show_json(asdict(decision))
        return
    say("screen.remembered", verdict=words(f"screen.verdict.{verdict}"), listed=listed)


def decisions(as_json: AsJson = False) -> None:
    """List what you decided, newest first."""
    with signed_in(sync=False, then_save=False) as session:
        rows = session.screening.decisions.all()
    if as_json:
        show_json([asdict(row) for row in rows])
        return
    for row in rows:
        verdict = words(f"screen.verdict.{row.verdict}")
        show("  ".join([local_moment(row.time), verdict, row.name, row.listed_name, row.why]))


def _lead(session: Session, query: Subject, listed: str) -> Lead:
    leads = session.screening.screen(query, limit=MOST_LEADS, threshold=ANY_SCORE)
    found = next((lead for lead in leads if lead.short == listed), None)
    if found is None:
        raise WrongUse("no_such_lead", listed)
    return found
