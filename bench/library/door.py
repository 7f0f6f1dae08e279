"""Questions to the big library through the door: `POST /search` of a running server, over either database.

The index of the big library is put where the server keeps its own, as if a register of 100,000 publications
had been followed: the server takes it up, adds what ships and what is published to it from then on, and
answers from it.
"""

import contextlib
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from bench.figure import PromiseBroken
from bench.library import big
from bench.library.asking import Asked
from bench.library.pace import question_form
from bench.ours.server import House, house
from bench.peers.synapse_process import Database
from repatria.library.index import IndexWriter
from repatria.server.search.place import index_path
from repatria.server.search.shipped import digest
from tests.patience import await_that

ASKER = "wanjiru"
_FILTERS = ("types", "topics", "regions", "countries", "years")


@contextlib.contextmanager
def door(database: Database, documents: int) -> Iterator[httpx.Client]:
    """A signed-in officer's connection to a server whose index has so many documents, and what ships."""
    whole = big.built(documents)
    with house(database) as made:
        _put(whole, made)
        client = made.network.client(ASKER)
        await_that(lambda: _searched(client) >= documents, "the index is taken up")
        yield client


def _put(whole: Path, made: House) -> None:
    """At the register's beginning: so the server adds what it would have put first."""
    path = index_path(made.served.settings.data, digest())
    shutil.copyfile(whole, path)
    with IndexWriter(path) as writer:
        writer.put([], position=0)


def _searched(client: httpx.Client) -> int:
    answer = client.post("/search", json={"text": "", "limit": 1})
    return int(answer.json()["searched"]["library"]) if answer.status_code == 200 else 0


def milliseconds(client: httpx.Client, asked: Sequence[Asked]) -> dict[str, list[float]]:
    """By kind of question, from asking to the whole answer. Raises PromiseBroken as `pace.milliseconds`."""
    taken: dict[str, list[float]] = defaultdict(list)
    found = 0
    for kind, question, _ in asked:
        body = _body(question_form(question))
        start = time.perf_counter()
        answer = client.post("/search", json=body)
        said = answer.json()
        taken[kind].append((time.perf_counter() - start) * 1000)
        if answer.status_code != httpx.codes.OK:
            raise PromiseBroken(f"{answer.status_code} {said}")
        found += said["total"] > 0
        if not all(hit["snippet"] for hit in said["hits"]):
            raise PromiseBroken("a hit without a snippet")
    if found * 2 < len(asked):
        raise PromiseBroken(f"only {found} of {len(asked)} questions found anything")
    return taken


def _body(form: dict[str, Any]) -> dict[str, Any]:
    """As wire.md has it."""
    form["years"] = form["years"] or []
    named = {name: form.pop(name) for name in _FILTERS}
    return {**form, "filters": named}
