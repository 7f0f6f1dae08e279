"""The Merkle tree of RFC 9162 §2.1 with SHA-256 (protocol/tree.md), and the heads leaf.

Owns hashing, proofs and their verification. Says nothing about what a leaf means.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from repatria.protocol import canonical
from repatria.protocol.errors import ProtocolError
from repatria.protocol.shapes import constant, fields, hash_hex, integer, list_of, one_of

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right-hand edge of a growing tree: roots of its perfect subtrees, left to right."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if len(hashes) != size.bit_count() or any(len(item) != 32 for item in hashes):
            raise ProtocolError("bad_shape", "a frontier that no tree of this size has")
        self.size = size
        self._hashes = list(hashes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash: each trailing 1 bit of the size is a subtree that is now complete."""
        size = self.size
        while size & 1:
            leaf = node_hash(self._hashes.pop(), leaf)
            size >>= 1
        self._hashes.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self._hashes:
            return EMPTY_ROOT
        result = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            result = node_hash(left, result)
        return result

    def to_json(self) -> dict[str, Any]:
        return {"size": self.size, "hashes": [item.hex() for item in self._hashes]}

    @classmethod
    def from_json(cls, value: Any) -> "Frontier":
        fields(value, {"size": integer(), "hashes": list_of(hash_hex, 0, 64)})
        return cls(value["size"], [bytes.fromhex(item) for item in value["hashes"]])


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162 §2.1.1 over leaf hashes."""
    frontier = Frontier()
    for leaf in leaf_hashes:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """PATH(index, D[n]) of RFC 9162 §2.1.3.1."""
    if not 0 <= index < len(leaf_hashes):
        raise ValueError("no such leaf")
    if len(leaf_hashes) == 1:
        return []
    split = _split(len(leaf_hashes))
    left, right = leaf_hashes[:split], leaf_hashes[split:]
    if index < split:
        return [*inclusion_proof(left, index), root_of(right)]
    return [*inclusion_proof(right, index - split), root_of(left)]


def consistency_proof(leaf_hashes: Sequence[bytes], old_size: int) -> list[bytes]:
    """PROOF(old_size, D[n]) of RFC 9162 §2.1.4.1; empty for sizes 0 and n, which need none."""
    if not 0 <= old_size <= len(leaf_hashes):
        raise ValueError("the old tree is larger than the new one")
    if old_size in (0, len(leaf_hashes)):
        return []
    return _subproof(leaf_hashes, old_size, known=True)


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """RFC 9162 §2.1.3.2, its steps in order; else `bad_proof`."""
    if not 0 <= index < size:  # 1
        raise ProtocolError("bad_proof", "no such leaf in a tree of this size")
    fn, sn, result = index, size - 1, leaf  # 2, 3
    for step in path:  # 4
        if sn == 0:  # 4a
            raise ProtocolError("bad_proof", "the path is too long")
        if fn & 1 or fn == sn:  # 4b
            result = node_hash(step, result)
            while not fn & 1 and fn != 0:
                fn >>= 1
                sn >>= 1
        else:
            result = node_hash(result, step)
        fn >>= 1  # 4c
        sn >>= 1
    if sn != 0 or result != root:  # 5
        raise ProtocolError("bad_proof", "the path does not lead to the root")


def verify_consistency(old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]) -> None:
    """RFC 9162 §2.1.4.2 for trees given as (size, root); else `bad_proof`.

    Equal sizes: equal roots and an empty path. Old size 0: an empty path.
    """
    (first, first_root), (second, second_root) = old, new
    if first in (0, second):
        if path or first_root != (EMPTY_ROOT if first == 0 else second_root):
            raise ProtocolError("bad_proof", "these trees need no path, and must agree")
        return
    if not path or not 0 < first < second:  # 1
        raise ProtocolError("bad_proof", "no path, or the tree shrank")
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)  # 2
    fn, sn = first - 1, second - 1  # 3
    while fn & 1:  # 4
        fn >>= 1
        sn >>= 1
    fr = sr = steps[0]  # 5
    for step in steps[1:]:  # 6
        if sn == 0:  # 6a
            raise ProtocolError("bad_proof", "the path is too long")
        if fn & 1 or fn == sn:  # 6b
            fr, sr = node_hash(step, fr), node_hash(step, sr)
            while not fn & 1 and fn != 0:
                fn >>= 1
                sn >>= 1
        else:
            sr = node_hash(sr, step)
        fn >>= 1  # 6c
        sn >>= 1
    if sn != 0 or fr != first_root or sr != second_root:  # 7
        raise ProtocolError("bad_proof", "the path does not lead to both roots")


class RoomHead(NamedTuple):
    """Where a room stood: the last entry's number and hash, both hex."""

    room: str
    seq: int
    head: str


_HEADS = {
    "v": constant(1),
    "kind": one_of("heads"),
    "time": integer(),
    "count": integer(1),
    "root": hash_hex,
}


def head_data(moved: RoomHead) -> bytes:
    """Leaf data of one room in a heads leaf: `H(room) ‖ u64 seq ‖ head`."""
    room = hashlib.sha256(bytes.fromhex(moved.room)).digest()
    return room + moved.seq.to_bytes(8, "big") + bytes.fromhex(moved.head)


def heads_order(moved: Sequence[RoomHead]) -> list[bytes]:
    """The leaf data of a heads leaf, sorted by H(room), as its root covers them."""
    return sorted(head_data(item) for item in moved)


def heads_leaf(time: int, moved: Sequence[RoomHead]) -> bytes:
    """The log leaf that proves that these rooms had these heads by `time`."""
    root = root_of([leaf_hash(data) for data in heads_order(moved)])
    return canonical.stringify(
        {"v": 1, "kind": "heads", "time": time, "count": len(moved), "root": root.hex()}
    )


def parse_heads_leaf(data: bytes) -> dict[str, Any]:
    """Read a heads leaf: `bad_heads`, or canonical.md's codes."""
    value = canonical.parse(data)
    try:
        fields(value, _HEADS)
    except ProtocolError as error:
        raise ProtocolError("bad_heads", error.detail) from None
    return value


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def _subproof(leaf_hashes: Sequence[bytes], old_size: int, *, known: bool) -> list[bytes]:
    if old_size == len(leaf_hashes):
        return [] if known else [root_of(leaf_hashes)]
    split = _split(len(leaf_hashes))
    left, right = leaf_hashes[:split], leaf_hashes[split:]
    if old_size <= split:
        return [*_subproof(left, old_size, known=known), root_of(right)]
    return [*_subproof(right, old_size - split, known=False), root_of(left)]
