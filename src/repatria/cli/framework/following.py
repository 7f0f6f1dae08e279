"""`repatria framework history | watch | links`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any

import typer

from repatria.cli import linking
from repatria.cli.framework.wording import Jurisdiction, fact_words, name_of_item, named, plain
from repatria.cli.linking import Every, Inside, Link, Propose
from repatria.cli.output import local_moment, say, show, show_json, words
from repatria.cli.publishing import AsJson
from repatria.cli.working import signed_in
from repatria.frameworks.changes import Change, Was
from repatria.frameworks.changes import history as history_of
from repatria.frameworks.facts import Fact
from repatria.sdk import Session, WrongUse

SHELF = "framework/"
_TOLD = "framework-told"  # in the profile: from which position on, by item
SomeJurisdictions = Annotated[
    list[str] | None, typer.Argument(help="CH, or GB-SCT for a part of a country; none: all.")
]


def history(
    jurisdiction: Jurisdiction,
    fact: Annotated[
        str, typer.Argument(help="The fact, such as fiu_hold; none: all that have changed.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show what stood before, newest first: what was confirmed by whom and when, and until when it stood."""
    with signed_in() as session:
        item = session.frameworks.item_of(jurisdiction)
        standings = session.frameworks.standings(item)
    if fact and fact not in standings:
        raise WrongUse("no_such_fact", f"{item}: {fact}")
    told = {
        field: history_of(one)
        for field, one in standings.items()
        if field == fact or (not fact and one.version is not None)
    }
    if as_json:
        show_json({field: [_was(one) for one in versions] for field, versions in told.items()})
        return
    for field, versions in told.items():
        show(named("field", field))
        for one in versions or (Was(None, None, None),):
            show(f"    {_was_words(one)}")


def watch(
    jurisdiction: SomeJurisdictions = None,
    drop: Annotated[bool, typer.Option("--drop", help="Watch them no more.")] = False,
    as_json: AsJson = False,
) -> None:
    """Watch countries, as in the browser; and show once what has changed in those that are watched."""
    with signed_in() as session:
        items = [session.frameworks.item_of(one) for one in jurisdiction or ()]
        kept = session.reading.watch([SHELF + one for one in items], on=not drop)
        watched = sorted(key.removeprefix(SHELF) for key in kept.watched if key.startswith(SHELF))
        told = _told(session)
        position = session.publications.position
        # Who begins to watch is not told what was there before.
        found = {item: session.frameworks.changes(item, told.get(item, position)) for item in watched}
        _show_changes(found, as_json=as_json)
        session.store.write(_TOLD, json.dumps(dict.fromkeys(watched, position)).encode())


def links(
    jurisdiction: SomeJurisdictions = None,
    propose: Propose = False,
    at_once: Annotated[
        bool, typer.Option("--confirm", help="Confirm it at once, for your own country.")
    ] = False,
    every: Every = False,
    inside: Inside = False,
    as_json: AsJson = False,
) -> None:
    """Ask from this machine whether the links of facts still lead somewhere: moved, gone, unreachable."""
    with signed_in() as session:
        frameworks = session.frameworks
        items = [frameworks.item_of(one) for one in jurisdiction or frameworks.jurisdictions()]
        facts = {item: _with_link(session, item) for item in items}
        own = [Link(item, fact.field, fact.url) for item, all_ in facts.items() for fact in all_]
        found = linking.ask(own, inside=inside)
        to = {(link.of, link.part): address for link, address in linking.moved(found)}
        landed = {}
        for item, all_ in facts.items() if propose or at_once else ():
            anew = [replace(fact, url=to[item, fact.field]) for fact in all_ if (item, fact.field) in to]
            landed[item] = [one.hash for one in frameworks.put_anew(item, anew, confirm=at_once)]
    if as_json:
        show_json([linking.row(*one) for one in found])
        return
    linking.tell(found, {item: name_of_item(item) for item in items}, every=every)
    for item, hashes in landed.items():
        for hash_ in hashes:
            say("address.proposed", item=item.upper(), hash=hash_)
    if to and not landed:
        say("address.suggest", items=" ".join(sorted({item.upper() for item, _ in to})))


def _with_link(session: Session, item: str) -> list[Fact]:
    standings = session.frameworks.standings(item)
    return [one.fact for one in standings.values() if one.fact is not None and one.fact.url]


def _told(session: Session) -> dict[str, int]:
    kept = session.store.read(_TOLD)
    return {} if kept is None else dict(json.loads(kept))


def _show_changes(found: dict[str, tuple[Change, ...]], *, as_json: bool) -> None:
    if as_json:
        rows = [_change(item, change) for item, changes in found.items() for change in changes]
        show_json({"watched": list(found), "changes": rows})
        return
    for item, changes in found.items():
        for line in _change_lines(item, changes):
            show(line)
    say("framework.watched", items=", ".join(item.upper() for item in found) or "–")
    if not any(found.values()):
        say("framework.nothing_new")


def _change(item: str, change: Change) -> dict[str, Any]:
    return {
        "jurisdiction": item,
        "field": change.field,
        "what": change.what,
        "by": change.version.by,
        "at": change.version.at,
        "position": change.version.index,
        "statement": change.version.ref,
        "before": plain(change.before),
        "after": plain(change.version.fact),
    }


def _change_lines(item: str, changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        said = words(
            f"framework.change.{change.what}", name=change.version.by, time=local_moment(change.version.at)
        )
        yield f"{name_of_item(item)}  {named('field', change.field)}: {said}"
        yield f"    {fact_words(change.before)} → {fact_words(change.version.fact)}"


def _was(one: Was) -> dict[str, Any]:
    made = one.version
    return {
        "fact": plain(one.fact),
        "by": made.by if made else None,
        "at": made.at if made else None,
        "until": one.until,
        "position": made.index if made else None,
        "statement": made.ref if made else None,
        "why": made.why if made else "",
    }


def _was_words(one: Was) -> str:
    made, until = one.version, words("framework.until", time=local_moment(one.until)) if one.until else ""
    said = (
        words("framework.said", state=words(_state(one)), name=made.by, time=local_moment(made.at))
        if made
        else words(f"framework.state.{'to_be_confirmed' if one.fact else 'unknown'}")
    )
    why = made.why if made else ""
    return "  ".join(part for part in (fact_words(one.fact), f"({said})", why, until) if part)


def _state(one: Was) -> str:
    return f"framework.state.{'retired' if one.fact is None else 'confirmed'}"
