"""The two clients that every attack is played on, and the real server that a lying one stands before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repatria.server.ledger.log_keys import read_log_keys
from repatria.server.settings import Settings
from tests.attacks.clients import Client, PythonClient, TypeScriptClient, typescript_client
from tests.attacks.relay import Relay, relaying
from tests.attacks.server_lies import Stage
from tests.attacks.victims import Desk, PythonVictim
from tests.server.network import LiveChamber, LiveNetwork, found_network, two_countries
from tests.server.running import Clock, Server, running, settings_for


@pytest.fixture(scope="session")
def node_client() -> Iterator[TypeScriptClient]:
    with typescript_client() as client:
        yield client


@pytest.fixture(params=["python", "typescript"])
def client(request: pytest.FixtureRequest) -> Client:
    if request.param == "python":
        return PythonClient()
    found: TypeScriptClient = request.getfixturevalue("node_client")
    return found


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
