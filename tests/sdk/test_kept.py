"""A second start believes the signatures that the first has verified and sealed, and folds all else again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from repatria.protocol import frames
from repatria.protocol.entries import decode_frame
from repatria.sdk import Blocked, Letter, Session, Thread
from repatria.sdk.rooms import ENTRIES
from repatria.sdk.store import MemoryStore
from tests.attacks.forgery import flipped
from tests.sdk.living import Living

ROOM_AND_SEQ = 32 + 8
TEXT = "Kept from one start to the next"


@pytest.fixture
def kept(living: Living) -> MemoryStore:
    """What a client of Bern has verified; the last entry is a letter from Nairobi."""
    store = MemoryStore()
    living.session("loic.perrenoud", store=store).save()
    living.session("wanjiku.kamau").mail.send(Letter(("ch/contact-point",), TEXT, TEXT))
    living.session("loic.perrenoud", store=store)
    return store


def with_last_entry(store: MemoryStore, change: Callable[[bytes], bytes]) -> MemoryStore:
    """The same store, but for the frame of its last entry."""
    records = [record for segment in store.segments(ENTRIES) for record in frames.split(segment)]
    place, frame = records[-1][:ROOM_AND_SEQ], records[-1][ROOM_AND_SEQ:]
    assert decode_frame(frame).value["kind"] == "message"
    changed = MemoryStore()
    changed._records = dict(store._records)
    changed._segments = {**store._segments, ENTRIES: [frames.join([*records[:-1], place + change(frame)])]}
    return changed


def end_of_envelope(frame: bytes) -> int:
    return 4 + int.from_bytes(frame[:4], "big")


def turned(at: Callable[[bytes], int]) -> Callable[[bytes], bytes]:
    return lambda frame: flipped(frame, at(frame))


def newest(session: Session) -> Thread:
    """The thread of the last entry: what others wrote within the same second is listed in any order."""
    room = list(session.rooms.held)[-1]
    [thread] = [thread for thread in session.threads.all() if thread.room == room]
    assert thread.subject == TEXT
    return thread


def start(living: Living, store: MemoryStore) -> Session:
    return living.session("loic.perrenoud", store=store)


def test_the_second_start_shows_what_the_first_has_verified(living: Living, kept: MemoryStore) -> None:
    again = start(living, kept)
    assert newest(again).blocked == ()


def test_a_signature_is_not_verified_again(living: Living, kept: MemoryStore) -> None:
    last_of_signature = turned(lambda frame: end_of_envelope(frame) - 1)
    assert newest(start(living, with_last_entry(kept, last_of_signature))).blocked == ()


def test_everything_else_is(living: Living, kept: MemoryStore) -> None:
    in_the_ciphertext = turned(lambda frame: len(frame) - 1)
    with pytest.raises(Blocked, match="wrong_ciphertext"):
        start(living, with_last_entry(kept, in_the_ciphertext))

    def other_time(frame: bytes) -> bytes:
        time = str(decode_frame(frame).value["time"]).encode()
        return frame.replace(b'"time":' + time, b'"time":' + b"1" * len(time))

    with pytest.raises(Blocked, match="bad_time"):
        start(living, with_last_entry(kept, other_time))
