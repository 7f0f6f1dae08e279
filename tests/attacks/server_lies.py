"""What the lying server does: each lie sets the stage on the real server, then says what to change.

The honest control is the same stage without the lie: another officer's client takes it all.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Sequence
from typing import NamedTuple

from repatria.protocol import bodies, checkpoint, entries, frames
from repatria.protocol import envelope as envelopes
from repatria.protocol.entries import Entry, decode_frame, encode_frame
from repatria.protocol.frames import Sync, SyncItem
from repatria.protocol.keys import Seeds
from repatria.protocol.tree import leaf_hash, root_of
from repatria.server.ledger.log_keys import LogKeys
from tests.attacks import families
from tests.attacks.relay import Answer, Asked, Lie
from tests.server.network import LiveChamber, LiveNetwork

Edit = Callable[[list[SyncItem]], list[SyncItem]]


class Stage(NamedTuple):
    """The victim is Anna in Bern; the room was opened by Nairobi."""

    network: LiveNetwork
    room: LiveChamber
    log_keys: LogKeys

    def say(self, *texts: str) -> None:
        for text in texts:
            self.room.say("wanjiru", text)


class Prepared(NamedTuple):
    name: str
    family: str
    code: str
    play: Callable[[Stage], Lie]

    @property
    def codes(self) -> list[str]:
        return self.code.split(" or ")


LIES: dict[str, Prepared] = {}


def lie(family: str, code: str) -> Callable[[Callable[[Stage], Lie]], Callable[[Stage], Lie]]:
    def file(play: Callable[[Stage], Lie]) -> Callable[[Stage], Lie]:
        LIES[play.__name__] = Prepared(play.__name__, family, code, play)
        return play

    return file


# Changing what a sync gives.


def in_sync(stage: Stage, edit: Edit) -> Lie:
    """Change the items of the stage's room; all others pass."""

    def tell(asked: Asked, answer: Answer) -> Answer:
        if asked.path != "/sync" or answer.status != 200:
            return answer
        page = frames.decode_sync(answer.body)
        own = [item for item in page.items if item.room == stage.room.room.id]
        rest = [item for item in page.items if item.room != stage.room.room.id]
        told = Sync(page.cursor, page.more, (*rest, *(edit(own) if own else own)))
        return Answer(200, frames.encode_sync(told))

    return tell


def renumbered(items: Sequence[SyncItem]) -> list[SyncItem]:
    """As if each stood where it is now served."""
    first = min((item.seq for item in items), default=0)
    return [item._replace(seq=first + n) for n, item in enumerate(items)]


def with_ciphertext(item: SyncItem, ciphertext: bytes) -> SyncItem:
    entry = decode_frame(item.frame)
    return item._replace(frame=encode_frame(Entry(entry.envelope, ciphertext)))


@lie(families.MID_DROP, "withheld_entry or bad_seq")
def it_leaves_a_message_out(stage: Stage) -> Lie:
    stage.say("We withdraw the request.", "Thank you.")
    return in_sync(stage, lambda items: items[1:])


@lie(families.MID_DROP, "bad_seq")
def it_leaves_a_message_out_and_renumbers_the_rest(stage: Stage) -> Lie:
    stage.say("We withdraw the request.", "Thank you.")
    return in_sync(stage, lambda items: [item._replace(seq=item.seq - 1) for item in items[1:]])


@lie(families.REPLAY, "bad_seq")
def it_serves_a_message_twice(stage: Stage) -> Lie:
    stage.say("Please freeze.")
    return in_sync(stage, lambda items: renumbered([*items, *items]))


@lie(families.REORDER, "bad_seq")
def it_serves_two_messages_in_the_other_order(stage: Stage) -> Lie:
    stage.say("Freeze account A.", "Not B.")
    return in_sync(stage, lambda items: renumbered(items[::-1]))


@lie(families.CIPHERTEXT, "wrong_ciphertext")
def it_swaps_the_ciphertexts_of_two_messages(stage: Stage) -> Lie:
    stage.say("Freeze account A.", "Freeze account B.")

    def swap(items: list[SyncItem]) -> list[SyncItem]:
        sealed = [decode_frame(item.frame).ciphertext or b"" for item in items]
        return [with_ciphertext(item, sealed[1 - n]) for n, item in enumerate(items)]

    return in_sync(stage, swap)


@lie(families.CIPHERTEXT, "wrong_ciphertext")
def it_cuts_a_message_short(stage: Stage) -> Lie:
    stage.say("Freeze account A.")
    return in_sync(
        stage,
        lambda items: [with_ciphertext(i, (decode_frame(i.frame).ciphertext or b"")[:-16]) for i in items],
    )


