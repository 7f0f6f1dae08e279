"""Attacks on who sits in a room and on the order of what is said there."""

from repatria.protocol import bodies
from repatria.protocol.entries import Entry, encode_frame
from repatria.protocol.envelope import STATEMENT
from repatria.protocol.rooms import Member
from tests.attacks import families
from tests.attacks.case import (
    BRASILIA,
    DAKAR,
    PARIS,
    Case,
    copy_of,
    epoch_parts,
    members_with,
    message_with,
    office_member,
    officer_member,
    resign,
    scene_of,
)
from tests.attacks.forgery import claimed_by, edited, resigned, sealed_by, with_signature_of
from tests.attacks.table import MEMBER, SERVER, Staged, attack
from tests.protocol.invented import Chamber, Network, officer_id, rekey_office

# Ghost member or wrap.


@attack(families.GHOST, SERVER, "unknown_issuer")
def a_server_seats_itself_with_a_key_that_nobody_published(network: Network) -> Staged:
    case = Case(network)
    network.someone("server")
    honest = case.room.members_entry("amina", [DAKAR, PARIS]).entry
    ghost = resign(case.room, "server", honest, author=network.people["server"].keyid)
    return Staged(case.shown(honest), case.shown(ghost))


@attack(families.GHOST, SERVER, "not_a_member")
def a_server_seats_itself_with_a_published_keyset(network: Network) -> Staged:
    network.join("server")
    case = Case(network)
    honest = case.room.members_entry("amina", [DAKAR, PARIS]).entry
    ghost = resign(case.room, "server", honest, author=network.people["server"].keyid)
    return Staged(case.shown(honest), case.shown(ghost))


@attack(families.GHOST, MEMBER, "wrong_kem")
def a_member_seats_somebody_who_is_no_officer(network: Network) -> Staged:
    network.join("server")
    case = Case(network)
    office = [office_member(network, id_) for id_ in (PARIS, DAKAR)]
    honest = members_with(case.room, "amina", epoch_parts(case.room, *office).parts)
    ghost = epoch_parts(case.room, *office, officer_member(network, "server"))
    return Staged(case.shown(honest), case.shown(members_with(case.room, "amina", ghost.parts)))


@attack(families.GHOST, MEMBER, "no_authority")
def the_recipient_of_a_request_brings_in_a_third_country(network: Network) -> Staged:
    case = Case(network)
    honest = case.room.members_entry("claire", [DAKAR, PARIS]).entry
    ghost = case.room.members_entry("claire", [BRASILIA, DAKAR, PARIS]).entry
    return Staged(case.shown(honest), case.shown(ghost))


@attack(families.GHOST, MEMBER, "no_authority")
def the_recipient_puts_the_opening_office_out_of_its_own_room(network: Network) -> Staged:
    case = Case(network)
    honest = case.room.members_entry("claire", [DAKAR, PARIS]).entry
    return Staged(case.shown(honest), case.shown(case.room.members_entry("claire", [PARIS]).entry))


@attack(families.GHOST, MEMBER, "no_authority")
def under_tlp_red_the_recipient_adds_a_colleague(network: Network) -> Staged:
    case = Case(network, floor="TLP:RED")
    honest = case.room.members_entry("claire", [DAKAR, PARIS]).entry
    added = case.room.members_entry("claire", [DAKAR, PARIS, officer_id(network, "jean")]).entry
    return Staged(case.shown(honest), case.shown(added))


@attack(families.GHOST, MEMBER, "bad_wraps")
def a_wrap_for_somebody_who_is_not_listed(network: Network) -> Staged:
    case = Case(network)
    parts = epoch_parts(case.room, *(office_member(network, id_) for id_ in (DAKAR, PARIS))).parts
    honest = members_with(case.room, "amina", parts)
    extra = {"kem": office_member(network, BRASILIA).kem, "wrap": parts["wraps"][0]["wrap"]}
    ghost = members_with(case.room, "amina", {**parts, "wraps": [*parts["wraps"], extra]})
    return Staged(case.shown(honest), case.shown(ghost))


