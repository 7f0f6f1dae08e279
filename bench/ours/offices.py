"""The browser tests' three offices, not as a demo: `python -m bench.ours.offices FOLDER CLIENT`.

Prints `{"url", "people"}` once they can sign in and find letters, and serves until it is ended.
"""

import json
import signal
import sys
from pathlib import Path

from repatria.protocol import bodies
from repatria.server.settings import Settings
from tests.browser.three_offices import Offices, RunningClock, three_offices
from tests.server.network import LiveChamber, found_network
from tests.server.running import running

ROOMS = 3
LETTERS_IN_EACH = 2
PROSE = "Please hold the account until our order reaches you; the facts and the law are attached. " * 8


def write_letters(network: Offices) -> None:
    """What an officer in Nairobi finds: rooms that Bern has opened."""
    for number in range(ROOMS):
        room = LiveChamber(network, "anna")
        room.seat("anna", "office:ch/bern", "office:ke/nairobi")
        for _ in range(LETTERS_IN_EACH):
            letter = bodies.message(PROSE, subject=f"Account {number}", tlp="TLP:AMBER")
            room.add(room.message_entry("anna", letter))


def main(folder: str, client: str) -> None:
    clock = RunningClock()
    settings = Settings(data=Path(folder) / "data", port=0, client=Path(client))
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = three_offices(server)
        write_letters(network)
        print(json.dumps({"url": server.url, "people": network.cast}), flush=True)
        signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