@lie(families.CIPHERTEXT, "bad_frame")
def it_cuts_off_the_end_of_a_frame(stage: Stage) -> Lie:
    stage.say("Freeze account A.")
    return in_sync(stage, lambda items: [item._replace(frame=item.frame[:-1]) for item in items])


@lie(families.SPLICE, "wrong_room")
def it_serves_another_rooms_message_in_this_room(stage: Stage) -> Lie:
    stage.say("Freeze account A.")
    other = LiveChamber(stage.network, "wanjiru")
    other.seat("wanjiru", "office:ch/bern", "office:ke/nairobi")
    other.say("wanjiru")
    while other.room.seq < stage.room.room.seq:
        other.say("wanjiru")
    frame = encode_frame(other.entries[stage.room.room.seq])
    return in_sync(stage, lambda items: [item._replace(frame=frame) for item in items])


@lie(families.GHOST, "unknown_issuer")
def it_adds_a_member_of_its_own(stage: Stage) -> Lie:
    stage.say("Freeze account A.")
    own = Seeds(secrets.token_bytes(32), secrets.token_bytes(32))
    genuine = stage.room.members_entry("wanjiru", ["office:ch/bern", "office:ke/nairobi"]).entry
    value = {**genuine.value, "author": own.keyset.keyid}
    ghost = Entry(envelopes.sign(envelopes.ENTRY, value, [own.signing_key]))

    def add(items: list[SyncItem]) -> list[SyncItem]:
        last = items[-1]
        return [*items, last._replace(seq=last.seq + 1, frame=encode_frame(ghost))]

    return in_sync(stage, add)


@lie(families.FORGED_STATE, "unknown_issuer")
def it_forges_an_acknowledgement(stage: Stage) -> Lie:
    stage.say("Freeze account A.")
    own = Seeds(secrets.token_bytes(32), secrets.token_bytes(32))

    def forge(items: list[SyncItem]) -> list[SyncItem]:
        last = items[-1]
        genuine = decode_frame(last.frame)
        by = entries.Authorship(
            genuine.value["net"], own.keyset.keyid, "ch/bern", genuine.value["time"],
            genuine.value["log"]["size"], genuine.value["log"]["root"],
        )  # fmt: skip
        at = entries.Place(stage.room.room.id, last.seq + 1, genuine.hash)
        sealed = entries.Sealed(bytes(600), "00" * 32, "00" * 32)
        value = entries.message(by, at, genuine.value["epoch"], sealed)
        forged = Entry(envelopes.sign(envelopes.ENTRY, value, [own.signing_key]), bytes(600))
        return [*items, last._replace(seq=last.seq + 1, frame=encode_frame(forged))]

    return in_sync(stage, forge)


# Changing what the register gives.


def signed_by_the_log(stage: Stage, leaves: Sequence[bytes]) -> str:
    """The lying server holds the log's keys: its checkpoints are as well signed as the honest ones."""
    root = root_of([leaf_hash(leaf) for leaf in leaves])
    keys, origin = stage.log_keys, stage.network.directory.trust.origin
    return checkpoint.sign_checkpoint(
        origin, len(leaves), root, keys.ed25519, keys.mldsa44, stage.network.time
    )


def showing(note: str, leaves: Sequence[bytes]) -> Lie:
    """Another register than the real one."""

    def tell(asked: Asked, answer: Answer) -> Answer:
        if asked.path == "/register/checkpoint":
            return Answer(200, note.encode())
        if asked.path == "/register/leaves":
            start, end = (int(asked.params[name]) for name in ("from", "to"))
            return Answer(200, frames.join(leaves[start:end]))
        return answer

    return tell


def enrolled_since(stage: Stage) -> None:
    """Something happens in the register: two people enrol."""
    for _ in range(2):
        stage.network.join(f"newcomer {secrets.token_hex(4)}")


@lie(families.LOG, "rolled_back")
def it_goes_back_to_an_older_register(stage: Stage) -> Lie:
    before = list(stage.network.leaves)[:-1]
    enrolled_since(stage)
    return showing(signed_by_the_log(stage, before), before)


@lie(families.LOG, "forked")
def it_rewrites_a_statement_that_was_seen(stage: Stage) -> Lie:
    enrolled_since(stage)
    leaves = list(stage.network.leaves)
    leaves[0] = leaves[0][:-1] + bytes([leaves[0][-1] ^ 1])
    return showing(signed_by_the_log(stage, leaves), leaves)


@lie(families.DROPPED_REVOCATION, "broken_chain")
def it_leaves_a_revocation_out(stage: Stage) -> Lie:
    network = stage.network
    label = f"officer {secrets.token_hex(4)}"
    network.officer(label, "ke/nairobi")
    revocation = network.publish(network.revoke(label, "ke bureau"))
    network.publish(network.office_statement("ke/nairobi", "ke/ara", phone="+254 1"))
    leaves = [leaf for leaf in network.leaves if leaf != revocation.wire()]
    return showing(signed_by_the_log(stage, leaves), leaves)


