"""Attacks by people who had to leave: reading on, writing on, and writing into the past."""

from typing import Any

from repatria.protocol import statements
from repatria.protocol.entries import Entry
from repatria.protocol.shapes import b64_text
from repatria.protocol.tree import RoomHead, heads_leaf, inclusion_proof, leaf_hash
from tests.attacks import families
from tests.attacks.case import (
    BRASILIA,
    DAKAR,
    PARIS,
    Case,
    epoch_parts,
    members_with,
    office_member,
    resign,
    scene_of,
)
from tests.attacks.table import MEMBER, SERVER, Scene, Staged, attack
from tests.protocol.invented import Chamber, Network, rekey_office

DAY = 86_400


class HeadsProof:
    """A heads leaf that the server lands now, and the proof from it that a room had come so far."""

    def __init__(self, network: Network, chamber: Chamber, seq: int | None = None) -> None:
        self._network = network
        self._seq = chamber.room.seq if seq is None else seq
        self._head = chamber.entries[self._seq].hash
        self._index = len(network.leaves)
        network.time += 60
        self._leaf = heads_leaf(network.time, [RoomHead(chamber.room.id, self._seq, self._head)])
        network.publish_leaf(self._leaf)

    def answer(self, **changed: Any) -> dict[str, Any]:
        hashes = [leaf_hash(leaf) for leaf in self._network.leaves]
        return {
            "seq": self._seq,
            "head": self._head,
            "leaf_index": self._index,
            "leaf": b64_text(self._leaf),
            "path": [],
            "position": 0,
            "log_path": [b64_text(step) for step in inclusion_proof(hashes, self._index)],
            "size": len(hashes),
            **changed,
        }


def revoked(network: Network, label: str = "amina") -> None:
    network.publish(network.revoke(label, "sn bureau"))


# Removed officer reading or posting later.


def _after_moussa_left(network: Network) -> Case:
    """Moussa is revoked; Amina makes new keys for the office and for the case, and writes."""
    case = Case(network)
    revoked(network, "moussa")
    rekey_office(case.offices[DAKAR], "amina", "sn/dakar")
    case.room.seat("amina", DAKAR, PARIS)
    case.room.say("amina", "This is not for Moussa.")
    return case


@attack(families.REMOVED_OFFICER, MEMBER, "no_key")
def a_removed_officer_reads_the_next_epoch_with_the_servers_help(network: Network) -> Staged:
    case = _after_moussa_left(network)
    return Staged(case.shown(to="amina"), case.shown(to="moussa"))


@attack(families.REMOVED_OFFICER, MEMBER, "no_key")
def an_office_that_was_taken_out_reads_what_is_written_after(network: Network) -> Staged:
    case = Case(network)
    case.room.seat("amina", BRASILIA, DAKAR, PARIS)
    case.room.say("amina", "For all three.")
    before = case.shown(to="beatriz")
    case.room.seat("amina", DAKAR, PARIS)
    case.room.say("amina", "For two.")
    return Staged(before, case.shown(to="beatriz"))


@attack(families.REMOVED_OFFICER, MEMBER, "not_a_member")
def a_removed_officer_posts_with_the_servers_help(network: Network) -> Staged:
    case = Case(network)
    honest = case.shown(case.next("amina"))
    revoked(network)
    return Staged(honest, case.shown(case.next("amina")))


@attack(families.REMOVED_OFFICER, MEMBER, "not_a_member")
def a_suspended_officer_posts_with_the_servers_help(network: Network) -> Staged:
    case = Case(network)
    honest = case.shown(case.next("amina"))
    network.publish(network.suspend("amina", "sn bureau"))
    return Staged(honest, case.shown(case.next("amina")))


@attack(families.REMOVED_OFFICER, MEMBER, "not_a_member")
def a_removed_officer_makes_a_new_epoch_to_stay_in(network: Network) -> Staged:
    case = Case(network)
    honest = case.shown(case.room.members_entry("amina", [DAKAR, PARIS]).entry)
    seats = [office_member(network, id_) for id_ in (DAKAR, PARIS)]
    parts = epoch_parts(case.room, *seats).parts
    revoked(network)
    return Staged(honest, case.shown(members_with(case.room, "amina", parts)))


@attack(families.REMOVED_OFFICER, MEMBER, "no_seat")
def an_office_that_was_taken_out_posts_again(network: Network) -> Staged:
    case = Case(network)
    case.room.seat("amina", BRASILIA, DAKAR, PARIS)
    honest = case.shown(case.next("beatriz"))
    case.room.seat("amina", DAKAR, PARIS)
    return Staged(honest, case.shown(case.next("beatriz")))


@attack(families.REMOVED_OFFICER, MEMBER, "stale_epoch")
def a_message_is_sealed_so_that_a_leaver_can_read_it(network: Network) -> Staged:
    case = Case(network)
    honest = case.shown(case.next("amina"))
    revoked(network, "moussa")
    return Staged(honest, case.shown(case.next("amina")))


