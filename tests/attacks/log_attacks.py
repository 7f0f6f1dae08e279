"""Attacks on the log as a whole: rewritten, split, rolled back, unwitnessed, stale."""

from collections.abc import Sequence

from repatria.protocol import statements
from repatria.protocol.checkpoint import add_line, cosign, sign_checkpoint
from repatria.protocol.envelope import STATEMENT
from repatria.protocol.tree import leaf_hash, root_of
from tests.attacks import families, scenes
from tests.attacks.forgery import sealed_by
from tests.attacks.table import SERVER, Scene, Staged, attack
from tests.protocol.invented import (
    LOG_ED_SEED,
    LOG_MLDSA_SEED,
    ORIGIN,
    ROOT_KEYS,
    WITNESS_NAMES,
    WITNESS_SEEDS,
    Network,
    digest,
    root_terms,
    three_countries,
)

DAY = 86_400


def pin_of(leaves: Sequence[bytes]) -> dict[str, object]:
    return {"size": len(leaves), "root": root_of([leaf_hash(leaf) for leaf in leaves]).hex()}


def with_note(network: Network, note: str) -> Staged:
    honest = scenes.register(network)
    return Staged(honest, {**honest, "note": note})


def log_note(
    leaves: Sequence[bytes], time: int, *, origin: str = ORIGIN, mldsa: bytes = LOG_MLDSA_SEED
) -> str:
    """A checkpoint by the log alone."""
    root = root_of([leaf_hash(leaf) for leaf in leaves])
    return sign_checkpoint(origin, len(leaves), root, LOG_ED_SEED, mldsa, time)


def cosigned(note: str, time: int, name: str = WITNESS_NAMES[0], seed: bytes | None = None) -> str:
    return add_line(note, cosign(note, name, WITNESS_SEEDS[name] if seed is None else seed, time))


def _pinned(network: Network, shown: Sequence[bytes], pin: dict[str, object]) -> Scene:
    return {**scenes.register(network, leaves=shown), "pin": pin}


# Rolled back, rewritten, split.


@attack(families.LOG, SERVER, "rolled_back")
def a_register_is_served_from_an_older_backup(network: Network) -> Staged:
    pin = pin_of(network.leaves)
    return Staged(_pinned(network, network.leaves, pin), _pinned(network, network.leaves[:-3], pin))


@attack(families.LOG, SERVER, "rolled_back")
def a_revocation_is_hidden_by_showing_the_register_before_it(network: Network) -> Staged:
    network.publish(network.revoke("amina", "sn bureau"))
    pin = pin_of(network.leaves)
    return Staged(_pinned(network, network.leaves, pin), _pinned(network, network.leaves[:-1], pin))


@attack(families.LOG, SERVER, "forked")
def a_register_is_rewritten_before_what_was_seen(network: Network) -> Staged:
    before = list(network.leaves)
    network.join("one story")
    pin = pin_of(network.leaves)
    other = three_countries()
    other.join("another story")
    honest = _pinned(network, network.leaves, pin)
    return Staged(honest, {**_pinned(network, [*before, *other.leaves[-1:]], pin)})


@attack(families.LOG, SERVER, "forked")
def two_clients_are_shown_two_registers_of_one_size(network: Network) -> Staged:
    """The second device knows from its vault what the first one saw."""
    other = three_countries()
    network.publish(network.revoke("amina", "sn bureau"))
    other.publish(other.office_statement("sn/dakar", "sn/onrac", phone="+221 9"))
    seen_elsewhere = pin_of(network.leaves)
    network.join("later")
    other.join("later")
    honest = _pinned(network, network.leaves, seen_elsewhere)
    return Staged(honest, _pinned(network, other.leaves, seen_elsewhere))


def _invited(network: Network, said: str | None) -> Scene:
    """Somebody enrols: what the server says of the network, and the register that it shows."""
    invitation = {"office": None, "role": "bureau", "name": "New", "country": "KE", "net": said}
    return {**scenes.register(network), "play": "enrolment", "invitation": invitation}


def _own_network() -> Network:
    other = Network()
    other.found(name="A network of the server's own")
    return other


@attack(families.OTHER_NETWORK, SERVER, "wrong_network")
def a_newcomer_is_invited_into_a_network_of_the_servers_own(network: Network) -> Staged:
    """The link, or the paper, names ours."""
    other, net = _own_network(), network.directory.net
    forged = {**_invited(other, other.directory.net), "net": net}
    return Staged(_invited(network, net), forged)


@attack(families.OTHER_NETWORK, SERVER, "wrong_network")
def a_newcomer_is_told_our_network_and_shown_the_register_of_another(network: Network) -> Staged:
    net = network.directory.net
    return Staged(_invited(network, net), {**_invited(_own_network(), net), "net": net})


