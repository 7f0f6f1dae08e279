"""`repatria framework export | import | schema`: frameworks as files, both ways."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from repatria.cli import reading
from repatria.cli.framework.wording import Jurisdictions
from repatria.cli.output import say, show_json
from repatria.cli.publishing import AsJson, write_text
from repatria.cli.working import signed_in
from repatria.frameworks import exchange
from repatria.frameworks.exchange import ExchangeFault
from repatria.frameworks.facts import Fact
from repatria.reference import framework_schema
from repatria.sdk import Frameworks, WrongUse


def export(
    file: Annotated[Path, typer.Argument(help="The .json or .csv file to write.")],
    jurisdiction: Jurisdictions,
) -> None:
    """Write what is known of jurisdictions into a file: JSON for programs, CSV for tables."""
    with signed_in() as session:
        items = [session.frameworks.item_of(one) for one in jurisdiction]
        records = [exchange.record_of(item, session.frameworks.standings(item)) for item in items]
    text = exchange.to_csv(records) if _is_csv(file) else exchange.to_json(records)
    write_text(file, text)
    say("framework.exported", file=file, count=sum(len(one["facts"]) for one in records))


def take(
    file: Annotated[Path, typer.Argument(help="What `export` wrote, or - for JSON from standard input.")],
    at_once: Annotated[
        bool, typer.Option("--confirm", help="Confirm it at once, for your own country.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be proposed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Propose the facts of a file that differ from what stands: one proposal for each jurisdiction."""
    text = reading.read_text(file)
    try:
        found = exchange.from_csv(text) if _is_csv(file) else exchange.from_json(text)
    except ExchangeFault as fault:
        raise WrongUse("bad_exchange", str(fault)) from fault
    with signed_in() as session:
        frameworks = session.frameworks
        changed = {item: _changed(frameworks, item, facts) for item, facts in found.items()}
        rows = []
        for item, facts in changed.items():
            landed = None
            if facts and not dry_run:
                say_it = frameworks.publish if at_once else frameworks.propose
                landed = say_it(item, facts)
            fields = [fact.field for fact in facts]
            rows.append({"jurisdiction": item, "facts": fields, "hash": landed.hash if landed else None})
    if as_json:
        show_json(rows)
        return
    for row in rows:
        say("framework.taken", item=str(row["jurisdiction"]).upper(), count=len(row["facts"] or []))


def schema() -> None:
    """Print the JSON Schema of a framework's file."""
    show_json(framework_schema())


def _changed(frameworks: Frameworks, item: str, facts: tuple[Fact, ...]) -> list[Fact]:
    standings = frameworks.standings(item)
    return [fact for fact in facts if fact.field not in standings or standings[fact.field].fact != fact]


def _is_csv(file: Path) -> bool:
    return file.suffix.lower() == ".csv"
