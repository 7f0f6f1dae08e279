"""`repatria framework offers | propose | confirm | decline | retire`."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli import publishing, reading
from repatria.cli.framework.wording import Jurisdiction, name_of_item, named
from repatria.cli.output import show, show_json
from repatria.cli.publishing import (
    Access,
    AsJson,
    OfferName,
    Reason,
    Why,
    offer_row,
    retiring,
    tell_landed,
)
from repatria.cli.working import signed_in
from repatria.frameworks.facts import CERTAINTIES, UNITS, Duration, Fact, Value
from repatria.protocol.publication_shapes import is_field
from repatria.protocol.publication_states import OFFERED, Offer
from repatria.sdk import WrongUse
from repatria.sdk.publications import SHORTEST_NAME

FieldName = Annotated[str, typer.Argument(help="The fact, such as fiu_hold.")]
FieldNames = Annotated[list[str], typer.Argument(help="The fact, such as fiu_hold.")]


def offers(
    jurisdiction: Annotated[
        str, typer.Argument(help="CH, or GB-SCT for a part of a country; none: all.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List proposed facts that nobody has confirmed or declined."""
    with signed_in() as session:
        item = session.frameworks.item_of(jurisdiction) if jurisdiction else ""
        found = session.publications.offers("framework", OFFERED)
        rows = [offer_row(session, one) for one in found if item in ("", one.item)]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        facts = ", ".join(named("field", part) for part in row["parts"])
        show(f"{row['offer'][:12]}  {name_of_item(row['item'])}  {facts}  {row['by']}")


def propose(
    jurisdiction: Jurisdiction,
    fact: FieldName,
    value: Annotated[
        str, typer.Argument(help="yes, no, partly, a number with --unit, or words; a list with --list.")
    ],
    unit: Annotated[str, typer.Option(help="hours, working_days, calendar_days, months, years")] = "",
    begins: Annotated[str, typer.Option(help="With --unit: the event from which it counts.")] = "",
    extendable: Annotated[
        bool, typer.Option("--extendable", help="With --unit: it may be extended.")
    ] = False,
    most: Annotated[int | None, typer.Option(help="With --unit: all extensions together.")] = None,
    is_list: Annotated[bool, typer.Option("--list", help="The value is a list, with ; between.")] = False,
    text: Annotated[str, typer.Option(help="What is to be known about it, in words.")] = "",
    source: Annotated[str, typer.Option(help="Statute and article; without it, unverified.")] = "",
    url: Annotated[str, typer.Option(help="Where the source can be read: https://…")] = "",
    certainty: Annotated[str, typer.Option(help="high, medium, low, unverified")] = "high",
    as_of: Annotated[str, typer.Option(help="The day, month or year for which it is true.")] = "",
    review: Annotated[str, typer.Option(help="When it must be looked at again.")] = "",
    at_once: Annotated[
        bool, typer.Option("--confirm", help="Confirm it at once, for your own country.")
    ] = False,
    access: Access = "members",
    as_json: AsJson = False,
) -> None:
    """Propose a fact to the country's own officers, who confirm it."""
    if not is_field(fact):
        raise WrongUse("no_such_fact", fact)
    reading.code_of("--certainty", certainty, CERTAINTIES)
    own = Fact(
        fact,
        _value(value, unit, begins, most, extendable=extendable, is_list=is_list),
        text,
        source,
        url,
        certainty if source else "unverified",
        as_of,
        review,
    )
    publishing.access(access)
    with signed_in() as session:
        say_it = session.frameworks.publish if at_once else session.frameworks.propose
        landed = say_it(jurisdiction, [own], access)
    tell_landed(landed, as_json=as_json)


def confirm(
    jurisdiction: Jurisdiction,
    fact: FieldNames,
    as_json: AsJson = False,
) -> None:
    """Confirm facts of your own country: a proposal by its offer, or what ships by its name."""
    with signed_in() as session:
        waiting = session.frameworks.offers(jurisdiction)
        chosen = {one.hash: one for one in waiting if any(_names(name, one) for name in fact)}
        landed = [session.publications.publish_offer(one) for one in chosen.values()]
        if fields := [name for name in fact if not any(_names(name, one) for one in chosen.values())]:
            landed.append(session.frameworks.confirm_shipped(jurisdiction, fields))
    if as_json:
        show_json([{"hash": one.hash, "index": one.index} for one in landed])
        return
    for one in landed:
        tell_landed(one, as_json=False)


def _names(name: str, offer: Offer) -> bool:
    return len(name) >= SHORTEST_NAME and offer.hash.startswith(name)


def decline(offer: OfferName, text: Why, as_json: AsJson = False) -> None:
    """Decline a proposed fact of your own country, and say why."""
    with signed_in() as session:
        found = session.publications.find_offer(offer)
        landed = session.publications.decide(found, "refuse", text)
    tell_landed(landed, as_json=as_json)


def retire(jurisdiction: Jurisdiction, fact: FieldNames, reason: Reason, as_json: AsJson = False) -> None:
    """Take published facts of your own country away; they stay in the history."""
    why = retiring(reason)
    with signed_in() as session:
        landed = session.frameworks.retire(jurisdiction, fact, why)
    tell_landed(landed, as_json=as_json)


def _value(said: str, unit: str, begins: str, most: int | None, *, extendable: bool, is_list: bool) -> Value:
    if unit:
        reading.one_of("--unit", unit, UNITS)
        if not (said.isascii() and said.isdigit() and len(said) <= 6):
            raise WrongUse("bad_number", f"VALUE {said!r}: 0-999999")
        return Duration(int(said), unit, begins, extendable=extendable, most=most)
    if is_list:
        return tuple(part.strip() for part in said.split(";") if part.strip())
    return said or None
