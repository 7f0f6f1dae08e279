"""HTTP for membership: invitations, enrolments, duty rosters, notification addresses."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from repatria.protocol.directory import Directory
from repatria.server import duty
from repatria.server.answers import Answer, answer_json
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.invitations import CEREMONY_INVITER, Invitation, find_invitation
from repatria.server.members import tables
from repatria.server.members.access import access_office, check_inviter, may_see_enrolment
from repatria.server.members.tables import Wish
from repatria.server.refusals import Refusal
from repatria.server.sessions import Caller, Reader, Session, hash_token, new_token
from repatria.server.shapes import (
    CLOCK,
    COUNTRY,
    EMAIL,
    HEX32,
    NAME,
    OFFICE,
    Fields,
    Many,
    OneOf,
    OrNull,
    Text,
    Whole,
)
from repatria.server.standing import find_standing
from repatria.server.verbs import Body, Call, Relation, Verb, Who

INVITATION_SECONDS = 14 * 86400
MOST_OPEN_INVITATIONS = 500
ROLES = ("officer", "deputy", "head", "auditor", "partner", "bureau", "agency")
DAY = Text(10, 10, "[0-9]{4}-[0-9]{2}-[0-9]{2}")

INVITATION = Fields({"country": COUNTRY, "office": OrNull(OFFICE), "role": OneOf(ROLES), "name": NAME})
ROSTER_LINE = Fields({"officer": HEX32, "days": Many(Whole(8, 1), 8), "from": CLOCK, "to": CLOCK})
ABSENCE = Fields({"officer": HEX32, "from": Whole(), "until": Whole(), "replacement": HEX32})
PLAN = Fields(
    {"roster": Many(ROSTER_LINE, 200), "absences": Many(ABSENCE, 200), "closed": Many(DAY, 400)},
    frozenset({"closed"}),
)
NOTIFICATIONS = Fields(
    {
        "email": EMAIL,
        "remind": OneOf(("always", "away", "never")),
        "language": OneOf(("en", "fr", "es", "ar")),
    },
    frozenset({"remind", "language"}),
)


def install(house: Installation) -> None:
    """Nothing to set up."""


async def invite(call: Call) -> Answer:
    house, caller = call.house, call.caller
    invitation = Invitation(**call.body)
    check_inviter(house.register.directory, caller, invitation)
    inviter = f"{CEREMONY_INVITER}{caller.token}" if isinstance(caller, Reader) else own(call).key
    token, now = new_token(), house.now()
    expires = now + INVITATION_SECONDS

    def act(tx: Transaction) -> None:
        if tables.open_invitations(tx, inviter, now) >= MOST_OPEN_INVITATIONS:
            raise Refusal("too_many_kept", most=MOST_OPEN_INVITATIONS)
        tables.insert_invitation(tx, hash_token(token), invitation, inviter, now=now, expires=expires)

    await house.database.hot.change(act)
    return answer_json({"token": token, "expires": expires}, 201)


async def show_invitation(call: Call) -> Answer:
    hashed, directory, now = hash_token(call.path["token"]), call.house.register.directory, call.house.now()
    found = await call.house.database.read(lambda tx: find_invitation(tx, hashed, directory, now))
    if found is None:
        raise Refusal("bad_invitation")
    return answer_json(
        {
            "office": found.office,
            "role": found.role,
            "name": found.name,
            "country": found.country,
            "net": call.house.register.directory.net,
        }
    )


async def list_enrolments(call: Call) -> Answer:
    """Who has enrolled and is not nominated yet, as far as the caller acts next."""
    directory, now = call.house.register.directory, call.house.now()
    rows = await call.house.database.read(tables.enrolled)
    return answer_json([row for row in rows if _is_next(directory, call.caller, row, now)])


def _is_next(directory: Directory, caller: Caller, row: dict[str, Any], now: int) -> bool:
    waiting = Invitation(row["country"], row["office"], row["role"], row["name"])
    if not may_see_enrolment(directory, caller, waiting):
        return False
    standing = find_standing(directory, row["key"], now)
    if standing is None or standing.kind != "waiting":
        return False
    return not (waiting.office and directory.awaits_authorisation(row["key"], waiting.office))


async def show_duty(call: Call) -> Answer:
    directory, now = call.house.register.directory, call.house.now()
    plans = await call.house.database.read(duty.load_plans)
    found = []
    for office in list(directory.offices.values()):
        state = duty.duty_of(directory, office, plans.get(office.office), now)
        found.append(asdict(state))
    return answer_json(found)


async def show_plan(call: Call) -> Answer:
    office = access_office(call.house.register.directory, own(call), _office_of(call))
    plan = await call.house.database.read(lambda tx: duty.load_plan(tx, office.office))
    return answer_json({"roster": [], "absences": [], "closed": []} | (plan or {}))


async def write_plan(call: Call) -> Answer:
    directory, plan = call.house.register.directory, call.body
    office = access_office(directory, own(call), _office_of(call))
    _check_plan(plan, {one.keyid for one in directory.officers_of(office.office, call.house.now())})
    await call.house.database.hot.change(lambda tx: duty.keep_plan(tx, office.office, plan))
    return Answer()


def _check_plan(plan: dict[str, Any], officers: set[str]) -> None:
    named = {line["officer"] for line in plan["roster"]}
    named |= {absence[of] for absence in plan["absences"] for of in ("officer", "replacement")}
    if named - officers:
        raise Refusal("bad_duty")
    if any(absence["until"] <= absence["from"] for absence in plan["absences"]):
        raise Refusal("bad_shape", why="an absence ends after it begins")
    try:
        days = {date.fromisoformat(day) for day in plan.get("closed", ())}
    except ValueError:
        raise Refusal("bad_shape", why="a closed day is no date") from None
    if len(days) != len(plan.get("closed", ())):
        raise Refusal("bad_shape", why="a closed day is repeated")


def _office_of(call: Call) -> str:
    return f"{call.path['country']}/{call.path['office']}"


async def show_notifications(call: Call) -> Answer:
    key = own(call).key
    return answer_json(asdict(await call.house.database.read(lambda tx: tables.find_wish(tx, key))))


async def write_notifications(call: Call) -> Answer:
    key, wish = own(call).key, Wish(**call.body)
    await call.house.database.hot.change(lambda tx: tables.keep_wish(tx, key, wish))
    return Answer()


def own(call: Call) -> Session:
    assert isinstance(call.caller, Session)
    return call.caller


def verbs() -> tuple[Verb, ...]:
    json_, office = Body.JSON, Relation.OFFICE
    return (
        Verb(
            "POST",
            "/invitations",
            invite,
            "Invite a person.",
            Who.STEWARD,
            takes=json_,
            shape=INVITATION,
        ),
        Verb("GET", "/invitations/{token}", show_invitation, "What I am invited to.", Who.ANYONE),
        Verb("GET", "/enrolments", list_enrolments, "Who waits to be nominated.", Who.STEWARD),
        Verb("GET", "/duty", show_duty, "Who is on duty now.", Who.MEMBER),
        Verb("GET", "/duty/{country}/{office}", show_plan, "My office's plan.", Who.OFFICER, office),
        Verb(
            "PUT",
            "/duty/{country}/{office}",
            write_plan,
            "Replace my office's plan.",
            Who.OFFICER,
            office,
            takes=json_,
            shape=PLAN,
            limit_bytes=256 * 1024,
        ),
        Verb(
            "GET",
            "/me/notifications",
            show_notifications,
            "When and where I am written to.",
            Who.MEMBER,
            Relation.OWN,
        ),
        Verb(
            "PUT",
            "/me/notifications",
            write_notifications,
            "Where to write that something is new.",
            Who.MEMBER,
            Relation.OWN,
            takes=json_,
            shape=NOTIFICATIONS,
        ),
    )