@attack(families.REMOVED_OFFICER, MEMBER, "stale_epoch")
def an_office_is_seated_with_a_key_that_a_leaver_holds(network: Network) -> Staged:
    case = Case(network)
    seats = [office_member(network, id_) for id_ in (DAKAR, PARIS)]
    parts = epoch_parts(case.room, *seats).parts
    honest = case.shown(members_with(case.room, "claire", parts))
    revoked(network, "moussa")
    return Staged(honest, case.shown(members_with(case.room, "claire", parts)))


@attack(families.REMOVED_OFFICER, MEMBER, "wrong_kem")
def a_removed_officer_is_kept_in_the_room_of_their_office(network: Network) -> Staged:
    case = Case(network)
    dakar = case.offices[DAKAR]
    both = sorted(f"officer:{network.people[label].keyid}" for label in ("amina", "moussa"))
    parts = dakar.members_entry("amina", both).entry.value
    names = ("epoch", "members", "kcommit", "wraps", "history")
    made = {name: parts[name] for name in names}

    def shown() -> Scene:
        entries = [*dakar.entries, members_with(dakar, "amina", made)]
        return scene_of(network, [entries, case.room.entries], "amina")

    honest = shown()
    revoked(network, "moussa")
    return Staged(honest, shown())


# Revoked or expired key used later, in rooms.


@attack(families.ENDED_KEY, MEMBER, "not_a_member")
def an_expired_officer_goes_on_writing(network: Network) -> Staged:
    network.officer("brief", "sn/dakar", until=network.time + 30 * DAY)
    case = Case(network)
    honest = case.shown(case.next("brief"))
    network.time += 31 * DAY
    return Staged(honest, case.shown(case.next("brief")))


@attack(families.ENDED_KEY, MEMBER, "not_a_member")
def a_stolen_old_key_writes_after_its_owner_rotated(network: Network) -> Staged:
    case = Case(network)
    honest = case.shown(case.next("amina"))
    fresh = network.join("amina anew")
    network.publish(network.by("amina", statements.rotate, keyset=fresh.keyset_hash))
    return Staged(honest, case.shown(case.next("amina")))


# Back-dating.


def _old_log(network: Network) -> dict[str, Any]:
    """What an entry says that was written now."""
    size = network.directory.size
    root = network.directory.root_hash_at(size)
    assert root is not None
    return {"log": {"size": size, "root": root.hex()}, "time": network.time}


def _proven_then_revoked(network: Network) -> tuple[Case, Scene, dict[str, Any], HeadsProof]:
    """Amina wrote, the server proved it, then she was revoked: the honest course of things.

    Also gives what a back-dated entry must say, and the proof that covers the room up to her last words.
    """
    case = Case(network)
    case.room.say("amina", "My last words.")
    old = _old_log(network)
    proof = HeadsProof(network, case.room)
    revoked(network)
    return case, case.shown(proof=proof.answer()), old, proof


@attack(families.BACK_DATING, MEMBER, "unproven_entry")
def a_removed_officer_writes_into_the_time_before_they_were_removed(network: Network) -> Staged:
    case, honest, old, _ = _proven_then_revoked(network)
    forged = resign(case.room, "amina", case.next("amina"), **old)
    return Staged(honest, case.shown(forged))


@attack(families.BACK_DATING, MEMBER, "unproven_entry")
def a_back_dated_entry_comes_with_a_proof_made_afterwards(network: Network) -> Staged:
    case, honest, old, _ = _proven_then_revoked(network)
    case.room.entries.append(resign(case.room, "amina", case.next("amina"), **old))
    late = HeadsProof(network, case.room, len(case.room.entries) - 1)
    return Staged(honest, case.shown(proof=late.answer()))


@attack(families.BACK_DATING, MEMBER, "unproven_entry")
def a_suspended_officer_is_proven_only_before_their_later_revocation(network: Network) -> Staged:
    case = Case(network)
    case.room.say("amina", "My last words.")
    old = _old_log(network)
    proof = HeadsProof(network, case.room)
    network.publish(network.suspend("amina", "sn bureau"))
    honest_entries = list(case.room.entries)
    case.room.entries.append(resign(case.room, "amina", case.next("amina"), **old))
    between = HeadsProof(network, case.room, len(case.room.entries) - 1)
    revoked(network)
    honest = case.shown(entries=honest_entries, proof=proof.answer())
    return Staged(honest, case.shown(proof=between.answer()))


@attack(families.BACK_DATING, MEMBER, "unproven_entry")
def an_expired_officer_dates_an_entry_before_the_expiry(network: Network) -> Staged:
    network.officer("brief", "sn/dakar", until=network.time + 30 * DAY)
    case = Case(network)
    case.room.say("brief", "My last words.")
    old = _old_log(network)
    early = HeadsProof(network, case.room)
    network.time += 31 * DAY
    honest = case.shown(proof=early.answer())
    case.room.entries.append(resign(case.room, "brief", case.next("brief"), **old))
    late = HeadsProof(network, case.room, len(case.room.entries) - 1)
    return Staged(honest, case.shown(proof=late.answer()))