@attack(families.GHOST, MEMBER, "bad_wraps")
def a_listed_member_is_wrapped_for_somebody_else(network: Network) -> Staged:
    case = Case(network)
    parts = epoch_parts(case.room, *(office_member(network, id_) for id_ in (DAKAR, PARIS))).parts
    honest = members_with(case.room, "amina", parts)
    turned = {**parts, "wraps": [{**parts["wraps"][0], "kem": office_member(network, BRASILIA).kem},
                                 parts["wraps"][1]]}  # fmt: skip
    return Staged(case.shown(honest), case.shown(members_with(case.room, "amina", turned)))


@attack(families.GHOST, SERVER, "bad_signature")
def a_server_swaps_a_wrap_under_the_authors_signature(network: Network) -> Staged:
    case = Case(network)
    honest = case.room.members_entry("amina", [DAKAR, PARIS]).entry
    wraps = honest.value["wraps"]
    swapped = [{**wraps[0], "wrap": wraps[1]["wrap"]}, {**wraps[1], "wrap": wraps[0]["wrap"]}]
    forged = Entry(edited(honest.envelope, wraps=swapped))
    return Staged(case.shown(honest), case.shown(forged))


@attack(families.GHOST, MEMBER, "no_authority")
def an_officer_of_another_office_is_seated_in_an_offices_room(network: Network) -> Staged:
    case = Case(network)
    paris = case.offices[PARIS]
    colleagues = [officer_id(network, "claire"), officer_id(network, "jean")]
    honest = paris.members_entry("jean", sorted(colleagues)).entry
    ghost = paris.members_entry("jean", sorted([*colleagues, officer_id(network, "amina")])).entry
    shown = [
        scene_of(network, [[*paris.entries, last], case.room.entries], "claire") for last in (honest, ghost)
    ]
    return Staged(shown[0], shown[1])


@attack(families.GHOST, MEMBER, "no_seat")
def an_officer_without_a_seat_writes_into_the_room(network: Network) -> Staged:
    case = Case(network)
    return Staged(case.shown(case.next("jean")), case.shown(case.next("beatriz")))


@attack(families.GHOST, MEMBER, "no_authority")
def somebody_else_seats_the_first_members_of_a_room(network: Network) -> Staged:
    case = Case(network)
    fresh = Chamber(network, "amina")
    parts = epoch_parts(fresh, *(office_member(network, id_) for id_ in (DAKAR, PARIS))).parts
    shown = [
        scene_of(network, [case.offices[PARIS].entries, [*fresh.entries, members_with(fresh, by, parts)]],
                 "claire")
        for by in ("amina", "moussa")
    ]  # fmt: skip
    return Staged(shown[0], shown[1])


# Key substitution, in a room.


@attack(families.KEY_SUBSTITUTION, MEMBER, "wrong_kem")
def an_office_is_seated_with_a_key_that_is_not_its_newest(network: Network) -> Staged:
    case = Case(network)
    before = office_member(network, PARIS)
    rekey_office(case.offices[PARIS], "claire", "fr/paris")
    now = epoch_parts(case.room, office_member(network, DAKAR), office_member(network, PARIS)).parts
    old_seats = [{**seat, "kem": before.kem} if seat["id"] == PARIS else seat for seat in now["members"]]
    old_wraps = [{**wrap, "kem": seat["kem"]} for wrap, seat in zip(now["wraps"], old_seats, strict=True)]
    honest = members_with(case.room, "amina", now)
    forged = members_with(case.room, "amina", {**now, "members": old_seats, "wraps": old_wraps})
    return Staged(case.shown(honest), case.shown(forged))


