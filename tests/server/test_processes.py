"""Two server processes on one PostgreSQL database: each hears what the other committed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.postgres import Cluster
from tests.server.migrated import make_migrated_database
from tests.server.network import LiveChamber, LiveNetwork, found_network, sync_all, two_countries
from tests.server.running import Clock, Server, running, settings_for
from tests.server.test_events import Listener

BOTH = ("office:ch/bern", "office:ke/nairobi")


@pytest.fixture
def pair(postgres_server: Cluster, tmp_path: Path) -> Iterator[tuple[LiveNetwork, Server]]:
    """The network through one server, and a second server beside it, with the same log keys."""
    settings, clock = settings_for(tmp_path / "one", make_migrated_database(postgres_server)), Clock()
    found_network(settings, clock)
    beside = replace(settings, data=tmp_path / "two", log_keys=settings.log_key_file)
    with running(settings, clock) as first, running(beside, clock) as second:
        yield two_countries(first), second


def test_an_entry_through_one_server_wakes_a_stream_of_the_other(
    pair: tuple[LiveNetwork, Server],
) -> None:
    network, second = pair
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", *BOTH)
    token = network.client("anna").headers["authorization"].removeprefix("Bearer ")
    network.clients["anna"] = second.client(token)
    stream = Listener(network, "anna")
    stream.next()
    chamber.say("wanjiru")
    items = sync_all(second.client(token))
    while (told := stream.next()) != ("cursor", items[-1].cursor):
        assert told is not None, "the stream has ended"  # else of the room's beginning, which was heard late
    assert [item.seq for item in items if item.room == chamber.room.id] == [0, 1, 2]


def test_a_revocation_through_one_server_ends_sessions_at_the_other(
    pair: tuple[LiveNetwork, Server],
) -> None:
    network, second = pair
    token = network.client("luca").headers["authorization"].removeprefix("Bearer ")
    network.clients["luca"] = second.client(token)
    stream = Listener(network, "luca")
    stream.next()
    network.publish(network.revoke("luca", "ch bureau"))
    # The other server has folded the revocation when it ends the stream.
    while stream.next() is not None:
        pass
    refused = second.client(token).get("/session")
    assert (refused.status_code, refused.json()["error"]) == (401, "session_ended")


def test_both_append_to_one_room(pair: tuple[LiveNetwork, Server]) -> None:
    network, second = pair
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", *BOTH)
    ends = [network.client("anna"), second.client(network.sign_in("anna").json()["token"])]
    for turn in range(6):
        network.clients["anna"] = ends[turn % 2]
        chamber.say("anna")
    assert [i.seq for i in sync_all(ends[1]) if i.room == chamber.room.id] == list(range(8))
