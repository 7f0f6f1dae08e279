"""Attacks on what is sealed: keys that differ between members, ciphertexts, and what a body claims."""

import hashlib

from repatria.protocol import bodies, sealing
from repatria.protocol.entries import Entry
from repatria.protocol.keys import KemKey, office_kem_seed
from repatria.protocol.shapes import b64_text
from repatria.protocol.unroll import wrap_info
from tests.attacks import families
from tests.attacks.case import (
    DAKAR,
    PARIS,
    Case,
    epoch_parts,
    freeze_request,
    members_with,
    office_member,
    resign,
    scene_of,
    sealed_with,
)
from tests.attacks.forgery import edited, flipped
from tests.attacks.table import MEMBER, SERVER, Staged, attack
from tests.protocol.invented import Network, digest

BLOB_ID = "0b" * 16


# Different key to different members.


def _rewrapped(case: Case, parts: dict[str, object], key: bytes) -> dict[str, object]:
    """The epoch's parts with another key wrapped for Paris than for everybody else."""
    network = case.network
    paris = network.directory.current_office_key("fr/paris")
    assert paris is not None
    members, wraps = parts["members"], parts["wraps"]
    assert isinstance(members, list)
    assert isinstance(wraps, list)
    info = wrap_info(case.room.room.id, case.room.room.epoch + 1, paris.keyid, members)
    other = {"kem": paris.keyid, "wrap": b64_text(sealing.wrap(paris.kem, info, key))}
    return {**parts, "wraps": [other if wrap["kem"] == paris.keyid else wrap for wrap in wraps]}


@attack(families.DIFFERENT_KEYS, MEMBER, "wrong_key")
def one_office_is_given_another_key_than_the_others(network: Network) -> Staged:
    case = Case(network)
    own = epoch_parts(case.room, *(office_member(network, id_) for id_ in (DAKAR, PARIS))).parts
    honest = members_with(case.room, "amina", own)
    forged = members_with(case.room, "amina", _rewrapped(case, own, digest("another key")))
    return Staged(case.shown(honest), case.shown(forged))


@attack(families.DIFFERENT_KEYS, MEMBER, "cannot_unwrap")
def one_office_is_given_a_wrap_that_it_cannot_open(network: Network) -> Staged:
    case = Case(network)
    own = epoch_parts(case.room, *(office_member(network, id_) for id_ in (DAKAR, PARIS))).parts
    honest = members_with(case.room, "amina", own)
    wraps = [{**wrap, "wrap": b64_text(bytes(1168))} for wrap in own["wraps"]]
    return Staged(case.shown(honest), case.shown(members_with(case.room, "amina", {**own, "wraps": wraps})))


@attack(families.DIFFERENT_KEYS, MEMBER, "wrong_key")
def a_member_hands_on_a_false_key_for_the_past(network: Network) -> Staged:
    case = Case(network)
    seats = [office_member(network, id_) for id_ in (DAKAR, PARIS)]
    honest = members_with(case.room, "amina", epoch_parts(case.room, *seats).parts)
    false = epoch_parts(case.room, *seats, previous=digest("another past")).parts
    return Staged(case.shown(honest), case.shown(members_with(case.room, "amina", false)))


@attack(families.DIFFERENT_KEYS, MEMBER, "cannot_open")
def a_member_takes_the_past_away_from_the_others(network: Network) -> Staged:
    case = Case(network)
    own = epoch_parts(case.room, *(office_member(network, id_) for id_ in (DAKAR, PARIS))).parts
    honest = members_with(case.room, "amina", own)
    forged = members_with(case.room, "amina", {**own, "history": b64_text(bytes(200))})
    return Staged(case.shown(honest), case.shown(forged))


@attack(families.DIFFERENT_KEYS, MEMBER, "bad_history")
def a_new_epoch_comes_without_any_past(network: Network) -> Staged:
    case = Case(network)
    own = epoch_parts(case.room, *(office_member(network, id_) for id_ in (DAKAR, PARIS))).parts
    honest = members_with(case.room, "amina", own)
    forged = members_with(case.room, "amina", {**own, "history": None})
    return Staged(case.shown(honest), case.shown(forged))


@attack(families.KEY_SUBSTITUTION, MEMBER, "wrong_office_key")
def an_officer_publishes_a_key_that_the_offices_room_does_not_give(network: Network) -> Staged:
    case = Case(network)
    paris = case.offices[PARIS]
    colleagues = [who.keyid for who in network.directory.officers_of("fr/paris", network.time)]
    entry = paris.seat("jean", *(f"officer:{keyid}" for keyid in colleagues))
    epoch, key = paris.room.epoch, paris.keys[paris.room.epoch]
    seeds = (office_kem_seed(key, paris.room.id, epoch), digest("the attacker's kem seed"))
    statements = [
        network.office_key(
            "jean", "fr/paris", epoch, room=paris.room.id, kem=KemKey.from_seed(seed).public, entry=entry.hash
        )
        for seed in seeds
    ]
    scenes = []
    for statement in statements:
        leaves, network.leaves = network.leaves, [*network.leaves, statement.wire()]
        scenes.append(scene_of(network, [paris.entries, case.room.entries], "claire"))
        network.leaves = leaves
    return Staged(scenes[0], scenes[1])


