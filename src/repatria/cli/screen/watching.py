"""`repatria screen watch …`: names that are screened again, and what is new of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from repatria.cli import reading
from repatria.cli.output import say, show, show_json, words
from repatria.cli.screen.asking import KINDS, Also, Born, Country, Document, Gender, OfKind, query_of
from repatria.cli.screen.explaining import AsJson, lead_lines
from repatria.cli.working import signed_in
from repatria.notices.importing import RowFault
from repatria.screening.forms import form_of
from repatria.screening.records import Kind, Subject
from repatria.sdk import WrongUse
from repatria.sdk.columns import asked_of
from repatria.sdk.watching import Watched

app = typer.Typer(no_args_is_help=True, help="Names that are screened again: each lead is told once.")


def add(
    name: Annotated[str, typer.Argument(help="The name, in any script.")] = "",
    table: Annotated[
        Path | None, typer.Option("--file", help="CSV or XLSX, one name or record a row, with headings.")
    ] = None,
    also: Also = None,
    kind: OfKind = "person",
    born: Born = None,
    country: Country = None,
    gender: Gender = "",
    document: Document = None,
) -> None:
    """Watch a name, or all names of a table. Kept sealed on this disk."""
    one = query_of([name, *(also or ())], kind, born, country, gender, document) if table is None else None
    if table is not None and name:
        raise WrongUse("name_and_file", "NAME, --file")
    queries = [one] if one else list(_of_table(table, kind) if table else ())
    with signed_in(sync=False, then_save=False) as session:
        added = session.watch.add(queries)
    say("screen.watched", count=added)


def listed(as_json: AsJson = False) -> None:
    """List the names that are watched."""
    with signed_in(sync=False, then_save=False) as session:
        held = session.watch.all()
    if as_json:
        show_json([{"watched": one.id, **form_of(one.query)} for one in held])
        return
    for one in held:
        show(_line(one))


def run(as_json: AsJson = False) -> None:
    """Screen the watched names against what there is now, and show what was not shown before."""
    with signed_in() as session:
        alerts = list(session.watch.alerts())
        if as_json:
            show_json([{"watched": one.watched.id, "lead": one.lead.to_json()} for one in alerts])
        else:
            for one in alerts:
                show(_line(one.watched))
                for line in lead_lines(one.lead.to_json()):
                    show(f"   {line}")
        session.watch.tell(alerts)
    if not as_json:
        say("screen.alerts", count=len(alerts))
        say("screen.lead")


def drop(
    watched: Annotated[str, typer.Argument(help="As `repatria screen watch list` names it.")],
) -> None:
    """Watch a name no longer."""
    with signed_in(sync=False, then_save=False) as session:
        session.watch.drop(watched)
    say("screen.unwatched", watched=watched)


def _of_table(table: Path, kind: str) -> Iterator[Subject]:
    own = Kind(reading.one_of("--kind", kind, KINDS))
    for row in asked_of(table, {}, own):
        if isinstance(row, RowFault):
            why = words(f"screen.fault.{row.code}")
            say("screen.fault_line", line=row.line, what=row.what, why=why)
        else:
            yield row.subject


def _line(one: Watched) -> str:
    numbers = [f"{number.scheme}:{number.value}" for number in one.query.identifiers]
    return "  ".join([one.id, words(f"screen.kind.{one.query.kind}"), *one.query.names, *numbers])


COMMANDS: dict[str, Callable[..., None]] = {"add": add, "list": listed, "run": run, "drop": drop}

for name, command in COMMANDS.items():
    app.command(name)(command)
