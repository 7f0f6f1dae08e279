"""Attacks on who is who: keys, bureaus, the root, revocations, statements of another network."""

from repatria.protocol import statements
from repatria.protocol.envelope import STATEMENT, Envelope
from repatria.protocol.keys import Keyset, SigningKey
from tests.attacks import families, scenes
from tests.attacks.forgery import claimed_by, edited, resigned, sealed_by, with_signature_of
from tests.attacks.scenes import next_leaf
from tests.attacks.table import BUREAU, MEMBER, ROOT_KEY, SERVER, Staged, attack
from tests.protocol.invented import (
    LOG_ED_SEED,
    ROOT_KEYS,
    Network,
    Someone,
    digest,
    person,
    root_terms,
)

LOG_KEY = SigningKey.from_seed(LOG_ED_SEED)
SMALL_ORDER_POINT = bytes(31) + b"\x80"  # order 4; of the list in RFC 8032's errata and libsodium


def keyset_of(network: Network, who: Someone, keys: Keyset) -> Envelope:
    value = statements.keyset(network.stamp(who.keyid), keys)
    return sealed_by(STATEMENT, value, [who.signing_key])


def appointed(network: Network, country: str, who: Someone, keys: tuple[int, ...] = (0, 1)) -> Envelope:
    """The root makes somebody a bureau's head."""
    return network.by_root(
        statements.bureau,
        keys=keys,
        country=country,
        name="A bureau",
        keyset=who.keyset_hash,
        person=person("Somebody"),
    )


def bureau_of(network: Network, country: str) -> Envelope:
    return appointed(network, country, network.join("server"))


# Key substitution.


@attack(families.KEY_SUBSTITUTION, SERVER, "bad_keyset")
def a_server_files_its_own_keys_under_an_officers_key_id(network: Network) -> Staged:
    server, victim = network.someone("server"), network.people["amina"]
    value = statements.keyset(network.stamp(victim.keyid), server.keyset)
    forged = claimed_by(sealed_by(STATEMENT, value, []), victim.keyid, server.signing_key)
    return next_leaf(network, keyset_of(network, server, server.keyset), forged)


@attack(families.KEY_SUBSTITUTION, SERVER, "bad_keyset")
def a_server_swaps_the_sealing_key_inside_a_published_keyset(network: Network) -> Staged:
    server, newcomer = network.someone("server"), network.someone("newcomer")
    honest = keyset_of(network, newcomer, newcomer.keyset)
    mixed = statements.keyset(network.stamp(newcomer.keyid), Keyset(newcomer.keyset.sign, server.keyset.kem))
    return next_leaf(network, honest, edited(honest, kem=mixed["kem"]))


@attack(families.KEY_SUBSTITUTION, SERVER, "bad_signature")
def a_server_publishes_a_mixed_keyset_that_its_owner_never_signed(network: Network) -> Staged:
    server, newcomer = network.someone("server"), network.someone("newcomer")
    mixed = Keyset(newcomer.keyset.sign, server.keyset.kem)
    value = statements.keyset(network.stamp(mixed.keyid), mixed)
    forged = claimed_by(sealed_by(STATEMENT, value, []), mixed.keyid, server.signing_key)
    return next_leaf(network, keyset_of(network, newcomer, newcomer.keyset), forged)


@attack(families.KEY_SUBSTITUTION, SERVER, "weak_key")
def a_keyset_whose_signatures_anybody_can_forge_is_refused(network: Network) -> Staged:
    who = network.someone("newcomer")
    weak = Keyset(SMALL_ORDER_POINT, who.keyset.kem)
    value = statements.keyset(network.stamp(weak.keyid), weak)
    forged = claimed_by(sealed_by(STATEMENT, value, []), weak.keyid, who.signing_key)
    return next_leaf(network, keyset_of(network, who, who.keyset), forged)


