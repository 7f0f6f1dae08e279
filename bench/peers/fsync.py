"""How many single appends of 8 kB, each followed by its own fsync, the disk under us takes."""

import contextlib
import os
import time
from collections.abc import Iterator

from bench.disk import disk_folder
from bench.figure import Peer, Round, register_peer

APPENDS = 400
ENTRY_BYTES = 8192


@contextlib.contextmanager
def single_fsyncs() -> Iterator[Round]:
    """Appends per second, one after the other; the inverse of what one durable write takes."""
    with disk_folder() as folder:
        file = os.open(folder / "appended", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        entry = os.urandom(ENTRY_BYTES)

        def take() -> float:
            began = time.perf_counter()
            for _ in range(APPENDS):
                os.write(file, entry)
                os.fsync(file)
            return APPENDS / (time.perf_counter() - began)

        try:
            yield take
        finally:
            os.close(file)


register_peer(Peer("fsync", "appends/s", single_fsyncs))
