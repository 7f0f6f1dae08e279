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
        server, to_server = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            await asyncio.gather(self._up(browser, to_server), self._down(server, to_browser))
        except OSError:
            pass  # either side may leave at any time
        finally:
            for writer in (to_server, to_browser):
                writer.close()

    async def _up(self, browser: asyncio.StreamReader, to_server: asyncio.StreamWriter) -> None:
        while octets := await browser.read(CHUNK):
            self._asked = True
            to_server.write(octets)
            await to_server.drain()
        to_server.write_eof()

    async def _down(self, server: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        while octets := await server.read(CHUNK):
            if self._asked:
                self._asked = False
                await asyncio.sleep(self._chance.uniform(0, LONGEST_SECONDS))
            to_browser.write(octets)
            await to_browser.drain()
        to_browser.close()


@contextlib.contextmanager
def slow_line(url: str, seed: int) -> Iterator[str]:
    """The address under which `url` is reached over such a line."""
    port = urlsplit(url).port
    assert port is not None
    # In a thread of its own: the browser's driver has a loop in this one.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listening = asyncio.run_coroutine_threadsafe(_listen(port, random.Random(seed)), loop).result()
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(_hang_up(listening), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _listen(port: int, chance: random.Random) -> asyncio.Server:
    async def carry(browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        await _Line(port, chance).carry(browser, to_browser)

    return await asyncio.start_server(carry, "127.0.0.1", 0)


async def _hang_up(listening: asyncio.Server) -> None:
    listening.close()
    carrying = asyncio.all_tasks() - {asyncio.current_task()}
    for task in carrying:
        task.cancel()
    await asyncio.gather(*carrying, return_exceptions=True)
