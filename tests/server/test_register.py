"""GET /register/*, POST /register/statements, POST /register/cosignatures, /log/*."""

from __future__ import annotations

import base64
from pathlib import Path

import httpx
import pytest

from repatria.protocol import statements, tree
from repatria.protocol.checkpoint import add_line, cosign, verify_checkpoint
from repatria.protocol.errors import ProtocolError
from repatria.protocol.frames import join, split
from repatria.server.console import found
from repatria.server.database.writer import Change
from repatria.server.refusals import Refusal
from repatria.server.register.actions import _keep_moving
from tests.protocol.invented import WITNESS_NAMES, WITNESS_SEEDS, person
from tests.server.network import FRAMES, LiveChamber, LiveNetwork, found_network, two_countries
from tests.server.running import Clock, running, settings_for


def hashes(answer: httpx.Response) -> list[bytes]:
    assert answer.status_code == 200, answer.text
    return [base64.b64decode(item) for item in answer.json()["hashes"]]


def test_the_checkpoint_verifies_under_the_root(network: LiveNetwork) -> None:
    network.catch_up()
    note = network.client("anna").get("/register/checkpoint").text
    checkpoint = verify_checkpoint(note, network.directory.trust, network.time, max_age=3600)
    assert checkpoint.size == network.directory.size
    assert checkpoint.root == network.directory.root_hash_at(checkpoint.size)


def test_proofs_hold_for_every_leaf_and_every_size(network: LiveNetwork) -> None:
    network.catch_up()
    client, size = network.client("anna"), network.directory.size
    root = network.directory.root_hash_at(size)
    assert root is not None
    for index, leaf in enumerate(network.leaves):
        path = hashes(client.get("/register/proof/inclusion", params={"index": index, "size": size}))
        tree.verify_inclusion(tree.leaf_hash(leaf), index, size, path, root)
        old = network.directory.root_hash_at(index)
        assert old is not None
        between = client.get("/register/proof/consistency", params={"from": index, "to": size})
        tree.verify_consistency((index, old), (size, root), hashes(between))


def test_leaves_come_in_pages_with_the_size(network: LiveNetwork) -> None:
    network.catch_up()
    answer = network.client("anna").get("/register/leaves", params={"from": 3, "to": 5})
    assert split(answer.content) == network.leaves[3:5]
    assert answer.headers["x-size"] == str(len(network.leaves))


def test_tiles_hold_the_leaf_hashes(network: LiveNetwork) -> None:
    network.catch_up()
    count = len(network.leaves)
    client = network.client("anna")
    site = network.server.url
    tile = client.get(f"{site}/log/tile/0/000.p/{count}")
    bundle = client.get(f"{site}/log/tile/entries/000.p/{count}")
    assert tile.content == b"".join(tree.leaf_hash(leaf) for leaf in network.leaves)
    assert split(bundle.content) == network.leaves
    assert client.get(f"{site}/log/tile/0/000.p/{count + 1}").status_code == 404
    assert client.get(f"{site}/log/tile/0/../../etc").status_code == 404


def test_without_a_proof_of_who_asks_nothing_is_read(network: LiveNetwork) -> None:
    stranger = network.server.client()
    for path in ("checkpoint", "leaves", "root"):
        answer = stranger.get(f"/register/{path}")
        assert (answer.status_code, answer.json()["error"]) == (401, "no_session")


def test_an_invitation_reads_the_register_and_nothing_else(network: LiveNetwork) -> None:
    token = network.invite("KE", "ke/nairobi", "officer", "New")
    headers = {"x-invitation": token}
    guest = network.server.client()
    assert guest.get("/register/root", headers=headers).content == network.leaves[0]
    assert guest.get("/sync", headers=headers).status_code == 404
    assert guest.get("/register/root", headers={"x-invitation": "x" * 40}).status_code == 404


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("leaves", {"from": "-1"}),
        ("leaves", {"from": "1", "other": "2"}),
        ("leaves", {"from": "9" * 17}),
        ("proof/inclusion", {"index": "0"}),
        ("proof/inclusion", {"index": "5", "size": "5"}),
        ("proof/inclusion", {"index": "0", "size": "100000"}),
        ("proof/consistency", {"from": "5", "to": "3"}),
        ("proof/consistency", {"from": "½", "to": "3"}),
    ],
)
def test_numbers_out_of_bounds_are_refused(network: LiveNetwork, path: str, params: dict[str, str]) -> None:
    answer = network.reader.get(f"/register/{path}", params=params)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_cursor")


def test_the_fold_refuses_and_nothing_lands(network: LiveNetwork) -> None:
    network.catch_up()
    before = len(network.leaves)
    refused = network.post(
        network.by(
            "ke bureau",
            statements.agency,
            agency="ch/rogue",
            name="Rogue",
            keyset=network.people["otieno"].keyset_hash,
            person=person("Rogue"),
        )
    )
    assert (refused.status_code, refused.json()["error"]) == (409, "no_authority")
    network.catch_up()
    assert len(network.leaves) == before


