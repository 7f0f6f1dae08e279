"""The server's end of looking into files: one at a time, each in a process that is never trusted."""

from __future__ import annotations

import asyncio
import re
import sys
from contextlib import suppress
from subprocess import DEVNULL, PIPE, Popen
from typing import IO

from repatria.server.children import Line, Places, environment
from repatria.server.database.engine import Database
from repatria.server.messages import read_message, read_octets
from repatria.server.refusals import Refusal

COMMAND = (sys.executable, "-P", "-m", "repatria.server.files.child")
LOOKING_SECONDS = 120
WAITING_OF_ONE = 4  # files of one key that wait for their turn
RETRY_SECONDS = 10
MOST_PAGES = 5000
PAGE_OCTETS = 2**20  # of one page's text; compressed it is not more
TEXT_OCTETS = 64 * 2**20  # of all pages, compressed
WORD_OCTETS = 4096
REFUSALS = frozenset({"wrong_type", "encrypted_file", "has_macros", "unreadable_file"})


class Examiner:
    def __init__(self, database: Database) -> None:
        self._database = database
        self.line = Line()
        self.places = Places(WAITING_OF_ONE, RETRY_SECONDS)
        self._process: Popen[bytes] | None = None

    async def look(self, file: IO[bytes], media_type: str) -> list[bytes]:
        """The texts of its pages, compressed; to be called in a turn of `line`. Raises Refusal: REFUSALS."""
        try:
            async with asyncio.timeout(LOOKING_SECONDS):
                return await self._database.in_thread(self._look, file, media_type)
        except TimeoutError:
            raise Refusal("unreadable_file", why="time") from None
        finally:
            self.stop()

    def stop(self) -> None:
        """End the child, whatever it does: who waits for its answer meets its end."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _look(self, file: IO[bytes], media_type: str) -> list[bytes]:
        process = Popen(
            [*COMMAND, media_type], stdin=file, stdout=PIPE, stderr=DEVNULL, env=environment(), cwd="/"
        )
        self._process = process
        assert process.stdout is not None
        with process.stdout as said, suppress(EOFError, ValueError, KeyError, TypeError, OSError):
            return _pages(said)
        raise Refusal("unreadable_file", why="the reader ended")


def _pages(said: IO[bytes]) -> list[bytes]:
    """What the child said. Raises Refusal, and what else `_look` takes for its end."""
    word = read_message(said, WORD_OCTETS)
    if "refused" in word:
        raise _refusal(word["refused"], word.get("found"))
    if not 0 <= word["pages"] <= MOST_PAGES:
        raise ValueError
    pages, left = [], TEXT_OCTETS
    for _ in range(word["pages"]):
        pages.append(read_octets(said, min(PAGE_OCTETS, left)))
        left -= len(pages[-1])
    return pages


def _refusal(code: object, found: object) -> Refusal:
    if code not in REFUSALS:
        raise ValueError
    known = isinstance(found, str) and re.fullmatch(r"[a-z0-9][a-z0-9.+/-]{0,99}", found)
    return Refusal(str(code), **({"found": found} if known else {}))
