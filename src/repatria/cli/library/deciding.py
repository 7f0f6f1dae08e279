"""`repatria library offers | review | retire`."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli import publishing, reading
from repatria.cli.output import local_moment, show, show_json
from repatria.cli.publishing import (
    AsJson,
    ItemName,
    OfferName,
    Reason,
    Successor,
    in_language,
    offer_row,
    state_word,
    tell_landed,
)
from repatria.cli.working import signed_in
from repatria.protocol.publication_states import OFFERED
from repatria.sdk import Session
from repatria.sdk.register import Landed

OUTCOMES = ("publish", "return", "refuse", "withdraw")


def offers(
    every: Annotated[bool, typer.Option("--all", help="Also those that were answered.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what was offered, on every shelf but the frameworks."""
    with signed_in() as session:
        states = () if every else (OFFERED,)
        found = [one for one in session.publications.offers("", *states) if one.shelf != "framework"]
        rows = [offer_row(session, one) for one in found]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        title = in_language(row["record"]["words"])["title"] if row["record"] else ""
        made = local_moment(row["time"])
        show(
            f"{row['offer'][:12]}  {row['shelf']}/{row['item']}  {state_word(row['state'])}  {made}  "
            f"{row['by']}  {title}"
        )
        if row["text"]:
            show(f"    {row['text']}")


def review(
    offer: OfferName,
    outcome: Annotated[str, typer.Argument(help="publish, return, refuse; withdraw for your own")],
    text: Annotated[str, typer.Option(help="In words; every member reads it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Answer an offer, for the secretariat: publish it, return it for changes, refuse it."""
    reading.one_of("OUTCOME", outcome, OUTCOMES)
    with signed_in() as session:
        landed = _answer(session, offer, outcome, text)
    tell_landed(landed, as_json=as_json)


def _answer(session: Session, name: str, outcome: str, text: str) -> Landed:
    publications = session.publications
    offer = publications.find_offer(name)
    if outcome == "publish":
        return publications.publish_offer(offer)
    return publications.decide(offer, outcome, text)


def retire(item: ItemName, reason: Reason, successor: Successor = "", as_json: AsJson = False) -> None:
    """Take a document off the shelf, for the secretariat; it stays in the history."""
    why = publishing.retiring(reason, successor)
    with signed_in() as session:
        landed = session.publications.retire("library", item, why)
    tell_landed(landed, as_json=as_json)