@attack(families.KEY_SUBSTITUTION, SERVER, "no_authority")
def a_server_publishes_its_own_key_as_an_offices_key(network: Network) -> Staged:
    network.join("server")
    honest = network.office_key("amina", "sn/dakar")
    return next_leaf(network, honest, network.office_key("server", "sn/dakar"))


@attack(families.KEY_SUBSTITUTION, MEMBER, "no_authority")
def an_officer_publishes_a_key_for_another_office(network: Network) -> Staged:
    honest = network.office_key("amina", "sn/dakar")
    return next_leaf(network, honest, network.office_key("claire", "sn/dakar"))


@attack(families.KEY_SUBSTITUTION, MEMBER, "bad_officers")
def an_officer_publishes_a_key_in_the_names_of_colleagues_alone(network: Network) -> Staged:
    """Else a key that somebody makes just before their term ends would not be stale when it has."""
    moussa = network.people["moussa"].keyid
    honest = network.office_key("moussa", "sn/dakar", officers=[moussa])
    return next_leaf(network, honest, network.office_key("amina", "sn/dakar", officers=[moussa]))


@attack(families.KEY_SUBSTITUTION, MEMBER, "wrong_room")
def an_officer_moves_the_offices_key_to_a_room_of_their_own(network: Network) -> Staged:
    network.publish(network.office_key("amina", "sn/dakar"))
    honest = network.office_key("moussa", "sn/dakar", 2)
    forged = network.office_key("moussa", "sn/dakar", 2, room=digest("own room").hex())
    return next_leaf(network, honest, forged)


@attack(families.KEY_SUBSTITUTION, MEMBER, "bad_epoch")
def an_officer_brings_back_an_earlier_key_of_the_office(network: Network) -> Staged:
    network.publish(network.office_key("amina", "sn/dakar"))
    network.publish(network.office_key("amina", "sn/dakar", 2))
    honest = network.office_key("moussa", "sn/dakar", 3)
    return next_leaf(network, honest, network.office_key("moussa", "sn/dakar", 1))


# Rogue, foreign or self-authorising bureau.


@attack(families.ROGUE_BUREAU, SERVER, "missing_signature")
def a_server_appoints_a_bureau_with_its_log_key(network: Network) -> Staged:
    honest = bureau_of(network, "XY")
    return next_leaf(network, honest, resigned(honest, LOG_KEY))


@attack(families.ROGUE_BUREAU, BUREAU, "no_authority")
def a_bureau_authorises_an_officer_of_another_country(network: Network) -> Staged:
    network.join("fatou")
    nomination = network.publish(network.nominate("fatou", "sn/dakar"))
    honest = network.authorise(nomination, "sn/dakar")
    return next_leaf(network, honest, network.authorise(nomination, "fr/paris"))


@attack(families.ROGUE_BUREAU, BUREAU, "no_authority")
def a_bureau_opens_an_agency_in_another_country(network: Network) -> Staged:
    who = network.join("head")
    honest = network.agency_statement("sn/second", who)
    value = {**honest.value, **network.stamp(network.people["fr bureau"].keyid)._asdict()}
    forged = sealed_by(STATEMENT, value, [network.people["fr bureau"].signing_key])
    return next_leaf(network, honest, forged)


@attack(families.ROGUE_BUREAU, BUREAU, "no_authority")
def a_bureau_moves_an_office_to_another_agency(network: Network) -> Staged:
    network.agency("sn/second")
    honest = network.office_statement("sn/dakar", "sn/onrac")
    return next_leaf(network, honest, network.office_statement("sn/dakar", "sn/second"))


@attack(families.ROGUE_BUREAU, BUREAU, "key_in_use")
def a_bureau_head_makes_themselves_head_of_an_agency(network: Network) -> Staged:
    honest = network.agency_statement("sn/second", network.join("head"))
    return next_leaf(network, honest, network.agency_statement("sn/second", network.people["sn bureau"]))


