"""The server's end of the screening process: what it lists is always what the register says is valid now."""

from __future__ import annotations

import asyncio
import logging
import sys
from functools import partial
from typing import Any

from repatria.notices.subjects import subjects_of
from repatria.protocol.directory import Directory
from repatria.protocol.notice_states import VALID
from repatria.protocol.notices import decode_record
from repatria.screening.forms import form_of
from repatria.server import kept, log
from repatria.server.children import Child, ChildFailedError, Line, Places, class_of
from repatria.server.database.transaction import Transaction
from repatria.server.installation import Installation
from repatria.server.messages import Message
from repatria.server.refusals import Refusal

ANSWER_SECONDS = 60
LIST_AT_ONCE = 500
WAITING_OF_ONE = 2  # questions of one key, asked and not yet answered
RETRY_SECONDS = 5
COMMAND = (sys.executable, "-m", "repatria.server.screening.child")

Listed = dict[str, list[dict[str, Any]]]


class Worker:
    """One child process, started by the first query; asked one thing at a time."""

    def __init__(self, house: Installation) -> None:
        self._house = house
        self._child = Child(COMMAND)
        self._known: set[str] = set()
        self._listed = 0
        self._line = Line()
        self._places = Places(WAITING_OF_ONE, RETRY_SECONDS)

    async def screen(
        self, key: str, queries: list[dict[str, Any]], limit: int, threshold: int | None
    ) -> dict[str, Any]:
        """Raises Refusal: `unavailable` when the child does not answer, `too_many` when this key has asked so
        much that others would wait for it."""
        with self._places.of(key):
            async with self._line.turn(key):
                return await self._screen(queries, limit, threshold)

    async def _screen(
        self, queries: list[dict[str, Any]], limit: int, threshold: int | None
    ) -> dict[str, Any]:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._house.database.in_thread(self._start)
                position = await self._follow_register()
                answer = await self._ask({"screen": queries, "limit": limit, "threshold": threshold})
        except (TimeoutError, OSError, EOFError, ChildFailedError) as error:
            self.stop()
            log.write(logging.ERROR, event="screening_failed", failure=class_of(error))
            raise Refusal("unavailable") from error
        except asyncio.CancelledError:
            self.stop()  # its answer would be taken for the next one's
            raise
        return {"position": position, "listed": self._listed, **answer}

    def _start(self) -> None:
        """A new child knows of nothing yet: the next look at the register tells it everything."""
        if self._child.start():
            self._known, self._listed = set(), 0

    def stop(self) -> None:
        self._child.stop()

    async def _follow_register(self) -> int:
        """Tell the child what became valid and what ended since it was asked last."""
        directory, now = self._house.register.directory, self._house.now()
        valid = valid_notices(directory, now)
        gone, new = self._known - valid, sorted(valid - self._known)
        for start in range(0, max(1, len(new)), LIST_AT_ONCE):
            batch = new[start : start + LIST_AT_ONCE]
            if not batch and not gone:
                break
            listed = await self._house.database.read(partial(_subjects, directory=directory, hashes=batch))
            answer = await self._ask({"list": listed, "drop": sorted(gone)})
            self._known = (self._known - gone) | set(batch)
            self._listed, gone = answer["listed"], set()
        return directory.size

    async def _ask(self, message: Message) -> Message:
        return await self._house.database.in_thread(self._child.ask, message)


def valid_notices(directory: Directory, now: int) -> set[str]:
    """Hashes of the notices for all members that are valid now."""
    notices = directory.notices.values()
    return {one.hash for one in notices if one.variant == "notice" and one.state_at(now) == VALID}


def _subjects(tx: Transaction, directory: Directory, hashes: list[str]) -> Listed:
    """Whom each record names. One that is not here yet is listed without anybody: the sweep took it, as it
    ended in this very moment."""
    found: Listed = {}
    for hash_ in hashes:
        notice = directory.notices[hash_]
        data = kept.octets(tx, notice.record)
        record = None if data is None else decode_record(data, notice.record)
        found[hash_] = [] if record is None else [form_of(one) for one in subjects_of(record, hash_)]
    return found
