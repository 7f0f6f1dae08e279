"""`repatria library links`."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli import linking
from repatria.cli.language import spoken
from repatria.cli.linking import Every, Inside, Link, Propose
from repatria.cli.output import say, show_json
from repatria.cli.publishing import AsJson
from repatria.cli.working import signed_in


def links(
    item: Annotated[list[str] | None, typer.Argument(help="The item, as `list` shows it; none: all.")] = None,
    propose: Propose = False,
    every: Every = False,
    inside: Inside = False,
    as_json: AsJson = False,
) -> None:
    """Ask from this machine whether the links of entries still lead somewhere: moved, gone, unreachable."""
    with signed_in() as session:
        library = session.library
        entries = [library.get(one) for one in item] if item else list(library.entries())
        of = {entry.item: entry for entry in entries}
        found = linking.ask([Link(one.item, "", one.record["url"]) for one in entries], inside=inside)
        moved = linking.moved(found)
        landed = {}
        for link, to in moved if propose else ():
            entry = of[link.of]
            access = entry.publication.access if entry.publication else "members"
            landed[link.of] = library.offer(link.of, {**entry.record, "url": to}, access=access).hash
    if as_json:
        show_json([linking.row(*one) for one in found])
        return
    linking.tell(found, {one.item: f"{one.item}  {one.title(spoken())}" for one in entries}, every=every)
    for name, hash_ in landed.items():
        say("address.proposed", item=name, hash=hash_)
    if moved and not landed:
        say("address.suggest", items=" ".join(link.of for link, _ in moved))
