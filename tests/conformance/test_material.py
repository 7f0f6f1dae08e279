"""Each implementation opens, verifies and folds what the other has freshly made."""

import functools
import json
import os
from typing import Any

import pytest

from repatria.protocol import (
    canonical,
    checkpoint,
    entries,
    keys,
    lock_records,
    locks,
    opening,
    sealing,
)
from repatria.protocol.checkpoint import Trust
from repatria.protocol.directory import Directory
from repatria.protocol.errors import ProtocolError
from repatria.protocol.rooms import Room
from repatria.protocol.unroll import open_body, unroll
from tests.conformance.peer import ROOT, Peer, b64, unb64
from tests.protocol.invented import (
    LOG_ED_SEED,
    LOG_MLDSA_SEED,
    ORIGIN,
    WITNESS_NAMES,
    WITNESS_SEEDS,
    Chamber,
    office_with_key,
    three_countries,
)

LENGTHS = [0, 1, 1_000, 16_383, 16_384, 16_385, 32_768, 100_000]


@pytest.mark.parametrize("length", LENGTHS)
def test_sealed_bytes(peer: Peer, length: int) -> None:
    key, salt, context, plain = os.urandom(32), os.urandom(24), os.urandom(9), os.urandom(length)
    arguments = {"key": b64(key), "context": b64(context), "salt": b64(salt), "plain": b64(plain)}
    sealed = unb64(peer.ask("seal", **arguments))
    assert sealed == sealing.seal(key, context, salt, plain)
    assert opening.open(key, context, sealed) == plain
    assert unb64(peer.ask("open", key=b64(key), context=b64(context), data=b64(sealed))) == plain
    pieces = [1, 20_000, 0, 16_384]
    assert b"".join(map(unb64, peer.ask("sealPieces", lengths=pieces, **arguments))) == sealed
    opened = peer.ask("openPieces", key=b64(key), context=b64(context), data=b64(sealed), lengths=pieces)
    assert b"".join(map(unb64, opened)) == plain


@pytest.mark.parametrize("number", range(5))
def test_wraps(peer: Peer, number: int) -> None:
    seed, info, plain = os.urandom(32), os.urandom(number * 20), os.urandom(32)
    public = keys.KemKey.from_seed(seed).public
    theirs = unb64(peer.ask("wrap", public=b64(public), info=b64(info), plain=b64(plain)))
    assert opening.unwrap(seed, info, theirs) == plain
    mine = sealing.wrap(public, info, plain)
    assert unb64(peer.ask("unwrap", seed=b64(seed), info=b64(info), data=b64(mine))) == plain
    with pytest.raises(ProtocolError, match="cannot_unwrap"):
        peer.ask("unwrap", seed=b64(seed), info=b64(b"other" + info), data=b64(mine))
    with pytest.raises(ProtocolError, match="cannot_unwrap"):
        opening.unwrap(seed, b"other" + info, theirs)


@pytest.mark.parametrize("_", range(3))
def test_keys(peer: Peer, _: int) -> None:
    seeds = keys.new_seeds(os.urandom)
    theirs = peer.ask("keys", sign=b64(seeds.sign), kem=b64(seeds.kem))
    keyset = seeds.keyset
    assert theirs == {"sign": b64(keyset.sign), "kem": b64(keyset.kem), "keyid": keyset.keyid}
    message = os.urandom(99)
    assert unb64(peer.ask("sign", seed=b64(seeds.sign), message=b64(message))) == seeds.signing_key.sign(
        message
    )


def test_buckets(peer: Peer) -> None:
    lengths = [*range(2_000), *(2**n + d for n in range(9, 40) for d in (-1, 0, 1)), 10**9, 10**11 + 7]
    assert peer.ask("buckets", lengths=lengths) == [sealing.bucket(length) for length in lengths]


@functools.cache
def _trust() -> dict[str, Any]:
    network = three_countries()
    root = network.directory.root
    named = [[name, b64(key)] for name, key in root.witnesses]
    own = {"ed25519": b64(root.log_ed25519), "mldsa44": b64(root.log_mldsa44)}
    return {"origin": root.origin, **own, "witnesses": named, "quorum": 1}


def trust_of(value: dict[str, Any]) -> Trust:
    witnesses = tuple((name, unb64(key)) for name, key in value["witnesses"])
    return Trust(
        value["origin"], unb64(value["ed25519"]), unb64(value["mldsa44"]), witnesses, value["quorum"]
    )