@attack(families.KEY_SUBSTITUTION, MEMBER, "wrong_kem")
def an_office_is_seated_with_the_key_of_another_office(network: Network) -> Staged:
    case = Case(network)
    now = epoch_parts(case.room, office_member(network, DAKAR), office_member(network, PARIS)).parts
    other = Member(PARIS, office_member(network, BRASILIA).kem)
    seats = [other._asdict() if seat["id"] == PARIS else seat for seat in now["members"]]
    wraps = [{**wrap, "kem": seat["kem"]} for wrap, seat in zip(now["wraps"], seats, strict=True)]
    forged = members_with(case.room, "amina", {**now, "members": seats, "wraps": wraps})
    return Staged(case.shown(members_with(case.room, "amina", now)), case.shown(forged))


# Replay, reorder, mid-drop, truncation, fork, rollback.


@attack(families.REPLAY, SERVER, "bad_seq")
def a_message_is_served_twice(network: Network) -> Staged:
    case = Case(network)
    return Staged(case.shown(), case.shown(case.received))


@attack(families.REPLAY, SERVER, "bad_seq")
def a_rooms_beginning_is_served_again_after_its_end(network: Network) -> Staged:
    case = Case(network)
    return Staged(case.shown(), case.shown(*case.room.entries))


@attack(families.REORDER, SERVER, "bad_seq")
def two_messages_are_served_in_the_other_order(network: Network) -> Staged:
    case = Case(network)
    first, second = case.room.say("amina", "1"), case.room.say("amina", "2")
    start = case.room.entries[:-2]
    return Staged(case.shown(), case.shown(second, first, entries=start))


@attack(families.MID_DROP, SERVER, "bad_seq")
def a_message_is_left_out_of_the_middle(network: Network) -> Staged:
    case = Case(network)
    case.room.say("amina", "We withdraw the request.")
    last = case.room.say("amina", "Thank you.")
    return Staged(case.shown(), case.shown(last, entries=case.room.entries[:-2]))


@attack(families.MID_DROP, SERVER, "bad_seq")
def the_change_of_members_is_left_out(network: Network) -> Staged:
    case = Case(network)
    case.room.seat("amina", DAKAR, PARIS)
    last = case.room.say("amina")
    return Staged(case.shown(), case.shown(last, entries=case.room.entries[:-2]))


@attack(families.MID_DROP, MEMBER, "stale_head")
def a_dropped_message_is_papered_over_by_a_renumbered_one(network: Network) -> Staged:
    case = Case(network)
    start = list(case.room.entries)
    case.room.say("amina", "We withdraw the request.")
    last = case.room.say("amina", "Thank you.")
    forged = resign(case.room, "amina", last, seq=len(start))
    return Staged(case.shown(), case.shown(forged, entries=start))


@attack(families.TAIL_TRUNCATION, SERVER, "room_rolled_back")
def the_newest_messages_are_withheld_from_who_has_seen_them(network: Network) -> Staged:
    case = Case(network)
    case.room.say("amina", "We withdraw the request.")
    pin = {"room": case.room.room.id, "seq": case.room.room.seq, "head": case.room.room.head}
    shorter = case.shown(entries=case.room.entries[:-1], room_pins=[pin])
    return Staged(case.shown(room_pins=[pin]), shorter)


@attack(families.ROOM_ROLLBACK, SERVER, "room_rolled_back")
def a_room_is_served_from_an_older_backup(network: Network) -> Staged:
    case = Case(network)
    pin = {"room": case.room.room.id, "seq": case.room.room.seq, "head": case.room.room.head}
    return Staged(case.shown(room_pins=[pin]), case.shown(entries=case.room.entries[:2], room_pins=[pin]))


@attack(families.FORK, MEMBER, "room_rolled_back")
def two_devices_of_one_officer_are_told_different_stories(network: Network) -> Staged:
    case = Case(network)
    other = case.next("amina", "Please freeze account A.")
    shown = case.room.add(case.next("amina", "Please freeze account B."))
    pin = {"room": case.room.room.id, "seq": case.room.room.seq, "head": shown.hash}
    forked = case.shown(other, entries=case.room.entries[:-1], room_pins=[pin])
    return Staged(case.shown(room_pins=[pin]), forked)


