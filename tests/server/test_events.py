"""GET /events: told that something moved, never what."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.patience import PATIENCE_SECONDS
from tests.server.network import LiveChamber, LiveNetwork, sync_all

BOTH = ("office:ch/bern", "office:ke/nairobi")


class Listener:
    """Reads one stream in a thread; `next` gives `(event, number)` as they come."""

    def __init__(self, network: LiveNetwork, label: str) -> None:
        self._events: queue.Queue[tuple[str, int] | None] = queue.Queue()
        self._client = network.client(label)
        self._opened = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        assert self._opened.wait(PATIENCE_SECONDS)

    def _read(self) -> None:
        try:
            with self._client.stream("GET", "/events", timeout=PATIENCE_SECONDS) as answer:
                assert answer.headers["content-type"] == "text/event-stream"
                self._opened.set()
                event = ""
                for line in answer.iter_lines():
                    if line.startswith("event: "):
                        event = line[7:]
                    elif line.startswith("data: "):
                        self._events.put((event, int(line[6:])))
        except httpx.HTTPError:
            pass
        self._opened.set()
        self._events.put(None)

    def next(self) -> tuple[str, int] | None:
        return self._events.get(timeout=PATIENCE_SECONDS)


@contextmanager
def listening(network: LiveNetwork, label: str) -> Iterator[Listener]:
    """The server is stopped by the fixture, which ends the stream."""
    yield Listener(network, label)


def test_an_entry_wakes_its_members_streams(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    chamber = LiveChamber(network, "wanjiru")
    chamber.seat("wanjiru", *BOTH)
    with listening(network, "anna") as stream:
        first = stream.next()
        chamber.say("wanjiru")
        told = stream.next()
    newest = max(item.cursor for item in sync_all(network.client("luca")))
    assert told == ("cursor", newest)
    assert first is not None
    assert first[0] == "cursor"
    assert first[1] < newest


def test_others_are_not_told(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    apart, shared = (LiveChamber(network, "wanjiru") for _ in range(2))
    apart.seat("wanjiru", "office:ke/nairobi")
    shared.seat("wanjiru", *BOTH)
    with listening(network, "anna") as stream:
        first = stream.next()
        apart.say("wanjiru")
        shared.say("wanjiru")
        told = stream.next()
    assert first is not None
    assert told is not None
    mine = [item.cursor for item in sync_all(network.client("luca"), first[1])]
    assert mine == [told[1]]


def test_the_register_grew_is_told_to_all(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    with listening(network, "anna") as stream:
        stream.next()
        network.publish(network.office_statement("ke/mombasa", "ke/ara"))
        assert stream.next() == ("register", len(network.leaves))


@pytest.mark.parametrize("how", ["sign out", "revoke"])
def test_the_stream_ends_with_the_session(fresh_network: LiveNetwork, how: str) -> None:
    network = fresh_network
    with listening(network, "luca") as stream:
        stream.next()
        if how == "revoke":
            network.publish(network.revoke("luca", "ch bureau"))
        else:
            network.client("luca").delete("/session")
        left = [event for event in (stream.next(), stream.next()) if event is not None]
    assert [event for event, _ in left if event == "cursor"] == []


def test_streams_of_one_key_are_bounded(fresh_network: LiveNetwork) -> None:
    network = fresh_network
    most = network.server.settings.streams_per_key
    streams = [Listener(network, "luca") for _ in range(most)]
    for stream in streams:
        stream.next()
    refused = network.client("luca").get("/events")
    assert (refused.status_code, refused.json()["error"]) == (429, "too_many")
    assert int(refused.headers["retry-after"]) > 0