def test_checkpoints(peer: Peer) -> None:
    root, now, name = os.urandom(32), 1_800_000_000, WITNESS_NAMES[0]
    log = {"ed25519": b64(LOG_ED_SEED), "mldsa44": b64(LOG_MLDSA_SEED)}
    theirs = peer.ask("signCheckpoint", origin=ORIGIN, size=7, root=b64(root), time=now, **log)
    theirs = peer.ask("cosign", note=theirs, name=name, seed=b64(WITNESS_SEEDS[name]), time=now)
    found = checkpoint.verify_checkpoint(theirs, trust_of(_trust()), now)
    assert (found.size, found.root) == (7, root)
    mine = checkpoint.sign_checkpoint(ORIGIN, 7, root, LOG_ED_SEED, LOG_MLDSA_SEED, now)
    mine = checkpoint.add_line(mine, checkpoint.cosign(mine, name, WITNESS_SEEDS[name], now))
    answer = peer.ask("verifyCheckpoint", note=b64(mine.encode()), trust=_trust(), now=now, maxAge=None)
    assert answer == {"size": 7, "root": b64(root)}
    for code, late in (("bad_cosignature", now - 601), ("stale_checkpoint", now + 11)):
        with pytest.raises(ProtocolError, match=code):
            peer.ask("verifyCheckpoint", note=b64(mine.encode()), trust=_trust(), now=late, maxAge=10)
        with pytest.raises(ProtocolError, match=code):
            checkpoint.verify_checkpoint(theirs, trust_of(_trust()), late, 10)


@pytest.mark.parametrize("kind", ["passphrase", "passkey"])
def test_locks(peer: Peer, kind: str) -> None:
    seeds, unlock, salt = keys.new_seeds(os.urandom), os.urandom(32), os.urandom(24)
    offer = lock_records.kdf_offer(os.urandom(16)) if kind == "passphrase" else None
    credential = None if offer else os.urandom(30)
    own = {"sign": b64(seeds.sign), "kem": b64(seeds.kem)}
    theirs = peer.ask(
        "makeLock",
        **own,
        login="amina.d",
        unlock=b64(unlock),
        salt=b64(salt),
        kdf=offer,
        credential=b64(credential or b""),
    )
    mine = locks.make_lock(seeds, "amina.d", unlock, salt, kdf=offer, credential=credential)
    assert unb64(theirs) == canonical.stringify(mine)
    assert locks.open_lock(canonical.parse(unb64(theirs)), unlock) == seeds
    assert peer.ask("openLock", record=b64(canonical.stringify(mine)), unlock=b64(unlock)) == own


def test_passphrases(peer: Peer) -> None:
    offer, passphrase, kit = (
        lock_records.kdf_offer(os.urandom(16)),
        "Zoe\u0308 ça \u1e9b\u0323",
        os.urandom(16),
    )
    stretched = locks.stretch(passphrase, offer)
    assert unb64(peer.ask("stretch", passphrase=passphrase, kdf=offer)) == stretched
    derived = locks.derive("amina.d", stretched, kit)
    theirs = peer.ask("derive", login="amina.d", stretched=b64(stretched), kit=b64(kit))
    assert theirs == {"auth": b64(derived.auth), "unlock": b64(derived.unlock)}


def test_vaults_and_drafts(peer: Peer) -> None:
    kem, keyid, salt = os.urandom(32), "ab" * 32, os.urandom(24)
    vault: dict[str, Any] = {"v": 1, "kind": "vault", "version": 3, "pin": {"size": 1, "root": "cd" * 32}}
    vault |= {
        "rooms": [{"room": "01" * 32, "seq": n, "head": "02" * 32} for n in range(1_200)],
        "settings": {"a": [1]},
    }
    sealed = locks.seal_vault(kem, keyid, vault, salt)
    text = canonical.stringify(vault)
    assert unb64(peer.ask("sealVault", kem=b64(kem), keyid=keyid, vault=b64(text), salt=b64(salt))) == sealed
    opened = peer.ask("openVault", kem=b64(kem), keyid=keyid, version=3, seen=2, data=b64(sealed))
    assert unb64(opened) == text
    assert locks.open_vault(kem, keyid, 3, sealed, seen=2) == vault
    place = {"kem": b64(kem), "keyid": keyid, "draft": "d", "version": 2}
    theirs = peer.ask("sealDraft", **place, body=b64(b'{"a":1}'), nonce=b64(bytes(32)), salt=b64(salt))
    name = locks.DraftName(keyid, "d", 2)
    assert locks.open_draft(kem, name, unb64(theirs)) == {"a": 1}
    mine = locks.seal_draft(kem, name, {"b": "é"}, os.urandom)
    assert unb64(peer.ask("openDraft", **place, data=b64(mine))) == '{"b":"é"}'.encode()


