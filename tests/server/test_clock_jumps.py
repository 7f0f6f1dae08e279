"""A server whose clock jumps ahead shows nothing that has ended by it, and deletes nothing by it alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

from repatria.protocol.checkpoint import add_line, cosign
from repatria.server import kept
from repatria.server.documents import sweeping
from repatria.server.ledger.attested import time_for_deleting
from repatria.server.register.actions import keep_log_moving
from tests.protocol.invented import WITNESS_NAMES, WITNESS_SEEDS
from tests.server.network import LiveNetwork, found_network
from tests.server.publishing import DAY, Publishing, read_document, record_of, with_secretariat
from tests.server.running import Clock, running, settings_for

JUMP = 101 * DAY


def reading(network: LiveNetwork, sha256: str) -> int:
    """In a session of its own: the clock has moved."""
    network.clients.pop("anna", None)
    return read_document(network.client("anna"), sha256).status_code


def is_kept(network: LiveNetwork, sha256: str) -> bool:
    """After a round of the sweep."""
    asyncio.run(sweeping.sweep(network.server.house))
    return network.server.house.database.read_blocking(lambda tx: kept.octets(tx, sha256)) is not None


def test_a_clock_that_jumps_ahead_and_comes_back_loses_no_record(fresh_network: LiveNetwork) -> None:
    network, clock = with_secretariat(fresh_network), fresh_network.server.clock
    notice = Publishing(network, record_of("Jumped over"), days=100).publish()
    clock.move(JUMP)
    assert reading(network, notice.hash) == 404  # by this clock it has ended
    assert is_kept(network, notice.hash)
    clock.move(-JUMP)
    assert reading(network, notice.hash) == 200
    clock.move(JUMP)
    network.publish(network.revoke("luca", "ch bureau"))  # somebody else's clock says so too
    assert not is_kept(network, notice.hash)


def test_witnesses_say_how_late_it_is_where_there_are_any(tmp_path: Path) -> None:
    """No statement does, and no fewer of them than the root demands."""
    settings, clock = settings_for(tmp_path), Clock()
    found_network(settings, clock, quorum=2)
    with running(settings, clock) as server:
        network, began = LiveNetwork(server), clock.at

        def deleting() -> int:
            directory = server.house.register.directory
            return server.house.database.read_blocking(lambda tx: time_for_deleting(tx, directory, clock.at))

        def cosigned(*names: str) -> None:
            note = network.reader.get("/register/checkpoint/pending").text
            for name in names:
                note = add_line(note, cosign(note, name, WITNESS_SEEDS[name], clock.at))
            assert network.reader.post("/register/cosignatures", content=note).status_code == 204

        cosigned(*WITNESS_NAMES)
        assert deleting() == began
        clock.move(JUMP)
        network.join("first")
        assert deleting() == began + 600
        cosigned(WITNESS_NAMES[0])
        assert deleting() == began + 600
        cosigned(*WITNESS_NAMES)
        assert deleting() == clock.at


def test_the_log_moves_on_after_a_clock_that_was_ahead(tmp_path: Path) -> None:
    settings, clock = settings_for(tmp_path), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = LiveNetwork(server)
        clock.move(JUMP)
        asyncio.run(keep_log_moving(server.house))
        ahead = network.reader.get("/register/checkpoint").text
        clock.move(-JUMP)
        asyncio.run(keep_log_moving(server.house))
        assert network.reader.get("/register/checkpoint").text != ahead
