"""Three offices and the secretariat, and a document: `python -m bench.ours.shelves FOLDER CLIENT`.

Prints `{"url", "people", "document"}`, the last the address of a page of the document, once they can sign in,
and serves until it is ended.
"""

import json
import signal
import sys
from pathlib import Path

import httpx

from bench.ours.offices import write_letters
from repatria.server.settings import Settings
from tests.browser.three_offices import RunningClock
from tests.browser.with_secretariat import with_secretariat
from tests.library.files import pdf
from tests.patience import await_that
from tests.server.network import LiveNetwork, found_network
from tests.server.running import running
from tests.server.shelves import Item, PlainUpload, file_named, library_record

PAGES = 20
WORDS = "The account is held until the order reaches the bank, and its officers are told so. "
LINES_OF_A_PAGE = 30
FILE_PREFIX = 16  # of a file's hash in the client's addresses


def publish_document(network: LiveNetwork) -> str:
    """The address of its seventh page."""
    octets = pdf([f"{number}. {WORDS * LINES_OF_A_PAGE}" for number in range(1, PAGES + 1)])
    upload = PlainUpload(network.client("wanjiru"), octets)
    upload.all().raise_for_status()
    item = Item(network, "library", library_record("Holding an account", file_named(octets)))
    item.publish("nuru", item.offer("wanjiru"))
    return f"#/library/{item.named['item']}/{upload.sha256[:FILE_PREFIX]}/7"


def _answers(network: LiveNetwork) -> bool:
    answer = network.client("anna").post("/search", json={"text": "account"})
    return answer.status_code == httpx.codes.OK and answer.json()["searched"].get("library", 0) > 0


def main(folder: str, client: str) -> None:
    clock = RunningClock()
    settings = Settings(data=Path(folder) / "data", port=0, client=Path(client))
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = with_secretariat(server)
        write_letters(network)
        document = publish_document(network)
        await_that(lambda: _answers(network), "the server has its index, which it makes once")
        print(json.dumps({"url": server.url, "people": network.cast, "document": document}), flush=True)
        signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
