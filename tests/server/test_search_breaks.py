"""What befalls the full text of a running server: processes end, the file goes, the disk is full."""

from __future__ import annotations

import os
import resource
import secrets
import signal
import sys
import threading

import httpx
import pytest

from repatria.server.search import api, following
from repatria.server.search.api import Searcher
from tests.patience import await_that
from tests.server.network import LiveNetwork
from tests.server.publishing import with_secretariat
from tests.server.shelves import Item, news_record


@pytest.fixture(scope="module")
def staffed(network: LiveNetwork) -> LiveNetwork:
    with_secretariat(network)
    return network


def searcher_of(network: LiveNetwork) -> Searcher:
    found: Searcher = network.server.house.parts["search"]
    return found


def publish(network: LiveNetwork) -> str:
    """A word that nothing but the news published now has."""
    word = f"zw{secrets.token_hex(5)}"
    Item(network, "news", news_record(word)).publish("kofi")
    return word


def ask(network: LiveNetwork, text: str) -> httpx.Response:
    return network.client("anna").post("/search", json={"text": text})


def finds(network: LiveNetwork, word: str) -> bool:
    answer = ask(network, word)
    return answer.status_code == 200 and answer.json()["total"] == 1


def process_of(child: object) -> int:
    pid = child._process.pid  # type: ignore[attr-defined]
    assert isinstance(pid, int)
    return pid


def test_a_search_that_is_killed_is_said_to_be_unavailable_and_the_next_one_is_answered(
    staffed: LiveNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = publish(staffed)
    await_that(lambda: finds(staffed, word), "the index has followed")
    searcher = searcher_of(staffed)
    searcher._end()
    monkeypatch.setattr(api, "COMMAND", (sys.executable, "-c", "import signal; signal.pause()"))
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(ask(staffed, word)))
    asking.start()
    await_that(lambda: searcher._child is not None and searcher._child.alive, "it is asked")
    os.kill(process_of(searcher._child), signal.SIGKILL)
    asking.join()
    assert (answers[0].status_code, answers[0].json()["error"]) == (503, "unavailable")
    monkeypatch.setattr(api, "ANSWER_SECONDS", 0.2)  # and one that never answers is ended
    assert ask(staffed, word).json()["error"] == "unavailable"
    assert searcher._child is None
    monkeypatch.undo()
    assert finds(staffed, word)


@pytest.mark.parametrize("indexing", [True, False], ids=["while it is written", "while it is not"])
def test_an_index_that_was_deleted_under_a_running_server_is_made_anew(
    staffed: LiveNetwork, indexing: bool
) -> None:
    """Who reads or writes it has the old file open, and would find nothing new in it for ever."""
    first = publish(staffed)
    await_that(lambda: finds(staffed, first), "the index has followed")
    follower = searcher_of(staffed)._follower
    assert follower.path is not None
    for beside in follower.path.parent.glob(f"{follower.path.name}*"):
        beside.unlink()
    if not indexing:
        follower.stop()  # as when there was nothing to index for a while
    second = publish(staffed)
    await_that(lambda: finds(staffed, second), "what was published since is found")
    assert finds(staffed, first)


def test_a_full_disk_leaves_what_was_found_before_and_is_made_good(
    staffed: LiveNetwork, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = publish(staffed)
    await_that(lambda: finds(staffed, first), "the index has followed")
    follower, size = searcher_of(staffed)._follower, len(staffed.leaves)
    with monkeypatch.context() as patch:
        patch.setattr(following, "RETRY_SECONDS", 3600)
        resource.prlimit(process_of(follower._child), resource.RLIMIT_FSIZE, (1, 1))
        second = publish(staffed)
        await_that(lambda: follower._not_before > 0, "the disk was full")
        answer = ask(staffed, first).json()
        assert (answer["total"], answer["position"]) == (1, size)
        assert ask(staffed, second).json()["total"] == 0
    failures = [getattr(record, "fields", {}) for record in caplog.records]
    assert {"event": "indexing_failed", "failure": "OperationalError"} in failures
    follower._not_before = 0
    await_that(lambda: finds(staffed, second), "there is room again")
