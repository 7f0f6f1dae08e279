"""Signatures verified in a process of their own, because one verification holds the interpreter for 0.1 ms.

What comes back is advice for the good case only: an envelope whose signature held is marked so, and the
fold does not verify it again. Everything else (a bad signature, a process that is not there) is left to
the fold, which verifies it itself and says what is wrong.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
import time
from collections import deque
from typing import cast

from repatria.protocol.envelope import Envelope, mark_verified_elsewhere
from repatria.server import log

AGAIN_SECONDS = 10.0
END_SECONDS = 5.0
SENT_TOGETHER = 4


class Signatures(asyncio.Protocol):
    """Started with the first signature. Used on the loop only, but for `stop`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._transport: asyncio.Transport | None = None
        self._waiting: deque[asyncio.Future[bool]] = deque()
        self._unsent: list[bytes] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._started = float("-inf")
        self._stopping = False

    async def verify(self, envelope: Envelope, keyid: str, public: bytes) -> None:
        """Mark the envelope where its only signature is by `keyid` and holds."""
        if len(envelope.signatures) != 1 or envelope.signatures[0].keyid != keyid:
            return
        if self._transport is None:
            await self._start()
        if self._transport is None:
            return
        message = b"".join((public, envelope.signatures[0].sig, envelope.pae))
        holds: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(holds)
        self._queue(len(message).to_bytes(4, "big") + message)
        if await holds:
            mark_verified_elsewhere(envelope, keyid, public)

    def _queue(self, request: bytes) -> None:
        """A few go out in one write, as waking a process is dear; but it need not wait for the last of many
        that came in during one turn of the loop.
        """
        if not self._unsent:
            asyncio.get_running_loop().call_soon(self._send)
        self._unsent.append(request)
        if len(self._unsent) == SENT_TOGETHER:
            self._send()

    def _send(self) -> None:
        requests, self._unsent = self._unsent, []
        if self._transport is not None and requests:
            self._transport.write(b"".join(requests))

    async def _start(self) -> None:
        """At most once in a while, so that a process that cannot live does not eat the machine."""
        if self._stopping or time.monotonic() - self._started < AGAIN_SECONDS:
            return
        self._started = time.monotonic()
        self._loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = _spawn(theirs.fileno())
            except OSError as error:
                ours.close()
                log.failure(error)
                return
        await self._loop.create_connection(lambda: self, sock=ours)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    def data_received(self, data: bytes) -> None:
        for octet in data:
            holds = self._waiting.popleft()
            if not holds.done():
                holds.set_result(octet == 1)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport, self._unsent = None, []
        while self._waiting:
            holds = self._waiting.popleft()
            if not holds.done():
                holds.set_result(False)
        if self._process is not None:
            self._process.poll()

    def stop(self) -> None:
        """From a thread, while the loop still runs."""
        self._stopping = True
        transport, process = self._transport, self._process
        if transport is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(transport.close)
        if process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(END_SECONDS)
                return
            process.kill()
            process.wait()


def _spawn(descriptor: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "repatria.server.signature_process"]
    return subprocess.Popen(command, stdin=descriptor, stdout=descriptor)