@lie(families.REPLAY, "replayed_statement")
def it_serves_a_statement_twice(stage: Stage) -> Lie:
    enrolled_since(stage)
    leaves = [*stage.network.leaves, stage.network.leaves[-1]]
    return showing(signed_by_the_log(stage, leaves), leaves)


@lie(families.FORK, "forked")
def it_signs_a_checkpoint_over_other_statements(stage: Stage) -> Lie:
    enrolled_since(stage)
    leaves = list(stage.network.leaves)
    return showing(signed_by_the_log(stage, [*leaves[:-1], leaves[0]]), leaves)


@lie(families.TAIL_TRUNCATION, "forked")
def it_keeps_the_newest_statements_to_itself(stage: Stage) -> Lie:
    enrolled_since(stage)
    leaves = list(stage.network.leaves)
    return showing(signed_by_the_log(stage, leaves), leaves[:-1])


@lie(families.LOG, "bad_checkpoint_signature")
def it_signs_the_checkpoint_with_a_key_of_its_own(stage: Stage) -> Lie:
    enrolled_since(stage)
    leaves = list(stage.network.leaves)
    stranger = LogKeys(secrets.token_bytes(32), secrets.token_bytes(32))
    return showing(signed_by_the_log(stage._replace(log_keys=stranger), leaves), leaves)


# The vault.


@lie(families.ROOM_ROLLBACK, "rolled_back")
def it_forgets_the_vault(stage: Stage) -> Lie:
    stage.say("Freeze account A.")

    def tell(asked: Asked, answer: Answer) -> Answer:
        is_vault = asked.path == "/vault" and asked.method == "GET"
        return Answer(200, b'{"version":0,"sealed":""}') if is_vault else answer

    return tell


@lie(families.OTHER_SEEDS, "cannot_open")
def it_gives_another_vault(stage: Stage) -> Lie:
    stage.say("Freeze account A.")

    def tell(asked: Asked, answer: Answer) -> Answer:
        if asked.path != "/vault" or asked.method != "GET":
            return answer
        other = base64.b64encode(secrets.token_bytes(700)).decode()
        return Answer(200, json.dumps({"version": 99, "sealed": other}).encode())

    return tell


# Entries of people who have left.


def _written_by_a_leaver(stage: Stage) -> tuple[str, dict[str, object]]:
    """Somebody in Nairobi writes and is then revoked; also what a back-dated entry of theirs must say."""
    network = stage.network
    label = f"leaver {secrets.token_hex(4)}"
    network.officer(label, "ke/nairobi")
    last = stage.room.say(label, "My last words.")
    network.publish(network.revoke(label, "ke bureau"))
    return label, {"log": last.value["log"], "time": last.value["time"]}


@lie(families.BACK_DATING, "unproven_entry")
def it_hides_the_proof_that_a_leavers_words_are_old(stage: Stage) -> Lie:
    _written_by_a_leaver(stage)

    def tell(asked: Asked, answer: Answer) -> Answer:
        refused = Answer(404, b'{"error":"not_found","message":"No.","detail":{}}')
        return refused if asked.path.endswith("/proof") else answer

    return tell


@lie(families.BACK_DATING, "unproven_entry or bad_proof")
def it_adds_words_of_a_leaver_to_the_past(stage: Stage) -> Lie:
    label, old = _written_by_a_leaver(stage)
    genuine = stage.room.message_entry("wanjiru", bodies.message("Release it.", tlp="TLP:AMBER"))
    who = stage.network.people[label]
    value = {**genuine.value, **old, "author": who.keyid}
    forged = Entry(envelopes.sign(envelopes.ENTRY, value, [who.signing_key]), genuine.ciphertext)

    def add(items: list[SyncItem]) -> list[SyncItem]:
        last = items[-1]
        return [*items, last._replace(seq=last.seq + 1, frame=encode_frame(forged))]

    return in_sync(stage, add)


@lie(families.REMOVED_OFFICER, "not_a_member")
def it_lets_a_removed_officer_go_on_writing(stage: Stage) -> Lie:
    label, _ = _written_by_a_leaver(stage)
    genuine = stage.room.message_entry("wanjiru", bodies.message("Release it.", tlp="TLP:AMBER"))
    who = stage.network.people[label]
    value = {**genuine.value, "author": who.keyid}
    forged = Entry(envelopes.sign(envelopes.ENTRY, value, [who.signing_key]), genuine.ciphertext)

    def add(items: list[SyncItem]) -> list[SyncItem]:
        last = items[-1]
        return [*items, last._replace(seq=last.seq + 1, frame=encode_frame(forged))]

    return in_sync(stage, add)