@attack(families.ROGUE_BUREAU, BUREAU, "no_authority")
def a_bureau_nominates_the_officer_whom_it_would_authorise(network: Network) -> Staged:
    network.join("fatou")
    honest = network.nominate("fatou", "sn/dakar")
    value = {**honest.value, **network.stamp(network.people["sn bureau"].keyid)._asdict()}
    forged = sealed_by(STATEMENT, value, [network.people["sn bureau"].signing_key])
    return next_leaf(network, honest, forged)


@attack(families.ROGUE_BUREAU, BUREAU, "same_person")
def a_nominee_who_became_bureau_head_authorises_themselves(network: Network) -> Staged:
    network.join("fatou")
    rose = network.join("rose")
    own = network.publish(network.nominate("rose", "sn/dakar"))
    other = network.publish(network.nominate("fatou", "sn/dakar"))
    network.publish(appointed(network, "SN", rose))
    until = network.time + 86_400
    honest = network.by("rose", statements.authorise, nomination=other.hash, until=until)
    forged = network.by("rose", statements.authorise, nomination=own.hash, until=until)
    return next_leaf(network, honest, forged)


@attack(families.ROGUE_BUREAU, BUREAU, "no_authority")
def an_officer_made_by_a_captured_bureau_acts_after_it_was_voided(network: Network) -> Staged:
    captured_at = len(network.leaves)
    network.officer("ghost", "sn/dakar")
    network.publish(network.revoke("sn bureau", "root", since=captured_at))
    honest = network.office_key("amina", "sn/dakar")
    forged = network.office_key("ghost", "sn/dakar")
    return next_leaf(network, honest, forged)


@attack(families.ROGUE_BUREAU, MEMBER, "no_authority")
def an_agency_head_nominates_for_an_office_of_another_agency(network: Network) -> Staged:
    network.agency("sn/second")
    network.join("fatou")
    honest = network.nominate("fatou", "sn/dakar")
    value = {**honest.value, **network.stamp(network.people["sn/second head"].keyid)._asdict()}
    forged = sealed_by(STATEMENT, value, [network.people["sn/second head"].signing_key])
    return next_leaf(network, honest, forged)


# Single root key.


@attack(families.SINGLE_ROOT_KEY, ROOT_KEY, "missing_signature")
def one_root_key_appoints_a_bureau(network: Network) -> Staged:
    honest = bureau_of(network, "XY")
    return next_leaf(network, honest, resigned(honest, ROOT_KEYS[0]))


@attack(families.SINGLE_ROOT_KEY, ROOT_KEY, "bad_envelope")
def one_root_key_signs_twice(network: Network) -> Staged:
    honest = bureau_of(network, "XY")
    forged = resigned(honest, ROOT_KEYS[0], ROOT_KEYS[0])
    return next_leaf(network, honest, forged)


@attack(families.SINGLE_ROOT_KEY, ROOT_KEY, "missing_signature")
def one_root_key_replaces_the_root_by_its_own_keys(network: Network) -> Staged:
    own = [SigningKey.from_seed(digest(f"own {n}")) for n in range(3)]
    terms = root_terms(keys=[key.public for key in own])
    value = statements.root(network.stamp("root"), terms, 1, network.directory.root.hash)
    honest = sealed_by(STATEMENT, value, [*ROOT_KEYS[:2], *own[:2]])
    return next_leaf(network, honest, resigned(honest, ROOT_KEYS[0], *own[:2]))


@attack(families.SINGLE_ROOT_KEY, SERVER, "missing_signature")
def the_old_quorum_names_keys_that_nobody_holds(network: Network) -> Staged:
    own = [SigningKey.from_seed(digest(f"own {n}")) for n in range(3)]
    terms = root_terms(keys=[key.public for key in own])
    value = statements.root(network.stamp("root"), terms, 1, network.directory.root.hash)
    honest = sealed_by(STATEMENT, value, [*ROOT_KEYS[:2], *own[:2]])
    return next_leaf(network, honest, resigned(honest, *ROOT_KEYS[:2]))


