"""Scenes: what a client is shown, as JSON that both languages read (bytes are hex)."""

import base64
from collections.abc import Sequence

from repatria.protocol.checkpoint import add_line, cosign, sign_checkpoint
from repatria.protocol.envelope import Envelope
from repatria.protocol.tree import leaf_hash, root_of
from tests.attacks.table import Scene, Staged
from tests.protocol.invented import (
    LOG_ED_SEED,
    LOG_MLDSA_SEED,
    ORIGIN,
    WITNESS_NAMES,
    WITNESS_SEEDS,
    Network,
)

Leaf = Envelope | bytes


def leaf_bytes(leaf: Leaf) -> bytes:
    return leaf if isinstance(leaf, bytes) else leaf.wire()


def register(network: Network, *more: Leaf, leaves: Sequence[Leaf] | None = None) -> Scene:
    """A client syncs a register: the network's leaves (or others in their place) and then `more`.

    The checkpoint over them is as good as the attacker can make it: signed with the log's own keys,
    and cosigned by one witness who did not look. `net` is the root's hash on the client's paper.
    """
    shown = [leaf_bytes(leaf) for leaf in (*(network.leaves if leaves is None else leaves), *more)]
    return {
        "play": "sync",
        "leaves": [leaf.hex() for leaf in shown],
        "note": note_over(shown, network.time),
        "now": network.time,
        "net": network.directory.net,
    }


def note_over(leaves: Sequence[bytes], time: int) -> str:
    root = root_of([leaf_hash(leaf) for leaf in leaves])
    note = sign_checkpoint(ORIGIN, len(leaves), root, LOG_ED_SEED, LOG_MLDSA_SEED, time)
    witness = WITNESS_NAMES[0]
    return add_line(note, cosign(note, witness, WITNESS_SEEDS[witness], time))


def next_leaf(network: Network, honest: Leaf, forged: Leaf) -> Staged:
    """Both scenes differ in the last leaf only."""
    return Staged(register(network, honest), register(network, forged))


def b64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()
