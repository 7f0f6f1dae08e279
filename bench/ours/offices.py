"""The browser tests' three offices, not as a demo: `python -m bench.ours.offices FOLDER CLIENT`.

Prints `{"url", "people"}` once they can sign in, and serves until it is ended.
"""

import json
import signal
import sys
from pathlib import Path

from repatria.server.settings import Settings
from tests.browser.three_offices import RunningClock, three_offices
from tests.server.network import found_network
from tests.server.running import running


def main(folder: str, client: str) -> None:
    clock = RunningClock()
    settings = Settings(data=Path(folder) / "data", port=0, client=Path(client))
    found_network(settings, clock)
    with running(settings, clock) as server:
        print(json.dumps({"url": server.url, "people": three_offices(server).cast}), flush=True)
        signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
