"""Entries of somebody whose term has just run out: an honest server may have no proof of them yet.

Both clients wait, and show nothing until the proof is there. What a server cannot do with it: show words that
nobody can prove, hold them before a reader as "not yet" for ever, or spare those of somebody who was ended.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

import pytest

from repatria.protocol import bodies
from repatria.protocol import envelope as envelopes
from repatria.protocol.entries import Entry, encode_frame
from repatria.protocol.existence import EXPIRY_GRACE_SECONDS
from repatria.protocol.frames import SyncItem
from repatria.sdk.connection import Connection
from repatria.sdk.errors import Blocked, Unreachable
from repatria.sdk.session import Session
from repatria.sdk.store import MemoryStore
from tests.attacks.clients import TypeScriptClient
from tests.attacks.relay import Answer, Asked, Lie, Relay
from tests.attacks.server_lies import Stage, in_sync
from tests.attacks.victims import Desk, TypeScriptVictim
from tests.server.network import LiveNetwork

TERM_SECONDS = 300
FORGED = "Release it all."
WAITS = "waits"


def no_proof(asked: Asked, answer: Answer) -> Answer:
    """What an honest server says until the leaf is witnessed; what a lying one may say for longer."""
    refused = Answer(404, b'{"error":"not_found","message":"No.","detail":{}}')
    return refused if asked.path.endswith("/proof") else answer


class Python:
    """Anna's SDK; each look syncs again from what it has verified."""

    def __init__(self, desk: Desk) -> None:
        self._connection = Connection(desk.url, bearer=desk.token)
        self._session = Session(
            self._connection, desk.who.seeds, desk.login, net=desk.net, store=MemoryStore(), now=desk.now
        )

    def look(self) -> str:
        try:
            self._session.sync()
        except Blocked as error:
            return error.code
        except Unreachable as error:
            return WAITS if error.code == "not_yet_proven" else error.code
        return "ok"

    def shows(self, words: str) -> bool:
        threads = self._session.threads.all()
        return any(words in str(message.body) for thread in threads for message in thread.messages)

    def close(self) -> None:
        self._connection.close()


class TypeScript(TypeScriptVictim):
    """Anna's browser."""

    def look(self) -> str:
        try:
            return self.sync()
        except RuntimeError as fault:
            return WAITS if "not_yet_proven" in str(fault) else str(fault)

    def shows(self, words: str) -> bool:
        return self.reads(words)

    def close(self) -> None:
        """It lives in the node process."""


Reader = Python | TypeScript


@pytest.fixture(params=["python", "typescript"])
def anna(request: pytest.FixtureRequest, desk: Desk, stage: Stage) -> Iterator[Reader]:
    reader: Reader
    if request.param == "python":
        reader = Python(desk)
    else:
        node: TypeScriptClient = request.getfixturevalue("node_client")
        reader = TypeScript(desk, node)
    assert reader.look() == "ok"
    yield reader
    reader.close()


class Brief:
    """An officer in Nairobi whose term is about to end."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.label = stage, f"brief {secrets.token_hex(4)}"
        self.words = f"The last words of {self.label}."
        self.until = stage.network.time + TERM_SECONDS
        stage.network.officer(self.label, "ke/nairobi", until=self.until)

    def speak(self) -> Entry:
        return self.stage.room.say(self.label, self.words)

    def wait_until(self, seconds_after_the_term: int) -> None:
        clock = self.stage.network.server.clock
        clock.move(self.until + seconds_after_the_term - clock.at)


def land_heads(network: LiveNetwork) -> None:
    """Ending somebody makes the server land the heads of all rooms, and sign a checkpoint over them."""
    label = f"leaver {secrets.token_hex(4)}"
    network.officer(label, "ke/nairobi")
    network.publish(network.revoke(label, "ke bureau"))


def test_last_words_are_taken_once_they_are_proven_and_not_shown_before(
    stage: Stage, relay: Relay, anna: Reader
) -> None:
    brief = Brief(stage)
    brief.speak()
    brief.wait_until(10)
    relay.lie = no_proof
    for _ in range(3):
        assert (anna.look(), anna.shows(brief.words)) == (WAITS, False)
    land_heads(stage.network)
    relay.tell_the_truth()
    assert (anna.look(), anna.shows(brief.words)) == ("ok", True)


def test_what_was_met_while_the_term_ran_is_not_asked_about_again(
    stage: Stage, relay: Relay, anna: Reader
) -> None:
    brief = Brief(stage)
    brief.speak()
    relay.lie = no_proof
    brief.wait_until(-1)
    assert (anna.look(), anna.shows(brief.words)) == ("ok", True)
    brief.wait_until(0)
    assert (anna.look(), anna.shows(brief.words)) == ("ok", True)
    land_heads(stage.network)  # for those who meet it later


def test_who_still_has_no_proof_under_a_checkpoint_after_the_grace_blocks(
    stage: Stage, relay: Relay, anna: Reader
) -> None:
    brief = Brief(stage)
    brief.speak()
    brief.wait_until(10)
    relay.lie = no_proof
    assert (anna.look(), anna.shows(brief.words)) == (WAITS, False)
    land_heads(stage.network)  # the proof is there, and is kept back
    assert (anna.look(), anna.shows(brief.words)) == (WAITS, False)
    brief.wait_until(EXPIRY_GRACE_SECONDS)
    land_heads(stage.network)
    assert (anna.look(), anna.shows(brief.words)) == ("unproven_entry", False)
    relay.tell_the_truth()
    assert anna.look() != "ok"


def forged_after(brief: Brief) -> Lie:
    """Words that were never posted, signed now and dated within the term, after what was said last."""
    stage = brief.stage
    last = brief.speak()
    genuine = stage.room.message_entry("wanjiru", bodies.message(FORGED, tlp="TLP:AMBER"))
    who = stage.network.people[brief.label]
    dated = {"author": who.keyid, "log": last.value["log"], "time": last.value["time"]}
    forged = Entry(
        envelopes.sign(envelopes.ENTRY, {**genuine.value, **dated}, [who.signing_key]), genuine.ciphertext
    )

    def add(items: list[SyncItem]) -> list[SyncItem]:
        if not items:
            return items
        return [*items, items[-1]._replace(seq=items[-1].seq + 1, frame=encode_frame(forged))]

    return in_sync(stage, add)


def both(one: Lie, other: Lie) -> Lie:
    return lambda asked, answer: other(asked, one(asked, answer))


def test_forged_last_words_are_never_shown_while_a_server_says_not_yet(
    stage: Stage, relay: Relay, anna: Reader
) -> None:
    brief = Brief(stage)
    told: Callable[[Asked, Answer], Answer] = both(forged_after(brief), no_proof)
    brief.wait_until(10)
    relay.lie = told
    for _ in range(3):
        assert (anna.look(), anna.shows(FORGED), anna.shows(brief.words)) == (WAITS, False, False)
    land_heads(stage.network)  # over what was really said
    brief.wait_until(EXPIRY_GRACE_SECONDS)
    land_heads(stage.network)
    assert anna.look() in {"unproven_entry", "room_forked", "bad_proof"}
    assert not anna.shows(FORGED)


def test_nobody_waits_for_the_words_of_who_was_ended(stage: Stage, relay: Relay, anna: Reader) -> None:
    """The heads landed before the revocation that the reader knows: without a proof it is a lie at once."""
    brief = Brief(stage)
    brief.speak()
    stage.network.publish(stage.network.revoke(brief.label, "ke bureau"))
    relay.lie = no_proof
    assert (anna.look(), anna.shows(brief.words)) == ("unproven_entry", False)
