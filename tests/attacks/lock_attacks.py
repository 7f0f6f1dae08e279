"""Attacks on what gives an officer their seeds back, and on what follows them to another device."""

import json
from typing import Any

from repatria.protocol import locks, sealing
from repatria.protocol.keys import Seeds
from repatria.protocol.lock_records import kdf_offer
from repatria.protocol.shapes import b64_bytes, b64_text
from tests.attacks import families
from tests.attacks.forgery import flipped
from tests.attacks.table import SERVER, THIEF, Scene, Staged, attack
from tests.protocol.invented import Network, Someone, digest

SALT = bytes(range(24))
KDF = kdf_offer(bytes(16))


def unlock_of(label: str) -> bytes:
    """Stands for HKDF(Argon2id(passphrase) ‖ kit): the attacker has it for nobody."""
    return digest(f"unlock {label}")


def lock_of(who: Someone, *, seeds: Seeds | None = None, unlock: bytes | None = None) -> dict[str, Any]:
    made = locks.make_lock(
        seeds or who.seeds, who.label, unlock or unlock_of(who.label), SALT, kdf=KDF, credential=None
    )
    return dict(made)


def opened(record: dict[str, Any], who: Someone) -> Scene:
    """The record that the server gives at `who`'s sign-in."""
    return {"play": "lock", "record": record, "login": who.label, "unlock": unlock_of(who.label).hex()}


def _amina(network: Network) -> tuple[Someone, Staged]:
    who = network.people["amina"]
    return who, Staged(opened(lock_of(who), who), {})


# Another user's wrapped seeds returned.


@attack(families.OTHER_SEEDS, SERVER, "cannot_open")
def a_colleagues_lock_is_relabelled_as_mine(network: Network) -> Staged:
    who, staged = _amina(network)
    other = lock_of(network.people["moussa"])
    relabelled = {**other, "login": who.label, "key": who.keyid}
    return Staged(staged.honest, opened(relabelled, who))


@attack(families.OTHER_SEEDS, SERVER, "cannot_open")
def a_colleagues_sealed_seeds_stand_in_my_lock(network: Network) -> Staged:
    who, staged = _amina(network)
    swapped = {**lock_of(who), "sealed": lock_of(network.people["moussa"])["sealed"]}
    return Staged(staged.honest, opened(swapped, who))


@attack(families.OTHER_SEEDS, SERVER, "cannot_open")
def my_lock_names_another_key(network: Network) -> Staged:
    who, staged = _amina(network)
    renamed = {**lock_of(who), "key": network.people["moussa"].keyid}
    return Staged(staged.honest, opened(renamed, who))


@attack(families.OTHER_SEEDS, THIEF, "wrong_seeds")
def a_lock_made_with_my_secret_holds_somebody_elses_seeds(network: Network) -> Staged:
    """Whoever saw the passphrase and kit seals other seeds, so that I would write under their key."""
    who, staged = _amina(network)
    other = network.people["moussa"]
    context_of_mine = lock_of(who)
    made = sealing.seal(
        unlock_of(who.label),
        f"repatria/v1/lock\npassphrase\n{who.label}\n{who.keyid}".encode(),
        SALT,
        other.seeds.sign + other.seeds.kem,
    )
    return Staged(staged.honest, opened({**context_of_mine, "sealed": b64_text(made)}, who))


@attack(families.OTHER_SEEDS, SERVER, "cannot_open")
def a_bit_of_my_lock_is_turned(network: Network) -> Staged:
    who, staged = _amina(network)
    sealed = b64_bytes(lock_of(who)["sealed"])
    assert sealed is not None
    return Staged(staged.honest, opened({**lock_of(who), "sealed": b64_text(flipped(sealed))}, who))


@attack(families.OTHER_SEEDS, THIEF, "cannot_open")
def a_thief_of_the_servers_disk_guesses_the_unlock_secret(network: Network) -> Staged:
    _, staged = _amina(network)
    guess = {**staged.honest, "unlock": digest("a guess").hex()}
    return Staged(staged.honest, guess)


# Recovery contact enrolled silently.


@attack(families.SILENT_RECOVERY, SERVER, "bad_shape")
def a_lock_of_a_recovery_contact_appears_among_mine(network: Network) -> Staged:
    who, staged = _amina(network)
    return Staged(staged.honest, opened({**lock_of(who), "type": "recovery"}, who))


@attack(families.SILENT_RECOVERY, SERVER, "bad_shape")
def a_lock_brings_an_escrow_key_to_seal_to(network: Network) -> Staged:
    who, staged = _amina(network)
    return Staged(staged.honest, opened({**lock_of(who), "escrow": "ab" * 1216}, who))


@attack(families.SILENT_RECOVERY, SERVER, "bad_shape")
def a_passphrase_lock_opens_for_a_passkey_too(network: Network) -> Staged:
    who, staged = _amina(network)
    both = {**lock_of(who), "credential": b64_text(b"the server's own authenticator")}
    return Staged(staged.honest, opened(both, who))


