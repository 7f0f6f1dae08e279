"""`repatria lists …`: lists that others publish, held by the whole office and screened beside notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from repatria.cli.notice.options import word
from repatria.cli.output import local_moment, progress, say, show, show_json, words
from repatria.cli.working import demand_office, signed_in
from repatria.notices.importing import Listed
from repatria.sdk.lists import OwnList, Proposal

SHOWN = 20  # of each sort of remark; --json has all

app = typer.Typer(no_args_is_help=True, help="Lists that others publish, screened beside notices.")

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
ListName = Annotated[str, typer.Argument(help="The list, as `repatria lists list` names it.")]


def take(
    file: Annotated[
        Path, typer.Argument(help="INTERPOL’s JSON, the UN’s XML, FollowTheMoney, OpenSanctions.")
    ],
    name: Annotated[str, typer.Option(help="How the list is called here; else as the file.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what it would add, change and end.")
    ] = False,
    licence: Annotated[str, typer.Option(help="Under which licence you have the file.")] = "",
    taken: Annotated[str, typer.Option(help="The day on which the file was taken.")] = "",
    drop_missing: Annotated[
        bool,
        typer.Option("--drop-missing", help="End entries that may be missing because a row is at fault."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take a list from a file, in the place of its earlier taking, for your whole office.

    What it adds, changes and ends is said, and what of it cannot be read, with its line.
    """
    with signed_in() as session, progress() as tell:
        proposal = session.lists.examine(
            file,
            name=name,
            taken=taken,
            licence=licence,
            drop_missing=drop_missing,
            progress=lambda done, total: tell(file.name, done, total),
        )
        kept = None if dry_run else session.lists.keep(proposal)
    if as_json:
        show_json({**_json_of(proposal), "kept": kept is not None})
        return
    for line in _lines(proposal):
        show(line)
    say("lists.kept" if kept else "lists.dry_run", list=proposal.name, count=len(proposal.entries))


def listed(as_json: AsJson = False) -> None:
    """List the lists that your office screens."""
    with signed_in() as session:
        demand_office(session)
        held = session.lists.all()
    if as_json:
        show_json([one.to_json() for one in held])
        return
    for one in held:
        show(_head(one))


def shown(name: ListName, as_json: AsJson = False) -> None:
    """Show a list and its entries."""
    with signed_in() as session:
        demand_office(session)
        held = session.lists.find(name)
        entries = list(session.lists.entries(held))
    if as_json:
        rows = [{"id": one.id, **one.fields()} for one in entries]
        show_json({**held.to_json(), "listed": rows})
        return
    show(_head(held))
    for entry in entries:
        show("  ".join([entry.id, words(f"screen.kind.{entry.subject.kind}"), *entry.subject.names]))


def drop(name: ListName) -> None:
    """End a list: your office does not screen it any more."""
    with signed_in() as session:
        demand_office(session)
        session.lists.drop(name)
    say("lists.dropped", list=name)


def _head(held: OwnList) -> str:
    dated = words("screen.dated", date=held.dated) if held.dated else words("screen.undated")
    terms = held.source.licence or word("licences", held.licence)
    entries = words("lists.entries", count=held.entries)
    taken = words("lists.taken", time=local_moment(held.imported), name=held.by_name)
    return "  ".join([held.name, entries, held.source.name, dated, taken, terms])


def _lines(proposal: Proposal) -> Iterator[str]:
    found = proposal.plan
    yield words("lists.format", format=proposal.format.value, file=proposal.source.name)
    yield word("licences", proposal.licence)
    if proposal.source.licence:
        yield words("lists.told", licence=proposal.source.licence)
    yield words("lists.mapping", fields=", ".join(f"{name} {n}" for name, n in _mapping(proposal.entries)))
    yield words(
        "lists.plan",
        added=len(found.added),
        changed=len(found.changed),
        gone=len(found.gone),
        same=found.same,
    )
    for change in found.changed[:SHOWN]:
        for field in change.fields:
            before, after = "; ".join(field.before), "; ".join(field.after)
            yield f"  ~ {change.entry.id}  {field.field}: {before} → {after}"
    yield from (f"  - {one.id}  {'  '.join(one.subject.names[:1])}" for one in found.gone[:SHOWN])
    if proposal.kept_over:
        yield words("lists.kept_over", count=proposal.kept_over)
    for fault in found.faults[:SHOWN]:
        yield words("lists.fault", line=fault.line, why=word("faults", fault.code), what=fault.what)
    if len(found.faults) > SHOWN:
        yield words("lists.more_faults", count=len(found.faults) - SHOWN)
    yield from islice(_doubts(found.doubtful), SHOWN)


def _doubts(entries: Iterable[Listed]) -> Iterator[str]:
    for entry in entries:
        for doubt in entry.doubts:
            yield words("lists.doubt", id=entry.id, why=word("doubts", doubt.code), what=doubt.text)


def _mapping(entries: Iterable[Listed]) -> list[tuple[str, int]]:
    """Which fields the file's were brought to, and how many entries have each."""
    return Counter(name for entry in entries for name in entry.fields()).most_common()


def _json_of(proposal: Proposal) -> dict[str, Any]:
    found = proposal.plan
    return {
        "name": proposal.name,
        "format": proposal.format.value,
        "source": asdict(proposal.source),
        "licence": proposal.licence,
        "mapping": dict(_mapping(proposal.entries)),
        "entries": len(proposal.entries),
        "added": [one.id for one in found.added],
        "changed": [
            {"id": one.entry.id, "fields": [asdict(field) for field in one.fields]} for one in found.changed
        ],
        "gone": [one.id for one in found.gone],
        "kept_over": proposal.kept_over,
        "same": found.same,
        "faults": [asdict(fault) for fault in found.faults],
        "doubts": [{"id": one.id, **asdict(doubt)} for one in found.doubtful for doubt in one.doubts],
    }


COMMANDS: dict[str, Callable[..., None]] = {"import": take, "list": listed, "show": shown, "drop": drop}

for name, command in COMMANDS.items():
    app.command(name)(command)
