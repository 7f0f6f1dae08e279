"""Unrolling keys and bodies, proofs of existence: every sample, and offices as rooms."""

from functools import cache

import pytest

from repatria.protocol import unroll
from repatria.protocol.errors import ProtocolError
from repatria.protocol.existence import demand_existence
from repatria.protocol.rooms import member_of
from tests.protocol.existence_samples import (
    EXISTENCE,
    ExistenceCase,
    ProofScene,
    scene_with_proofs,
)
from tests.protocol.invented import digest, office_with_key, officer_id, rekey_office, three_countries
from tests.protocol.outcome import outcome
from tests.protocol.unroll_samples import (
    BODIES,
    UNROLL,
    BodyCase,
    UnrollCase,
    UnrollScene,
    unroll_scene,
)


@cache
def scene() -> UnrollScene:
    return unroll_scene()


@cache
def proofs() -> ProofScene:
    return scene_with_proofs()


@pytest.mark.parametrize("case", UNROLL, ids=lambda case: case.name)
def test_unrolling_keys(case: UnrollCase) -> None:
    entries, seeds = case.make(scene())
    code, found = outcome(unroll.unroll, entries, seeds)
    assert code == case.code
    if found is not None:
        assert tuple(sorted(found)) == case.epochs
        for entry in entries:
            if entry.value["kind"] == "members" and entry.value["epoch"] in found:
                assert unroll.commit(found[entry.value["epoch"]]) == entry.value["kcommit"]


@pytest.mark.parametrize("case", BODIES, ids=lambda case: case.name)
def test_opening_bodies(case: BodyCase) -> None:
    key, entry = case.make(scene())
    assert outcome(unroll.open_body, key, entry)[0] == case.code


@pytest.mark.parametrize("case", EXISTENCE, ids=lambda case: case.name)
def test_existence(case: ExistenceCase) -> None:
    seq, at, proof = case.make(proofs())
    entries = proofs().chamber.entries
    hashes = {number: entry.hash for number, entry in enumerate(entries)}
    directory = proofs().network.directory
    code, _ = outcome(demand_existence, entries[seq].value, hashes.get, proof, directory, at=at)
    assert code == case.code


def test_a_body_is_read_as_it_was_written() -> None:
    s = scene()
    texts = {
        entry.value["seq"]: unroll.open_body(s.room.keys[entry.value["epoch"]], entry).get("text")
        for entry in s.room.entries
        if entry.value["kind"] == "message"
    }
    assert texts == {2: "Un", 4: "Deux", 5: "", 7: "Trois"}


def test_a_plaintext_is_proven_against_the_signature_without_a_key() -> None:
    s = scene()
    entry = s.room.entries[2]
    plaintext = unroll.open_plaintext(s.room.keys[1], entry)
    assert unroll.read_plaintext(entry, plaintext)["text"] == "Un"
    with pytest.raises(ProtocolError, match="wrong_plaintext"):
        unroll.read_plaintext(entry, plaintext[:-1] + b"\x01")


def test_a_newcomer_of_an_office_reads_what_the_office_may_read() -> None:
    network = three_countries()
    office = office_with_key(network, "amina", "sn/dakar")
    network.officer("awa", "sn/dakar")
    assert network.directory.office_key_state("sn/dakar", network.time) == "incomplete"
    rekey_office(office, "amina", "sn/dakar")
    assert network.directory.office_key_state("sn/dakar", network.time) == "current"
    awa = network.people["awa"]
    keys = unroll.unroll(office.entries, {awa.keyid: awa.seeds.kem})
    assert sorted(keys) == [1, 2]
    assert len(unroll.office_seeds(office.room.id, keys)) == 2


def test_a_leaver_of_an_office_opens_no_later_epoch() -> None:
    network = three_countries()
    office = office_with_key(network, "amina", "sn/dakar")
    network.publish(network.suspend("moussa", "sn bureau"))
    rekey_office(office, "amina", "sn/dakar")
    moussa = network.people["moussa"]
    assert sorted(unroll.unroll(office.entries, {moussa.keyid: moussa.seeds.kem})) == [1]


def test_an_office_key_that_does_not_follow_from_its_room_blocks() -> None:
    network = three_countries()
    office = office_with_key(network, "amina", "sn/dakar")
    published = network.directory.current_office_key("sn/dakar")
    assert published is not None
    unroll.check_office_key(published, office.keys)
    with pytest.raises(ProtocolError, match="wrong_office_key"):
        unroll.check_office_key(published, {1: digest("another K")})


def test_a_new_epoch_needs_the_key_of_the_one_before() -> None:
    s = scene()
    with pytest.raises(ValueError, match="previous"):
        unroll.new_epoch(s.room.room, s.network.directory, None, [], bytes)


def test_a_new_epoch_seals_to_no_key_that_is_not_the_members() -> None:
    s = scene()
    directory = s.network.directory
    member = member_of(directory, officer_id(s.network, "claire"), directory.size, s.network.time)
    assert member is not None
    substituted = member._replace(kem=s.network.people["amina"].keyid)
    with pytest.raises(ProtocolError, match="wrong_kem"):
        unroll.new_epoch(s.room.room, directory, bytes(32), [substituted], bytes)