def _seen_late(case: Case, forged: Entry) -> tuple[list[Entry], HeadsProof]:
    """The room as the server shows it with the forged entry, and the only proof that there can be of that."""
    room = case.room
    room.entries.append(forged)
    late, shown = HeadsProof(case.network, room, len(room.entries) - 1), list(room.entries)
    room.entries.pop()
    return shown, late


@attack(families.BACK_DATING, MEMBER, "unproven_entry")
def a_suspended_officer_dates_an_entry_before_a_suspension_that_was_lifted(network: Network) -> Staged:
    """Back in office, they write on without a proof; what was signed in between stays without one."""
    case = Case(network)
    case.room.say("amina", "My words before.")
    old = _old_log(network)
    early = HeadsProof(network, case.room)
    network.publish(network.suspend("amina", "sn bureau"))
    forged_room, late = _seen_late(case, resign(case.room, "amina", case.next("amina"), **old))
    network.publish(network.renew("amina"))
    case.room.say("amina", "I am back.")
    honest = case.shown(proof=early.answer())
    return Staged(honest, case.shown(entries=forged_room, proof=late.answer()))


@attack(families.BACK_DATING, MEMBER, "unproven_entry")
def an_expired_officer_dates_an_entry_before_a_term_that_was_renewed_too_late(network: Network) -> Staged:
    network.officer("brief", "sn/dakar", until=network.time + 30 * DAY)
    case = Case(network)
    case.room.say("brief", "My words before.")
    old = _old_log(network)
    early = HeadsProof(network, case.room)
    network.time += 31 * DAY
    forged_room, late = _seen_late(case, resign(case.room, "brief", case.next("brief"), **old))
    network.publish(network.renew("brief"))
    case.room.say("brief", "I am back.")
    honest = case.shown(proof=early.answer())
    return Staged(honest, case.shown(entries=forged_room, proof=late.answer()))


@attack(families.BACK_DATING, MEMBER, "bad_proof")
def a_proof_of_an_earlier_entry_is_shown_for_a_back_dated_one(network: Network) -> Staged:
    case, honest, old, proof = _proven_then_revoked(network)
    forged = resign(case.room, "amina", case.next("amina"), **old)
    return Staged(honest, case.shown(forged, proof=proof.answer()))


@attack(families.BACK_DATING, MEMBER, "bad_proof")
def a_proof_names_a_heads_leaf_that_is_not_in_the_register(network: Network) -> Staged:
    case, honest, old, proof = _proven_then_revoked(network)
    forged = resign(case.room, "amina", case.next("amina"), **old)
    seq = case.room.room.seq + 1
    invented = heads_leaf(network.time, [RoomHead(case.room.room.id, seq, forged.hash)])
    answer = proof.answer(seq=seq, head=forged.hash, leaf=b64_text(invented))
    return Staged(honest, case.shown(forged, proof=answer))


@attack(families.BACK_DATING, MEMBER, "bad_proof")
def a_proof_whose_path_leads_to_another_room(network: Network) -> Staged:
    case, honest, old, proof = _proven_then_revoked(network)
    forged = resign(case.room, "amina", case.next("amina"), **old)
    answer = proof.answer(seq=case.room.room.seq + 1, head=forged.hash)
    return Staged(honest, case.shown(forged, proof=answer))


@attack(families.BACK_DATING, MEMBER, "log_went_back")
def an_entry_claims_an_older_register_than_the_one_before_it(network: Network) -> Staged:
    case = Case(network)
    old = _old_log(network)
    network.join("somebody")
    case.room.say("claire")
    honest = case.next("amina")
    return Staged(case.shown(honest), case.shown(resign(case.room, "amina", honest, log=old["log"])))


@attack(families.BACK_DATING, MEMBER, "bad_time")
def an_entry_is_dated_a_day_before_the_one_before_it(network: Network) -> Staged:
    case = Case(network)
    honest = case.next("amina")
    forged = resign(case.room, "amina", honest, time=honest.value["time"] - DAY)
    return Staged(case.shown(honest), case.shown(forged))


@attack(families.BACK_DATING, SERVER, "wrong_log")
def an_entry_names_a_register_that_never_was(network: Network) -> Staged:
    case = Case(network)
    honest = case.next("amina")
    other = {**honest.value["log"], "root": "ab" * 32}
    return Staged(case.shown(honest), case.shown(resign(case.room, "amina", honest, log=other)))


@attack(families.BACK_DATING, MEMBER, "wrong_log")
def an_entry_names_a_register_that_is_still_to_come(network: Network) -> Staged:
    case = Case(network)
    honest = case.next("amina")
    later = {"size": len(network.leaves) + 5, "root": "ab" * 32}
    return Staged(case.shown(honest), case.shown(resign(case.room, "amina", honest, log=later)))
