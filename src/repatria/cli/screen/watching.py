"""`repatria screen watch …`: names that are screened again, and what is new of them."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from repatria.cli import reading
from repatria.cli.output import say, show, show_json, words
from repatria.cli.screen.asking import KINDS, Also, Born, Country, Document, Gender, OfKind, query_of
from repatria.cli.screen.explaining import AsJson, lead_lines
from repatria.cli.working import demand_office, signed_in
from repatria.notices.importing import RowFault
from repatria.screening.forms import form_of
from repatria.screening.records import Kind, Subject
from repatria.sdk import Refused, Session, Unreachable, WrongUse, live
from repatria.sdk.columns import asked_of
from repatria.sdk.watching import Alert, Watched

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
    """Watch a name, or all names of a table. Your whole office watches it, sealed."""
    one = query_of([name, *(also or ())], kind, born, country, gender, document) if table is None else None
    if table is not None and name:
        raise WrongUse("name_and_file", "NAME, --file")
    queries = [one] if one else list(_of_table(table, kind) if table else ())
    with signed_in() as session:
        demand_office(session)
        added = session.watch.add(queries)
    say("screen.watched", count=added)


def listed(as_json: AsJson = False) -> None:
    """List the names that your office watches."""
    with signed_in() as session:
        demand_office(session)
        held = session.watch.all()
    if as_json:
        show_json([{"watched": one.id, **form_of(one.query)} for one in held])
        return
    for one in held:
        show(_line(one))


def run(
    as_json: AsJson = False,
    follow: Annotated[
        bool,
        typer.Option(
            help="Stay, and screen again when notices, lists or names change; with --json an object a line."
        ),
    ] = False,
) -> None:
    """Screen the watched names against what there is now, and show what nobody of your office was shown."""
    if follow:
        _follow(as_json=as_json)
        return
    with signed_in() as session:
        demand_office(session)
        alerts = _new(session)
        if as_json:
            show_json([_row(one) for one in alerts])
        else:
            _show(alerts)
        session.watch.tell(alerts)
    if not as_json:
        say("screen.alerts", count=len(alerts))
        say("screen.lead")


def _follow(*, as_json: bool) -> None:
    """Until interrupted or ended (SIGTERM), or until the session has idled out. Between two looks the profile
    is free for other commands, so each look is a session of its own, and what screens is loaded only where
    something is due.
    """
    with signed_in() as session:
        demand_office(session)
        connection = session.another_connection()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    say("screen.following")
    try:
        for turn, _ in enumerate(live.cursors(connection, events=(live.CURSOR, live.REGISTER))):
            with going_on_when_it_is_back(), signed_in() as session:
                if session.watch.due():
                    alerts = _new(session, whole=turn == 0)
                    _show_lines(alerts, as_json=as_json)
                    session.watch.tell(alerts)
    except KeyboardInterrupt:
        return
    finally:
        connection.close()


@contextmanager
def going_on_when_it_is_back() -> Iterator[None]:
    """A server that is away, or has no answer now, ends nothing: its stream says again what moved."""
    try:
        yield
    except Unreachable:
        return
    except Refused as error:
        if error.status < 500:
            raise


def _new(session: Session, *, whole: bool = True) -> list[Alert]:
    """What nobody was told; looked at once more at the end, as a colleague's program may be quicker."""
    alerts = list(session.watch.alerts(whole=whole))
    session.sync()
    return session.watch.untold(alerts)


def _show_lines(alerts: list[Alert], *, as_json: bool) -> None:
    if not as_json:
        _show(alerts)
        return
    for one in alerts:
        print(json.dumps(_row(one), ensure_ascii=False), flush=True)


def _show(alerts: list[Alert]) -> None:
    for one in alerts:
        show(_line(one.watched))
        for line in lead_lines(one.lead.to_json()):
            show(f"   {line}")


def _row(one: Alert) -> dict[str, Any]:
    return {"watched": one.watched.id, "lead": one.lead.to_json()}


def drop(
    watched: Annotated[list[str], typer.Argument(help="As `repatria screen watch list` names it.")],
) -> None:
    """Watch a name no longer."""
    with signed_in() as session:
        demand_office(session)
        session.watch.drop(*watched)
    say("screen.unwatched", watched=", ".join(watched))


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
