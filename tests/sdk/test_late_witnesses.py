"""Real witnesses that sign late, or never: an officer who is refused by what they have yet to sign waits.

The server knows a statement at once, its readers only with the witnesses' quorum. In between it refuses to
seal to a key that has moved (`stale_epoch`), and the client cannot know why.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest

from repatria.demo.founding import DemoKeys
from repatria.sdk import Letter, Reply, Session, Unreachable
from repatria.sdk import register as sdk_register
from repatria.sdk.ceremony import year_from
from repatria.sdk.witness import Witness
from repatria.server.settings import Settings
from tests.attacks.relay import Answer, Asked, Relay, relaying
from tests.sdk.living import Living, living_network

BERN, LONDON = "ch/contact-point", "gb/contact-point"
POLL_SECONDS = 0.05  # how often they look, as witnesses do


class Reluctant:
    """Witnesses that look all the time, but sign only while they are willing."""

    def __init__(self) -> None:
        self._willing = threading.Event()
        self._willing.set()
        self._signing = threading.Lock()

    def hold(self) -> None:
        """From here on nothing is signed, nor half signed."""
        self._willing.clear()
        with self._signing:
            pass

    def sign(self) -> None:
        self._willing.set()

    @contextmanager
    def witnessing(self, settings: Settings, keys: DemoKeys, stop: threading.Event) -> Iterator[None]:
        witnesses = keys.make_witnesses(settings.origin, settings.data / "witnesses")
        threads = [threading.Thread(target=self._work, args=(witness, stop)) for witness in witnesses]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()
            for witness in witnesses:
                witness.close()

    def _work(self, witness: Witness, stop: threading.Event) -> None:
        while not stop.wait(POLL_SECONDS):
            with self._signing:
                if self._willing.is_set():
                    witness.once()


@dataclass
class Late:
    """The network, its witnesses, and a line on which one sees what an officer asks."""

    living: Living
    witnesses: Reluctant
    relay: Relay
    sessions: list[Session] = field(default_factory=list)

    def session(self, login: str) -> Session:
        enrolled = replace(self.living.built.officers[login], server=self.relay.url)
        session = Session.begin(enrolled)
        self.sessions.append(session)
        session.sync()
        return session

    def end_somebody(self, office: str) -> str:
        """Revoke an officer of this office; the server knows, and the witnesses hold back. Their key."""
        country = office[:2]
        post = next(one for one in self.living.network.officers if one.office == office)
        key = self.living.built.officers[post.login].keyid
        bureau = self.living.acting(f"{country}.bureau")
        self.witnesses.hold()
        bureau.revoke(key, "has left")
        return key


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Late]:
    witnesses, folder = Reluctant(), tmp_path_factory.mktemp("late")
    with (
        living_network(folder / "data", witnesses.witnessing) as living,
        relaying(living.address) as relay,
    ):
        late = Late(living, witnesses, relay)
        yield late
        witnesses.sign()
        for session in late.sessions:
            session.close()


@pytest.fixture
def late(network: Late) -> Iterator[Late]:
    yield network
    network.relay.tell_the_truth()
    network.witnesses.sign()


class SignAfterLooks:
    """Passes everything on. From a refusal on it counts looks; at the third the witnesses sign."""

    def __init__(self, witnesses: Reluctant, *, refused: bool = False) -> None:
        self._witnesses = witnesses
        self.refused = refused
        self.looks = 0

    def __call__(self, asked: Asked, answer: Answer) -> Answer:
        self.refused |= answer.status == 409 and b'"stale_epoch"' in answer.body
        if self.refused and asked.path == "/register/checkpoint":
            self.looks += 1
            if self.looks == 3:
                self._witnesses.sign()
        return answer


def test_a_letter_is_sealed_again_once_late_witnesses_have_signed(late: Late) -> None:
    wanjiku = late.session("wanjiku.kamau")
    room = wanjiku.mail.send(Letter((BERN,), "Before", "Text")).room
    known = wanjiku.register.directory.size
    gone = late.end_somebody(BERN)
    late.relay.lie = watch = SignAfterLooks(late.witnesses)
    sent = wanjiku.mail.reply(room, Reply("After."))
    assert watch.refused
    assert watch.looks >= 3
    directory = wanjiku.register.directory
    assert directory.size > known
    officer = directory.officer(gone)
    assert officer is not None
    assert not officer.active(wanjiku.now())
    held = wanjiku.rooms.room(room)
    assert held.room.head == sent.hash
    members = {member.id for member in held.room.members}
    assert f"office:{BERN}" not in members  # whose key the leaver holds
    assert f"officer:{gone}" not in members
    assert any(id_.startswith("officer:") for id_ in members)


def test_the_register_and_the_writer_look_until_witnesses_sign(late: Late) -> None:
    """Only where a key moved: after any other refusal one look is enough, and must not hang."""
    wanjiku = late.session("wanjiku.kamau")
    bureau = late.living.acting("ke.bureau")

    def look_again(_: int) -> None:
        wanjiku.writer.look_again("stale_epoch")

    for wait in (wanjiku.register.sync_beyond, look_again):
        known = wanjiku.register.sync().size
        late.witnesses.hold()
        bureau.renew(wanjiku.keyid, year_from())
        wanjiku.writer.look_again("stale_head")
        assert wanjiku.register.directory.size == known
        late.relay.lie = watch = SignAfterLooks(late.witnesses, refused=True)
        wait(known)
        assert watch.looks >= 3
        assert wanjiku.register.directory.size > known
        late.relay.tell_the_truth()
        bureau.register.sync(at_least=known + 1)


def test_a_letter_ends_with_a_clear_error_when_witnesses_never_sign(
    late: Late, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanjiku = late.session("wanjiku.kamau")
    room = wanjiku.mail.send(Letter((LONDON,), "Before", "Text")).room
    seq = wanjiku.rooms.room(room).room.seq
    late.end_somebody(LONDON)
    monkeypatch.setattr(sdk_register, "WITNESS_SECONDS", 0.0)  # a minute elsewhere: the test ends it
    late.relay.sent.clear()
    with pytest.raises(Unreachable) as refused:
        wanjiku.mail.reply(room, Reply("After."))
    assert refused.value.code == "register_behind"
    assert late.relay.sent == [f"POST /rooms/{room}/entries"]  # it is not tried again in vain
    wanjiku.rooms.sync()
    assert wanjiku.rooms.room(room).room.seq == seq
    monkeypatch.undo()
    late.witnesses.sign()
    wanjiku.mail.reply(room, Reply("After."))  # nobody lied: it was not blocked
    assert wanjiku.rooms.room(room).room.seq > seq
