"""`repatria framework show | compare | tonight`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from repatria.cli.framework.wording import (
    Jurisdiction,
    Jurisdictions,
    languages_named,
    name_of_item,
    named,
    span_words,
    standing_lines,
    state_words,
    value_words,
)
from repatria.cli.output import show, show_json, words
from repatria.cli.publishing import AsJson
from repatria.cli.working import signed_in
from repatria.frameworks import compare as comparing
from repatria.frameworks.exchange import record_of, value_out
from repatria.frameworks.facts import Standing, coverage
from repatria.reference.jurisdictions import framework_fields
from repatria.sdk import WrongUse

Fields = Annotated[list[str] | None, typer.Option("--field", help="Only this fact; may be repeated.")]


def shown(jurisdiction: Jurisdiction, field: Fields = None, as_json: AsJson = False) -> None:
    """Show what is known of a jurisdiction: each fact with its source, and who confirmed it."""
    wanted = _fields(field)
    with signed_in() as session:
        item = session.frameworks.item_of(jurisdiction)
        standings = session.frameworks.standings(item)
    own = {key: one for key, one in standings.items() if not wanted or key in wanted}
    if as_json:
        show_json(record_of(item, own))
        return
    for line in _lines(item, own, standings):
        show(line)


def compared(
    jurisdiction: Jurisdictions,
    field: Fields = None,
    differing: Annotated[
        bool, typer.Option("--differing", help="Only facts in which they are not alike.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Set jurisdictions side by side, fact by fact."""
    wanted = _fields(field)
    with signed_in() as session:
        items = [session.frameworks.item_of(one) for one in jurisdiction]
        records = {item: session.frameworks.standings(item) for item in items}
    rows = [
        line
        for line in comparing.compare(records)
        if (not wanted or line.field in wanted) and (line.differs or not differing)
    ]
    if as_json:
        show_json(
            {
                "jurisdictions": list(records),
                "facts": [
                    {
                        "field": line.field,
                        "section": line.section,
                        "differs": line.differs,
                        "cells": [_cell(one) for one in line.cells],
                    }
                    for line in rows
                ],
            }
        )
        return
    for line in rows:
        show(f"{'≠' if line.differs else ' '} {named('field', line.field)}")
        for item, cell in zip(records, line.cells, strict=True):
            show(f"    {name_of_item(item)}: {_said(cell)}")


def tonight(
    jurisdiction: Annotated[
        list[str] | None, typer.Argument(help="CH, or GB-SCT for a part of a country; none: all.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Can they freeze tonight? By which door, for how long, in which languages, and who is on duty there."""
    with signed_in() as session:
        frameworks = session.frameworks
        items = [frameworks.item_of(one) for one in jurisdiction or frameworks.jurisdictions()]
        answers = {item: comparing.tonight(frameworks.standings(item)) for item in items}
        on_duty = _on_duty(session.duty())
    rows = [_night(item, answers[item], on_duty.get(item[:2], [])) for item in items]
    if as_json:
        show_json(rows)
        return
    for item, row in zip(items, rows, strict=True):
        state = words(f"framework.state.{row['state']}")
        show(f"{name_of_item(item)}: {named('value', row['answer'])}  ({state})")
        for line in _doors(answers[item]):
            show(f"    {line}")
        if row["languages"]:
            show(f"    {named('field', 'languages')}: {languages_named(row['languages'])}")
        show(f"    {words('framework.on_duty', count=len(row['on_duty']))}")


def _doors(night: comparing.Tonight) -> Iterator[str]:
    for field, door in night.doors.items():
        span = f", {span_words(door.span)}" if door.span else ""
        yield f"{named('field', field)}: {named('value', door.answer)}{span}"


def _night(item: str, night: comparing.Tonight, on_duty: list[str]) -> dict[str, Any]:
    return {
        "jurisdiction": item,
        "answer": night.answer,
        "state": night.state,
        "doors": {
            field: {
                "answer": door.answer,
                "state": door.state,
                "span": value_out(door.span) if door.span else None,
            }
            for field, door in night.doors.items()
        },
        "urgent_oral": night.urgent_oral,
        "languages": list(night.languages),
        "on_duty": on_duty,
    }


def _on_duty(rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Offices in which somebody is on duty now, by country in lower case."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["on_duty"]:
            found.setdefault(row["office"][:2], []).append(row["office"])
    return found


def _fields(field: list[str] | None) -> set[str]:
    known = {spec.key for spec in framework_fields()}
    if unknown := sorted(set(field or ()) - known):
        near = [key for key in known if any(one in key for one in unknown)] or sorted(known)
        raise WrongUse("bad_choice", f"--field {unknown[0]!r}: {', '.join(sorted(near)[:30])}")
    return set(field or ())


def _lines(item: str, own: dict[str, Standing], standings: dict[str, Standing]) -> Iterator[str]:
    reach = coverage(standings)
    known = words("framework.coverage", known=reach.known, fields=reach.fields, confirmed=reach.confirmed)
    yield f"{name_of_item(item)}  {known}"
    if not reach.known:
        yield words("framework.invitation")
    section = ""
    for spec in framework_fields():
        standing = own.get(spec.key)
        if standing is None or (standing.fact is None and not standing.proposed):
            continue
        if spec.section != section:
            section = spec.section
            yield f"\n{named('section', section)}"
        yield from standing_lines(standing)


def _cell(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None or standing.fact is None:
        return None
    fact = standing.fact
    return {
        "value": value_out(fact.value),
        "text": fact.text,
        "source": fact.source,
        "certainty": fact.certainty,
        "state": standing.state,
    }


def _said(standing: Standing | None) -> str:
    if standing is None or standing.fact is None:
        return words("framework.none")
    fact = standing.fact
    return f"{value_words(fact) or fact.text}  ({state_words(standing)})"
