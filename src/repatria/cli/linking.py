"""Links of facts and of the library's entries: asked from this machine, told as a table, proposed anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from repatria.cli.output import say, show, words
from repatria.sdk.links import LinkState, check_links

Inside = Annotated[bool, typer.Option("--inside", help="Also ask addresses of this machine's own network.")]
Propose = Annotated[bool, typer.Option("--propose", help="Propose the new address of what has moved.")]
Every = Annotated[bool, typer.Option("--all", help="Show those that answer as well.")]


@dataclass(frozen=True, slots=True)
class Link:
    """Where an address stands: `of` as the shelf names it, `part` a fact's field or empty."""

    of: str
    part: str
    url: str


def ask(links: Iterable[Link], *, inside: bool) -> list[tuple[Link, LinkState]]:
    own = [one for one in links if one.url]
    states = check_links((one.url for one in own), inside=inside)
    return [(one, states[one.url]) for one in own]


def row(link: Link, state: LinkState) -> dict[str, Any]:
    return {
        "item": link.of,
        "part": link.part,
        "url": link.url,
        "state": state.state,
        "status": state.status,
        "to": state.to or None,
    }


def tell(found: list[tuple[Link, LinkState]], names: Mapping[str, str], *, every: bool) -> None:
    """A line for each that does not simply answer, and how many were asked. `names`: of items, in words."""
    for link, state in found:
        if state.state == "ok" and not every:
            continue
        where = "  ".join(part for part in (names.get(link.of, link.of), link.part) if part)
        status = f" ({state.status})" if state.status else ""
        show(f"{words(f'address.{state.state}')}{status}  {where}  {link.url}")
        if state.to:
            show(f"    → {state.to}")
    say("address.asked", count=len(found))


def moved(found: Iterable[tuple[Link, LinkState]]) -> list[tuple[Link, str]]:
    return [(link, state.to) for link, state in found if state.state == "moved"]
