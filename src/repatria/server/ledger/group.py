"""What a writing group carries along: cursors, leaves that landed, who is to be woken.

One instance, used in the writer's thread only. A job asks it for cursors, tells it what moved and
leaves callbacks for after the commit; nothing becomes known outside before the commit is durable.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from repatria.server.database.transaction import Transaction
from repatria.server.ledger.register import Register

NOTIFY_OCTETS = 7000
EVERYBODY = "*"

_COUNT = "UPDATE counter SET cursor = :cursor, leaves = :leaves WHERE id = 1"
# In one statement, as each costs psycopg more than PostgreSQL.
_COUNT_AND_TELL = f"WITH counted AS ({_COUNT}) SELECT pg_notify('repatria', :told)"


class Listener(Protocol):
    """Told after each commit, in the writer's thread."""

    def moved(self, cursors: Mapping[str, int], size: int | None) -> None: ...


class Group:
    def __init__(self, register: Register, now: Callable[[], int], *, notify: bool) -> None:
        self.register = register
        self._now = now
        self._notify = notify
        self.listener: Listener | None = None
        self._cursor = 0
        self._started_at = (0, 0)
        self._known_size = 0
        self._name = secrets.token_hex(8)
        self._moved: dict[str, int] = {}
        self._after: list[Callable[[], None]] = []

    def now(self) -> int:
        return self._now()

    @property
    def newest(self) -> int:
        """The last cursor given out, as far as this process knows; 0 before its first group."""
        return self._cursor

    def take_cursors(self, count: int) -> int:
        """The first of `count` fresh cursors, in the order of commits."""
        first = self._cursor + 1
        self._cursor += count
        return first

    def move(self, members: Iterable[str], cursor: int) -> None:
        """Remember to wake the streams of these members."""
        for member in members:
            self._moved[member] = cursor

    def after_commit(self, act: Callable[[], None]) -> None:
        self._after.append(act)

    def begun(self, tx: Transaction) -> None:
        """Read the counters under the lock; fold what another process landed meanwhile."""
        row = tx.one("SELECT cursor, leaves FROM counter WHERE id = 1")
        if row is None:
            message = "the counter row is missing"
            raise RuntimeError(message)
        self._cursor, leaves = row
        self._moved, self._after = {}, []
        self._known_size = self.register.settled_size
        if leaves != self.register.size or self.register.spoiled:
            self.register.catch_up(tx, leaves)
        self._started_at = (self._cursor, leaves)

    def committing(self, tx: Transaction) -> None:
        size = self.register.size
        if self._started_at == (self._cursor, size):
            return
        if self._notify:
            tx.do_later(_COUNT_AND_TELL, cursor=self._cursor, leaves=size, told=self._words_to_others())
        else:
            tx.do_later(_COUNT, cursor=self._cursor, leaves=size)
        if size != self._started_at[1]:
            self.register.publish(tx, self.now())

    def _words_to_others(self) -> str:
        """NOTIFY takes 8,000 octets: names that do not fit are told as "everybody"."""
        names = " ".join(self._moved)
        text = names if len(names) < NOTIFY_OCTETS else EVERYBODY
        return f"{self._name} {self._cursor} {text}"

    def read_told(self, told: str) -> dict[str, int] | None:
        """Who moved, from another process's words; None for our own."""
        name, _, rest = told.partition(" ")
        if name == self._name:
            return None
        cursor, _, names = rest.partition(" ")
        return dict.fromkeys(names.split(), int(cursor or 0))

    def committed(self) -> None:
        size = self.register.size
        landed = size if size != self._known_size else None
        self.register.settle()
        for act in self._after:
            act()
        if self.listener is not None and (self._moved or landed is not None):
            self.listener.moved(self._moved, landed)

    def rolled_back(self) -> None:
        """What landed in memory did not land on disk: fold again from disk at the next group."""
        self._after.clear()
        if self.register.size != self._started_at[1]:
            self.register.spoil()
