"""Appends that share one group of the writer: each is answered for itself."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx

from repatria.protocol import bodies
from repatria.protocol.entries import Entry
from repatria.server.database.writer import Change, Writer
from tests.patience import PATIENCE_SECONDS, await_that
from tests.server.network import LiveChamber, LiveNetwork, sync_all

BOTH = ("office:ch/bern", "office:ke/nairobi")
BODY = bodies.message("Please freeze", tlp="TLP:AMBER")


@contextlib.contextmanager
def held(writer: Writer) -> Iterator[None]:
    """The writer is busy with a group of its own, so that what is queued meanwhile comes in one."""
    free = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(writer.run_blocking, Change(lambda _: free.wait(PATIENCE_SECONDS)))
        await_that(lambda: not writer._queue, "the writer is busy")
        try:
            yield
        finally:
            free.set()
        busy.result()


def post_together(network: LiveNetwork, *posts: tuple[LiveChamber, str, Entry]) -> list[httpx.Response]:
    for _, label, _ in posts:
        network.client(label)  # signed in before the writer is held
    writer = network.server.house.database.hot
    with ThreadPoolExecutor(len(posts)) as pool:
        with held(writer):
            answers = [pool.submit(chamber.post, label, [entry]) for chamber, label, entry in posts]
            await_that(lambda: len(writer._queue) >= len(posts), "all posts are queued")
        return [answer.result() for answer in answers]


def open_chamber(network: LiveNetwork, label: str) -> LiveChamber:
    opened = LiveChamber(network, label)
    opened.seat(label, *BOTH)
    return opened


def test_entries_of_several_rooms_land_together(network: LiveNetwork) -> None:
    labels = ("wanjiru", "otieno", "anna", "luca")
    chambers = [open_chamber(network, label) for label in labels]
    entries = [chamber.message_entry(label, BODY) for chamber, label in zip(chambers, labels, strict=True)]
    answers = post_together(network, *zip(chambers, labels, entries, strict=True))
    assert [answer.status_code for answer in answers] == [201] * 4
    for entry, answer in zip(entries, answers, strict=True):
        assert answer.json()["entries"] == [{"seq": 2, "hash": entry.hash}]
    synced = sync_all(network.client("anna"))
    assert {(chamber.room.id, 2) for chamber in chambers} <= {(item.room, item.seq) for item in synced}
    cursors = [item.cursor for item in synced]
    assert cursors == sorted(set(cursors))


def test_of_rivals_in_one_group_one_lands(network: LiveNetwork) -> None:
    chamber = open_chamber(network, "luca")
    other = open_chamber(network, "otieno")
    rivals = [chamber.message_entry(label, BODY) for label in ("wanjiru", "anna")]
    beside = other.message_entry("otieno", BODY)
    answers = post_together(
        network, (chamber, "wanjiru", rivals[0]), (chamber, "anna", rivals[1]), (other, "otieno", beside)
    )
    assert sorted(answer.status_code for answer in answers[:2]) == [201, 409]
    assert answers[2].status_code == 201
    refused = next(answer for answer in answers if answer.status_code == 409)
    landed = next(entry for entry, answer in zip(rivals, answers, strict=False) if answer.status_code == 201)
    assert refused.json()["error"] == "stale_head"
    assert refused.json()["detail"] == {"seq": 2, "head": landed.hash}


def test_one_entry_twice_in_one_group_lands_once(network: LiveNetwork) -> None:
    chamber = open_chamber(network, "anna")
    entry = chamber.message_entry("luca", BODY)
    answers = post_together(network, (chamber, "luca", entry), (chamber, "luca", entry))
    assert sorted(answer.status_code for answer in answers) == [200, 201]
    assert answers[0].json() == answers[1].json()
    seqs = [item.seq for item in sync_all(network.client("wanjiru")) if item.room == chamber.room.id]
    assert seqs == [0, 1, 2]