def test_a_statement_lands_once(network: LiveNetwork) -> None:
    envelope = network.publish(network.office_statement("ke/mombasa", "ke/ara"))
    again = network.post(envelope)
    assert (again.status_code, again.json()["error"]) == (409, "replayed_statement")


def test_a_keyset_needs_an_invitation(network: LiveNetwork) -> None:
    keyset = network.by("passer-by", statements.keyset, keys=network.someone("passer-by").keyset)
    refused = network.server.client().post(
        "/register/statements", content=join([keyset.wire()]), headers=FRAMES
    )
    assert (refused.status_code, refused.json()["error"]) == (401, "no_session")


def test_a_keyset_comes_with_an_enrolment_alone(network: LiveNetwork) -> None:
    """Else whoever holds one invitation, or a session, fills the register that all must read."""
    keyset = network.by("flood", statements.keyset, keys=network.someone("flood").keyset)
    content, before = join([keyset.wire()]), len(network.leaves)
    invited = {"x-invitation": network.invite("KE", "ke/nairobi", "officer", "Flood")}
    guest = network.server.client().post(
        "/register/statements", content=content, headers={**FRAMES, **invited}
    )
    signed_in = network.client("anna").post("/register/statements", content=content, headers=FRAMES)
    for refused in (guest, signed_in):
        assert (refused.status_code, refused.json()["error"]) == (403, "forbidden")
    network.catch_up()
    assert len(network.leaves) == before


def test_heads_land_before_a_revocation_and_prove_what_was_there(
    fresh_network: LiveNetwork,
) -> None:
    network = fresh_network
    chamber = LiveChamber(network, "luca")
    chamber.seat("luca", "office:ch/bern", "office:ke/nairobi")
    entry = chamber.say("luca")
    network.publish(network.revoke("luca", "ch bureau"))
    ended = network.directory.ended(network.people["luca"].keyid)
    proof = network.client("anna").get(f"/rooms/{chamber.room.id}/proof", params={"seq": 2}).json()
    assert ended is not None
    assert proof["leaf_index"] < ended
    assert (proof["seq"], proof["head"]) == (2, entry.hash)
    verify_heads(network, chamber.room.id, proof)


def verify_heads(network: LiveNetwork, room: str, proof: dict[str, object]) -> None:
    """The room's head is under the heads leaf, and that leaf is in the log."""
    leaf = base64.b64decode(str(proof["leaf"]))
    heads = tree.parse_heads_leaf(leaf)
    data = tree.head_data(tree.RoomHead(room, int(str(proof["seq"])), str(proof["head"])))
    path, log_path = (
        [base64.b64decode(step) for step in proof[name]]  # type: ignore[attr-defined]
        for name in ("path", "log_path")
    )
    position, index, size = (int(str(proof[name])) for name in ("position", "leaf_index", "size"))
    root = network.directory.root_hash_at(size)
    assert root is not None
    tree.verify_inclusion(tree.leaf_hash(data), position, heads["count"], path, bytes.fromhex(heads["root"]))
    tree.verify_inclusion(tree.leaf_hash(leaf), index, size, log_path, root)


def test_a_stranger_cannot_make_the_server_land_heads(network: LiveNetwork) -> None:
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", "office:ke/nairobi")
    network.catch_up()
    before = len(network.leaves)
    forged = network.revoke("luca", "ch bureau")
    forged.signatures = (forged.signatures[0]._replace(sig=bytes(64)),)
    assert network.post(forged).status_code == 409
    network.catch_up()
    assert len(network.leaves) == before


def test_the_quorum_decides_which_checkpoint_is_published(tmp_path: Path) -> None:
    settings, clock = settings_for(tmp_path), Clock()
    found_network(settings, clock, quorum=1)
    with running(settings, clock) as server:
        network = LiveNetwork(server)
        network.join("first")
        trust = network.directory.trust
        assert network.reader.get("/register/checkpoint").status_code == 404
        pending = network.reader.get("/register/checkpoint/pending").text
        name = WITNESS_NAMES[0]
        line = cosign(pending, name, WITNESS_SEEDS[name], clock.at)
        sent = network.reader.post("/register/cosignatures", content=add_line(pending, line))
        assert sent.status_code == 204, sent.text
        network.join("second")
        published = network.reader.get("/register/checkpoint").text
        assert verify_checkpoint(published, trust, clock.at).size == 2
        newest = network.reader.get("/register/checkpoint/pending").text
        with pytest.raises(ProtocolError, match="no_quorum"):
            verify_checkpoint(newest, trust, clock.at)


