"""POST /rooms and POST /rooms/{room}/entries."""

from __future__ import annotations

import secrets

import httpx
import pytest

from repatria.protocol import bodies, statements
from repatria.protocol.entries import encode_frame
from repatria.protocol.frames import join, split
from tests.protocol.invented import person
from tests.server.network import FRAMES, LiveChamber, LiveNetwork, sync_all

BOTH = ("office:ch/bern", "office:ke/nairobi")
BODY = bodies.message("Please freeze", tlp="TLP:AMBER")


@pytest.fixture
def chamber(network: LiveNetwork) -> LiveChamber:
    """A room of both offices, opened by Wanjiru in Nairobi."""
    opened = LiveChamber(network, "wanjiru")
    opened.seat("wanjiru", *BOTH)
    return opened


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def test_an_entry_reaches_the_other_office(chamber: LiveChamber, network: LiveNetwork) -> None:
    sent = chamber.say("wanjiru", "Please freeze")
    items = [i for i in sync_all(network.client("anna")) if i.room == chamber.room.id]
    assert [item.seq for item in items] == [0, 1, 2]
    assert items[2].frame == encode_frame(sent)


def test_the_receipt_names_room_place_and_hash(chamber: LiveChamber) -> None:
    entry = chamber.message_entry("wanjiru", BODY)
    answer = chamber.post("wanjiru", [entry])
    assert answer.status_code == 201
    assert answer.json() == {
        "room": chamber.room.id,
        "entries": [{"seq": 2, "hash": entry.hash}],
    }


def test_the_same_entry_again_gets_the_same_answer(chamber: LiveChamber) -> None:
    entry = chamber.message_entry("wanjiru", BODY)
    first = chamber.post("wanjiru", [entry])
    again = chamber.post("wanjiru", [entry])
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    read = chamber.network.client("luca").get(f"/rooms/{chamber.room.id}/entries")
    assert len(split(read.content)) == 3


def test_the_same_room_again_gets_the_same_answer(network: LiveNetwork) -> None:
    chamber = LiveChamber(network, "otieno")
    chamber.seat("otieno", *BOTH)
    again = chamber.post("otieno", chamber.entries)
    assert again.status_code == 200
    assert [place["hash"] for place in again.json()["entries"]] == [e.hash for e in chamber.entries]


def test_of_two_entries_on_one_head_the_second_is_stale(chamber: LiveChamber) -> None:
    first, second = (chamber.message_entry(who, BODY) for who in ("wanjiru", "anna"))
    assert chamber.post("wanjiru", [first]).status_code == 201
    refused = chamber.post("anna", [second])
    assert error_of(refused) == (409, "stale_head")
    assert refused.json()["detail"] == {"seq": 2, "head": first.hash}


def test_a_batch_is_all_or_nothing(chamber: LiveChamber) -> None:
    good, bad = (chamber.message_entry("wanjiru", BODY) for _ in range(2))
    assert error_of(chamber.post("wanjiru", [good, bad])) == (409, "bad_seq")
    read = chamber.network.client("wanjiru").get(f"/rooms/{chamber.room.id}/entries")
    assert len(split(read.content)) == 2


def test_nobody_sends_what_another_signed(chamber: LiveChamber) -> None:
    entry = chamber.message_entry("wanjiru", BODY)
    assert error_of(chamber.post("anna", [entry])) == (409, "wrong_author")


def test_a_stranger_and_an_unknown_room_are_alike(network: LiveNetwork) -> None:
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", "office:ke/nairobi")
    entry = chamber.message_entry("anna", BODY)
    stranger = chamber.post("anna", [entry])
    unknown = network.client("anna").post(
        f"/rooms/{secrets.token_hex(32)}/entries",
        content=join([encode_frame(entry)]),
        headers=FRAMES,
    )
    nonsense = network.client("anna").post(
        "/rooms/nonsense/entries", content=join([encode_frame(entry)]), headers=FRAMES
    )
    assert stranger.status_code == unknown.status_code == nonsense.status_code == 404
    assert stranger.content == unknown.content == nonsense.content


def test_ciphertext_must_be_the_signed_one(chamber: LiveChamber) -> None:
    entry = chamber.message_entry("wanjiru", BODY)
    sealed = entry.ciphertext or b""
    entry.ciphertext = bytes([sealed[0] ^ 1]) + sealed[1:]
    assert error_of(chamber.post("wanjiru", [entry])) == (409, "wrong_ciphertext")


def test_a_message_cannot_name_a_missing_attachment(chamber: LiveChamber) -> None:
    entry = chamber.message_entry("wanjiru", BODY)
    blob = {"id": secrets.token_hex(16), "sha256": "0" * 64, "len": 10}
    value = {**entry.value, "blobs": [blob]}
    signed = chamber.sign("wanjiru", value, entry.ciphertext or b"")
    refused = chamber.post("wanjiru", [signed])
    assert error_of(refused) == (409, "blob_missing")
    assert refused.json()["detail"] == {"id": blob["id"]}


