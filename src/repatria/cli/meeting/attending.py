"""`repatria meeting nominate | places | place`: who goes there, sealed between two offices."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli import reading
from repatria.cli.output import show, show_json, words
from repatria.cli.publishing import AsJson, ItemName
from repatria.cli.send import tell_sent
from repatria.cli.working import demand_office, signed_in
from repatria.protocol.body_shapes import PLACE_STATES
from repatria.protocol.canonical import Json
from repatria.sdk import WrongUse, nominee

_PERSON = ("name", "latin", "title", "role", "languages", "passport")


def nominate(
    item: ItemName,
    person: Annotated[
        list[str], typer.Option(help="name|latin|title|role|languages|passport. May be repeated.")
    ],
    visa: Annotated[bool, typer.Option("--visa", help="They need a letter for their visa.")] = False,
    text: Annotated[str, typer.Option(help="A word to the office that organises it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Nominate people of your office, sealed to the office that organises the meeting."""
    people = [_person(one, visa=visa) for one in person]
    with signed_in() as session:
        demand_office(session)
        sent = session.meetings.nominate(item, people, text)
    tell_sent(sent, as_json=as_json)


def places(item: ItemName, as_json: AsJson = False) -> None:
    """List who is nominated for a meeting and what became of them, as far as your office may know."""
    with signed_in() as session:
        demand_office(session)
        found = session.meetings.places(item)
    if as_json:
        show_json([one.to_json() for one in found])
        return
    for one in found:
        state = words(f"place.{one.state}")
        show(f"{one.id[:12]}  {state}  {one.person['name']}  {one.person['role']}  {one.office}")


def place(
    item: ItemName,
    person: Annotated[str, typer.Argument(help="As `places` lists them.")],
    state: Annotated[str, typer.Argument(help=", ".join(PLACE_STATES))],
    text: Annotated[str, typer.Option(help="A word to their office.")] = "",
) -> None:
    """Say what becomes of somebody who was nominated; their own office may only withdraw them."""
    reading.one_of("STATE", state, PLACE_STATES)
    with signed_in() as session:
        demand_office(session)
        found = [one.id for one in session.meetings.places(item) if one.id.startswith(person)]
        if len(found) != 1 or len(person) < 8:
            raise WrongUse("no_such_person", person)
        (sent,) = session.meetings.decide(item, {found[0]: state}, text)
    tell_sent(sent, as_json=False)


def _person(said: str, *, visa: bool) -> Json:
    known = dict(zip(_PERSON, (part.strip() for part in said.split("|")), strict=False))
    name, spoken = known.pop("name"), known.pop("languages", "")
    if not name or said.count("|") >= len(_PERSON):
        raise WrongUse("bad_choice", f"--person {said!r}: {'|'.join(_PERSON)}")
    languages = [reading.language("--person", one) for one in spoken.replace(",", " ").split()]
    return nominee(name, languages=languages, visa=visa, **known)
