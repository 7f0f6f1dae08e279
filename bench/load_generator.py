"""The figure about the bench itself: the load generator must not be what the others measure.

"Ours" is its rate against a server that only counts bytes, the peer is bare uvicorn: the fastest server
any other figure loads.
"""

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import uvloop

from bench.disk import disk_folder
from bench.figure import Figure, Round, at_least, register
from bench.http_load import request
from bench.peers.bare_http import BODY_BYTES, bare_uvicorn, posts_to
from bench.processes import answers_http, free_port, running

POST_BYTES = len(request("POST", "/", bytes(BODY_BYTES)))
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class CountingServer(asyncio.Protocol):
    """Answers each time a whole post has come in, by its length alone; a GET at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance
        self._bytes = 0

    def data_received(self, data: bytes) -> None:
        self._bytes += len(data)
        if data.startswith(b"GET "):
            self._transport.write(ANSWER)
            self._transport.close()
        elif self._bytes >= POST_BYTES:
            self._bytes -= POST_BYTES
            self._transport.write(ANSWER)


async def serve(port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(CountingServer, "127.0.0.1", port)
    await server.serve_forever()


@contextlib.contextmanager
def against_counting_server() -> Iterator[Round]:
    """Posts per second."""
    port = free_port()
    command = [sys.executable, "-m", "bench.load_generator", str(port)]
    with (
        disk_folder() as folder,
        running(
            command,
            log=folder / "log",
            ready=answers_http(port, "/"),
            cwd=Path(__file__).parent.parent,
        ),
        posts_to(port) as take,
    ):
        yield take


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
else:
    register(Figure("load-generator", "posts/s", at_least(1.5), against_counting_server, bare_uvicorn))
