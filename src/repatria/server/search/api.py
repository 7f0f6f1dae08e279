"""HTTP for the full text. Neither questions nor answers are stored or logged; the log has route and time."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any

from repatria.protocol.access import admits
from repatria.protocol.directory import Directory
from repatria.protocol.posts import is_secretariat
from repatria.protocol.publication_shapes import SHELVES
from repatria.server import log
from repatria.server.answers import Answer, answer_json
from repatria.server.children import Child, ChildFailedError, Line, Places, class_of
from repatria.server.installation import Installation
from repatria.server.refusals import Refusal
from repatria.server.search.following import DAMAGED, Follower
from repatria.server.sessions import Session
from repatria.server.shapes import COUNTRY, Fields, Many, OneOf, OrNull, Text, Whole, Written
from repatria.server.standing import Standing
from repatria.server.verbs import Body, Call, Verb, Who

COMMAND = (sys.executable, "-m", "repatria.server.search.reader")
FOLLOW_SECONDS = 1
SETTLE_SECONDS = 2  # what a question waits for something published just now
ANSWER_SECONDS = 30
QUESTION_SECONDS = 2  # of a processor; what is usually asked takes some hundredths
WAITING_OF_ONE = 4
RETRY_SECONDS = 2
LIMIT = 10

CODE = Text(40, 1, "[a-z0-9][a-z0-9-]{0,39}|[A-Z]{2}")
CODES = Many(CODE, 50)
FILTERS = Fields(
    {
        "types": CODES,
        "topics": CODES,
        "regions": CODES,
        "countries": Many(COUNTRY, 250),
        "years": Many(Whole(9999), 2),
    },
    frozenset({"types", "topics", "regions", "countries", "years"}),
)
ASKED = Fields(
    {
        "text": Written(500),
        "shelves": Many(OneOf((*SHELVES, "glossary")), 6),
        "languages": Many(Text(2, 2, "[a-z]{2}"), 12),
        "filters": FILTERS,
        "since": OrNull(Whole()),
        "offset": Whole(1000),
        "limit": Whole(50, 1),
    },
    frozenset({"shelves", "languages", "filters", "since", "offset", "limit"}),
)


class Searcher:
    """One process that reads the index, started by the first question, and one turn after the other."""

    def __init__(self, house: Installation) -> None:
        self._house = house
        self._follower = Follower(house)
        self._child: Child | None = None
        self._opened = ("", 0)
        self._places = Places(WAITING_OF_ONE, RETRY_SECONDS)
        self._line = Line()

    async def search(self, key: str, question: dict[str, Any], admitted: list[str] | None) -> dict[str, Any]:
        """Raises Refusal (`too_many`, `too_broad`, `unavailable`)."""
        asked = {"question": question, "admitted": admitted, "seconds": QUESTION_SECONDS}
        with self._places.of(key):
            await self._follower.settle(SETTLE_SECONDS, ANSWER_SECONDS)
            async with self._line.turn(key):
                return await self._search(asked)

    async def _search(self, message: dict[str, Any]) -> dict[str, Any]:
        covered = self._follower.covered
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                said = await self._house.database.in_thread(self._ask, message)
        except (TimeoutError, OSError, EOFError, ChildFailedError) as error:
            self._end()
            if isinstance(error, ChildFailedError) and str(error) in DAMAGED:
                self._follower.drop()
            elif isinstance(error, FileNotFoundError):
                self._follower.lost()
            log.write(logging.ERROR, event="search_failed", failure=class_of(error))
            raise Refusal("unavailable") from error
        except asyncio.CancelledError:
            self._end()  # its answer would be taken for the next one's
            raise
        answer: dict[str, Any] | None = said["answer"]
        if answer is None:
            raise Refusal("too_broad")
        return {**answer, "position": max(answer["position"], covered)}

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        if (path := self._follower.path) is None:
            raise FileNotFoundError
        # Whoever has a file open that was deleted reads for ever what is no more.
        index = (str(path), path.stat().st_ino)
        if self._child is None or index != self._opened:
            self._end()
            self._child, self._opened = Child((*COMMAND, str(path))), index
        self._child.start()
        return self._child.ask(message)

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.stop()

    def stop(self) -> None:
        self._follower.stop()
        self._end()

    async def follow(self, _: Installation) -> None:
        await self._follower.follow_if_wanted()


def install(house: Installation) -> None:
    searcher = Searcher(house)
    house.parts["search"] = searcher
    house.every(FOLLOW_SECONDS, searcher.follow)
    house.at_stop(searcher.stop)


def admitted_to(directory: Directory, standing: Standing, now: int) -> list[str] | None:
    """The values of `access` that this caller may read; None: all."""
    if is_secretariat(directory, standing.key, now):
        return None
    return [
        access
        for access in ("members", "public", "officers", standing.country)
        if admits(directory, access, standing.key, now)
    ]


async def search(call: Call) -> Answer:
    """Raises Refusal (`bad_shape`, `too_many`, `too_broad`, `unavailable`)."""
    assert isinstance(call.caller, Session)
    directory, now, body = call.house.register.directory, call.house.now(), call.body
    filters = body.get("filters", {})
    years = filters.get("years", [])
    if len(years) == 1:
        raise Refusal("bad_shape", why="the first year and the last")
    names = ("types", "topics", "regions", "countries")
    question = {
        "text": body["text"],
        "shelves": body.get("shelves", []),
        "languages": body.get("languages", []),
        **{name: filters.get(name, []) for name in names},
        "years": years,
        "since": body.get("since"),
        "offset": body.get("offset", 0),
        "limit": body.get("limit", LIMIT),
    }
    searcher: Searcher = call.house.parts["search"]
    admitted = admitted_to(directory, call.caller.standing, now)
    return answer_json(await searcher.search(call.caller.key, question, admitted))


def verbs() -> tuple[Verb, ...]:
    return (
        Verb(
            "POST",
            "/search",
            search,
            "Search the full text of what stands on the shelves.",
            Who.MEMBER,
            takes=Body.JSON,
            shape=ASKED,
        ),
    )
