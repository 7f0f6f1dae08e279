"""A server that lies to officers at work: the SDK and the browser's session over HTTP.

Each lie stands before a real server. The same officer's other client, to whom it tells the truth,
takes everything; the victim blocks with the named code, and then changes nothing on the server.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.attacks.clients import TypeScriptClient
from tests.attacks.relay import Relay
from tests.attacks.server_lies import LIES, Stage
from tests.attacks.victims import Desk, PythonVictim, TypeScriptVictim

Start = Callable[[], PythonVictim]


def test_an_officer_who_is_told_the_truth_reads_and_writes(stage: Stage, relay: Relay, sdk: Start) -> None:
    officer = sdk()
    assert officer.start() == "ok"
    assert officer.write(stage.room.room.id) == "ok"
    assert relay.sent == [f"POST /rooms/{stage.room.room.id}/entries"]


@pytest.mark.parametrize("name", LIES)
def test_the_sdk_blocks_when(name: str, stage: Stage, relay: Relay, sdk: Start) -> None:
    victim, other = sdk(), sdk()
    assert victim.start() == "ok"
    victim.save()
    told = LIES[name].play(stage)
    assert other.start() == "ok"
    relay.tell_the_truth()
    relay.lie = told
    assert victim.start() in LIES[name].codes
    relay.tell_the_truth()
    assert victim.write(stage.room.room.id) in LIES[name].codes
    assert relay.sent == []


def test_a_new_device_of_either_kind_that_is_denied_its_vault_blocks(
    stage: Stage, relay: Relay, sdk: Start, desk: Desk, node_client: TypeScriptClient
) -> None:
    told = LIES["it_forgets_the_vault"].play(stage)
    assert sdk().start() == "ok"
    assert TypeScriptVictim(desk, node_client).sync() == "ok"
    relay.tell_the_truth()
    relay.lie = told
    assert sdk().start() == "rolled_back"
    assert TypeScriptVictim(desk, node_client).sync() == "rolled_back"
    assert relay.sent == []


@pytest.mark.parametrize("name", LIES)
def test_the_browser_blocks_when(
    name: str, stage: Stage, relay: Relay, sdk: Start, desk: Desk, node_client: TypeScriptClient
) -> None:
    earlier = sdk()
    assert earlier.start() == "ok"
    earlier.save()
    victim, other = TypeScriptVictim(desk, node_client), TypeScriptVictim(desk, node_client)
    assert victim.sync() == "ok"
    told = LIES[name].play(stage)
    assert other.sync() == "ok"
    relay.tell_the_truth()
    relay.lie = told
    assert victim.sync() in LIES[name].codes
    assert victim.sync() != "ok"
    assert relay.sent == []
