"""Server-sent events: "your cursor moved", "the register grew". Never what moved.

An idle stream is one coroutine that waits for the other side to hang up, so it costs a few kB. The
writer's thread wakes the hub once per group; the hub sends from the loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from repatria.server.answers import Receive, Send
from repatria.server.refusals import Refusal

BEAT_SECONDS = 25
EVERYBODY = "*"
BEAT, END = "beat", "end"


class EventStream:
    __slots__ = ("_busy", "_ending", "_pending", "_send", "key", "members", "session")

    def __init__(self, key: str, session: str, members: tuple[str, ...], send: Send) -> None:
        self.key = key
        self.session = session
        self.members = members
        self._send = send
        self._ending = False
        self._pending: dict[str, int] = {}
        self._busy = False

    def put(self, event: str, number: int, tasks: set[asyncio.Task[None]]) -> None:
        """Remember the newest number of this event; one sender at a time drains them."""
        self._pending[event] = number
        if event == END:
            self._ending = True
        if not self._busy:
            self._busy = True
            task = asyncio.get_running_loop().create_task(self._drain())
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    async def _drain(self) -> None:
        """After the last piece the server reports the stream as gone, which ends its coroutine."""
        try:
            while self._pending:
                pending, self._pending = self._pending, {}
                text = "".join(_line(event, number) for event, number in pending.items())
                body = {"type": "http.response.body", "body": text.encode()}
                await self._send(body | {"more_body": not self._ending})
        finally:
            self._busy = False


def _line(event: str, number: int) -> str:
    if event == BEAT:
        return ": beat\n\n"
    return f"event: {event}\ndata: {number}\n\n"


class Hub:
    """All open streams of this process. Used on the loop only, but for `moved`."""

    def __init__(self, streams_per_key: int) -> None:
        self._streams: dict[str, set[EventStream]] = {}
        self._by_key: dict[str, set[EventStream]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._most = streams_per_key
        self.on_register: Callable[[], None] | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()

    def moved(self, cursors: Mapping[str, int], size: int | None) -> None:
        """From the writer's thread, after a commit."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.wake, dict(cursors), size)

    def wake(self, cursors: Mapping[str, int], size: int | None = None) -> None:
        for member, cursor in cursors.items():
            for stream in self._streams.get(member, ()) if member != EVERYBODY else self.all():
                stream.put("cursor", cursor, self._tasks)
        if size is not None:
            if self.on_register is not None:
                self.on_register()
            for stream in self.all():
                stream.put("register", size, self._tasks)

    def all(self) -> list[EventStream]:
        return [stream for streams in self._by_key.values() for stream in streams]

    def beat(self) -> None:
        for stream in self.all():
            stream.put(BEAT, 0, self._tasks)

    def end_sessions(self, lost: Callable[[EventStream], bool]) -> None:
        for stream in self.all():
            if lost(stream):
                stream.put(END, 0, self._tasks)

    def demand_room(self, key: str) -> None:
        """Raises Refusal (`too_many`) when this key has all its streams open."""
        if len(self._by_key.get(key, ())) >= self._most:
            raise Refusal("too_many", retry_after=BEAT_SECONDS)

    def _add(self, stream: EventStream) -> None:
        self._by_key.setdefault(stream.key, set()).add(stream)
        for member in stream.members:
            self._streams.setdefault(member, set()).add(stream)

    def _remove(self, stream: EventStream) -> None:
        for table, names in ((self._by_key, (stream.key,)), (self._streams, stream.members)):
            for name in names:
                table[name].discard(stream)
                if not table[name]:
                    del table[name]

    async def serve(self, stream: EventStream, receive: Receive, send: Send, cursor: int) -> None:
        """Run one stream until its reader hangs up or its session ends. `cursor` is said first."""
        self._add(stream)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            first = f"event: cursor\ndata: {cursor}\n\n".encode()
            await send({"type": "http.response.body", "body": first, "more_body": True})
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self._remove(stream)

    def stop(self) -> None:
        self.end_sessions(lambda _: True)


_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