def check_network(made: dict[str, Any]) -> None:
    """Fold, verify and open everything in a network that the browser's implementation made."""
    directory = Directory()
    for leaf in made["leaves"]:
        directory.apply_leaf(directory.size, unb64(leaf), made["at"])
    root = directory.root_hash_at(directory.size)
    assert root is not None
    assert (directory.size, root.hex()) == (made["size"], made["root"])
    for keyid, office in made["active"]:
        assert directory.active_at(keyid, directory.size, made["at"]) == office
    for written in made["rooms"].values():
        check_room(directory, written)
    note = made["checkpoint"]
    found = checkpoint.verify_checkpoint(note["note"], trust_of(note["trust"]), note["now"])
    assert (found.size, found.root) == (directory.size, root)
    check_locks(made["locks"])


def check_room(directory: Directory, written: dict[str, Any]) -> None:
    room, read = Room(), [entries.decode_frame(unb64(frame)) for frame in written["frames"]]
    for entry in read:
        room.apply(entry, directory)
    opened = unroll(read, {keyid: unb64(seed) for keyid, seed in written["seeds"].items()})
    assert {str(epoch): b64(key) for epoch, key in opened.items()} == written["keys"]
    for seq, body in written["bodies"].items():
        entry = read[int(seq)]
        assert canonical.stringify(open_body(opened[entry.value["epoch"]], entry)) == unb64(body)


def check_locks(made: dict[str, Any]) -> None:
    for kind in ("passphrase", "passkey"):
        seeds = locks.open_lock(canonical.parse(unb64(made[kind]["record"])), unb64(made[kind]["unlock"]))
        assert (b64(seeds.sign), b64(seeds.kem)) == (made["sign"], made["kem"])
    assert locks.kit_code(unb64(made["kit"])) == made["code"]
    vault = made["vault"]
    opened = locks.open_vault(unb64(made["kem"]), made["keyid"], vault["version"], unb64(vault["sealed"]))
    assert canonical.stringify(opened) == unb64(vault["text"])


FROM_TYPESCRIPT = ROOT / "protocol" / "vectors" / "from-typescript" / "network.json"


def test_the_network_that_the_browser_made_once() -> None:
    """Kept bytes: what was sealed by an earlier version still opens."""
    check_network(json.loads(FROM_TYPESCRIPT.read_text()))


@pytest.mark.parametrize("_", range(2))
def test_a_network_made_by_the_browser(peer: Peer, _: int) -> None:
    check_network(peer.ask("network", seed=os.urandom(8).hex()))


def test_a_network_made_here(peer: Peer) -> None:
    network = three_countries()
    dakar = office_with_key(network, "amina", "sn/dakar")
    office_with_key(network, "claire", "fr/paris")
    room = Chamber(network, "claire")
    room.seat("claire", "office:fr/paris", "office:sn/dakar")
    said = [room.say("claire", "première"), room.say("amina", "réponse")]
    peer.ask("fold", directory="made here", leaves=[b64(leaf) for leaf in network.leaves])
    frames = [b64(entries.encode_frame(entry)) for entry in room.entries]
    folded = peer.ask("foldRoom", directory="made here", room="made here", frames=frames)
    assert (folded["id"], folded["head"]) == (room.room.id, said[-1].hash)
    seed = keys.office_kem_seed(dakar.keys[1], dakar.room.id, 1)
    read = peer.ask("readRoom", frames=frames, seeds={keys.KemKey.from_seed(seed).keyid: b64(seed)})
    assert read["keys"] == {"1": b64(room.keys[1])}
    mine = {
        str(n + 2): b64(canonical.stringify(open_body(room.keys[1], entry))) for n, entry in enumerate(said)
    }
    assert read["bodies"] == mine
