"""tree.json: the eight leaves of the CT reference implementation, proofs good and bad, heads."""

from typing import Any

from repatria.protocol.tree import (
    RoomHead,
    consistency_proof,
    heads_leaf,
    inclusion_proof,
    leaf_hash,
    root_of,
)
from tests.protocol.invented import T0, digest

# github.com/google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc: inputs.
LEAVES = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
HASHES = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
ROOTS = [root_of(HASHES[:n]) for n in range(9)]


def make() -> dict[str, Any]:
    moved = [RoomHead(digest(f"room {n}").hex(), n + 1, digest(f"head {n}").hex()) for n in range(5)]
    return {
        "leaves": LEAVES,
        "roots": [root.hex() for root in ROOTS],
        "inclusion": [*_inclusion_good(), *_inclusion_bad()],
        "consistency": [*_consistency_good(), *_consistency_bad()],
        "heads": [
            {
                "time": T0,
                "moved": [item._asdict() for item in moved[:count]],
                "leaf": heads_leaf(T0, moved[:count]).hex(),
            }
            for count in (1, 2, 5)
        ],
        "heads_bad": _heads_bad(moved),
    }


def _inclusion(
    name: str, index: int, size: int, code: str | None = None, /, **changed: Any
) -> dict[str, Any]:
    path = inclusion_proof(HASHES[:size], index) if index < size else []
    case = {
        "name": name,
        "leaf_hash": HASHES[min(index, 7)].hex(),
        "index": index,
        "size": size,
        "path": [item.hex() for item in path],
        "root": ROOTS[size].hex(),
        "code": code,
    }
    return {**case, **changed}


def _inclusion_good() -> list[dict[str, Any]]:
    return [
        _inclusion(f"leaf {index} of {size}", index, size) for size in range(1, 9) for index in range(size)
    ]


def _inclusion_bad() -> list[dict[str, Any]]:
    path = [item.hex() for item in inclusion_proof(HASHES, 2)]
    bad = "bad_proof"
    return [
        _inclusion("another index", 2, 8, bad, index=3),
        _inclusion("another leaf", 2, 8, bad, leaf_hash=HASHES[3].hex()),
        _inclusion("another root", 2, 8, bad, root=ROOTS[7].hex()),
        _inclusion("another size", 2, 8, bad, size=4),
        _inclusion("a path one short", 2, 8, bad, path=path[:-1]),
        _inclusion("a path one long", 2, 8, bad, path=[*path, path[0]]),
        _inclusion("a path in another order", 2, 8, bad, path=path[::-1]),
        _inclusion("no path", 2, 8, bad, path=[]),
        _inclusion("an index beyond the size", 8, 8, bad),
        _inclusion("a leaf of an empty tree", 0, 0, bad),
        _inclusion("a path where none is needed", 0, 1, bad, path=[path[0]]),
    ]


def _consistency(name: str, old: int, new: int, code: str | None = None, /, **changed: Any) -> dict[str, Any]:
    path = consistency_proof(HASHES[:new], old) if old <= new else []
    case = {
        "name": name,
        "old": {"size": old, "root": ROOTS[old].hex()},
        "new": {"size": new, "root": ROOTS[new].hex()},
        "path": [item.hex() for item in path],
        "code": code,
    }
    return {**case, **changed}


def _consistency_good() -> list[dict[str, Any]]:
    return [_consistency(f"{old} in {new}", old, new) for new in range(1, 9) for old in range(new + 1)]


def _consistency_bad() -> list[dict[str, Any]]:
    path = [item.hex() for item in consistency_proof(HASHES, 3)]
    bad = "bad_proof"
    return [
        _consistency("another old root", 3, 8, bad, old={"size": 3, "root": ROOTS[4].hex()}),
        _consistency("another new root", 3, 8, bad, new={"size": 8, "root": ROOTS[7].hex()}),
        _consistency("another old size", 3, 8, bad, old={"size": 4, "root": ROOTS[3].hex()}),
        _consistency("a path one short", 3, 8, bad, path=path[:-1]),
        _consistency("a path one long", 3, 8, bad, path=[*path, path[0]]),
        _consistency("no path", 3, 8, bad, path=[]),
        _consistency("a tree that shrank", 8, 3, bad),
        _consistency("equal sizes, other roots", 8, 8, bad, new={"size": 8, "root": ROOTS[7].hex()}),
        _consistency("equal sizes with a path", 8, 8, bad, path=path),
        _consistency("from nothing with a path", 0, 8, bad, path=path),
        _consistency("from nothing with a root", 0, 8, bad, old={"size": 0, "root": ROOTS[1].hex()}),
        _consistency("a power of two with its own root in the path", 4, 8, bad,
                     path=[ROOTS[4].hex(), *(item.hex() for item in consistency_proof(HASHES, 4))]),
    ]  # fmt: skip


def _heads_bad(moved: list[RoomHead]) -> list[dict[str, Any]]:
    good = heads_leaf(T0, moved)
    cases = [
        ("of no room", good.replace(b'"count":5', b'"count":0'), "bad_heads"),
        ("of another version", good.replace(b'"v":1', b'"v":2'), "bad_heads"),
        ("of another kind", good.replace(b'"heads"', b'"tails"'), "bad_heads"),
        ("with a further key", good[:-1] + b',"x":1}', "bad_heads"),
        ("with a root in capitals", good[:-66] + b"A" * 64 + b'"}', "bad_heads"),
        ("with white space", good + b" ", "not_canonical"),
    ]
    return [{"name": name, "leaf": leaf.hex(), "code": code} for name, leaf, code in cases]
