"""Statements and entries made by chance, properly signed: each passes or is refused with a code,
and what is refused leaves no trace."""

import json
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from repatria.protocol import bodies, canonical, existence, lock_records
from repatria.protocol import envelope as envelopes
from repatria.protocol.entries import Entry
from repatria.protocol.envelope import ENTRY, STATEMENT
from repatria.protocol.rooms import Room
from tests.protocol.folding import snapshot
from tests.protocol.invented import Network
from tests.protocol.outcome import outcome
from tests.protocol.room_samples import CASES as ROOM_CASES
from tests.protocol.room_samples import base_scene, fork
from tests.protocol.statement_samples import CASES as STATEMENT_CASES
from tests.protocol.statement_samples import base_network
from tests.protocol.statement_samples import fork as fork_network
from tests.protocol.values import objects, values
from tests.protocol.vectors_made.bodies import valid

STATEMENT_CODES = {case.code for case in STATEMENT_CASES} - {None}
ENTRY_CODES = {case.code for case in ROOM_CASES} - {None}


@cache
def directory_network() -> Network:
    return fork_network(base_network())


@cache
def seeds_of_statements() -> list[dict[str, Any]]:
    """One value of each kind that the base network holds."""
    leaves = [leaf for leaf in directory_network().leaves if leaf[0] == 1]
    found = [envelopes.decode(leaf).value for leaf in leaves]
    return list({value["kind"]: value for value in found}.values())


@st.composite
def edited(draw: st.DrawFn, value: dict[str, Any]) -> dict[str, Any]:
    """The value with one or two of its keys replaced, taken out or put in."""
    made = dict(value)
    for _ in range(draw(st.integers(1, 2))):
        key = draw(st.sampled_from([*value, "more"]))
        if draw(st.booleans()):
            made[key] = draw(values)
        else:
            made.pop(key, None)
    return {**made, "v": 1}


def signers(network: Network) -> dict[str, Any]:
    return {who.keyid: who.signing_key for who in network.people.values()}


@given(st.data())
def test_a_statement_made_by_chance_passes_or_leaves_no_trace(data: st.DataObject) -> None:
    network = directory_network()
    value = data.draw(st.sampled_from(seeds_of_statements()).flatmap(edited))
    by = value.get("by")
    label = data.draw(st.sampled_from(["amina", "sn bureau", "stranger"]))
    key = signers(network).get(by if isinstance(by, str) else "") or network.people[label].signing_key
    before = snapshot(network.directory)
    envelope = envelopes.sign(STATEMENT, value, [key])
    code, _ = outcome(network.directory.apply, network.directory.size, envelope, network.time)
    assert code in STATEMENT_CODES
    assert snapshot(network.directory) == before


@st.composite
def next_statements(draw: st.DrawFn) -> dict[str, Any]:
    """A statement whose net and chain fit, so that authority alone decides."""
    network = directory_network()
    made = dict(draw(st.sampled_from(seeds_of_statements()[1:])))
    by = draw(st.sampled_from(sorted(signers(network))))
    hashes = [who.keyset_hash for who in network.people.values()]
    choice = {"keyset": st.sampled_from(hashes), "until": st.integers(0, 2**40), "epoch": st.integers(1, 4)}
    chosen = {name: draw(strategy) for name, strategy in choice.items() if name in made}
    return {**made, **network.directory.stamp(by, network.time)._asdict(), **chosen}


@given(next_statements())
def test_a_statement_by_anybody_passes_or_leaves_no_trace(value: dict[str, Any]) -> None:
    network = fork_network(directory_network())
    before = snapshot(network.directory)
    envelope = envelopes.sign(STATEMENT, value, [signers(network)[value["by"]]])
    code, _ = outcome(network.directory.apply, network.directory.size, envelope)
    if code is None:
        assert network.directory.size == len(network.leaves) + 1
    else:
        assert code in STATEMENT_CODES
        assert snapshot(network.directory) == before


@cache
def scene() -> Any:
    return fork(base_scene())


@st.composite
def next_entries(draw: st.DrawFn) -> dict[str, Any]:
    chamber = scene().case
    seed = draw(st.sampled_from([entry.value for entry in chamber.entries]))
    here = {**chamber.room.next_place._asdict(), "time": chamber.room.time}
    fitting = {name: item for name, item in here.items() if name in seed}
    return draw(edited({**seed, **fitting}))


@given(next_entries(), st.sampled_from(["amina", "claire", "beatriz"]), st.binary(max_size=8))
def test_an_entry_made_by_chance_passes_or_leaves_no_trace(
    value: dict[str, Any], label: str, ciphertext: bytes
) -> None:
    network, room = scene().network, Room.from_json(scene().case.room.to_json())
    before = json.dumps(room.to_json())
    keys, author = signers(network), value.get("author")
    key = keys.get(author if isinstance(author, str) else "") or network.people[label].signing_key
    entry = Entry(envelopes.sign(ENTRY, value, [key]), ciphertext or None)
    code, _ = outcome(room.apply, entry, network.directory)
    if code is not None:
        assert code in ENTRY_CODES
        assert json.dumps(room.to_json()) == before
    else:
        assert room.seq == scene().case.room.seq + 1


@given(st.sampled_from(list(valid().values())).flatmap(edited))
def test_a_body_made_by_chance_is_read_or_refused(value: dict[str, Any]) -> None:
    entry = Entry(envelopes.sign(ENTRY, {"v": 1, "blobs": [], "clock": None}, _any_key()))
    code, body = outcome(bodies.check_body, canonical.parse(canonical.stringify(value)), entry)
    assert code in {"bad_shape", "blob_mismatch", "bad_clock"} if code else body.value == value


def _any_key() -> list[Any]:
    return [next(iter(signers(directory_network()).values()))]


@given(values | objects)
def test_any_json_is_a_lock_record_an_offer_or_a_proof_or_is_refused(value: Any) -> None:
    assert outcome(lock_records.check_lock, value)[0] == "bad_shape"
    assert outcome(lock_records.check_kdf, value)[0] == "bad_shape"
    entry = {"author": "", "room": "", "seq": 0}
    directory = directory_network().directory
    assert outcome(existence.verify_existence, value, entry, {}.get, directory)[0] == "bad_shape"
