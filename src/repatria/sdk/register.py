"""The verified register: fetch every leaf, fold it, check the checkpoint over it, pin it.

A client that folds all leaves recomputes the root itself, so consistency with what it pinned is
recomputed too and not believed. Any mismatch raises `Blocked` and stays raised for this object.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from repatria.protocol import checkpoint, frames
from repatria.protocol.directory import Directory
from repatria.protocol.envelope import Envelope, decode, mark_verified_elsewhere
from repatria.protocol.errors import ProtocolError
from repatria.sdk.connection import FRAMES, Connection, Upload
from repatria.sdk.errors import Blocked, Refused, Unreachable, WrongUse, blocking
from repatria.sdk.store import Store

FRESH_SECONDS = 3 * 24 * 3600
WITNESS_SECONDS = 60.0  # how long a caller waits for cosignatures
PAGE = 1000
RELEASE = 2  # what client-release statements count; 2 is the first that knows notices
LEAVES = "leaves"
PIN = "pin"


@dataclass(frozen=True, slots=True)
class Pin:
    """The last checkpoint that was folded and held; `time` as it was signed, 0 where that is not known."""

    size: int
    root: bytes
    time: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Landed:
    """Where a statement landed."""

    index: int
    size: int
    hash: str


def clock() -> int:
    return int(time.time())


class Register:
    """One network's register, as far as this client has verified it.

    `net` is the hash of the first root statement, as on paper. Without it there must be a pin from an
    earlier time (this disk's or the officer's vault): something has to say which network this is.
    Clients read the newest checkpoint with the root's quorum; a witness reads the `pending` one.
    """

    release = RELEASE  # of the client that looks

    def __init__(
        self,
        connection: Connection,
        store: Store,
        net: str | None,
        *,
        pin: Pin | None = None,
        now: Callable[[], int] = clock,
        pending: bool = False,
    ) -> None:
        self._connection = connection
        self._pending = pending
        self._store = store
        self._now = now
        self._blocked: Blocked | None = None
        self._leaves: list[bytes] = []
        self.directory = Directory()
        self.note = ""
        self.net = net
        self.pin = _later(_read_pin(store), pin)
        if net is None and self.pin is None:
            raise WrongUse("no_anchor", "give the root hash that is printed on the recovery kit")
        with self.sticky():
            self._fold_cached()

    def sync(self, *, at_least: int = 0, wait_seconds: float = 0.0) -> Directory:
        """Bring the directory to the server's newest witnessed checkpoint and return it.

        With `at_least`, waits up to `wait_seconds` until the checkpoint covers that size (witnesses
        need a moment). Raises Blocked, also when that size is not reached: it was promised.
        """
        deadline = time.monotonic() + wait_seconds
        while not self._synced_to(at_least, is_last=time.monotonic() >= deadline):
            time.sleep(0.1)  # witnesses poll; there is nothing to be woken by
        return self.directory

    def sync_beyond(self, size: int) -> None:
        """Sync until the register is larger than `size`: the server has refused by what its witnesses have
        yet to sign. Raises Unreachable (`register_behind`) when they have not after WITNESS_SECONDS: nobody
        lied, so this client is not blocked and may try again.
        """
        deadline = time.monotonic() + WITNESS_SECONDS
        while self.sync().size <= size:
            if time.monotonic() >= deadline:
                raise Unreachable("register_behind", f"the server asks for more than {size} statements")
            time.sleep(0.1)  # witnesses poll; there is nothing to be woken by

    def _synced_to(self, at_least: int, *, is_last: bool) -> bool:
        """One look; when it is the last, what is missing raises."""
        self.check_not_blocked()
        try:
            with self.sticky():
                self._sync_once()
        except Refused as error:
            if error.status != 404 or is_last:
                raise
            return False  # a network just founded: no checkpoint is witnessed yet
        if self.directory.size < at_least and is_last:
            detail = f"asked for {at_least}, witnessed are {self.directory.size}"
            raise Blocked("register_behind", detail)
        return self.directory.size >= at_least

    def post(self, envelope: Envelope) -> Landed:
        """Send one statement to the server, which refuses what its fold refuses."""
        self.check_not_blocked()
        body = Upload(frames.join([envelope.wire()]), FRAMES)
        answer = self._connection.post("/register/statements", body)
        try:
            return Landed(int(answer["index"]), int(answer["size"]), envelope.hash)
        except (KeyError, TypeError, ValueError) as error:
            raise Unreachable("bad_answer", "where the statement landed") from error

    @property
    def head(self) -> dict[str, int | str]:
        """`log` of an entry: the checkpoint that this client has verified."""
        self.check_not_blocked()
        if self.pin is None:
            raise WrongUse("not_synced", "sync the register first")
        return {"size": self.pin.size, "root": self.pin.root.hex()}

    @property
    def leaves(self) -> tuple[bytes, ...]:
        """All verified leaves, in order: what an export carries."""
        return tuple(self._leaves)

    def leaf(self, index: int) -> bytes:
        return self._leaves[index]

    def _sync_once(self) -> None:
        """1. note; 2. not behind the pin; 3. fold; 4. the note fits the fold; 5. the pin; 6. keep."""
        path = "/register/checkpoint/pending" if self._pending else "/register/checkpoint"
        note = self._connection.get_text(path)
        claimed = _claimed_size(note)
        if claimed < self.directory.size or (self.pin and claimed < self.pin.size):
            raise Blocked("rolled_back", f"the server shows {claimed} statements, fewer than before")
        start = self.directory.size
        with blocking("register"), self._renewed():
            self._fold(self._fetch(start, claimed))
        time = self._verify(note)
        if self.pin is not None:
            self._check_pinned(self.pin)
        self._keep(start, time)
        self.note = note

    def _verify(self, note: str) -> int:
        """When it was signed."""
        with blocking("checkpoint"):
            trust = self.directory.trust
            trust = trust._replace(quorum=0) if self._pending else trust
            held = checkpoint.verify_checkpoint(note, trust, self._now(), max_age=FRESH_SECONDS)
        if self.directory.root_hash_at(held.size) != held.root:
            raise Blocked("forked", "the checkpoint is over other statements than those served")
        return held.time

    def _check_pinned(self, pin: Pin) -> None:
        if pin.size <= self.directory.size and self.directory.root_hash_at(pin.size) != pin.root:
            raise Blocked("forked", f"the first {pin.size} statements are not those seen before")

    def _fetch(self, start: int, end: int) -> Iterator[bytes]:
        at = start
        while at < end:
            stop = min(end, at + PAGE)
            data = self._connection.get_bytes("/register/leaves", **{"from": at, "to": stop})
            page = frames.split(data)
            if not page:
                raise Blocked("forked", "the log is shorter than its checkpoint")
            if len(page) > stop - at:
                raise Unreachable("bad_answer", "leaves")
            yield from page
            at += len(page)

    def _fold(self, leaves: Iterator[bytes]) -> None:
        for data in leaves:
            self.directory.apply_leaf(self.directory.size, data, self._now())
            self._leaves.append(data)
            if self.directory.size == 1:
                self._check_net()

    def _check_net(self) -> None:
        if self.net is None:
            self.net = self.directory.net
        if self.directory.net != self.net:
            detail = f"this server's network is {self.directory.net}, not {self.net}"
            raise Blocked("wrong_network", detail)

    def _keep(self, start: int, time: int) -> None:
        if start < self.directory.size:
            fresh = enumerate(self._leaves[start:], start)
            data = b"".join(frames.join([i.to_bytes(8, "big") + leaf]) for i, leaf in fresh)
            self._store.append(LEAVES, data)
        root = self.directory.root_hash_at(self.directory.size)
        if root is None:
            raise Blocked("bad_root", "the register is empty")
        self.directory.witnessed(time)
        self.pin = Pin(self.directory.size, root, time)
        kept = _read_pin(self._store)
        if kept is None or (kept, kept.time) != (self.pin, time):
            record = {"size": self.pin.size, "root": root.hex(), "time": time}
            self._store.write(PIN, json.dumps(record).encode())

    def _fold_cached(self) -> None:
        with blocking("kept register"), self._renewed():
            for segment in self._store.segments(LEAVES):
                for record in frames.split(segment):
                    if int.from_bytes(record[:8], "big") == self.directory.size:
                        self._fold_kept(record[8:])
        if self.pin is not None:
            self._check_pinned(self.pin)
            if self.pin.size <= self.directory.size:
                self.directory.witnessed(self.pin.time)

    def _fold_kept(self, data: bytes) -> None:
        if data[:1] == b"\x01":
            envelope = decode(data)
            trust_own_seal(envelope, envelope.value.get("by"), self.directory)
            self.directory.apply(self.directory.size, envelope, self._now())
        else:
            self.directory.apply_leaf(self.directory.size, data, self._now())
        self._leaves.append(data)
        if self.directory.size == 1:
            self._check_net()

    @contextmanager
    def _renewed(self) -> Iterator[None]:
        """A kind that came after this client is `stale_client` where a release before it says so."""
        try:
            yield
        except ProtocolError as error:
            if error.code == "unknown_kind":
                self.directory.check_client(self.release)
            raise

    def check_not_blocked(self) -> None:
        """Raise again what blocked this client: nothing is read or written after that."""
        if self._blocked is not None:
            raise self._blocked

    def sticky(self) -> _Sticky:
        """Around whatever verifies: a Blocked inside blocks this client for good."""
        return _Sticky(self)

    def block(self, error: Blocked) -> None:
        """Remember that this register cannot be believed any more."""
        self._blocked = error


def trust_own_seal(envelope: Envelope, signer: object, directory: Directory) -> None:
    """Do not verify again the one signature of what this client verified before it sealed it into its
    store (locks.md). All else is folded again, so what is kept is still held against its chain.
    """
    keyset = directory.keyset(signer) if isinstance(signer, str) else None
    if keyset is not None:
        mark_verified_elsewhere(envelope, keyset.keyid, keyset.sign)


class _Sticky:
    """Keeps a Blocked in the register, so that nobody carries on after catching it."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Blocked):
            self._register.block(error)


def _read_pin(store: Store) -> Pin | None:
    data = store.read(PIN)
    if data is None:
        return None
    record = json.loads(data)
    return Pin(int(record["size"]), bytes.fromhex(record["root"]), int(record.get("time", 0)))


def _later(one: Pin | None, other: Pin | None) -> Pin | None:
    if one is None or other is None:
        return one or other
    return one if one.size >= other.size else other


def _claimed_size(note: str) -> int:
    lines = note.split("\n", 3)
    if len(lines) < 3 or not lines[1].isascii() or not lines[1].isdigit() or len(lines[1]) > 15:
        raise Blocked("bad_checkpoint", "the size cannot be read")
    return int(lines[1])
