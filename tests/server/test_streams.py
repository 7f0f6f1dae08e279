"""The hub: everybody is told the newest word, in order, and nobody else waits for ten thousand streams."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import pytest

from repatria.server.refusals import Refusal
from repatria.server.streams import AT_A_TURN, EVERYBODY, EventStream, Hub
from tests.patience import PATIENCE_SECONDS

MANY = 40 * AT_A_TURN
_CURSOR = re.compile(rb"event: cursor\ndata: (\d+)\n\n")


class Reader:
    """The far end of one stream: what it was sent, and the moment it hangs up."""

    def __init__(self, hub: Hub, key: str, *members: str) -> None:
        self.sent: list[bytes] = []
        self._hub = hub
        self._gone = asyncio.Event()
        self.stream = EventStream(key, key, members)
        hub.add(self.stream)

    async def run(self, cursor: int) -> None:
        await self._hub.serve(self.stream, self._receive, self._send, cursor)

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.body":
            self.sent.append(message["body"])

    async def _receive(self) -> Any:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    def hang_up(self) -> None:
        self._gone.set()

    @property
    def cursors(self) -> list[int]:
        return [int(number) for number in _CURSOR.findall(b"".join(self.sent))]


def hang_up(readers: list[Reader]) -> None:
    for reader in readers:
        reader.hang_up()


async def until(done: Callable[[], bool]) -> None:
    """Let the loop turn until it is so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < deadline
        await asyncio.sleep(0)


def in_a_hub(act: Callable[[Hub, asyncio.TaskGroup], Awaitable[None]], most: int = MANY) -> None:
    async def run() -> None:
        hub = Hub(most)
        hub.start()
        async with asyncio.TaskGroup() as group:
            await act(hub, group)

    asyncio.run(run())


async def readers_of(hub: Hub, group: asyncio.TaskGroup, count: int, member: str) -> list[Reader]:
    readers = [Reader(hub, member, member) for _ in range(count)]
    for reader in readers:
        group.create_task(reader.run(1))
    await until(lambda: all(reader.cursors == [1] for reader in readers))
    return readers


def test_everybody_is_told_a_few_at_a_turn() -> None:
    async def act(hub: Hub, group: asyncio.TaskGroup) -> None:
        readers = await readers_of(hub, group, MANY, "office:a")
        others = await readers_of(hub, group, 3, "office:b")
        told: list[int] = []

        def count_at_each_turn() -> None:
            told.append(sum(len(reader.cursors) - 1 for reader in readers))
            if told[-1] < MANY:
                asyncio.get_running_loop().call_soon(count_at_each_turn)

        hub.wake({"office:a": 7})
        count_at_each_turn()
        await until(lambda: told[-1] == MANY)
        assert max(after - before for before, after in pairwise(told)) <= AT_A_TURN
        assert all(reader.cursors == [1, 7] for reader in readers)
        assert all(reader.cursors == [1] for reader in others)
        hang_up(readers + others)

    in_a_hub(act)


def test_words_that_come_quicker_than_turns_are_said_once() -> None:
    async def act(hub: Hub, group: asyncio.TaskGroup) -> None:
        readers = await readers_of(hub, group, MANY, "office:a")
        for cursor in range(2, 1000):
            hub.wake({"office:a": cursor})
        hub.wake({}, size=5)
        await until(lambda: all(b"event: register" in reader.sent[-1] for reader in readers))
        assert all(reader.cursors[-1] == 999 for reader in readers)
        assert all(reader.cursors == sorted(set(reader.cursors)) for reader in readers)
        assert max(len(reader.cursors) for reader in readers) <= 3
        hang_up(readers)

    in_a_hub(act)


def test_a_word_between_reading_the_cursor_and_beginning_is_not_lost() -> None:
    async def act(hub: Hub, group: asyncio.TaskGroup) -> None:
        reader = Reader(hub, "key", "office:a")
        hub.wake({"office:a": 9, EVERYBODY: 3}, size=4)
        await asyncio.sleep(0)
        assert reader.sent == []
        group.create_task(reader.run(8))
        await until(lambda: bool(reader.sent))
        assert reader.cursors == [9]
        assert reader.sent[0].startswith(b"event: cursor")
        assert b"event: register\ndata: 4\n" in reader.sent[0]
        hang_up([reader])

    in_a_hub(act)


def test_whoever_hung_up_is_forgotten_and_makes_room() -> None:
    async def act(hub: Hub, group: asyncio.TaskGroup) -> None:
        first = Reader(hub, "key", "office:a")
        task = group.create_task(first.run(1))
        with pytest.raises(Refusal, match="too_many"):
            Reader(hub, "key", "office:a")
        hang_up([first])
        await until(task.done)
        assert hub.all() == []
        hub.wake({"office:a": 2})
        again = Reader(hub, "key", "office:a")
        group.create_task(again.run(2))
        await until(lambda: again.cursors == [2])
        hang_up([again])

    in_a_hub(act, most=1)