def test_an_entry_is_proven_at_the_witnessed_size_and_not_before(tmp_path: Path) -> None:
    """Nobody can follow the register further than its witnesses: a proof beyond them makes clients block."""
    settings, clock = settings_for(tmp_path), Clock()
    found_network(settings, clock, quorum=1)
    with running(settings, clock) as server:
        network = two_countries(server)
        chamber = LiveChamber(network, "luca")
        chamber.seat("luca", "office:ch/bern", "office:ke/nairobi")
        chamber.say("luca")
        cosign_pending(network)
        network.publish(network.revoke("luca", "ch bureau"))
        place = f"/rooms/{chamber.room.id}/proof"
        assert network.client("anna").get(place, params={"seq": 2}).status_code == 404
        witnessed = cosign_pending(network)
        network.join("later")
        assert len(network.leaves) > witnessed
        proof = network.client("anna").get(place, params={"seq": 2}).json()
        assert proof["size"] == witnessed
        verify_heads(network, chamber.room.id, proof)


def cosign_pending(network: LiveNetwork) -> int:
    """One witness cosigns the newest checkpoint; its size."""
    note, name = network.reader.get("/register/checkpoint/pending").text, WITNESS_NAMES[0]
    line = cosign(note, name, WITNESS_SEEDS[name], network.time)
    sent = network.reader.post("/register/cosignatures", content=add_line(note, line))
    assert sent.status_code == 204, sent.text
    return verify_checkpoint(
        network.reader.get("/register/checkpoint").text, network.directory.trust, network.time
    ).size


def test_cosignatures_are_verified(tmp_path: Path) -> None:
    settings, clock = settings_for(tmp_path), Clock()
    found_network(settings, clock, quorum=1)
    with running(settings, clock) as server:
        network = LiveNetwork(server)
        network.join("first")
        note = network.reader.get("/register/checkpoint/pending").text
        name = WITNESS_NAMES[0]

        def error(line: str) -> str:
            sent = network.reader.post("/register/cosignatures", content=add_line(note, line))
            assert 400 <= sent.status_code < 500
            return str(sent.json()["error"])

        assert error(cosign(note, "nobody", bytes(32), clock.at)) == "unknown_witness"
        assert error(cosign(note, name, bytes(32), clock.at)) == "unknown_witness"
        of_later = cosign(note, name, WITNESS_SEEDS[name], clock.at + 601)
        assert error(of_later) == "bad_cosignature"
        network.join("second")
        other = network.reader.get("/register/checkpoint/pending").text
        assert error(cosign(other, name, WITNESS_SEEDS[name], clock.at)) == "bad_cosignature"


def test_a_network_is_founded_once(tmp_path: Path) -> None:
    settings, clock = settings_for(tmp_path), Clock()
    root = found_network(settings, clock)
    with pytest.raises(Refusal, match="founded"):
        found(settings, root)


def test_before_the_root_everything_says_so(tmp_path: Path) -> None:
    with running(settings_for(tmp_path)) as server:
        assert server.client().get("/network").json()["net"] is None
        answer = server.client().post("/register/statements", content=join([b"\x01\x01"]), headers=FRAMES)
        assert answer.status_code == 400


def test_the_register_survives_a_restart(tmp_path: Path) -> None:
    settings, clock = settings_for(tmp_path), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = LiveNetwork(server)
        network.bureau("KE")
        leaves = network.leaves
        note = network.reader.get("/register/checkpoint").text
    with running(settings, clock) as server:
        again = LiveNetwork(server)
        assert again.leaves == leaves
        assert again.reader.get("/register/checkpoint").text == note


def test_a_checkpoint_at_rest_is_signed_again_each_minute(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    database, group = network.server.house.database, network.server.house.group

    def signed() -> tuple[int, int]:
        database.hot.run_blocking(Change(lambda tx: _keep_moving(tx, group)))
        note = network.reader.get("/register/checkpoint").text
        held = verify_checkpoint(note, network.directory.trust, network.server.clock.at)
        return held.size, held.time

    first = signed()
    for minute in (1, 2, 3):
        network.server.clock.move(60)
        assert signed() == (first[0], network.server.clock.at), f"minute {minute}"


def test_moved_rooms_come_under_a_heads_leaf_once_a_minute(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", "office:ke/nairobi")
    database, group = network.server.house.database, network.server.house.group

    def keep_moving() -> int:
        database.hot.run_blocking(Change(lambda tx: _keep_moving(tx, group)))
        network.catch_up()
        return len(network.leaves)

    first = keep_moving()
    assert network.leaves[-1].startswith(b"{")
    chamber.say("wanjiru")
    assert keep_moving() == first
    network.server.clock.move(60)
    assert keep_moving() == first + 1
    network.server.clock.move(60)
    assert keep_moving() == first + 1
