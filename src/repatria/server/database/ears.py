"""What other server processes tell through PostgreSQL's NOTIFY, heard in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import psycopg

from repatria.server import log
from repatria.server.database.postgres import connect

CHANNEL = "repatria"
LOOK_UP_SECONDS = 0.5
AGAIN_SECONDS = 1.0


class Ears:
    def __init__(self, url: str, heard: Callable[[str], None]) -> None:
        self._url = url
        self._heard = heard
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="ears", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._listen()
            except psycopg.Error as error:
                log.failure(error)
                time.sleep(AGAIN_SECONDS)

    def _listen(self) -> None:
        """An empty text first: whatever was said while nobody listened has to be looked up."""
        with connect(self._url) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._heard("")
            while not self._stopping:
                for notify in connection.notifies(timeout=LOOK_UP_SECONDS):
                    self._heard(notify.payload)
