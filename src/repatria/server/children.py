"""A process of ours beside the server, asked one thing at a time; who may wait for it, and who is next."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from subprocess import PIPE, Popen
from weakref import WeakValueDictionary

from repatria.server.messages import Message, read_message, write_message
from repatria.server.refusals import Refusal

# What a child needs of the server's environment: nothing that could be a secret.
INHERITED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG")


def environment() -> dict[str, str]:
    """For a child: it gets neither the database's password nor the store's keys."""
    return {name: os.environ[name] for name in INHERITED if name in os.environ}


class ChildFailedError(Exception):
    """The child could not do what it was asked; the class of its error, and nothing else, is the message."""


class Child:
    """Started when it is needed. One that failed is ended and the next question starts another, so it may
    hold nothing that is not kept elsewhere."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        process = self._process
        return process is not None and process.poll() is None

    def start(self) -> bool:
        """Whether this is a new one, which knows of nothing yet. Blocking, as `ask` and `stop`."""
        if self.alive:
            return False
        self.stop()
        self._process = Popen(self._command, stdin=PIPE, stdout=PIPE, env=environment())
        return True

    def ask(self, message: Message, octets: tuple[bytes, ...] = ()) -> Message:
        """Raises EOFError or OSError when it has ended, ChildFailedError when it says that it failed."""
        if (process := self._process) is None:
            raise EOFError
        assert process.stdin is not None
        write_message(process.stdin, message, octets)
        return self.hear()

    def hear(self) -> Message:
        """What it says next, or first without being asked. Raises as `ask`."""
        if (process := self._process) is None:
            raise EOFError
        assert process.stdout is not None
        answer = read_message(process.stdout)
        if "failed" in answer:
            raise ChildFailedError(answer["failed"])
        return answer

    def stop(self) -> None:
        """End it, whatever it does. From any thread: one that waits for its answer meets its end."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with contextlib.suppress(OSError):  # what was still to be written to it
            process.communicate()


def class_of(error: Exception) -> str:
    """What may be logged of a child's failure: never a message, which may hold what was asked."""
    return str(error) if isinstance(error, ChildFailedError) else type(error).__name__


class Places:
    """Of one key, so that nobody takes the others' turn."""

    def __init__(self, most: int, retry_seconds: int) -> None:
        self._most = most
        self._retry_seconds = retry_seconds
        self._taken: Counter[str] = Counter()

    @contextlib.contextmanager
    def of(self, key: str) -> Iterator[None]:
        """Raises Refusal (`too_many`)."""
        if self._taken[key] >= self._most:
            raise Refusal("too_many", retry_after=self._retry_seconds)
        self._taken[key] += 1
        try:
            yield
        finally:
            self._taken[key] -= 1
            if not self._taken[key]:
                del self._taken[key]


class Line:
    """One turn at a time. Of one key only the first stands in line, the next behind it: whoever asks much
    waits for themselves, and everybody for one of each other key at most."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._own: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @contextlib.asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        own = self._own.setdefault(key, asyncio.Lock())
        async with own, self._turn:
            yield
