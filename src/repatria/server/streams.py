"""Server-sent events: "your cursor moved", "the register grew". Never what moved.

An idle stream is one coroutine that waits for the other side to hang up, so it costs a few kB. The
writer's thread wakes the hub once per group; the hub sends from the loop, to a few streams at each of its
turns: ten thousand at once would keep every other request waiting. What is said again before its turn
came is said once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from repatria.server.answers import Receive, Send
from repatria.server.refusals import Refusal

BEAT_SECONDS = 25
EVERYBODY = "*"
BEAT, END = "beat", "end"
AT_A_TURN = 16  # streams, each a system call


class EventStream:
    __slots__ = ("_busy", "_ending", "_pending", "_send", "key", "members", "session")

    _send: Send

    def __init__(self, key: str, session: str, members: tuple[str, ...]) -> None:
        self.key = key
        self.session = session
        self.members = members
        self._ending = False
        self._pending: dict[str, int] = {}
        self._busy = True  # until its answer began

    async def begin(self, send: Send, cursor: int) -> None:
        """Begin the answer; the first word is the cursor, the newer where one came meanwhile."""
        self._send = send
        await self._send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        self._pending = {"cursor": max(cursor, self._pending.pop("cursor", 0)), **self._pending}
        await self._drain()

    def put(self, event: str, number: int, tasks: set[asyncio.Task[None]]) -> None:
        """Remember the newest number of this event; one sender at a time drains them."""
        self._pending[event] = max(number, self._pending.get(event, 0))
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
        # (member, event) to the number that is to be said; the first one's streams are in `_round`.
        self._waiting: dict[tuple[str, str], int] = {}
        self._round: list[EventStream] = []
        self._word = ("", 0)
        self._going = False
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
            self._say(member, "cursor", cursor)
        if size is not None:
            if self.on_register is not None:
                self.on_register()
            self._say(EVERYBODY, "register", size)

    def _say(self, member: str, event: str, number: int) -> None:
        """In this order; of one event only the newest number that came before its turn."""
        if member != EVERYBODY and member not in self._streams:
            return
        self._waiting[member, event] = number
        if not self._going:
            self._going = True
            self._go()

    def _go(self) -> None:
        """One turn: what else the loop has to do comes between two of these."""
        left = AT_A_TURN
        while left and self._has_next():
            self._round.pop().put(*self._word, self._tasks)
            left -= 1
        self._going = left == 0
        if self._going:
            asyncio.get_running_loop().call_soon(self._go)

    def _has_next(self) -> bool:
        while not self._round and self._waiting:
            member, event = next(iter(self._waiting))
            self._word = (event, self._waiting.pop((member, event)))
            self._round = self.all() if member == EVERYBODY else list(self._streams.get(member, ()))
        return bool(self._round)

    def all(self) -> list[EventStream]:
        return [stream for streams in self._by_key.values() for stream in streams]

    def beat(self) -> None:
        self._say(EVERYBODY, BEAT, 0)

    def end_sessions(self, lost: Callable[[EventStream], bool]) -> None:
        for stream in self.all():
            if lost(stream):
                stream.put(END, 0, self._tasks)

    def add(self, stream: EventStream) -> None:
        """From now on it is told; what comes before it began is said then.

        Raises Refusal (`too_many`) when this key has all its streams open.
        """
        if len(self._by_key.get(stream.key, ())) >= self._most:
            raise Refusal("too_many", retry_after=BEAT_SECONDS)
        self._by_key.setdefault(stream.key, set()).add(stream)
        for member in stream.members:
            self._streams.setdefault(member, set()).add(stream)

    def remove(self, stream: EventStream) -> None:
        for table, names in ((self._by_key, (stream.key,)), (self._streams, stream.members)):
            for name in names:
                table[name].discard(stream)
                if not table[name]:
                    del table[name]

    async def serve(self, stream: EventStream, receive: Receive, send: Send, cursor: int) -> None:
        """Run one added stream until its reader hangs up or its session ends. `cursor` is said first."""
        try:
            await stream.begin(send, cursor)
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self.remove(stream)

    def stop(self) -> None:
        self.end_sessions(lambda _: True)


_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
