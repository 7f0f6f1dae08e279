"""`repatria screen decide | decisions`: what a lead was found to be, remembered for the next time."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli.output import local_moment, say, show, show_json, words
from repatria.cli.screen.asking import Also, AnyKind, Born, Country, Document, Gender, Name, query_of
from repatria.cli.screen.explaining import AsJson
from repatria.cli.working import demand_office, signed_in
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
    kind: AnyKind = "",
    born: Born = None,
    country: Country = None,
    gender: Gender = "",
    document: Document = None,
    as_json: AsJson = False,
) -> None:
    """Say what a lead was found to be. Ask as you asked before: name and options are part of it.

    Your whole office sees it, sealed, with your name and your reason; nobody else does.
    """
    query = query_of([name, *(also or ())], kind, born, country, gender, document)
    with signed_in() as session:
        decision = session.screening.decide(query, _lead(session, query, listed), verdict, why)
    if as_json:
        show_json(decision.to_json())
        return
    say("screen.remembered", verdict=words(f"screen.verdict.{verdict}"), listed=listed)


def decisions(as_json: AsJson = False) -> None:
    """List what your office decided, newest first: who, when and why."""
    with signed_in() as session:
        demand_office(session)
        rows = session.screening.decisions.all()
    if as_json:
        show_json([row.to_json() for row in rows])
        return
    for row in rows:
        verdict = words(f"screen.verdict.{row.verdict}")
        said = [local_moment(row.time), row.by_name, verdict, row.name, row.listed_name, row.why]
        show("  ".join(said))


def _lead(session: Session, query: Subject, listed: str) -> Lead:
    leads = session.screening.screen(query, limit=MOST_LEADS, threshold=ANY_SCORE)
    found = next((lead for lead in leads if lead.short == listed), None)
    if found is None:
        raise WrongUse("no_such_lead", listed)
    return found
