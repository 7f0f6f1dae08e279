"""A witness: recompute the whole register on another machine, and only then cosign its checkpoint.

Owns the promise of checkpoint.md: every leaf is fetched and folded, never two roots for one size, never a
smaller size. What was signed is on this disk before the signature leaves the machine.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

from repatria.protocol import checkpoint
from repatria.protocol.keys import SigningKey, hkdf
from repatria.sdk.connection import Connection, Upload
from repatria.sdk.errors import Blocked, Unreachable
from repatria.sdk.register import Register, clock
from repatria.sdk.store import SealedStore

SIGNED = "signed"
RENEW_SECONDS = 12 * 3600  # readers want a signature of the last three days, also in quiet times


class Witness:
    """One witness key and what it has signed so far, in a folder of its own."""

    def __init__(
        self,
        connection: Connection,
        folder: Path,
        *,
        name: str,
        seed: bytes,
        net: str,
        now: Callable[[], int] = clock,
    ) -> None:
        self.name = name
        self.public = SigningKey.from_seed(seed).public
        self._seed = seed
        self._now = now
        self._connection = connection
        self._posted_size, self._posted_at = -1, 0
        self._store = SealedStore(folder, hkdf(seed, b"repatria/v1/witness-folder\n"))
        self._register = Register(connection, self._store, net, now=now, pending=True)
        signed = self._store.read(SIGNED)
        if signed is not None:
            self._register.directory.witnessed(int(json.loads(signed).get("time", 0)))

    def close(self) -> None:
        self._connection.close()

    def once(self) -> int | None:
        """Cosign the newest checkpoint; its size, or None when it is signed already.

        Raises Blocked when the log shrank, forked or holds a statement that may not stand there.
        """
        looked = self._now()
        self._register.sync()
        # The log signs what lands as it lands. So what this look did not show was not there, and nobody
        # dates it long before: an expired key cannot reach back past a witness that looks on.
        self._register.directory.witnessed(looked)
        pin = self._register.pin
        if pin is None:
            raise Blocked("bad_root", "the register is empty")
        size, root = pin.size, pin.root.hex()
        self._check_signed(size, root)
        if self._posted_size == size and self._now() < self._posted_at + RENEW_SECONDS:
            return None
        self._store.write(SIGNED, json.dumps({"size": size, "root": root, "time": looked}).encode())
        line = checkpoint.cosign(self._register.note, self.name, self._seed, self._now())
        note = checkpoint.add_line(self._register.note, line)
        self._connection.post("/register/cosignatures", Upload(note.encode(), "text/plain"))
        self._posted_size, self._posted_at = size, looked
        return size

    def run(self, stop: threading.Event, *, every_seconds: float, say: Callable[[str], None]) -> None:
        """Cosign until `stop` is set. Network trouble is said and waited out; Blocked ends it."""
        while not stop.is_set():
            try:
                size = self.once()
                if size is not None:
                    say(f"{self.name}: cosigned {size}")
            except Unreachable as error:
                say(f"{self.name}: {error}")
            stop.wait(every_seconds)

    def _check_signed(self, size: int, root: str) -> None:
        """Never two roots for one size, never a smaller size, whatever happened to the leaves here."""
        data = self._store.read(SIGNED)
        if data is None:
            return
        last = json.loads(data)
        if size < last["size"] or (size == last["size"] and root != last["root"]):
            raise Blocked("forked", f"signed {last['size']} with another root, or a larger tree")
