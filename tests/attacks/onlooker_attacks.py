"""Attacks that would show partners or auditors what is not theirs, or let them ask for it."""

from tests.attacks import families
from tests.attacks.case import DAKAR, PARIS, Case, freeze_request
from tests.attacks.scenes import next_leaf
from tests.attacks.table import BUREAU, MEMBER, Staged, attack
from tests.protocol.invented import AUDIT, STAR, Chamber, Network, appoint, officer_id, with_onlookers
from tests.protocol.notice_samples.making import submit, with_leads

PARTNER = "captured partner: keys of the head of the partners, and the server's help"


def with_partner_and_auditor(network: Network) -> Case:
    with_onlookers(network)
    appoint(network, "paul", STAR, "partner")
    appoint(network, "thea", AUDIT, "auditor")
    return Case(network)


@attack(families.ROGUE_BUREAU, BUREAU, "wrong_role")
def a_country_gives_a_partner_the_keys_of_its_office(network: Network) -> Staged:
    network.join("fatou")
    honest = network.nominate("fatou", "sn/dakar")
    return next_leaf(network, honest, network.nominate("fatou", "sn/dakar", "partner"))


@attack(families.ROGUE_BUREAU, BUREAU, "wrong_role")
def the_partners_make_an_officer_of_one_of_theirs(network: Network) -> Staged:
    with_onlookers(network)
    network.join("fatou")
    honest = network.nominate("fatou", STAR, "partner")
    return next_leaf(network, honest, network.nominate("fatou", STAR, "officer"))


@attack(families.NOTICE_AUTHORITY, PARTNER, "no_authority")
def the_partners_issue_a_notice(network: Network) -> Staged:
    with_leads(network)
    return next_leaf(network, submit(network), submit(network, "xp bureau", country="XP"))


@attack(families.GHOST, MEMBER, "no_authority")
def a_partner_is_brought_in_where_there_was_a_request(network: Network) -> Staged:
    return _seated_beside(with_partner_and_auditor(network), "paul")


@attack(families.GHOST, MEMBER, "no_authority")
def an_auditor_is_brought_into_a_case_room(network: Network) -> Staged:
    return _seated_beside(with_partner_and_auditor(network), "thea")


def _seated_beside(case: Case, label: str) -> Staged:
    honest = case.room.members_entry("amina", [DAKAR, PARIS]).entry
    forged = case.room.members_entry("amina", [DAKAR, PARIS, officer_id(case.network, label)]).entry
    return Staged(case.shown(honest), case.shown(forged))


@attack(families.GHOST, MEMBER, "bad_clock")
def a_request_is_made_where_a_partner_listens(network: Network) -> Staged:
    case = with_partner_and_auditor(network)
    case.room = Chamber(network, "amina")
    case.room.seat("amina", DAKAR, PARIS, officer_id(network, "paul"))
    letter, request = case.next("amina"), case.room.message_entry("amina", freeze_request())
    return Staged(case.shown(letter), case.shown(request))
