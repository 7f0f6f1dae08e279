"""Run the server: uvicorn on uvloop and httptools, one process, stopped gracefully."""

from __future__ import annotations

import gc
import socket
import sys

import uvicorn

from repatria.server import log
from repatria.server.app import create_app
from repatria.server.connection import Connection
from repatria.server.installation import Installation
from repatria.server.settings import Settings

GRACE_SECONDS = 10
KEEP_ALIVE_SECONDS = 75
BACKLOG = 4096
SWITCH_SECONDS = 0.001


class Server(uvicorn.Server):
    """Ends the event streams first: they would hold every stop for the whole grace."""

    def __init__(self, config: uvicorn.Config, house: Installation) -> None:
        super().__init__(config)
        self._house = house

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._house.hub.stop()
        await super().shutdown(sockets)


def make_server(settings: Settings, house: Installation | None = None) -> Server:
    """h11 is not used: it accepts requests with both Content-Length and Transfer-Encoding."""
    house = house or Installation(settings)
    config = uvicorn.Config(
        create_app(settings, house),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=BACKLOG,
    )
    return Server(config, house)


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises BadSettingError as `Installation.load`.

    Checking, writing and serving share one interpreter: shorter turns keep the slowest answers quick.
    """
    log.set_up()
    sys.setswitchinterval(SWITCH_SECONDS)
    house = Installation(settings)
    house.load()
    server = make_server(settings, house)
    gc.collect()
    gc.freeze()  # what is loaded by now stays: a collection that walks it all holds everybody up
    server.run()
