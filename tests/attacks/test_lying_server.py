"""A server that lies to officers at work: the SDK and the browser's session over HTTP.

Each lie stands before a real server. The same officer's other client, to whom it tells the truth,
takes everything; the victim blocks with the named code, and then changes nothing on the server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repatria.server.ledger.log_keys import read_log_keys
from repatria.server.settings import Settings
from tests.attacks.clients import TypeScriptClient
from tests.attacks.relay import Relay, relaying
from tests.attacks.server_lies import LIES, Stage
from tests.attacks.victims import PythonVictim, TypeScriptVictim
from tests.protocol.invented import Someone
from tests.server.network import LiveChamber, LiveNetwork, found_network, login_of, two_countries
from tests.server.running import Clock, Server, running, settings_for


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_for(tmp_path_factory.mktemp("lying server"))


@pytest.fixture(scope="module")
def real_server(settings: Settings) -> Iterator[Server]:
    clock = Clock()
    found_network(settings, clock)
    with running(settings, clock) as started:
        yield started


@pytest.fixture(scope="module")
def live(real_server: Server) -> LiveNetwork:
    return two_countries(real_server)


@pytest.fixture(scope="module")
def shared_relay(real_server: Server) -> Iterator[Relay]:
    with relaying(real_server.url) as relay:
        yield relay


@pytest.fixture
def relay(shared_relay: Relay) -> Relay:
    shared_relay.tell_the_truth()
    return shared_relay


class Desk:
    """Anna's place at the relay."""

    def __init__(self, relay: Relay, network: LiveNetwork, label: str = "anna") -> None:
        self.url = relay.url
        self.token = str(network.sign_in(label).json()["token"])
        self.net = str(network.directory.net)
        self.who: Someone = network.people[label]
        self.login = login_of(label)
        self.now: Callable[[], int] = lambda: network.time


@pytest.fixture
def desk(relay: Relay, live: LiveNetwork) -> Desk:
    return Desk(relay, live)


@pytest.fixture
def stage(live: LiveNetwork, settings: Settings) -> Stage:
    room = LiveChamber(live, "wanjiru")
    room.seat("wanjiru", "office:ch/bern", "office:ke/nairobi")
    room.say("wanjiru", "The beginning.")
    return Stage(live, room, read_log_keys(log_key_file(settings)))


def log_key_file(settings: Settings) -> Path:
    found = [path for path in settings.data.rglob("*.json") if "mldsa44" in path.read_text()]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def sdk(desk: Desk) -> Iterator[Callable[[], PythonVictim]]:
    """Anna at one more computer, with the SDK."""
    made: list[PythonVictim] = []

    def start() -> PythonVictim:
        made.append(PythonVictim(desk))
        return made[-1]

    yield start
    for each in made:
        each.close()


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