@attack(families.SILENT_RECOVERY, SERVER, "cannot_open")
def a_passkey_lock_is_passed_off_as_the_passphrases(network: Network) -> Staged:
    who, staged = _amina(network)
    passkey = locks.make_lock(
        who.seeds, who.label, unlock_of(who.label), SALT, kdf=None, credential=b"credential"
    )
    turned = {**passkey, "type": "passphrase", "kdf": KDF, "credential": None}
    return Staged(staged.honest, opened(turned, who))


# KDF downgrade.


def _offer(code_of: dict[str, Any]) -> Scene:
    return {"play": "kdf", "offer": code_of}


def _lowered(**changed: Any) -> Staged:
    return Staged(_offer(KDF), _offer({**KDF, **changed}))


@attack(families.DOWNGRADE, SERVER, "kdf_downgrade")
def argon2_with_less_memory_is_refused(_network: Network) -> Staged:
    return _lowered(m=65_536)


@attack(families.DOWNGRADE, SERVER, "kdf_downgrade")
def argon2_with_fewer_passes_is_refused(_network: Network) -> Staged:
    return _lowered(t=1)


@attack(families.DOWNGRADE, SERVER, "kdf_downgrade")
def argon2_so_dear_that_nobody_could_sign_in_is_refused(_network: Network) -> Staged:
    return _lowered(m=16_777_216)


@attack(families.DOWNGRADE, SERVER, "bad_shape")
def another_way_to_stretch_a_passphrase_is_refused(_network: Network) -> Staged:
    return _lowered(alg="pbkdf2")


@attack(families.DOWNGRADE, SERVER, "bad_shape")
def a_salt_that_is_shared_by_all_is_refused(_network: Network) -> Staged:
    return _lowered(salt="")


# The vault.


def vault(network: Network, version: int, label: str = "amina") -> bytes:
    who = network.people[label]
    content = {
        "v": 1, "kind": "vault", "version": version, "pin": {"size": version, "root": "ab" * 32},
        "rooms": [], "settings": {},
    }  # fmt: skip
    return locks.seal_vault(who.seeds.kem, who.keyid, content, SALT)


def served(network: Network, version: int, sealed: bytes, seen: int = 0) -> Scene:
    who = network.people["amina"]
    return {
        "play": "vault", "key": who.keyid, "kem": who.seeds.kem.hex(), "version": version,
        "sealed": sealed.hex(), "seen": seen,
    }  # fmt: skip


@attack(families.ROOM_ROLLBACK, SERVER, "rolled_back")
def an_older_vault_is_served_so_that_pins_are_forgotten(network: Network) -> Staged:
    new, old = vault(network, 5), vault(network, 4)
    return Staged(served(network, 5, new, seen=5), served(network, 4, old, seen=5))


@attack(families.ROOM_ROLLBACK, SERVER, "rolled_back")
def a_new_device_is_told_that_there_is_no_vault(network: Network) -> Staged:
    """Enrolment made the first one together with the account."""
    return Staged(served(network, 1, vault(network, 1)), served(network, 0, b""))


@attack(families.ROOM_ROLLBACK, SERVER, "cannot_open")
def an_older_vault_is_served_under_a_newer_number(network: Network) -> Staged:
    new, old = vault(network, 5), vault(network, 4)
    return Staged(served(network, 5, new), served(network, 5, old))


@attack(families.OTHER_SEEDS, SERVER, "cannot_open")
def a_colleagues_vault_is_served_as_mine(network: Network) -> Staged:
    honest = served(network, 5, vault(network, 5))
    return Staged(honest, served(network, 5, vault(network, 5, "moussa")))


@attack(families.TAIL_TRUNCATION, SERVER, "cannot_open")
def a_vault_is_cut_off_before_its_last_pins(network: Network) -> Staged:
    whole = vault(network, 5)
    return Staged(served(network, 5, whole), served(network, 5, whole[:-20]))


# What lies on a device.


def at_rest(network: Network, d: bytes, resume: bytes) -> Scene:
    who = network.people["amina"]
    key = locks.device_key(digest("d"), digest("resume"), who.label)
    sealed = sealing.seal(key, b"seeds", SALT, json.dumps("the seeds").encode())
    halves = {"d": d.hex(), "resume": resume.hex(), "login": who.label}
    return {"play": "device", **halves, "context": b"seeds".hex(), "sealed": sealed.hex()}


@attack(families.OTHER_SEEDS, THIEF, "cannot_open")
def a_thief_of_a_laptop_has_only_the_devices_half_of_the_key(network: Network) -> Staged:
    d, resume = digest("d"), digest("resume")
    return Staged(at_rest(network, d, resume), at_rest(network, d, bytes(32)))


@attack(families.OTHER_SEEDS, SERVER, "cannot_open")
def a_server_has_only_its_own_half_of_a_devices_key(network: Network) -> Staged:
    d, resume = digest("d"), digest("resume")
    return Staged(at_rest(network, d, resume), at_rest(network, bytes(32), resume))