@attack(families.KEY_SUBSTITUTION, MEMBER, "wrong_office_key")
def an_officer_publishes_a_key_for_an_epoch_that_the_offices_room_never_had(network: Network) -> Staged:
    """In all colleagues' names: others would seal to it, and the office itself would read nothing more."""
    case = Case(network)
    paris = case.offices[PARIS]
    honest = scene_of(network, [paris.entries, case.room.entries], "claire")
    own = KemKey.from_seed(digest("the attacker's kem seed")).public
    network.publish(network.office_key("jean", "fr/paris", 99, room=paris.room.id, kem=own))
    return Staged(honest, scene_of(network, [paris.entries, case.room.entries], "claire"))


# Ciphertext swapped, truncated, slice reordered: bodies. (Attachments: file_attacks.py.)


@attack(families.CIPHERTEXT, SERVER, "wrong_ciphertext")
def a_server_turns_one_bit_of_a_message(network: Network) -> Staged:
    case = Case(network)
    honest = case.next()
    assert honest.ciphertext is not None
    return Staged(case.shown(honest), case.shown(Entry(honest.envelope, flipped(honest.ciphertext))))


@attack(families.CIPHERTEXT, SERVER, "wrong_ciphertext")
def a_server_swaps_the_ciphertexts_of_two_messages(network: Network) -> Staged:
    case = Case(network)
    first, second = case.room.say("amina", "1"), case.room.say("amina", "2")
    start = case.room.entries[:-2]
    swapped = [Entry(first.envelope, second.ciphertext), Entry(second.envelope, first.ciphertext)]
    return Staged(case.shown(), case.shown(*swapped, entries=start))


@attack(families.CIPHERTEXT, SERVER, "wrong_ciphertext")
def a_server_cuts_off_the_end_of_a_message(network: Network) -> Staged:
    case = Case(network)
    honest = case.next()
    assert honest.ciphertext is not None
    return Staged(case.shown(honest), case.shown(Entry(honest.envelope, honest.ciphertext[:-17])))


@attack(families.CIPHERTEXT, SERVER, "wrong_ciphertext")
def a_server_takes_a_messages_ciphertext_away(network: Network) -> Staged:
    case = Case(network)
    honest = case.next()
    return Staged(case.shown(honest), case.shown(Entry(honest.envelope, b"")))


@attack(families.CIPHERTEXT, MEMBER, "wrong_plaintext")
def a_member_signs_for_another_plaintext_than_they_sealed(network: Network) -> Staged:
    case = Case(network)
    honest = case.next()
    return Staged(case.shown(honest), case.shown(resign(case.room, "amina", honest, pt="ab" * 32)))


@attack(families.CIPHERTEXT, SERVER, "wrong_ciphertext")
def a_server_hangs_a_ciphertext_on_a_change_of_members(network: Network) -> Staged:
    case = Case(network)
    honest = case.room.members_entry("amina", [DAKAR, PARIS]).entry
    return Staged(case.shown(honest), case.shown(Entry(honest.envelope, b"unsigned bytes")))


# Forged receipt, tick, asset state or amount.


@attack(families.FORGED_STATE, MEMBER, "bad_clock")
def a_request_is_acknowledged_by_the_office_that_sent_it(network: Network) -> Staged:
    case = Case(network)
    body = bodies.acknowledgement(case.request.hash)
    answer = case.room.message_entry("claire", body)
    return Staged(case.shown(answer), case.shown(case.room.message_entry("amina", body)))


@attack(families.FORGED_STATE, MEMBER, "bad_clock")
def a_request_that_was_never_made_is_answered(network: Network) -> Staged:
    case = Case(network)
    made = [
        case.room.message_entry("claire", bodies.answer(of, "frozen", tlp="TLP:AMBER"))
        for of in (case.request.hash, case.received.hash)
    ]
    return Staged(case.shown(made[0]), case.shown(made[1]))


@attack(families.FORGED_STATE, MEMBER, "bad_clock")
def the_clock_shows_less_haste_than_the_sealed_request(network: Network) -> Staged:
    case = Case(network)
    flash = freeze_request("flash")
    slow = {"act": "open", "urgency": "ordinary", "to": "fr/paris"}
    honest, forged = (
        sealed_with(case.room, "amina", flash),
        sealed_with(case.room, "amina", flash, clock=slow),
    )
    return Staged(case.shown(honest), case.shown(forged))


@attack(families.FORGED_STATE, MEMBER, "bad_clock")
def an_answer_is_sealed_for_another_request_than_it_stops_the_clock_of(network: Network) -> Staged:
    case = Case(network)
    second = case.room.add(case.room.message_entry("amina", freeze_request(amount="7")))
    body = bodies.answer(case.request.hash, "frozen", tlp="TLP:AMBER")
    forged = sealed_with(case.room, "claire", body, clock={"act": "answer", "of": second.hash})
    return Staged(case.shown(case.room.message_entry("claire", body)), case.shown(forged))


