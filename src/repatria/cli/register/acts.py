"""Statements that the signed-in head (or officer) signs and posts at once."""

from __future__ import annotations

from typing import Annotated

import typer

from repatria.cli.output import say
from repatria.cli.reading import clock, one_of, whole, zone
from repatria.cli.reading import days as weekdays
from repatria.cli.reading import language as language_code
from repatria.cli.reading import office as office_code
from repatria.cli.working import signed_in
from repatria.protocol.statements import ROLES
from repatria.sdk import Person, Session, WrongUse
from repatria.sdk.ceremony import YEAR_SECONDS
from repatria.sdk.register import Landed

Key = Annotated[str, typer.Argument(help="Key id, or at least its first eight characters.")]
Name = Annotated[str, typer.Option(help="The person's name in its own script.")]
Latin = Annotated[str, typer.Option(help="Its transliteration.")]
Languages = Annotated[list[str] | None, typer.Option("--language", help="Two letters; may be repeated.")]
Phone = Annotated[str, typer.Option()]
Title = Annotated[str, typer.Option()]


def person_of(name: str, latin: str, languages: list[str] | None, phone: str, title: str) -> Person:
    for one in languages or ():
        language_code("--language", one)
    if not name.strip():
        raise WrongUse("nothing_said", "--name")
    return Person(name, latin or name, tuple(languages or ["en"]), phone, title)


def find_key(session: Session, beginning: str) -> str:
    """The one key of the verified register that begins like this."""
    found = [key for key in session.register.directory.keysets if key.startswith(beginning)]
    if len(beginning) < 8 or len(found) != 1:
        raise WrongUse("which_key", f"{len(found)} keys begin with {beginning!r}")
    return found[0]


def agency(
    agency_id: Annotated[str, typer.Argument(help="Such as ch/mutual-assistance.")],
    title: Annotated[str, typer.Option("--agency-name", help="What the agency is called.")],
    key: Annotated[str, typer.Option(help="Key id of its head.")],
    name: Name,
    latin: Latin = "",
    language: Languages = None,
    phone: Phone = "",
) -> None:
    """As bureau: name an agency and its head."""
    agency_id = office_code("AGENCY_ID", agency_id)
    person = person_of(name, latin, language, phone, "")
    with signed_in() as session:
        _landed(session, session.ceremony.agency(agency_id, title, find_key(session, key), person))


def office(
    office_id: Annotated[str, typer.Argument(help="Such as ch/contact-point.")],
    agency_id: Annotated[str, typer.Option("--agency", help="Its agency.")],
    name: Annotated[str, typer.Option()],
    tz: Annotated[str, typer.Option(help="IANA time zone.")],
    phone: Annotated[str, typer.Option()],
    days: Annotated[str, typer.Option(help="Working days, 1 is Monday.")] = "1,2,3,4,5",
    start: Annotated[str, typer.Option("--from")] = "08:00",
    end: Annotated[str, typer.Option("--to")] = "17:00",
    language: Languages = None,
    network: Annotated[list[str] | None, typer.Option(help="ARIN, GlobE …; may be repeated.")] = None,
) -> None:
    """As bureau: enter or update an office."""
    record = {
        "office": office_code("OFFICE_ID", office_id),
        "agency": office_code("--agency", agency_id),
        "name": name,
        "tz": zone("--tz", tz),
        "hours": {
            "days": weekdays("--days", days),
            "from": clock("--from", start),
            "to": clock("--to", end),
        },
        "languages": [language_code("--language", one) for one in language or ["en"]],
        "phone": phone,
        "networks": network or [],
    }
    with signed_in() as session:
        _landed(session, session.ceremony.office(**record))


def nominate(
    key: Key,
    office_id: Annotated[str, typer.Option("--office")],
    name: Name,
    role: Annotated[str, typer.Option(help="officer, deputy, head, auditor, partner")] = "officer",
    latin: Latin = "",
    language: Languages = None,
    phone: Phone = "",
    title: Title = "",
) -> None:
    """As agency head: say who holds a key. Compare its fingerprint with the person first."""
    office_code("--office", office_id)
    one_of("--role", role, ROLES)
    person = person_of(name, latin, language, phone, title)
    with signed_in() as session:
        keyid = find_key(session, key)
        _landed(session, session.ceremony.nominate(keyid, person, office_id, role))


def authorise(
    nomination: Annotated[str, typer.Argument(help="Hash that `nominate` printed.")],
    days: Annotated[int, typer.Option(help="For how long; 397 at most.")] = 365,
) -> None:
    """As bureau: make a nominated person an officer."""
    whole("--days", days, 1, 397)
    with signed_in() as session:
        until = session.now() + days * 24 * 3600
        _landed(session, session.ceremony.authorise(nomination, until))


def renew(key: Key) -> None:
    """As bureau: another year; ends a suspension too."""
    with signed_in() as session:
        until = session.now() + YEAR_SECONDS
        _landed(session, session.ceremony.renew(find_key(session, key), until))


def suspend(key: Key, reason: Annotated[str, typer.Option()] = "") -> None:
    """Stop somebody until a renewal."""
    with signed_in() as session:
        _landed(session, session.ceremony.suspend(find_key(session, key), reason))


def revoke(
    key: Key,
    reason: Annotated[str, typer.Option()] = "",
    since: Annotated[
        int | None, typer.Option(help="For heads: void what this key issued from this position on.")
    ] = None,
) -> None:
    """End a key for ever."""
    with signed_in() as session:
        _landed(session, session.ceremony.revoke(find_key(session, key), reason, since))


def _landed(session: Session, landed: Landed) -> None:
    session.ceremony.settle(landed)
    say("register.landed", index=landed.index, hash=landed.hash)
