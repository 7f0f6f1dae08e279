"""`repatria framework export | import | schema`: frameworks as files, both ways."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from repatria.cli import reading
from repatria.cli.framework.wording import Jurisdictions, fact_words, name_of_item, named, plain
from repatria.cli.output import say, show, show_json
from repatria.cli.publishing import AsJson, write_text
from repatria.cli.working import signed_in
from repatria.frameworks import exchange
from repatria.frameworks.changes import Difference
from repatria.frameworks.exchange import ExchangeFault
from repatria.reference import framework_schema
from repatria.sdk import WrongUse
from repatria.sdk.register import Landed


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
    """Propose the facts of a file that differ from what stands, after saying how they differ."""
    text = reading.read_text(file)
    try:
        taken = exchange.from_csv(text) if _is_csv(file) else exchange.from_json(text)
    except ExchangeFault as fault:
        raise WrongUse("bad_exchange", str(fault)) from fault
    with signed_in() as session:
        frameworks = session.frameworks
        found = frameworks.differences(taken)
        landed = {
            item: frameworks.put_anew(item, [one.file for one in own], confirm=at_once)
            for item, own in found.items()
            if own and not dry_run
        }
    if as_json:
        show_json([_row(item, own, landed.get(item, [])) for item, own in found.items()])
        return
    for item, own in found.items():
        for one in own:
            show(f"{name_of_item(item)}  {named('field', one.field)}")
            show(f"    {fact_words(one.stands)} → {fact_words(one.file)}")
        say("framework.taken", item=item.upper(), count=len(own))


def schema() -> None:
    """Print the JSON Schema of a framework's file."""
    show_json(framework_schema())


def _row(item: str, found: Sequence[Difference], landed: Sequence[Landed]) -> dict[str, Any]:
    return {
        "jurisdiction": item,
        "facts": [
            {"field": one.field, "before": plain(one.stands), "after": plain(one.file)} for one in found
        ],
        "statements": [one.hash for one in landed],
    }


def _is_csv(file: Path) -> bool:
    return file.suffix.lower() == ".csv"
