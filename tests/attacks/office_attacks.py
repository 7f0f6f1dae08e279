"""Attacks on what an office shares about screening, in its own room."""

from repatria.protocol import bodies
from repatria.protocol.entries import Entry
from tests.attacks import families
from tests.attacks.case import PARIS, Case, scene_of
from tests.attacks.forgery import claimed_by
from tests.attacks.table import MEMBER, SERVER, Scene, Staged, attack
from tests.protocol.invented import Network

QUERY, CONTENT = "0a" * 32, "0b" * 32


def decision(verdict: str) -> dict[str, str]:
    return bodies.screening_decision(
        query=QUERY, listed="list/UN/1", content=CONTENT, verdict=verdict, why="Seen the passport.",
        name="A. Person", listed_name="A. Person",
    )  # fmt: skip


def office_of(case: Case, *more: Entry, entries: list[Entry] | None = None, **details: object) -> Scene:
    """Claire syncs the office's room, with `more` at its end, and the case room."""
    own = [*(case.offices[PARIS].entries if entries is None else entries), *more]
    return scene_of(case.network, [own, case.room.entries], "claire", **details)


@attack(families.REMOVED_OFFICER, MEMBER, "not_a_member")
def a_leaver_ends_a_list_of_the_office_with_the_servers_help(network: Network) -> Staged:
    case = Case(network)
    paris, end = case.offices[PARIS], bodies.screening_list_end("UN")
    honest = office_of(case, paris.message_entry("jean", end))
    network.publish(network.revoke("jean", "fr bureau"))
    return Staged(honest, office_of(case, paris.message_entry("jean", end)))


@attack(families.TAIL_TRUNCATION, SERVER, "room_rolled_back")
def an_offices_newest_decision_is_withheld_from_who_has_seen_it(network: Network) -> Staged:
    case = Case(network)
    paris = case.offices[PARIS]
    for verdict in ("no_match", "match"):
        paris.add(paris.message_entry("jean", decision(verdict)))
    pin = {"room": paris.room.id, "seq": paris.room.seq, "head": paris.room.head}
    shorter = office_of(case, entries=paris.entries[:-1], room_pins=[pin])
    return Staged(office_of(case, room_pins=[pin]), shorter)


@attack(families.FORGED_STATE, MEMBER, "bad_signature")
def a_decision_on_a_lead_is_put_into_a_colleagues_mouth(network: Network) -> Staged:
    case = Case(network)
    honest = case.offices[PARIS].message_entry("jean", decision("no_match"))
    forged = Entry(
        claimed_by(honest.envelope, honest.value["author"], network.people["claire"].signing_key),
        honest.ciphertext,
    )
    return Staged(office_of(case, honest), office_of(case, forged))


@attack(families.FORGED_STATE, MEMBER, "no_seat")
def an_officer_of_another_office_decides_in_the_offices_room(network: Network) -> Staged:
    case = Case(network)
    paris = case.offices[PARIS]
    honest, forged = (paris.message_entry(who, decision("no_match")) for who in ("jean", "amina"))
    return Staged(office_of(case, honest), office_of(case, forged))
