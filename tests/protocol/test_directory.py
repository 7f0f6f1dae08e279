"""The directory fold: every sample of `statement_samples`, and what a refusal must not change."""

from functools import cache

import pytest

from repatria.protocol import envelope as envelopes
from repatria.protocol.errors import ProtocolError
from tests.protocol.folding import check_fold
from tests.protocol.invented import Network
from tests.protocol.statement_samples import CASES, Case, base_network, fork


@cache
def base() -> Network:
    return base_network()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_fold_lets_pass_and_refuses(case: Case) -> None:
    check_fold(base(), case)


def test_every_code_of_the_page_has_a_sample() -> None:
    codes = {
        "bad_shape", "unknown_kind", "wrong_network", "bad_root", "replayed_statement",
        "broken_chain", "missing_signature", "bad_signature", "bad_envelope", "unknown_issuer",
        "issuer_revoked", "issuer_suspended", "issuer_replaced", "no_authority", "weak_key",
        "bad_keyset", "key_in_use", "same_person", "bad_until", "bad_epoch", "wrong_room",
        "bad_officers", "bad_time", "bad_heads", "unknown_version", "not_canonical",
            "wrong_role",
    }  # fmt: skip
    assert codes == {case.code for case in CASES} - {None}


def test_names_of_samples_are_distinct() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def test_status_at_an_earlier_size_is_what_held_then() -> None:
    network = fork(base())
    keyid = network.people["moussa"].keyid
    size = network.directory.size
    network.publish(network.suspend("moussa", "sn bureau"))
    assert network.directory.active_at(keyid, size, network.time) == "sn/dakar"
    assert network.directory.active_at(keyid, size + 1, network.time) is None
    standing = network.directory.status_at(keyid, size + 1)
    assert standing is not None
    assert standing.status == "suspended"
    assert network.directory.status_at(keyid, 3) is None


def test_ended_keeps_the_first_end_until_a_renewal() -> None:
    network = fork(base())
    keyid = network.people["moussa"].keyid
    assert network.directory.ended(keyid) is None
    first = network.directory.size
    network.publish(network.suspend("moussa", "sn bureau"))
    network.publish(network.revoke("moussa", "sn bureau"))
    assert network.directory.ended(keyid) == first


def test_the_server_refuses_a_statement_signed_too_long_ago() -> None:
    network = fork(base())
    made = network.suspend("moussa", "sn bureau")
    with pytest.raises(ProtocolError, match="bad_time"):
        network.directory.admit(made, network.time + 601)
    assert network.directory.admit(made, network.time + 600) == len(network.leaves)


def test_find_ignores_case_and_accents_and_asks_for_every_word() -> None:
    directory = base().directory
    amina = base().people["amina"].keyid
    assert [officer.keyid for officer in directory.find("AMÍNA daka")] == [amina]
    assert directory.find("amina paris") == []
    assert len(directory.find("SN")) == 2


def test_the_chain_leads_from_the_nomination_to_the_root() -> None:
    directory = base().directory
    kinds = [link.kind for link in directory.chain(base().people["amina"].keyid)]
    assert kinds[0] == "nominate"
    assert set(kinds) == {"nominate", "office", "agency", "authorise", "bureau", "root"}
    assert kinds[-1] == "root"
    assert directory.chain(base().people["stranger"].keyid) == ()


def test_a_client_below_the_minimum_stops() -> None:
    network = fork(base())
    case = next(case for case in CASES if case.name == "a client release by the root passes")
    final = case.make(network)
    assert isinstance(final, envelopes.Envelope)
    network.publish(final)
    network.directory.check_client(2)
    with pytest.raises(ProtocolError, match="stale_client"):
        network.directory.check_client(1)


def test_trust_is_what_the_root_in_force_names() -> None:
    trust = base().directory.trust
    assert trust.quorum == 1
    assert [name for name, _ in trust.witnesses] == ["witness.example/fr", "witness.example/sn"]


def test_a_leaf_out_of_turn_is_the_callers_mistake() -> None:
    network = fork(base())
    with pytest.raises(ValueError, match="does not follow"):
        network.directory.apply_leaf(3, network.leaves[3])
