"""`repatria duty`: who is on duty now, and the roster of your own office."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli.output import say, show, show_json
from repatria.cli.working import signed_in
from repatria.sdk import Session, WrongUse


def run(
    set_roster: Annotated[
        Path | None,
        typer.Option(
            help='JSON: {"roster": [{officer, days, from, to}], '
            '"absences": [{officer, from, until, replacement}], "closed": ["YYYY-MM-DD"]}'
        ),
    ] = None,
    roster: Annotated[
        bool, typer.Option("--roster", help="Print the roster of your office, to be changed and set again.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show who is on duty in every office; with --set-roster, replace that of your office."""
    with signed_in() as session:
        if set_roster is not None:
            _set(session, set_roster)
        if roster:
            show_json(session.roster())
            return
        rows = session.duty()
        if as_json:
            show_json(rows)
            return
        for row in rows:
            names = [_name(session, key) for key in row["on_duty"]]
            show(f"{row['office']}  {', '.join(names) or '-'}")


def _set(session: Session, path: Path) -> None:
    try:
        plan = json.loads(path.read_bytes())
    except ValueError as error:
        raise WrongUse("bad_roster", str(error)) from error
    session.set_duty(plan)
    say("duty.set", office=session.office)


def _name(session: Session, key: str) -> str:
    officer = session.register.directory.officer(key)
    return str(officer.person["latin"]) if officer else key[:12]
