"""Folding a sample and holding the directory against what the sample expects of it."""

import copy
from typing import Any

import pytest

from repatria.protocol import access
from repatria.protocol.directory import Directory
from repatria.protocol.errors import ProtocolError
from tests.protocol.invented import Network
from tests.protocol.statement_samples.making import Case, fork


def check_fold(base: Network, case: Case) -> None:
    """Make the sample on a fork of `base`: it passes as expected, or is refused and leaves no trace."""
    network = fork(base, case.base)
    made = case.make(network)
    final, expect = made if isinstance(made, tuple) else (made, {})
    leaf = final if isinstance(final, bytes) else final.wire()
    now = None if case.skew is None else network.time + case.skew
    before = snapshot(network.directory)
    if case.code is not None:
        with pytest.raises(ProtocolError) as refused:
            network.directory.apply_leaf(len(network.leaves), leaf, now)
        assert refused.value.code == case.code
        assert snapshot(network.directory) == before
        return
    network.directory.apply_leaf(len(network.leaves), leaf, now)
    assert network.directory.size == len(network.leaves) + 1
    check_expected(network.directory, expect)


def snapshot(directory: Directory) -> dict[str, Any]:
    """All that a directory remembers, deep, so that any trace of a refused statement shows."""
    return copy.deepcopy({name: _plain(item) for name, item in vars(directory).items()})


def _plain(item: object) -> object:
    return vars(item) if hasattr(item, "__dict__") else item


def check_expected(directory: Directory, expect: dict[str, Any]) -> None:
    _check_people(directory, expect)
    _check_notices(directory, expect)
    _check_publications(directory, expect)


def _check_people(directory: Directory, expect: dict[str, Any]) -> None:
    for keyid, (status, until, office) in expect.get("status", {}).items():
        officer = directory.officer(keyid)
        assert officer is not None
        assert (officer.status, officer.until, officer.office) == (status, until, office)
    for keyid, status in expect.get("heads", {}).items():
        head = directory.head(keyid)
        assert head is not None
        assert head.status == status
    for office, at, state in expect.get("key_states", []):
        assert directory.office_key_state(office, at) == state
    for keyid, size, at, office in expect.get("active", []):
        assert directory.active_at(keyid, size, at) == office


def _check_notices(directory: Directory, expect: dict[str, Any]) -> None:
    notices = directory.notices
    for hash_, at, state in expect.get("notices", []):
        assert notices[hash_].state_at(at) == state
    for hash_, at, due in expect.get("due", []):
        assert notices[hash_].due_for_review(at) == due
    for hash_, at in expect.get("runs_out", {}).items():
        assert notices[hash_].runs_out_at == at
    for hash_, index in expect.get("published", {}).items():
        assert notices[hash_].published == index
    for hash_, other in expect.get("replaced_by", {}).items():
        assert notices[hash_].replaced_by == other
    for hash_, texts in expect.get("redress", {}).items():
        assert [note.text for note in notices[hash_].redress] == texts


def _check_publications(directory: Directory, expect: dict[str, Any]) -> None:
    for hash_, state in expect.get("offers", []):
        assert directory.offers[hash_].state == state
    for shelf, item, part, hash_, document in expect.get("standings", []):
        stands = directory.standing(shelf, item, part)
        assert stands is not None
        assert (stands.hash, stands.document) == (hash_, document)
    for hash_, document, successor in expect.get("whys", []):
        why = directory.publications[hash_].why
        assert why is not None
        assert (why.document, why.successor) == (document, successor)
    for shelf, items in expect.get("items", {}).items():
        assert directory.items(shelf) == items
    for shelf, item, hashes in expect.get("histories", []):
        assert [made.hash for made in directory.history(shelf, item)] == hashes
    for document, keyid, at, allowed in expect.get("may_read", []):
        assert access.may_read(directory, document, keyid, at) == allowed, keyid
