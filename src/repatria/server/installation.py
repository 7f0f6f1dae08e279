"""One running installation: its settings, database, register, streams, blobs and clockwork.

Owns the order of starting and stopping. Handlers reach everything through it.
"""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable
from typing import Any

from repatria.server import log, sessions
from repatria.server.database.engine import Database
from repatria.server.database.migrate import migrate
from repatria.server.database.transaction import Transaction
from repatria.server.database.writer import Change
from repatria.server.ledger.group import Group
from repatria.server.ledger.log_keys import LogKeyFile, create_log_keys
from repatria.server.ledger.register import Register
from repatria.server.settings import PREFIX, BadSettingError, Settings
from repatria.server.slices import SliceStore
from repatria.server.standing import find_standing
from repatria.server.streams import BEAT_SECONDS, EventStream, Hub
from repatria.server.uploads import Uploads

REMEMBERED_TOUCHES = 10_000
Work = Callable[["Installation"], Awaitable[None]]


class Installation:
    """`clock` gives Unix seconds; tests that need another time pass their own."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self._clock = clock
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        migrate(settings)
        create_log_keys(settings.log_key_file)
        keys = LogKeyFile(settings.log_key_file)
        self.register = Register(keys)
        self.database = Database(settings)
        self.uploads = Uploads(self.database, SliceStore(settings))
        self.group = Group(self.register, self.now, notify=self.database.postgres)
        self.database.hot.hooks = self.group
        self.recent = sessions.Recent()
        self.hub = Hub(settings.streams_per_key)
        self.group.listener = self.hub
        self.hub.on_register = self._end_lost_streams
        self.parts: dict[str, Any] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._works: list[tuple[float, Work]] = []
        self._closings: list[Callable[[], None]] = []
        self._touched: dict[str, int] = {}
        self._secret = keys.inventions

    def now(self) -> int:
        return int(self._clock())

    def invent(self, purpose: str, text: str, length: int) -> bytes:
        """Octets that look random, are stable for `text`, and that nobody else can foretell."""
        message = f"{purpose}\n{text}".encode()
        return hmac.digest(self._secret, message, "sha256")[:length]

    def every(self, seconds: float, work: Work) -> None:
        """Have `work` done again and again while the server runs."""
        self._works.append((seconds, work))

    def at_stop(self, act: Callable[[], None]) -> None:
        """Have `act` done before the database closes."""
        self._closings.append(act)

    def load(self) -> None:
        """Fold the register before anybody is served.

        Raises BadSettingError where the log's keys are not those of its root.
        """
        asyncio.run(self.database.read(self._load))

    async def start(self) -> None:
        await self.database.read(self._load)
        self.database.start()
        self.hub.start()
        self.database.listen(self._hear)
        self.every(BEAT_SECONDS, _beat)
        for seconds, work in self._works:
            self.spawn(self._repeat(seconds, work))

    def _hear(self, told: str) -> None:
        """Another process committed: fold what it landed, and wake whom it moved."""
        moved = self.group.read_told(told)
        if moved is not None:
            self.database.hot.run_blocking(Change(lambda _: None))
            self.hub.moved(moved, None)

    def _load(self, tx: Transaction) -> None:
        row = tx.one("SELECT leaves FROM counter WHERE id = 1")
        self.register.catch_up(tx, row[0] if row else 0)
        if self.register.directory.net is not None and not self.register.can_sign():
            log.write(event="log_keys_are_not_those_of_the_root")
            path = self.settings.log_key_file
            raise BadSettingError(f"{PREFIX}LOG_KEYS: {path} lacks the keys that the root statement names")

    async def stop(self) -> None:
        self.hub.stop()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(None, self._close)

    def _close(self) -> None:
        for act in self._closings:
            act()
        self.database.stop()

    def spawn(self, work: Any) -> asyncio.Task[Any]:
        """Have it done beside everything else, and ended when the server stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.failure(error)

    async def _repeat(self, seconds: float, work: Work) -> None:
        while True:
            try:
                await work(self)
            except Exception as error:  # noqa: BLE001 - a failing round must not end the clockwork
                log.failure(error)
            await asyncio.sleep(seconds)

    def touch(self, session_id: str, now: int) -> None:
        """Note that a session is in use, without making the request wait for it."""
        if now - self._touched.get(session_id, 0) < sessions.TOUCH_SECONDS:
            return
        if len(self._touched) > REMEMBERED_TOUCHES:
            self._touched.clear()
        self._touched[session_id] = now
        self.spawn(self.database.hot.change(lambda tx: sessions.touch(tx, session_id, now)))

    def _end_lost_streams(self) -> None:
        """The register grew: streams of keys whose post ended or moved are closed."""
        now = self.now()

        def lost(stream: EventStream) -> bool:
            standing = find_standing(self.register.directory, stream.key, now)
            return standing is None or standing.members != stream.members

        self.hub.end_sessions(lost)


async def _beat(house: Installation) -> None:
    """Keep streams alive, and end those whose session ended here or in another process."""
    if not house.hub.all():
        return
    now = house.now()
    living = await house.database.read(lambda tx: sessions.living_ids(tx, now))
    house.hub.end_sessions(lambda stream: stream.session not in living)
    house.hub.beat()