@attack(families.FORK, MEMBER, "stale_head")
def two_stories_of_a_room_cannot_be_joined_again(network: Network) -> Staged:
    case = Case(network)
    start, fold = list(case.room.entries), copy_of(case.room.room)
    told_jean = case.room.add(case.next("amina", "Please freeze account A."))
    case.room.room = fold
    told_claire = case.room.add(case.next("amina", "Please freeze account B."))
    answer = case.room.add(case.next("claire", "Account B it is."))
    return Staged(
        case.shown(told_claire, answer, to="jean", entries=start),
        case.shown(told_jean, answer, to="jean", entries=start),
    )


@attack(families.ROOM_ROLLBACK, SERVER, "bad_epoch")
def a_room_goes_back_to_an_earlier_epoch(network: Network) -> Staged:
    case = Case(network)
    case.room.seat("amina", DAKAR, PARIS)
    honest = case.next()
    return Staged(case.shown(honest), case.shown(resign(case.room, "amina", honest, epoch=1)))


# Splices and other people's words.


def second_room(case: Case) -> Chamber:
    other = Chamber(case.network, "amina")
    other.random = case.room.random  # else its keys would be the same: a chamber draws by label
    other.seat("amina", DAKAR, PARIS)
    return other


@attack(families.SPLICE, SERVER, "wrong_room")
def a_message_of_another_room_is_served_in_this_one(network: Network) -> Staged:
    case = Case(network)
    other = second_room(case)
    for text in ("1", "2"):
        other.say("amina", text)
    return Staged(
        case.shown(case.next()),
        case.shown(other.message_entry("amina", bodies.message("3", tlp="TLP:AMBER"))),
    )


@attack(families.SPLICE, MEMBER, "cannot_open")
def a_ciphertext_is_moved_to_another_place_in_its_room(network: Network) -> Staged:
    case = Case(network)
    first = case.room.say("amina", "Yes.")
    case.room.say("amina", "Shall we go on?")
    assert first.ciphertext is not None
    forged = message_with(case.room, "amina", first.ciphertext, first)
    return Staged(case.shown(case.next()), case.shown(forged))


@attack(families.SPLICE, MEMBER, "cannot_unwrap")
def wraps_of_another_room_are_used_in_this_one(network: Network) -> Staged:
    case = Case(network)
    other = second_room(case)
    own = epoch_parts(case.room, *(office_member(network, id_) for id_ in (DAKAR, PARIS))).parts
    honest = members_with(case.room, "amina", own)
    forged = members_with(case.room, "amina", {**own, "wraps": other.entries[1].value["wraps"]})
    return Staged(case.shown(honest), case.shown(forged))


@attack(families.SPLICE, SERVER, "bad_shape")
def a_statement_is_served_as_an_entry(network: Network) -> Staged:
    case = Case(network)
    honest = case.next()
    as_statement = sealed_by(STATEMENT, honest.value, [network.people["amina"].signing_key])
    return Staged(case.shown(honest), case.shown(Entry(as_statement, honest.ciphertext)))


@attack(families.FORWARDING, MEMBER, "wrong_room")
def a_recipient_shows_the_senders_letter_in_a_room_of_their_own(network: Network) -> Staged:
    case = Case(network)
    own = Chamber(network, "claire")
    own.seat("claire", BRASILIA, PARIS)
    entries = [*own.entries, own.message_entry("claire", bodies.message("Look", tlp="TLP:AMBER"))]
    office = case.offices[BRASILIA].entries
    return Staged(
        scene_of(network, [office, entries], "beatriz"),
        scene_of(network, [office, [*own.entries, case.request]], "beatriz"),
    )


