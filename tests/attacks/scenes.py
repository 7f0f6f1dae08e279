"""Scenes: what a client is shown, as JSON that both languages read (bytes are hex)."""

import base64
from collections.abc import Sequence

from repatria.protocol.envelope import Envelope
from tests.attacks.table import Scene, Staged
from tests.protocol.invented import Network

Leaf = Envelope | bytes


def leaf_bytes(leaf: Leaf) -> bytes:
    return leaf if isinstance(leaf, bytes) else leaf.wire()


def register(network: Network, *more: Leaf, leaves: Sequence[Leaf] | None = None) -> Scene:
    """Fold a register: the network's leaves (or others in their place) and then `more`."""
    shown = [*(network.leaves if leaves is None else leaves), *more]
    return {
        "play": "register",
        "leaves": [leaf_bytes(leaf).hex() for leaf in shown],
        "now": network.time,
    }


def next_leaf(network: Network, honest: Leaf, forged: Leaf) -> Staged:
    """Both scenes differ in the last leaf only."""
    return Staged(register(network, honest), register(network, forged))


def b64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()
