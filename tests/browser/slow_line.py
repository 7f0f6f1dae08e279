"""A line on which every answer takes its own time, so that a client's calls end in unusual order.

Between browsers and a server, for `make test-browser-slow`: what a test or the client takes for granted
about order shows here.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

CHUNK = 1 << 16
LONGEST_SECONDS = 1.0


class _Line:
    """One connection of a browser. What follows a request waits first; the rest of that answer does not."""

    def __init__(self, port: int, chance: random.Random) -> None:
        self._port = port
        self._chance = chance
        self._asked = False

    async def carry(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        """Until either side leaves, which it may at any time."""
        server, to_server = await asyncio.open_connection("127.0.0.1", self._port)
        ways = [
            asyncio.create_task(self._up(browser, to_server)),
            asyncio.create_task(self._down(server, to_browser)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for writer in (to_server, to_browser):
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()

    async def _up(self, browser: asyncio.StreamReader, to_server: asyncio.StreamWriter) -> None:
        while octets := await browser.read(CHUNK):
            self._asked = True
            to_server.write(octets)
            await to_server.drain()

    async def _down(self, server: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        while octets := await server.read(CHUNK):
            if self._asked:
                self._asked = False
                await asyncio.sleep(self._chance.uniform(0, LONGEST_SECONDS))
            to_browser.write(octets)
            await to_browser.drain()


class _Exchange:
    """Listens for browsers, and keeps hold of what it carries: a loop forgets a task that nobody holds."""

    def __init__(self, port: int, seed: int) -> None:
        self._port = port
        self._chance = random.Random(seed)
        self._carrying: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Server | None = None

    async def open(self) -> int:
        """The port on which it listens."""
        self._listening = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        port: int = self._listening.sockets[0].getsockname()[1]
        return port

    def _carry(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(
            _Line(self._port, self._chance).carry(browser, to_browser)
        )
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    async def close(self) -> None:
        if self._listening is not None:
            self._listening.close()
        carrying = tuple(self._carrying)
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)


@contextlib.contextmanager
def slow_line(url: str, seed: int) -> Iterator[str]:
    """The address under which `url` is reached over such a line."""
    port = urlsplit(url).port
    assert port is not None
    exchange = _Exchange(port, seed)
    # In a thread of its own: the browser's driver has a loop in this one.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{asyncio.run_coroutine_threadsafe(exchange.open(), loop).result()}"
    finally:
        asyncio.run_coroutine_threadsafe(exchange.close(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
