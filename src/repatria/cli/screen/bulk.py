"""`repatria screen file`: a table of names, row by row, into a table of leads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from repatria.cli import reading
from repatria.cli.notice.options import colour_word, word
from repatria.cli.output import err, local_moment, say, show_json, words
from repatria.cli.screen.asking import KINDS, Least, Limit, OfKind, checked
from repatria.cli.screen.explaining import AsJson, decided, measures, say_what_is_missing, show_threshold, why
from repatria.cli.working import signed_in
from repatria.notices.importing import RowFault
from repatria.screening.records import Kind
from repatria.sdk import WrongUse
from repatria.sdk.bulk import Bulk, Result, Settings, Tally
from repatria.sdk.columns import FIELDS
from repatria.sdk.screening import NOTICE
from repatria.sdk.tables import Progress as Tell
from repatria.sdk.tables import write_table

HEADS = (
    "row", "id", "asked", "score", "band", "name", "listed", "where", "colour", "country", "title", "dated",
    "licence", "reasons", "decision", "late",
)  # fmt: skip


def file(
    table: Annotated[Path, typer.Argument(help="CSV or XLSX, one name or record a row, with headings.")],
    out: Annotated[Path, typer.Option(help="Where the leads go: .xlsx or .csv.")],
    kind: OfKind = "person",
    column: Annotated[
        list[str] | None,
        typer.Option(help="FIELD=HEADING for a column that is not recognised; may be repeated."),
    ] = None,
    limit: Limit = 10,
    threshold: Least = None,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin anew, whatever was cut off before.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Screen a table, row by row. Cut off, the same command goes on where it stopped.

    Rows that cannot be asked are listed with their line; nothing leaves this machine.
    """
    least = checked(limit, threshold)
    run = Bulk(table, _output(table, out), Settings(least, limit, _kind(kind), _columns(column)))
    if restart:
        run.finish()
    with signed_in() as session:
        say_what_is_missing(session)
        done = run.begin(session.screening)
    if done:
        say("screen.goes_on", count=done)
    with rows_bar() as tell:
        run.screen(tell)
    with signed_in() as session, rows_bar() as tell:
        run.look_again(session.screening, tell)
        about = [("table", table.name), ("time", local_moment(session.now()))]
        about.append(("position", str(session.register.directory.size)))
    tally = run.tally()
    _write(run, out, _about(about, tally, least))
    if as_json:
        show_json({**asdict(tally), "threshold": least, "out": str(out)})
    else:
        _tell(tally, run, out)
        show_threshold(least)
        say("screen.lead")
    run.finish()


@contextmanager
def rows_bar() -> Iterator[Tell]:
    """A bar over the rows, with how many a second and the time left."""
    columns = (BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        task = bars.add_task("", total=None)
        yield lambda done, total: bars.update(task, completed=done, total=max(done, total))


class _Rate(TextColumn):
    """Rows a second."""

    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Task) -> Text:
        return Text(words("screen.rate", rate=f"{task.speed or 0:.0f}"))


def _output(table: Path, out: Path) -> Path:
    if out.suffix.lower() not in (".xlsx", ".csv"):
        raise WrongUse("bad_choice", f"--out {str(out)!r}: .xlsx, .csv")
    if table.resolve() == out.resolve():
        raise WrongUse("same_file", str(out))
    return out


def _kind(kind: str) -> Kind:
    return Kind(reading.one_of("--kind", kind, KINDS))


def _columns(given: list[str] | None) -> dict[str, str]:
    pairs = [one.partition("=") for one in given or ()]
    for field, _, _ in pairs:
        reading.one_of("--column", field, FIELDS)
    return {field: heading for field, _, heading in pairs}


def _write(run: Bulk, out: Path, about: list[list[str]]) -> None:
    heads = [words(f"screen.head.{head}") for head in HEADS]
    leads = (row for part in ([heads], map(_cells, run.results())) for row in part)
    if out.suffix.lower() == ".csv":
        write_table(out, {"": leads})
        if any(run.faults()):
            write_table(beside(out), {"": _faults(run)})
        return
    sheets = {words("screen.sheet.leads"): leads, words("screen.sheet.faults"): _faults(run)}
    write_table(out, {**sheets, words("screen.sheet.about"): about})


def beside(out: Path) -> Path:
    """Where the rows that were left out stand, beside leads in CSV."""
    return out.with_name(f"{out.stem}.left-out.csv")


def _cells(result: Result) -> list[str]:
    lead, origin = result.lead, result.lead["origin"]
    return [
        str(result.line),
        result.label,
        result.asked,
        f"{lead['score'] / 1000:.3f}",
        words(f"screen.band.{lead['band']}"),
        lead["name"],
        lead["listed"],
        words(f"screen.origin.{origin['kind']}", name=_name(origin)),
        colour_word(origin["colour"]) if origin["colour"] else "",
        origin["country"],
        origin["title"],
        origin["dated"],
        origin["terms"] or (word("licences", origin["licence"]) if origin["licence"] else ""),
        "; ".join(why(reason) for reason in lead["reasons"]),
        decided(lead) if lead["decision"] else "",
        words("screen.late") if result.late else "",
    ]


def _name(origin: dict[str, Any]) -> str:
    return str(origin["name"][:12] if origin["kind"] == NOTICE else origin["name"])


def _faults(run: Bulk) -> Iterator[list[str]]:
    yield [words(f"screen.head.{head}") for head in ("row", "cell", "fault")]
    for fault in run.faults():
        yield [str(fault.line), fault.what, words(f"screen.fault.{fault.code}")]


def _about(facts: list[tuple[str, str]], tally: Tally, threshold: float) -> list[list[str]]:
    rows = [*facts, ("threshold", f"{threshold:.2f}"), *measures(threshold).items()]
    rows += [(name, str(count)) for name, count in asdict(tally).items()]
    return [*([words(f"screen.about.{name}"), value] for name, value in rows), [words("screen.lead")]]


def _tell(tally: Tally, run: Bulk, out: Path) -> None:
    say("screen.done", count=tally.screened, hits=tally.hits, path=out)
    if tally.ended:
        say("screen.ended", count=tally.ended)
    if tally.late:
        say("screen.late_hits", count=tally.late)
    for fault in _first(run.faults(), 20):
        say("screen.fault_line", line=fault.line, what=fault.what, why=words(f"screen.fault.{fault.code}"))
    if tally.left_out or tally.notes:
        where = beside(out) if out.suffix.lower() == ".csv" else words("screen.sheet.faults")
        say("screen.left_out", count=tally.left_out, notes=tally.notes, where=where)


def _first(faults: Iterator[RowFault], most: int) -> Iterator[RowFault]:
    return (fault for _, fault in zip(range(most), faults, strict=False))
