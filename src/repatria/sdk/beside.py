"""Hashing beside other work: SHA-256 of a file costs five times what sealing it does.

hashlib and the AEAD let other threads run while they work on large pieces, so a hash with a thread of its
own is done about when the cipher is. Memory stays constant: when a few pieces wait, so does the giver.
"""

from __future__ import annotations

from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Self

from repatria.protocol.sealing import Hash

PIECES_AHEAD = 4


class HashBeside:
    """A hash that takes its pieces in a thread of its own, in order. The pieces must not change.

    The thread ends with the `with` block. `hexdigest` waits for all pieces; the hash takes no more after it.
    """

    def __init__(self, hash_: Hash) -> None:
        self._hash = hash_
        self._waiting: Queue[bytes | None] = Queue(PIECES_AHEAD)
        self._failure: BaseException | None = None
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def update(self, data: bytes) -> None:
        self._waiting.put(data)

    def hexdigest(self) -> str:
        self._end()
        if self._failure is not None:
            raise self._failure
        return self._hash.hexdigest()

    def _end(self) -> None:
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (piece := self._waiting.get()) is not None:
            try:
                self._hash.update(piece)
            except BaseException as failure:  # noqa: BLE001 - raised where the hash is asked for
                self._failure = failure
