"""Attacks by keys that no longer count, from versions that never were, and into the past."""

from repatria.protocol import canonical, statements
from repatria.protocol.envelope import STATEMENT, Envelope
from tests.attacks import families, scenes
from tests.attacks.forgery import sealed_by
from tests.attacks.register_attacks import appointed
from tests.attacks.scenes import next_leaf
from tests.attacks.table import BUREAU, MEMBER, SERVER, Scene, Staged, attack
from tests.protocol.invented import Network


def office_update(network: Network, phone: str = "+221 1") -> Envelope:
    return network.office_statement("sn/dakar", "sn/onrac", phone=phone)


def key_for_moussa(network: Network, by: str) -> Envelope:
    """An office key that only Moussa holds: whoever signs it, its list of officers is right."""
    return network.office_key(by, "sn/dakar", officers=[network.people["moussa"].keyid])


# Revoked or expired key used later.


@attack(families.ENDED_KEY, MEMBER, "issuer_revoked")
def a_revoked_officer_publishes_an_office_key(network: Network) -> Staged:
    network.publish(network.revoke("amina", "sn bureau"))
    return next_leaf(network, key_for_moussa(network, "moussa"), key_for_moussa(network, "amina"))


@attack(families.ENDED_KEY, MEMBER, "issuer_suspended")
def a_suspended_officer_publishes_an_office_key(network: Network) -> Staged:
    network.publish(network.suspend("amina", "sn bureau"))
    return next_leaf(network, key_for_moussa(network, "moussa"), key_for_moussa(network, "amina"))


@attack(families.ENDED_KEY, MEMBER, "issuer_replaced")
def a_stolen_old_key_is_used_after_its_owner_rotated(network: Network) -> Staged:
    fresh = network.join("amina anew")
    network.publish(network.by("amina", statements.rotate, keyset=fresh.keyset_hash))
    return next_leaf(network, key_for_moussa(network, "moussa"), key_for_moussa(network, "amina"))


@attack(families.ENDED_KEY, MEMBER, "no_authority")
def an_expired_officer_publishes_an_office_key(network: Network) -> Staged:
    network.officer("brief", "sn/dakar", until=network.time + 3_600)
    network.time += 7_200
    return next_leaf(network, key_for_moussa(network, "moussa"), key_for_moussa(network, "brief"))


@attack(families.ENDED_KEY, BUREAU, "issuer_revoked")
def a_revoked_bureau_authorises_one_more_officer(network: Network) -> Staged:
    network.join("fatou")
    nomination = network.publish(network.nominate("fatou", "sn/dakar"))
    honest = network.authorise(nomination, "sn/dakar")
    network.publish(network.revoke("sn bureau", "root"))
    forged = network.authorise(nomination, "sn/dakar")
    before = network.leaves[:-1]
    return Staged(scenes.register(network, honest, leaves=before), scenes.register(network, forged))


@attack(families.ENDED_KEY, BUREAU, "issuer_replaced")
def a_dismissed_bureau_head_goes_on_appointing(network: Network) -> Staged:
    honest = office_update(network)
    new_head = network.join("new head")
    network.publish(appointed(network, "SN", new_head))
    forged = office_update(network)
    before = network.leaves[:-2]
    return Staged(scenes.register(network, honest, leaves=before), scenes.register(network, forged))


@attack(families.ENDED_KEY, BUREAU, "key_in_use")
def a_revoked_key_is_nominated_again(network: Network) -> Staged:
    network.join("fatou")
    honest = network.nominate("fatou", "sn/dakar")
    network.publish(network.revoke("amina", "sn bureau"))
    return next_leaf(network, honest, network.nominate("amina", "sn/dakar"))


@attack(families.ENDED_KEY, BUREAU, "key_in_use")
def a_revoked_officer_is_renewed_by_a_captured_bureau(network: Network) -> Staged:
    network.publish(network.revoke("amina", "sn/onrac head"))
    until = network.time + 86_400
    renewals = [
        network.by("sn bureau", statements.renew, keyset=network.people[who].keyset_hash, until=until)
        for who in ("moussa", "amina")
    ]
    return next_leaf(network, renewals[0], renewals[1])


@attack(families.ENDED_KEY, BUREAU, "bad_until")
def an_officer_is_authorised_for_a_hundred_years(network: Network) -> Staged:
    network.join("fatou")
    nomination = network.publish(network.nominate("fatou", "sn/dakar"))
    forged = network.authorise(nomination, "sn/dakar", until=network.time + 100 * 31_536_000)
    return next_leaf(network, network.authorise(nomination, "sn/dakar"), forged)


# Back-dating, in the register.


def _heads(time: int) -> bytes:
    return canonical.stringify({"v": 1, "kind": "heads", "time": time, "count": 1, "root": "ab" * 32})


@attack(families.BACK_DATING, SERVER, "bad_heads")
def a_server_dates_a_heads_leaf_before_the_one_before_it(network: Network) -> Staged:
    network.publish_leaf(_heads(network.time))
    return next_leaf(network, _heads(network.time + 60), _heads(network.time - 86_400))


@attack(families.BACK_DATING, MEMBER, "bad_time")
def a_statement_is_dated_into_the_future(network: Network) -> Staged:
    honest = office_update(network)
    network.time += 86_400
    forged = office_update(network)
    network.time -= 86_400
    return next_leaf(network, honest, forged)


@attack(families.BACK_DATING, MEMBER, "bad_time")
def an_expired_officer_dates_a_statement_before_the_expiry(network: Network) -> Staged:
    brief = network.officer("brief", "sn/dakar", until=network.time + 3_600)
    while network.time < brief_until(network, brief.keyid):
        network.time += 3_600
    network.join("somebody since")
    honest = key_for_moussa(network, "moussa")
    forged = _with(key_for_moussa(network, "brief"), network, "brief", time=network.time - 7_200)
    return next_leaf(network, honest, forged)