@attack(families.FORWARDING, MEMBER, "bad_signature")
def a_recipient_rewrites_the_room_on_the_senders_letter(network: Network) -> Staged:
    case = Case(network)
    own = Chamber(network, "claire")
    own.seat("claire", BRASILIA, DAKAR, PARIS)
    honest = own.message_entry("amina", bodies.message("Look", tlp="TLP:AMBER"))
    place = own.room.next_place
    moved = edited(case.request.envelope, room=place.room, seq=place.seq, prev=place.prev)
    office = case.offices[BRASILIA].entries
    return Staged(
        scene_of(network, [office, [*own.entries, honest]], "beatriz"),
        scene_of(network, [office, [*own.entries, Entry(moved, case.request.ciphertext)]], "beatriz"),
    )


@attack(families.FORWARDING, MEMBER, "cannot_open")
def a_member_signs_a_colleagues_sealed_words_as_their_own(network: Network) -> Staged:
    case = Case(network)
    words = case.next("amina")
    stolen = resign(case.room, "claire", words, author=network.people["claire"].keyid, office="fr/paris")
    return Staged(case.shown(words), case.shown(stolen))


# Signature stripped and re-signed, in a room.


@attack(families.RESIGNED, MEMBER, "missing_signature")
def a_member_puts_their_signature_in_place_of_the_authors(network: Network) -> Staged:
    case = Case(network)
    honest = case.next("amina")
    taken = resigned(honest.envelope, network.people["claire"].signing_key)
    return Staged(case.shown(honest), case.shown(Entry(taken, honest.ciphertext)))


@attack(families.RESIGNED, MEMBER, "bad_envelope")
def a_member_adds_their_signature_to_the_authors(network: Network) -> Staged:
    case = Case(network)
    honest = case.next("amina")
    extra = resigned(honest.envelope, network.people["claire"].signing_key)
    both = with_signature_of(honest.envelope, extra)
    return Staged(case.shown(honest), case.shown(Entry(both, honest.ciphertext)))


@attack(families.RESIGNED, MEMBER, "bad_signature")
def a_member_writes_in_the_name_of_a_colleague(network: Network) -> Staged:
    case = Case(network)
    honest = case.next("amina")
    forged = claimed_by(honest.envelope, network.people["amina"].keyid, network.people["claire"].signing_key)
    return Staged(case.shown(honest), case.shown(Entry(forged, honest.ciphertext)))


@attack(families.RESIGNED, MEMBER, "not_a_member")
def a_member_writes_on_behalf_of_an_office_that_is_not_theirs(network: Network) -> Staged:
    case = Case(network)
    return Staged(case.shown(case.next("claire")), case.shown(case.next("claire", office="sn/dakar")))


# Another network, another version.


@attack(families.OTHER_NETWORK, MEMBER, "wrong_network")
def an_entry_of_the_training_network_is_served_in_a_real_room(network: Network) -> Staged:
    case = Case(network)
    honest = case.next("amina")
    return Staged(case.shown(honest), case.shown(resign(case.room, "amina", honest, net="ab" * 32)))


@attack(families.DOWNGRADE, MEMBER, "unknown_version")
def an_entry_of_version_zero(network: Network) -> Staged:
    case = Case(network)
    honest = case.next("amina")
    return Staged(case.shown(honest), case.shown(resign(case.room, "amina", honest, v=0)))


@attack(families.DOWNGRADE, MEMBER, "bad_shape")
def an_entry_that_offers_an_unsealed_body(network: Network) -> Staged:
    case = Case(network)
    honest = case.next("amina")
    return Staged(case.shown(honest), case.shown(resign(case.room, "amina", honest, text="in the clear")))


@attack(families.MID_DROP, SERVER, "bad_frame")
def an_entry_is_cut_off_in_transit(network: Network) -> Staged:
    case = Case(network)
    honest = encode_frame(case.next("amina"))
    entries = [encode_frame(entry) for entry in case.room.entries]
    return Staged(case.shown(entries=[*entries, honest]), case.shown(entries=[*entries, honest[:-1]]))
