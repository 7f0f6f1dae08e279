"""The log changes its keys while officers work: both clients follow, and the old keys sign nothing more."""

from __future__ import annotations

from collections.abc import Callable

from repatria.protocol import envelope, statements
from repatria.protocol.checkpoint import sign_checkpoint
from repatria.server.ledger.log_keys import LogKeys, make_next_log_keys
from repatria.server.settings import Settings
from tests.attacks.clients import TypeScriptClient
from tests.attacks.relay import Answer, Asked, Relay
from tests.attacks.server_lies import Stage
from tests.attacks.victims import Desk, PythonVictim, TypeScriptVictim
from tests.protocol.invented import ORIGIN, ROOT_KEYS, root_terms
from tests.server.network import LiveNetwork

Start = Callable[[], PythonVictim]


def root_naming(network: LiveNetwork, keys: LogKeys) -> envelope.Envelope:
    terms = root_terms(log_ed25519=keys.public_ed25519, log_mldsa44=keys.public_mldsa44, quorum=0)
    now = network.directory.root
    value = statements.root(network.stamp("root"), terms, now.seq + 1, now.hash)
    return envelope.sign(envelope.STATEMENT, value, ROOT_KEYS[:2])


def signed_by_thief(stage: Stage, old: LogKeys) -> Callable[[Asked, Answer], Answer]:
    """The very tree that is served, signed with the keys that were in force before."""
    network = stage.network

    def tell(asked: Asked, answer: Answer) -> Answer:
        if asked.path != "/register/checkpoint":
            return answer
        size = int(answer.body.split(b"\n")[1])
        root = network.directory.root_hash_at(size)
        assert root is not None
        note = sign_checkpoint(ORIGIN, size, root, old.ed25519, old.mldsa44, network.time)
        return Answer(200, note.encode())

    return tell


def test_both_clients_follow_a_change_of_the_logs_keys_and_believe_the_old_ones_no_more(
    stage: Stage, relay: Relay, sdk: Start, desk: Desk, node_client: TypeScriptClient, settings: Settings
) -> None:
    officer, newcomer, browser = sdk(), sdk(), TypeScriptVictim(desk, node_client)
    fresh_browser = TypeScriptVictim(desk, node_client)
    assert (officer.start(), browser.sync()) == ("ok", "ok")
    old = stage.log_keys
    stage.network.publish(root_naming(stage.network, make_next_log_keys(settings.log_key_file)))
    stage.say("After the change.")
    assert (officer.start(), browser.sync()) == ("ok", "ok")
    assert (newcomer.start(), fresh_browser.sync()) == ("ok", "ok")
    assert officer.write(stage.room.room.id) == "ok"
    relay.tell_the_truth()
    relay.lie = signed_by_thief(stage, old)
    for outcome in (
        officer.start(),
        browser.sync(),
        sdk().start(),
        TypeScriptVictim(desk, node_client).sync(),
    ):
        assert outcome == "bad_checkpoint_signature"
    assert officer.write(stage.room.room.id) == "bad_checkpoint_signature"
    assert relay.sent == []