@attack(families.SINGLE_ROOT_KEY, SERVER, "bad_root")
def a_network_founded_by_a_single_key_is_refused(network: Network) -> Staged:
    honest = network.leaves[0]
    value = statements.root(statements.Stamp(None, "root", None, network.time), root_terms(k=1))
    forged = sealed_by(STATEMENT, value, ROOT_KEYS[:1])
    return Staged(scenes.register(network, leaves=[honest]), scenes.register(network, leaves=[forged]))


@attack(families.SINGLE_ROOT_KEY, ROOT_KEY, "no_authority")
def a_root_statement_issued_by_one_key_in_its_own_name(network: Network) -> Staged:
    honest = bureau_of(network, "XY")
    who = network.people["server"]
    value = {**honest.value, **network.stamp(who.keyid)._asdict()}
    return next_leaf(network, honest, sealed_by(STATEMENT, value, [who.signing_key]))


# Dropped revocation, replay.


def _leaves_without(network: Network, dropped: Envelope) -> list[bytes]:
    return [leaf for leaf in network.leaves if leaf != dropped.wire()]


@attack(families.DROPPED_REVOCATION, SERVER, "broken_chain")
def a_server_leaves_out_a_bureaus_revocation(network: Network) -> Staged:
    revocation = network.publish(network.revoke("amina", "sn bureau"))
    network.publish(network.office_statement("sn/dakar", "sn/onrac", phone="+221 1"))
    forged = scenes.register(network, leaves=_leaves_without(network, revocation))
    return Staged(scenes.register(network), forged)


@attack(families.DROPPED_REVOCATION, SERVER, "broken_chain")
def a_server_leaves_out_the_roots_revocation_of_a_bureau(network: Network) -> Staged:
    revocation = network.publish(network.revoke("fr bureau", "root"))
    network.publish(bureau_of(network, "XY"))
    forged = scenes.register(network, leaves=_leaves_without(network, revocation))
    return Staged(scenes.register(network), forged)


@attack(families.DROPPED_REVOCATION, SERVER, "broken_chain")
def a_server_leaves_out_a_suspension(network: Network) -> Staged:
    suspension = network.publish(network.suspend("amina", "sn/onrac head"))
    network.join("fatou")
    network.publish(network.nominate("fatou", "sn/dakar"))
    forged = scenes.register(network, leaves=_leaves_without(network, suspension))
    return Staged(scenes.register(network), forged)


@attack(families.DROPPED_REVOCATION, SERVER, "issuer_revoked")
def a_server_lets_a_revoked_key_undo_what_followed(network: Network) -> Staged:
    honest = network.office_key("moussa", "sn/dakar", officers=[network.people["moussa"].keyid])
    network.publish(network.revoke("amina", "amina"))
    forged = network.office_key("amina", "sn/dakar", officers=[network.people["moussa"].keyid])
    return next_leaf(network, honest, forged)


@attack(families.REORDER, SERVER, "broken_chain")
def a_server_swaps_two_statements_of_one_bureau(network: Network) -> Staged:
    network.publish(network.office_statement("sn/dakar", "sn/onrac", phone="+221 1"))
    network.publish(network.office_statement("sn/dakar", "sn/onrac", phone="+221 2"))
    swapped = [*network.leaves[:-2], network.leaves[-1], network.leaves[-2]]
    return Staged(scenes.register(network), scenes.register(network, leaves=swapped))


@attack(families.REPLAY, SERVER, "replayed_statement")
def a_server_replays_a_renewal(network: Network) -> Staged:
    keyset = network.people["amina"].keyset_hash
    until = network.time + 86_400
    network.publish(network.by("sn bureau", statements.renew, keyset=keyset, until=until))
    renewal = network.leaves[-1]
    network.publish(network.suspend("amina", "sn bureau"))
    honest = network.by("sn bureau", statements.renew, keyset=keyset, until=until + 600)
    return next_leaf(network, honest, renewal)