@attack(families.FORGED_STATE, MEMBER, "bad_clock")
def an_ordinary_letter_stops_a_clock(network: Network) -> Staged:
    case = Case(network)
    body = bodies.message("Nothing of substance", tlp="TLP:AMBER")
    forged = sealed_with(case.room, "claire", body, clock={"act": "answer", "of": case.request.hash})
    return Staged(case.shown(case.room.message_entry("claire", body)), case.shown(forged))


@attack(families.FORGED_STATE, MEMBER, "bad_clock")
def a_request_is_opened_towards_an_office_that_is_not_in_the_room(network: Network) -> Staged:
    case = Case(network)
    honest = case.room.message_entry("amina", freeze_request())
    far = freeze_request()
    far["request"]["to"] = "br/brasilia"
    return Staged(case.shown(honest), case.shown(case.room.message_entry("amina", far)))


@attack(families.FORGED_STATE, SERVER, "bad_signature")
def a_server_raises_the_urgency_of_a_request(network: Network) -> Staged:
    case = Case(network)
    honest = case.room.message_entry("amina", freeze_request())
    clock = {**honest.value["clock"], "urgency": "flash"}
    forged = Entry(edited(honest.envelope, clock=clock), honest.ciphertext)
    return Staged(case.shown(honest), case.shown(forged))


@attack(families.FORGED_STATE, MEMBER, "wrong_ciphertext")
def the_amount_of_an_asset_is_changed_by_sealing_again(network: Network) -> Staged:
    case = Case(network)
    honest = case.room.message_entry("amina", freeze_request(amount="4,000,000"))
    other = case.room.message_entry("amina", freeze_request(amount="9,000,000"))
    return Staged(case.shown(honest), case.shown(Entry(honest.envelope, other.ciphertext)))


@attack(families.FORGED_STATE, MEMBER, "bad_signature")
def a_read_receipt_is_written_in_another_officers_name(network: Network) -> Staged:
    case = Case(network)
    honest = case.room.message_entry("claire", bodies.receipt("read", [case.request.hash]))
    by_amina = case.room.message_entry("amina", bodies.receipt("read", [case.request.hash]))
    value = {"author": network.people["claire"].keyid, "office": "fr/paris"}
    claimed = edited(by_amina.envelope, **value)
    signatures = tuple(
        signature._replace(keyid=network.people["claire"].keyid) for signature in claimed.signatures
    )
    claimed.signatures = signatures
    return Staged(case.shown(honest), case.shown(Entry(claimed, by_amina.ciphertext)))


@attack(families.FORGED_STATE, MEMBER, "no_seat")
def a_checklist_tick_comes_from_an_office_outside_the_room(network: Network) -> Staged:
    case = Case(network)
    body = bodies.tick("notify-bank", "done")
    ticks = [case.room.message_entry(label, body) for label in ("claire", "beatriz")]
    return Staged(case.shown(ticks[0]), case.shown(ticks[1]))


@attack(families.FORGED_STATE, MEMBER, "bad_shape")
def a_checklist_tick_claims_a_state_that_does_not_exist(network: Network) -> Staged:
    case = Case(network)
    body = bodies.tick("notify-bank", "done")
    honest = case.room.message_entry("claire", body)
    forged = sealed_with(case.room, "claire", {**body, "state": "verified"})
    return Staged(case.shown(honest), case.shown(forged))


def _attachment(name: str = "order.pdf") -> dict[str, object]:
    return {
        "id": BLOB_ID, "name": name, "type": "application/pdf", "size": 3, "key": b64_text(bytes(32)),
        "sha256": hashlib.sha256(b"abc").hexdigest(), "ct_sha256": "cd" * 32, "ct_len": 600,
    }  # fmt: skip


@attack(families.FORGED_STATE, MEMBER, "blob_mismatch")
def a_letter_names_an_attachment_that_its_signature_does_not(network: Network) -> Staged:
    case = Case(network)
    body = bodies.message("See the order.", tlp="TLP:AMBER", attachments=[_attachment()])
    honest = sealed_with(case.room, "amina", body)
    return Staged(case.shown(honest), case.shown(sealed_with(case.room, "amina", body, blobs=[])))


@attack(families.FORGED_STATE, MEMBER, "blob_mismatch")
def a_letter_names_another_attachment_than_was_signed(network: Network) -> Staged:
    case = Case(network)
    body = bodies.message("See the order.", tlp="TLP:AMBER", attachments=[_attachment()])
    honest = sealed_with(case.room, "amina", body)
    other = {"id": BLOB_ID, "sha256": "ef" * 32, "len": 600}
    return Staged(case.shown(honest), case.shown(sealed_with(case.room, "amina", body, blobs=[other])))
