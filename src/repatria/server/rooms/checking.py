"""Threads that check entries before the writer sees them, so that the writer only does SQL."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from queue import SimpleQueue
from typing import Any

from repatria.server.database.writer import Writer
from repatria.server.rooms.append import Checker, Receipt
from repatria.server.sessions import Session

THREADS = 2
Submission = tuple[Session, Sequence[bytes], str | None, "asyncio.Future[Receipt]"]


class CheckingThreads:
    """Take frames from the loop, hand what holds to the writer, answer the rest at once."""

    def __init__(self, checker: Checker, writer: Writer) -> None:
        self.checker = checker
        self._writer = writer
        self._queue: SimpleQueue[Submission | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._run, name=f"checker-{at}", daemon=True) for at in range(THREADS)
        ]
        for thread in self._threads:
            thread.start()

    async def append(self, session: Session, frames: Sequence[bytes], room_hash: str | None) -> Receipt:
        """Returns once the entries are durable. Raises Refusal or ProtocolError."""
        future: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._queue.put((session, frames, room_hash, future))
        return await future

    def stop(self) -> None:
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (submission := self._queue.get()) is not None:
            session, frames, room_hash, future = submission
            try:
                checked = self.checker.check(session, frames, room_hash)
                if isinstance(checked, Receipt):
                    _settle(future, checked, None)
                else:
                    self._writer.submit(checked, future)
            except Exception as error:  # noqa: BLE001 - it belongs to the request, not the thread
                _settle(future, None, error)


def _settle(future: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
    loop = future.get_loop()
    if not loop.is_closed():
        loop.call_soon_threadsafe(_set, future, result, error)


def _set(future: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)
