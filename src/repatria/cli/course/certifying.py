"""`repatria course apply | places | certify | decline`: sealed between two offices."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli.output import local_moment, show, show_json, words
from repatria.cli.publishing import AsJson, ItemName
from repatria.cli.send import tell_sent
from repatria.cli.working import demand_office, signed_in
from repatria.sdk import Place, Session, WrongUse

PersonName = Annotated[str, typer.Argument(help="As `places` lists them.")]
Word = Annotated[str, typer.Option(help="A word to their office.")]
SHORTEST_NAME = 8


def apply(
    item: ItemName,
    text: Annotated[str, typer.Option(help="A word to the office that certifies.")] = "",
    as_json: AsJson = False,
) -> None:
    """Ask the course's office for your certificate, once you have passed every module."""
    with signed_in() as session:
        demand_office(session)
        sent = session.courses.apply(item, text)
    tell_sent(sent, as_json=as_json)


def places(item: ItemName, as_json: AsJson = False) -> None:
    """List who asked for a certificate and what became of it, as far as your office may know."""
    with signed_in() as session:
        demand_office(session)
        found = session.courses.places(item)
    if as_json:
        show_json([one.to_json() for one in found])
        return
    for one in found:
        when = f"  {one.answered_by}  {local_moment(one.answered_at)}  {one.answer}" if one.answer else ""
        show(f"{one.id[:12]}  {words(f'place.{one.state}')}  {one.person['name']}  {one.office}{when}")


def certify(item: ItemName, person: PersonName, text: Word = "") -> None:
    """Give somebody the certificate, as the course's office. Nobody certifies themselves."""
    with signed_in() as session:
        (sent,) = session.courses.certify(item, [_found(session, item, person).id], text)
    tell_sent(sent, as_json=False)


def decline(item: ItemName, person: PersonName, text: Word = "") -> None:
    """Say no to somebody who asked for the certificate, as the course's office."""
    with signed_in() as session:
        (sent,) = session.courses.decline(item, [_found(session, item, person).id], text)
    tell_sent(sent, as_json=False)


def _found(session: Session, item: str, person: str) -> Place:
    demand_office(session)
    found = [one for one in session.courses.places(item) if one.id.startswith(person)]
    if len(found) != 1 or len(person) < SHORTEST_NAME:
        raise WrongUse("no_such_person", person)
    return found[0]