def test_an_entry_of_another_time_is_refused(chamber: LiveChamber) -> None:
    entry = chamber.message_entry("wanjiru", BODY)
    late = chamber.sign("wanjiru", {**entry.value, "time": entry.value["time"] + 601}, b"x")
    assert error_of(chamber.post("wanjiru", [late])) == (409, "bad_time")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", (400, "bad_frames")),
        (b"\x00\x00\x00", (400, "bad_frame")),
        (b"\xff\xff\xff\xff", (400, "bad_frame")),
        (join([b""]), (400, "bad_frame")),
        (join([b"\x00\x00\x00\x01x\x00\x00\x00\x00"]), (400, "bad_envelope")),
        (join([b"{}"] * 65), (400, "bad_frames")),
    ],
)
def test_broken_frames_are_refused(chamber: LiveChamber, content: bytes, expected: tuple[int, str]) -> None:
    answer = chamber.network.client("wanjiru").post(
        f"/rooms/{chamber.room.id}/entries", content=content, headers=FRAMES
    )
    assert error_of(answer) == expected


def test_a_body_beyond_the_limit_is_refused_unread(chamber: LiveChamber) -> None:
    answer = chamber.network.client("wanjiru").post(
        f"/rooms/{chamber.room.id}/entries", content=bytes(4 * 2**20 + 1), headers=FRAMES
    )
    assert error_of(answer) == (413, "too_large")


def test_a_room_begins_with_its_members(network: LiveNetwork) -> None:
    chamber = LiveChamber(network, "wanjiru")
    assert error_of(chamber.post("wanjiru", chamber.entries)) == (400, "bad_frames")


def test_whoever_is_taken_out_reads_and_writes_no_more(network: LiveNetwork) -> None:
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", *BOTH)
    chamber.say("anna")
    chamber.seat("wanjiru", "office:ke/nairobi")
    client = network.client("anna")
    assert client.get(f"/rooms/{chamber.room.id}/entries").status_code == 404
    assert chamber.room.id not in {item.room for item in sync_all(client)}
    refused = chamber.post("anna", [chamber.message_entry("anna", BODY)])
    assert error_of(refused) == (404, "not_found")


def test_whoever_is_added_gets_the_whole_room_after_their_cursor(network: LiveNetwork) -> None:
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", "office:ke/nairobi")
    for _ in range(5):
        chamber.say("wanjiru")
    before = max(item.cursor for item in sync_all(network.client("anna")))
    chamber.seat("wanjiru", *BOTH)
    chamber.say("wanjiru")
    items = sync_all(network.client("anna"), before)
    assert [(item.room, item.seq) for item in items] == [(chamber.room.id, n) for n in range(9)]
    assert [item.cursor for item in items] == sorted({item.cursor for item in items})


def test_a_removed_officer_is_out_at_the_next_request(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", *BOTH)
    entry = chamber.message_entry("luca", BODY)
    client = network.client("luca")
    network.publish(network.revoke("luca", "ch bureau"))
    assert error_of(chamber.post("luca", [entry])) == (401, "session_ended")
    assert error_of(client.get("/sync")) == (401, "session_ended")
    assert error_of(network.sign_in("luca")) == (401, "session_ended")


def test_an_officer_who_is_back_signs_with_a_register_that_says_so(fresh_network: LiveNetwork) -> None:
    """What they signed before, or while they were out, every client would ask an older proof for."""
    network = fresh_network
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", *BOTH)
    entry = chamber.message_entry("luca", BODY)
    network.publish(network.suspend("luca", "ch bureau"))
    network.publish(network.renew("luca"))
    network.clients.pop("luca", None)
    assert error_of(chamber.post("luca", [entry])) == (409, "wrong_log")
    assert chamber.post("luca", [chamber.message_entry("luca", BODY)]).status_code == 201


def test_after_a_leaver_the_room_needs_a_new_epoch(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", *BOTH)
    network.publish(network.revoke("luca", "ch bureau"))
    refused = chamber.post("wanjiru", [chamber.message_entry("wanjiru", BODY)])
    assert error_of(refused) == (409, "stale_epoch")


def test_an_officer_who_changes_office_misses_nothing_of_the_new_one(
    fresh_network: LiveNetwork,
) -> None:
    """Their cursor is beyond what the new office read before they came.

    A key is free for another office once its nomination was voided with the head who made it.
    """
    network = fresh_network
    network.office("ke/mombasa", "ke/ara")
    baraka = network.officer("baraka", "ke/mombasa")
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", "office:ke/nairobi")
    chamber.say("wanjiru")
    own = LiveChamber(network, "baraka")
    own.seat("baraka", f"officer:{baraka.keyid}")
    before = max(item.cursor for item in sync_all(network.client("baraka")))
    replace_agency_head(network, baraka.keyid)
    move = {"keyset": baraka.keyset_hash, "person": person("Baraka"), "role": "officer"}
    nomination = network.by("ke/ara second", statements.nominate, office="ke/nairobi", **move)
    network.publish(nomination)
    network.publish(network.authorise(nomination, "ke/nairobi"))
    network.clients.clear()
    later = sync_all(network.client("baraka"), before)
    assert [item.seq for item in later if item.room == chamber.room.id] == [0, 1, 2]


def replace_agency_head(network: LiveNetwork, keyid: str) -> None:
    """Void what the head of ke/ara signed since this officer's nomination; appoint another."""
    officer = network.directory.officer(keyid)
    assert officer is not None
    since = next(link.index for link in officer.chain if link.kind == "nominate")
    network.publish(network.revoke("ke/ara head", "root", since))
    second = network.join("ke/ara second")
    own = {"agency": "ke/ara", "name": "Agency", "keyset": second.keyset_hash}
    network.publish(network.by("ke bureau", statements.agency, person=person("Second"), **own))
