"""What a lying server tries at sign-in, at enrolment and when a message is sent, against the SDK.

Each test first shows that the same steps pass when the server tells the truth.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any

import pytest

from repatria.protocol import locks
from repatria.protocol.entries import decode_frame
from repatria.protocol.frames import split
from repatria.sdk import vault
from repatria.sdk.enrol import Enrolled, enrol
from repatria.sdk.errors import Blocked
from repatria.sdk.session import Session
from tests.attacks.clients import TypeScriptClient
from tests.attacks.relay import Answer, Asked, Lie, Relay
from tests.attacks.server_lies import Stage
from tests.attacks.victims import Desk, PythonVictim, TypeScriptVictim
from tests.server.network import LiveNetwork, b64

PASSPHRASE = "seven quiet herons over the river"
DAY = 86_400

Start = Callable[[], PythonVictim]


class Newcomer:
    """Somebody who enrols and signs in through the relay."""

    def __init__(self, relay: Relay, network: LiveNetwork) -> None:
        self._relay = relay
        self._network = network
        self.net = str(network.directory.net)
        self.enrolled: Enrolled | None = None

    @property
    def now(self) -> int:
        return self._network.time

    def enrol(self, root: str | None = None) -> Enrolled:
        login = f"newcomer.{secrets.token_hex(4)}"
        token = self._network.invite("XN", None, "bureau", login)
        made = enrol(self._relay.url, token, login=login, passphrase=PASSPHRASE, root=root or self.net)
        self._network.catch_up()
        return made

    def sign_in(self, who: Enrolled) -> str:
        """`ok`, or the code with which the client blocks."""
        now = self._network.time
        try:
            session = Session.sign_in(
                self._relay.url, who.login, PASSPHRASE, who.kit, root=self.net, now=lambda: now
            )
        except Blocked as error:
            return error.code
        session.close()
        return "ok"


@pytest.fixture
def newcomer(relay: Relay, live: LiveNetwork) -> Newcomer:
    return Newcomer(relay, live)


def changing(path: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Lie:
    """Change the JSON that the real server answers to a call."""

    def tell(asked: Asked, answer: Answer) -> Answer:
        if asked.path != path or answer.status >= 400:
            return answer
        return Answer(answer.status, json.dumps(change(json.loads(answer.body))).encode())

    return tell


def test_an_offer_of_cheaper_argon2_ends_the_sign_in_before_any_secret_is_sent(
    relay: Relay, newcomer: Newcomer
) -> None:
    who = newcomer.enrol()
    assert newcomer.sign_in(who) == "ok"
    relay.tell_the_truth()
    relay.lie = changing("/session/start", lambda said: {**said, "kdf": {**said["kdf"], "m": 8_192, "t": 1}})
    assert newcomer.sign_in(who) == "kdf_downgrade"
    assert relay.sent == ["POST /session/start"]


def test_the_lock_of_somebody_else_is_not_even_tried(relay: Relay, newcomer: Newcomer) -> None:
    who, other = newcomer.enrol(), newcomer.enrol()
    assert newcomer.sign_in(who) == "ok"
    relay.lie = changing("/session", lambda said: {**said, "locks": [other.lock]})
    assert newcomer.sign_in(who) == "wrong_lock"


def test_the_lock_of_somebody_else_does_not_open_as_mine(relay: Relay, newcomer: Newcomer) -> None:
    who, other = newcomer.enrol(), newcomer.enrol()
    assert newcomer.sign_in(who) == "ok"
    relabelled = {**other.lock, "login": who.login, "key": who.keyid}
    relay.lie = changing("/session", lambda said: {**said, "locks": [relabelled]})
    assert newcomer.sign_in(who) == "cannot_open"


def test_a_recovery_contact_among_my_locks_blocks_the_sign_in(relay: Relay, newcomer: Newcomer) -> None:
    who = newcomer.enrol()
    assert newcomer.sign_in(who) == "ok"
    contact = {**who.lock, "type": "recovery"}
    relay.lie = changing("/session", lambda said: {**said, "locks": [*said["locks"], contact]})
    assert newcomer.sign_in(who) == "bad_shape"


def test_a_second_passphrase_lock_that_i_did_not_make_blocks_the_sign_in(
    relay: Relay, newcomer: Newcomer
) -> None:
    who = newcomer.enrol()
    assert newcomer.sign_in(who) == "ok"
    relay.lie = changing("/session", lambda said: {**said, "locks": [*said["locks"], who.lock]})
    assert newcomer.sign_in(who) == "wrong_lock"


def test_a_passkey_that_none_of_my_devices_added_blocks_the_sign_in(relay: Relay, newcomer: Newcomer) -> None:
    who = newcomer.enrol()
    added = locks.make_lock(
        who.seeds, who.login, bytes(32), secrets.token_bytes(24), kdf=None, credential=b"\xfb\xef mine"
    )
    relay.lie = changing("/session", lambda said: {**said, "locks": [*said["locks"], added]})
    assert newcomer.sign_in(who) == "wrong_lock"
    # A device that adds one names it in the vault; then it is one of mine.
    relay.tell_the_truth()
    session = Session.begin(who, now=lambda: newcomer.now)
    entry = {"id": vault.passkey_id(added["credential"]), "name": "Laptop", "addedAt": 0}
    assert session.vault.pin is not None
    sealed = vault.seal(who.seeds, 2, session.vault.pin, {}, {"passkeys": [entry]})
    session.connection.put("/vault", {"version": 2, "sealed": b64(sealed)})
    session.close()
    relay.lie = changing("/session", lambda said: {**said, "locks": [*said["locks"], added]})
    assert newcomer.sign_in(who) == "ok"


def test_enrolment_seals_the_seeds_for_nobody_but_the_newcomer(relay: Relay, newcomer: Newcomer) -> None:
    posted: list[Asked] = []

    def watch(asked: Asked) -> None:
        if asked.path == "/enrolments":
            posted.append(asked)

    relay.interception = watch
    relay.lie = lambda asked, answer: (
        Answer(200, json.dumps({**json.loads(answer.body), "escrow": "ab" * 1216}).encode())
        if asked.path.startswith("/invitations/")
        else answer
    )
    made = newcomer.enrol()
    body = json.loads(posted[0].body)
    assert set(body) == {"token", "login", "auth", "lock", "keyset", "vault"}
    assert set(body["lock"]) == {"v", "type", "login", "key", "kdf", "credential", "sealed"}
    assert len(body["lock"]["sealed"]) == 184  # 24 + 32 + 64 + 16 bytes: the two seeds, once
    assert made.seeds.sign.hex() not in posted[0].body.decode()


def test_nobody_enrols_in_another_network_than_the_one_on_paper(relay: Relay, newcomer: Newcomer) -> None:
    newcomer.enrol()
    relay.tell_the_truth()
    with pytest.raises(Blocked, match="wrong_network"):
        newcomer.enrol(root="ab" * 32)
    assert relay.sent == []


def test_nobody_signs_in_to_another_network_than_the_one_on_paper(relay: Relay, newcomer: Newcomer) -> None:
    who = newcomer.enrol()
    assert newcomer.sign_in(who) == "ok"
    newcomer.net = "ab" * 32
    assert newcomer.sign_in(who) == "wrong_network"


# Receipts.


def _confirming(hashes: Callable[[list[str]], list[str]]) -> Callable[[Asked], Answer | None]:
    """Confirm every message, and let none of them reach the server."""

    def intercept(asked: Asked) -> Answer | None:
        if asked.method != "POST" or not asked.path.endswith("/entries"):
            return None
        entries = [decode_frame(frame) for frame in split(asked.body)]
        told = hashes([entry.hash for entry in entries])
        rows = [{"seq": e.value["seq"], "hash": h} for e, h in zip(entries, told, strict=True)]
        return Answer(201, json.dumps({"room": entries[0].value["room"], "entries": rows}).encode())

    return intercept


@pytest.fixture
def officer(sdk: Start) -> PythonVictim:
    victim = sdk()
    assert victim.start() == "ok"
    return victim


def test_a_receipt_for_another_message_blocks(stage: Stage, relay: Relay, officer: PythonVictim) -> None:
    room = stage.room.room.id
    assert officer.start() == "ok"
    assert officer.write(room) == "ok"
    relay.interception = _confirming(lambda hashes: ["ab" * 32 for _ in hashes])
    assert officer.write(room) == "wrong_receipt"


def test_a_confirmed_message_that_is_not_shown_afterwards_blocks(
    stage: Stage, relay: Relay, officer: PythonVictim
) -> None:
    room = stage.room.room.id
    assert officer.start() == "ok"
    assert officer.write(room) == "ok"
    relay.interception = _confirming(lambda hashes: hashes)
    assert officer.write(room) == "room_rolled_back"
    relay.tell_the_truth()
    assert officer.write(room) == "room_rolled_back"
    assert relay.sent == []


# What is too old.


def test_an_old_checkpoint_is_refused_by_both_clients(
    desk: Desk, live: LiveNetwork, sdk: Start, node_client: TypeScriptClient
) -> None:
    assert sdk().start() == "ok"
    assert TypeScriptVictim(desk, node_client).sync() == "ok"
    desk.now = lambda: live.time + 4 * DAY  # the server shows what it showed four days ago
    assert sdk().start() == "stale_checkpoint"
    assert TypeScriptVictim(desk, node_client).sync() == "stale_checkpoint"
