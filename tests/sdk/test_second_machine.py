"""What one machine saw binds what another may be shown: the vault carries the pins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from repatria.demo.build import passphrase_of
from repatria.protocol import frames
from repatria.protocol.frames import Sync
from repatria.sdk import Blocked, Connection, Letter, Profile, Register, Session, WrongUse
from repatria.sdk.store import MemoryStore
from tests.sdk.living import Living
from tests.sdk.test_register import Change, LyingServer


@pytest.fixture
def room(living: Living) -> str:
    """A room that Bern's first machine has seen and remembered in the vault."""
    letter = Letter(("ch/contact-point",), "Seen", "by the first machine")
    room = living.session("wanjiku.kamau").mail.send(letter).room
    first = living.session("loic.perrenoud")
    first.save()
    assert room in first.rooms.held
    return room


@pytest.fixture
def machines(living: Living) -> Iterator[list[Session]]:
    opened: list[Session] = []
    yield opened
    for session in opened:
        session.close()


def on_a_new_machine(living: Living, change: Change) -> Session:
    """Bern's officer, with nothing kept, behind a server whose answers are changed."""
    enrolled = living.built.officers["loic.perrenoud"]
    genuine = living.session("loic.perrenoud")
    connection = Connection(
        living.address,
        bearer=genuine.connection.bearer,
        client=httpx.Client(transport=LyingServer(change)),
    )
    try:
        return Session(connection, enrolled.seeds, enrolled.login, net=None)
    except Blocked:
        connection.close()
        raise


def test_new_machine_needs_no_paper_once_the_vault_knows_the_network(
    living: Living, room: str, tmp_path: Path, machines: list[Session]
) -> None:
    kit = living.built.officers["loic.perrenoud"].kit
    passphrase = passphrase_of("loic.perrenoud")
    session = Session.sign_in(
        living.address, "loic.perrenoud", passphrase, kit, profile=Profile(tmp_path / "new")
    )
    machines.append(session)
    session.sync()
    assert session.threads.read(room).subject == "Seen"
    again = Session.resume(Profile(tmp_path / "new"))
    machines.append(again)
    assert again.threads.read(room).subject == "Seen"  # from this disk alone


def test_the_vault_of_an_enrolment_names_the_network(living: Living, machines: list[Session]) -> None:
    enrolled = living.newcomer("never.signed.in", "ch/contact-point")
    session = Session.sign_in(living.address, enrolled.login, "a long passphrase", enrolled.kit)
    machines.append(session)
    assert session.register.net == living.keys.net


def test_a_register_without_paper_or_pin_is_refused(living: Living) -> None:
    connection = living.session("loic.perrenoud").connection
    with pytest.raises(WrongUse, match="no_anchor"):
        Register(connection, MemoryStore(), None)


def test_a_vault_that_is_denied_blocks_a_new_machine(living: Living) -> None:
    def deny(path: str, body: bytes) -> bytes:
        return b'{"version":0,"sealed":null}' if path.endswith("/vault") else body

    with pytest.raises(Blocked, match="rolled_back"):
        on_a_new_machine(living, deny)


def test_room_that_another_machine_saw_cannot_be_withheld(
    living: Living, room: str, machines: list[Session]
) -> None:
    def withhold(path: str, body: bytes) -> bytes:
        if not path.endswith("/sync"):
            return body
        page = frames.decode_sync(body)
        kept = tuple(item for item in page.items if item.room != room)
        return frames.encode_sync(Sync(page.cursor, page.more, kept))

    session = on_a_new_machine(living, withhold)
    machines.append(session)
    with pytest.raises(Blocked, match="room_rolled_back"):
        session.sync()


def test_older_register_than_another_machine_saw_is_blocked(
    living: Living, room: str, machines: list[Session]
) -> None:
    old = living.session("tunde.bakare").register.note
    living.force_heads()
    living.session("loic.perrenoud").save()

    def roll_back(path: str, body: bytes) -> bytes:
        return old.encode() if path.endswith("/register/checkpoint") else body

    session = on_a_new_machine(living, roll_back)
    machines.append(session)
    with pytest.raises(Blocked, match="rolled_back"):
        session.sync()


def test_changed_entry_is_blocked_and_nothing_of_it_is_kept(
    living: Living, room: str, machines: list[Session]
) -> None:
    def change_ciphertext(path: str, body: bytes) -> bytes:
        return body[:-1] + bytes([body[-1] ^ 1]) if path.endswith("/sync") else body

    session = on_a_new_machine(living, change_ciphertext)
    machines.append(session)
    with pytest.raises(Blocked, match="wrong_ciphertext"):
        session.sync()
    assert session.store.segments("entries") == []
