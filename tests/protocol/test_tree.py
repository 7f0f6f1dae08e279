"""The tree against the numbers of the Certificate Transparency reference implementation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.protocol import tree
from repatria.protocol.errors import ProtocolError
from repatria.protocol.tree import Frontier
from tests.protocol.invented import digest
from tests.protocol.outcome import outcome
from tests.protocol.vectors_made.tree import LEAVES

# github.com/google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc, sizes 0 to 8.
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [tree.leaf_hash(digest(f"leaf {n}")) for n in range(70)]
sizes = st.integers(1, 70)


def test_roots_are_those_of_the_reference_implementation() -> None:
    hashes = [tree.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    assert [tree.root_of(hashes[:size]).hex() for size in range(9)] == ROOTS


def test_an_inclusion_path_is_that_of_rfc_9162() -> None:
    # §2.1.5: "the inclusion proof for d3 is [c, g, l]" of seven leaves.
    seven = HASHES[:7]
    c, g = seven[2], tree.node_hash(*seven[:2])
    right = tree.node_hash(tree.node_hash(*seven[4:6]), seven[6])
    assert tree.inclusion_proof(seven, 3) == [c, g, right]


def test_consistency_paths_are_those_of_rfc_9162() -> None:
    # §2.1.5: hash0 (three leaves), hash1 (four), hash2 (six) against the tree of seven.
    seven = HASHES[:7]
    g, h, i = (tree.node_hash(*seven[at : at + 2]) for at in (0, 2, 4))
    k, right = tree.node_hash(g, h), tree.node_hash(i, seven[6])
    assert tree.consistency_proof(seven, 3) == [seven[2], seven[3], g, right]
    assert tree.consistency_proof(seven, 4) == [right]
    assert tree.consistency_proof(seven, 6) == [i, seven[6], k]


@given(sizes, st.data())
def test_every_leaf_is_proven_in_its_tree_and_no_other_leaf(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path, root = tree.inclusion_proof(HASHES[:size], index), tree.root_of(HASHES[:size])
    tree.verify_inclusion(HASHES[index], index, size, path, root)
    with pytest.raises(ProtocolError, match="bad_proof"):
        tree.verify_inclusion(tree.leaf_hash(b"another"), index, size, path, root)


@given(sizes, st.data())
def test_every_older_tree_is_proven_and_no_forked_one(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    path = tree.consistency_proof(HASHES[:size], old)
    new = size, tree.root_of(HASHES[:size])
    tree.verify_consistency((old, tree.root_of(HASHES[:old])), new, path)
    forked = [*HASHES[: old - 1], tree.leaf_hash(b"another")]
    with pytest.raises(ProtocolError, match="bad_proof"):
        tree.verify_consistency((old, tree.root_of(forked)), new, path)


@given(sizes, sizes)
def test_a_frontier_stored_and_read_again_grows_to_the_same_root(first: int, size: int) -> None:
    frontier = Frontier()
    for leaf in HASHES[: min(first, size)]:
        frontier.append(leaf)
    again = Frontier.from_json(frontier.to_json())
    for leaf in HASHES[min(first, size) : size]:
        again.append(leaf)
    assert (again.size, again.root()) == (size, tree.root_of(HASHES[:size]))


def test_a_frontier_that_no_tree_has_is_refused() -> None:
    with pytest.raises(ProtocolError, match="bad_shape"):
        Frontier(3, [HASHES[0]])


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=8), st.integers(0, 80), st.integers(0, 80))
def test_no_path_makes_the_verifiers_fail_otherwise(path: list[bytes], a: int, b: int) -> None:
    inclusion, _ = outcome(tree.verify_inclusion, HASHES[0], a, b, path, HASHES[1])
    consistency, _ = outcome(tree.verify_consistency, (a, HASHES[0]), (b, HASHES[1]), path)
    assert (inclusion, consistency) == ("bad_proof", "bad_proof")


def test_no_such_leaf_or_size_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="leaf"):
        tree.inclusion_proof(HASHES[:3], 3)
    with pytest.raises(ValueError, match="larger"):
        tree.consistency_proof(HASHES[:3], 4)
