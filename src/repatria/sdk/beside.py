"""Hashing beside other work: SHA-256 of a file costs five times what sealing it does.

hashlib and the AEAD let other threads run while they work on large pieces, so a hash with a thread of its
own is done about when the cipher is. Memory stays constant: when a few pieces wait, so does the giver.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from repatria.protocol.sealing import Hash

PIECES_AHEAD = 4


class HashBeside:
    """A hash that takes its pieces in a thread of its own, in order. The pieces must not change.

    The thread ends with the `with` block. `hexdigest` waits for all pieces.
    """

    def __init__(self, hash_: Hash) -> None:
        self._hash = hash_
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(cancel_futures=True)

    def update(self, data: bytes) -> None:
        self._waiting.append(self._thread.submit(self._hash.update, data))
        self._wait_for_all_but(PIECES_AHEAD)

    def hexdigest(self) -> str:
        self._wait_for_all_but(0)
        return self._hash.hexdigest()

    def _wait_for_all_but(self, most: int) -> None:
        while len(self._waiting) > most:
            self._waiting.popleft().result()
