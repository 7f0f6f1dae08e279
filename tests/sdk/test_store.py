"""What is kept on disk is sealed, private, whole, and one process's at a time."""

import multiprocessing
from pathlib import Path

import pytest

from repatria.sdk import Blocked, NotSignedIn, Profile, WrongUse
from repatria.sdk.store import COMPACT_AT, SealedStore
from tests.patience import PATIENCE_SECONDS

KEY = bytes(range(32))


def test_kept_things_come_back_in_order_and_are_not_readable_on_disk(tmp_path: Path) -> None:
    store = SealedStore(tmp_path, KEY)
    store.write("pin", b"where I was")
    for number in range(3):
        store.append("leaves", b"leaf %d;" % number)
    again = SealedStore(tmp_path, KEY)
    assert again.read("pin") == b"where I was"
    assert b"".join(again.segments("leaves")) == b"leaf 0;leaf 1;leaf 2;"
    assert again.read("nothing") is None
    for path in tmp_path.iterdir():
        assert b"leaf" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


def test_many_segments_become_one_and_lose_nothing(tmp_path: Path) -> None:
    store = SealedStore(tmp_path, KEY)
    for number in range(COMPACT_AT):
        store.append("leaves", b"%d;" % number)
    expected = b"".join(b"%d;" % number for number in range(COMPACT_AT))
    assert b"".join(store.segments("leaves")) == expected
    assert len(store.names("leaves-")) == 1
    store.append("leaves", b"next;")
    assert b"".join(store.segments("leaves")) == expected + b"next;"


def test_changed_swapped_or_foreign_record_blocks(tmp_path: Path) -> None:
    store = SealedStore(tmp_path, KEY)
    store.write("pin", b"one")
    store.write("cursor", b"two")
    with pytest.raises(Blocked, match="profile_damaged"):
        SealedStore(tmp_path, bytes(32)).read("pin")
    (tmp_path / "pin.sealed").write_bytes((tmp_path / "cursor.sealed").read_bytes())
    with pytest.raises(Blocked, match="profile_damaged"):
        store.read("pin")


def hold(
    folder: Path, held: "multiprocessing.synchronize.Event", go: "multiprocessing.synchronize.Event"
) -> None:
    with Profile(folder).locked():
        held.set()
        go.wait(PATIENCE_SECONDS)


def test_profile_is_held_by_one_process_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = multiprocessing.get_context("spawn")
    held, go = context.Event(), context.Event()
    other = context.Process(target=hold, args=(tmp_path, held, go))
    other.start()
    assert held.wait(PATIENCE_SECONDS)
    monkeypatch.setattr("repatria.sdk.profile.WAIT_SECONDS", 0.2)
    with pytest.raises(WrongUse, match="profile_busy"), Profile(tmp_path).locked():
        pass
    go.set()
    other.join(PATIENCE_SECONDS)
    with Profile(tmp_path).locked():
        pass


def test_profile_without_a_session_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotSignedIn):
        Profile(tmp_path).facts()
    with pytest.raises(NotSignedIn):
        Profile(tmp_path).session()