@attack(families.BACK_DATING, MEMBER, "bad_time")
def an_expired_officer_dates_a_statement_before_a_checkpoint_that_was_seen(network: Network) -> Staged:
    """Nobody has signed anything since: that time has passed is what the checkpoint's signatures say."""
    until = network.time + 3_600
    network.officer("brief", "sn/dakar", until=until)
    holders = [who.keyid for who in network.directory.officers_of("sn/dakar", network.time)]
    network.time = until + 3_600
    before = {key: scenes.register(network)[key] for key in ("leaves", "note", "now")}
    network.time += 60
    own = network.office_key("brief", "sn/dakar", officers=holders)
    forged = _with(own, network, "brief", time=until - 60)
    staged = next_leaf(network, network.office_key("moussa", "sn/dakar"), forged)
    return Staged({**staged.honest, "before": before}, {**staged.forged, "before": before})


def brief_until(network: Network, keyid: str) -> int:
    officer = network.directory.officer(keyid)
    assert officer is not None
    return officer.until


@attack(families.BACK_DATING, BUREAU, "no_authority")
def a_revocation_claims_to_void_what_comes_after_it(network: Network) -> Staged:
    honest = network.revoke("sn bureau", "root", since=len(network.leaves))
    forged = network.revoke("sn bureau", "root", since=len(network.leaves) + 1)
    return next_leaf(network, honest, forged)


# Version and suite downgrade, in the register.


def _with(envelope: Envelope, network: Network, label: str, **changes: object) -> Envelope:
    value = {**envelope.value, **changes}
    return sealed_by(STATEMENT, value, [network.people[label].signing_key])


@attack(families.DOWNGRADE, SERVER, "unknown_version")
def a_statement_of_version_zero(network: Network) -> Staged:
    honest = office_update(network)
    return next_leaf(network, honest, _with(honest, network, "sn bureau", v=0))


@attack(families.DOWNGRADE, SERVER, "unknown_version")
def a_statement_whose_version_is_a_text(network: Network) -> Staged:
    honest = office_update(network)
    return next_leaf(network, honest, _with(honest, network, "sn bureau", v="1"))


@attack(families.DOWNGRADE, SERVER, "bad_shape")
def a_keyset_of_another_suite(network: Network) -> Staged:
    who = network.someone("newcomer")
    value = statements.keyset(network.stamp(who.keyid), who.keyset)
    honest = sealed_by(STATEMENT, value, [who.signing_key])
    return next_leaf(network, honest, _with(honest, network, "newcomer", suite=0))


@attack(families.DOWNGRADE, SERVER, "bad_shape")
def a_keyset_without_its_post_quantum_half(network: Network) -> Staged:
    who = network.someone("newcomer")
    value = statements.keyset(network.stamp(who.keyid), who.keyset)
    honest = sealed_by(STATEMENT, value, [who.signing_key])
    classical = scenes.b64_of(who.keyset.kem[-32:])
    return next_leaf(network, honest, _with(honest, network, "newcomer", kem=classical))


@attack(families.DOWNGRADE, SERVER, "unknown_kind")
def a_kind_of_statement_that_this_client_does_not_know(network: Network) -> Staged:
    honest = office_update(network)
    return next_leaf(network, honest, _with(honest, network, "sn bureau", kind="delegate"))


@attack(families.DOWNGRADE, SERVER, "bad_shape")
def a_field_that_this_client_does_not_know(network: Network) -> Staged:
    honest = office_update(network)
    return next_leaf(network, honest, _with(honest, network, "sn bureau", trusted=True))


# Stale client bundle.


def _release(network: Network, version: int, minimum: int) -> Envelope:
    return network.by_root(statements.client_release, version=version, minimum=minimum, manifest="cd" * 32)


def _client(network: Network, version: int, *more: Envelope) -> Scene:
    """A sync by a client of that version."""
    return {**scenes.register(network, *more), "client_version": version}


@attack(families.STALE_CLIENT, SERVER, "stale_client")
def a_server_goes_on_serving_a_withdrawn_client(network: Network) -> Staged:
    network.publish(_release(network, 7, 5))
    return Staged(_client(network, 5), _client(network, 4))


@attack(families.STALE_CLIENT, SERVER, "stale_client")
def a_kind_that_came_after_this_client_stands_behind_the_release_that_ends_it(network: Network) -> Staged:
    """In one sync: it says that it is too old, not that somebody altered the register."""
    network.publish(_release(network, 7, 5))
    honest = office_update(network)
    return Staged(
        _client(network, 5, honest), _client(network, 4, _with(honest, network, "sn bureau", kind="delegate"))
    )


@attack(families.STALE_CLIENT, SERVER, "no_authority")
def a_release_lowers_the_minimum_again(network: Network) -> Staged:
    network.publish(_release(network, 7, 5))
    honest, forged = _release(network, 8, 5), _release(network, 8, 4)
    return Staged(_client(network, 9, honest), _client(network, 9, forged))


@attack(families.STALE_CLIENT, SERVER, "no_authority")
def an_old_release_is_published_again_as_the_newest(network: Network) -> Staged:
    network.publish(_release(network, 7, 5))
    honest, forged = _release(network, 8, 5), _release(network, 6, 5)
    return Staged(_client(network, 9, honest), _client(network, 9, forged))


@attack(families.STALE_CLIENT, SERVER, "missing_signature")
def a_server_signs_a_client_release_itself(network: Network) -> Staged:
    honest = _release(network, 7, 5)
    forged = sealed_by(STATEMENT, honest.value, [network.someone("server").signing_key])
    return Staged(_client(network, 9, honest), _client(network, 9, forged))