@attack(families.REPLAY, ROOT_KEY, "replayed_statement")
def a_statement_signed_again_by_other_keys_is_the_same_statement(network: Network) -> Staged:
    first = network.publish(bureau_of(network, "XY"))
    honest = appointed(network, "XZ", network.join("other"))
    return next_leaf(network, honest, resigned(first, ROOT_KEYS[1], ROOT_KEYS[2]))


@attack(families.REPLAY, BUREAU, "no_authority")
def a_nomination_is_authorised_twice(network: Network) -> Staged:
    network.join("fatou")
    nomination = network.publish(network.nominate("fatou", "sn/dakar"))
    honest = network.authorise(nomination, "sn/dakar")
    until = network.time + 86_400
    again = rewritten_after(network, honest, until)
    return Staged(scenes.register(network, honest), scenes.register(network, honest, again))


def rewritten_after(network: Network, first: Envelope, until: int) -> Envelope:
    """The same issuer's next statement, that says the same with another `until`."""
    value = {**first.value, "iprev": first.hash, "until": until}
    return sealed_by(STATEMENT, value, [network.people["sn bureau"].signing_key])


# Statement from another network.


@attack(families.OTHER_NETWORK, SERVER, "wrong_network")
def a_statement_of_another_network_with_the_same_root_keys(network: Network) -> Staged:
    other = Network()
    other.found(name="The training network")
    honest = bureau_of(network, "XY")
    value = {**honest.value, "net": other.directory.net}
    return next_leaf(network, honest, sealed_by(STATEMENT, value, ROOT_KEYS[:2]))


@attack(families.OTHER_NETWORK, SERVER, "wrong_network")
def an_officers_keyset_from_the_training_network(network: Network) -> Staged:
    other = Network()
    other.found(name="The training network")
    who = other.join("newcomer")
    return next_leaf(network, keyset_of(network, network.someone("newcomer"), who.keyset), other.leaves[-1])


@attack(families.OTHER_NETWORK, SERVER, "bad_root")
def a_second_founding_inside_the_register(network: Network) -> Staged:
    other = Network()
    other.found(name="The training network")
    return next_leaf(network, bureau_of(network, "XY"), other.leaves[0])


# Signature stripped and re-signed.


@attack(families.RESIGNED, SERVER, "missing_signature")
def a_bureaus_statement_signed_by_somebody_else(network: Network) -> Staged:
    honest = network.office_statement("sn/dakar", "sn/onrac")
    return next_leaf(network, honest, resigned(honest, network.people["claire"].signing_key))


@attack(families.RESIGNED, SERVER, "bad_signature")
def a_signature_that_claims_another_key_id(network: Network) -> Staged:
    honest = network.office_statement("sn/dakar", "sn/onrac")
    bureau = network.people["sn bureau"]
    return next_leaf(network, honest, claimed_by(honest, bureau.keyid, LOG_KEY))


@attack(families.RESIGNED, SERVER, "bad_envelope")
def a_second_signature_beside_the_right_one(network: Network) -> Staged:
    honest = network.office_statement("sn/dakar", "sn/onrac")
    extra = resigned(honest, network.people["claire"].signing_key)
    return next_leaf(network, honest, with_signature_of(honest, extra))


@attack(families.RESIGNED, SERVER, "bad_signature")
def a_word_changed_under_a_valid_signature(network: Network) -> Staged:
    honest = network.office_statement("sn/dakar", "sn/onrac")
    return next_leaf(network, honest, edited(honest, phone="+44 the attacker's"))


@attack(families.RESIGNED, SERVER, "bad_envelope")
def an_envelope_without_any_signature(network: Network) -> Staged:
    honest = network.office_statement("sn/dakar", "sn/onrac")
    return next_leaf(network, honest, sealed_by(STATEMENT, honest.value, []))