@attack(families.OTHER_NETWORK, SERVER, "forked")
def a_whole_other_network_is_shown_to_who_has_seen_ours(network: Network) -> Staged:
    other = _own_network()
    while len(other.leaves) < len(network.leaves):
        other.join(f"invented {len(other.leaves)}")
    pin = pin_of(network.leaves)
    shown = {**_pinned(network, other.leaves, pin), "net": other.directory.net}
    return Staged(_pinned(network, network.leaves, pin), shown)


@attack(families.FORK, SERVER, "forked")
def a_checkpoint_stands_over_other_statements_than_those_served(network: Network) -> Staged:
    other = three_countries()
    other.join("another story")
    network.join("one story")
    return with_note(network, scenes.note_over(other.leaves, network.time))


@attack(families.TAIL_TRUNCATION, SERVER, "forked")
def a_checkpoint_is_larger_than_the_statements_served(network: Network) -> Staged:
    shown = list(network.leaves)
    network.publish(network.revoke("amina", "sn bureau"))
    note = scenes.note_over(network.leaves, network.time)
    honest = scenes.register(network)
    return Staged(honest, {**scenes.register(network, leaves=shown), "note": note})


# Whose signatures.


@attack(families.LOG, SERVER, "no_quorum")
def a_checkpoint_that_no_witness_has_seen(network: Network) -> Staged:
    return with_note(network, log_note(network.leaves, network.time))


@attack(families.LOG, SERVER, "no_quorum")
def a_checkpoint_cosigned_by_a_witness_of_the_servers_own(network: Network) -> Staged:
    note = log_note(network.leaves, network.time)
    own = cosigned(note, network.time, "witness.example/own", digest("the server's own witness"))
    return with_note(network, own)


@attack(families.LOG, SERVER, "no_quorum")
def one_witness_is_counted_twice(network: Network) -> Staged:
    terms = root_terms(quorum=2)
    value = statements.root(network.stamp("root"), terms, 1, network.directory.root.hash)
    network.publish(sealed_by(STATEMENT, value, ROOT_KEYS[:2]))
    note = log_note(network.leaves, network.time)
    both = note
    for name in WITNESS_NAMES:
        both = cosigned(both, network.time, name)
    twice = cosigned(cosigned(note, network.time), network.time + 1)
    honest = scenes.register(network)
    return Staged({**honest, "note": both}, {**honest, "note": twice})


@attack(families.LOG, SERVER, "bad_cosignature")
def a_witness_is_named_with_a_signature_that_is_not_theirs(network: Network) -> Staged:
    first = log_note(network.leaves[:-1], network.time)
    line = cosign(first, WITNESS_NAMES[0], WITNESS_SEEDS[WITNESS_NAMES[0]], network.time)
    return with_note(network, add_line(log_note(network.leaves, network.time), line))


@attack(families.LOG, SERVER, "no_quorum")
def a_witness_that_the_root_has_dismissed_still_cosigns(network: Network) -> Staged:
    honest = scenes.register(network)
    kept = [(name, key) for name, key in root_terms().witnesses if name != WITNESS_NAMES[0]]
    value = statements.root(network.stamp("root"), root_terms(witnesses=kept), 1, network.directory.root.hash)
    network.publish(sealed_by(STATEMENT, value, ROOT_KEYS[:2]))
    return Staged(honest, scenes.register(network))


@attack(families.DOWNGRADE, SERVER, "bad_checkpoint_signature")
def a_checkpoint_without_its_post_quantum_signature(network: Network) -> Staged:
    note = log_note(network.leaves, network.time)
    body, ed25519, _ = note.rsplit("\n", 1)[0].rsplit("\n", 2)
    return with_note(network, cosigned(f"{body}\n{ed25519}\n", network.time))


@attack(families.DOWNGRADE, SERVER, "bad_checkpoint_signature")
def a_checkpoint_whose_post_quantum_signature_is_by_another_key(network: Network) -> Staged:
    note = log_note(network.leaves, network.time, mldsa=digest("another ml-dsa key"))
    return with_note(network, cosigned(note, network.time))


@attack(families.LOG, SERVER, "wrong_log")
def a_checkpoint_of_another_log_with_the_same_keys(network: Network) -> Staged:
    note = log_note(network.leaves, network.time, origin="register.example/training")
    return with_note(network, cosigned(note, network.time))


@attack(families.LOG, SERVER, "stale_checkpoint")
def an_old_checkpoint_hides_what_came_since(network: Network) -> Staged:
    note = scenes.note_over(network.leaves, network.time)
    network.time += 4 * DAY
    honest = scenes.register(network)
    return Staged(honest, {**honest, "note": note})


@attack(families.LOG, SERVER, "bad_cosignature")
def a_checkpoint_is_dated_into_the_future_so_that_it_never_grows_old(network: Network) -> Staged:
    return with_note(network, scenes.note_over(network.leaves, network.time + 400 * DAY))


@attack(families.LOG, SERVER, "bad_checkpoint")
def a_checkpoint_carries_a_line_that_no_client_reads(network: Network) -> Staged:
    note = scenes.note_over(network.leaves, network.time)
    body, rest = note.split("\n\n", 1)
    return with_note(network, f"{body}\nextension\n\n{rest}")
