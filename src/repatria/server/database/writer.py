"""The group-commit writer: many requests, one transaction, one fsync.

A job is answered only after the commit that holds it. Jobs check first and write after: a job that
refuses has written nothing, so its neighbours in the group are not disturbed. Where a write fails
for a reason of the engine, the group is rolled back and its jobs run again one by one, so that only
the guilty one fails.

Owns the only writing connection of this process. Several processes may write: each group holds the
engine's write lock (SQLite: BEGIN IMMEDIATE; PostgreSQL: an advisory lock until after the commit is
visible), so cursors become visible in their order.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from repatria.server.database.transaction import Transaction, UnavailableError, translate

GROUP_SIZE = 64
# Most of what a commit costs is the same for one entry and for ENOUGH. So where more than FEW jobs are at
# work at once, those who were answered just now are given this long to come again (as with PostgreSQL's
# commit_delay and commit_siblings). Where few are at work nobody waits.
GATHER_SECONDS = 0.003
FEW = 5
ENOUGH = 16


class Run(Protocol):
    """Neighbours of one kind in a group, which read and write together: few statements for many jobs.

    Made before the group's hook, a run may ask for what is there, and reads it when it begins: what both ask
    for is one round trip.
    """

    def begin(self) -> None:
        """Read what was asked for."""

    def carry_out(self, job: Any) -> Any:
        """The job's answer. May raise to refuse, and has then written nothing."""

    def finish(self) -> None:
        """Write what is not written yet."""


class Joint(Protocol):
    """A job that is carried out by a run; `run` is the same function for all that may be joined."""

    @property
    def run(self) -> Callable[[Transaction, Sequence[Any]], Run]: ...


@dataclass(frozen=True, slots=True)
class Change:
    """A job from one function that checks and writes in turn: it runs inside a savepoint."""

    act: Callable[[Transaction], Any]


Job = Change | Joint


class WriteConnection(Protocol):
    def begin(self) -> Transaction: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...


class Hooks(Protocol):
    """What the owner of in-memory state does around each group, in the writer's thread."""

    def begun(self, tx: Transaction) -> None: ...
    def committing(self, tx: Transaction) -> None: ...
    def committed(self) -> None: ...
    def rolled_back(self) -> None: ...


class NoHooks:
    def begun(self, tx: Transaction) -> None: ...
    def committing(self, tx: Transaction) -> None: ...
    def committed(self) -> None: ...
    def rolled_back(self) -> None: ...


class _Pending:
    __slots__ = ("error", "future", "job", "loop", "result")

    def __init__(self, job: Job, future: Any, loop: asyncio.AbstractEventLoop | None) -> None:
        self.job = job
        self.future = future
        self.loop = loop
        self.result: Any = None
        self.error: BaseException | None = None

    def settle(self) -> None:
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


def _deliver(pendings: list[_Pending]) -> None:
    for pending in pendings:
        pending.settle()


class _GroupFailedError(Exception):
    """The engine failed inside a group; the cause is chained."""


class Writer:
    def __init__(
        self,
        connect: Callable[[], WriteConnection],
        hooks: Hooks | None = None,
        *,
        name: str,
        gather_seconds: float = GATHER_SECONDS,
    ) -> None:
        self._connect = connect
        self._gather_seconds = gather_seconds
        self.hooks: Hooks = hooks or NoHooks()
        self._queue: deque[_Pending] = deque()
        self._coming: list[_Pending] = []
        self._wake = threading.Condition()
        self._wanted = 1  # jobs, before the writer's thread is woken
        self._stopping = False
        self._connection: WriteConnection | None = None
        self._thread = threading.Thread(target=self._run, name=f"writer-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued, then end the thread."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join()

    def _put(self, pendings: Sequence[_Pending]) -> None:
        with self._wake:
            if self._stopping:
                raise UnavailableError("stopping")
            self._queue.extend(pendings)
            if self._is_enough():
                self._wake.notify()

    async def run(self, job: Job) -> Any:
        """Carry out the job; returns once its commit is durable. Raises what the job raised.

        From one loop only, the server's.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        if not self._coming:
            loop.call_soon(self._hand_over)
        self._coming.append(_Pending(job, future, loop))
        return await future

    def _hand_over(self) -> None:
        """All that came during one turn of the loop together: waking a thread is dear."""
        coming, self._coming = self._coming, []
        try:
            self._put(coming)
        except UnavailableError as error:
            for pending in coming:
                pending.error = error
            _deliver(coming)

    async def change(self, act: Callable[[Transaction], Any]) -> Any:
        return await self.run(Change(act))

    def run_blocking(self, job: Job) -> Any:
        """The same for threads without a loop."""
        future: Future[Any] = Future()
        self._put([_Pending(job, future, None)])
        return future.result()

    def _is_enough(self) -> bool:
        return len(self._queue) >= self._wanted or self._stopping

    def _take(self, at_work: int) -> list[_Pending]:
        """The next group; empty at the end."""
        with self._wake:
            if at_work > FEW:
                self._wanted = min(at_work, ENOUGH)
                self._wake.wait_for(self._is_enough, self._gather_seconds)
                self._wanted = 1
            self._wake.wait_for(self._is_enough)
            count = min(len(self._queue), GROUP_SIZE)
            return [self._queue.popleft() for _ in range(count)]

    def _run(self) -> None:
        at_work = 0
        while group := self._take(at_work):
            self._commit(group)
            at_work = len(group) + len(self._queue)  # before anybody answered can have come again
            self._answer(group)
        if self._connection is not None:
            self._connection.close()

    def _commit(self, group: list[_Pending]) -> None:
        try:
            self._attempt(group)
        except _GroupFailedError:
            for pending in group:
                self._commit_alone(pending)

    def _commit_alone(self, pending: _Pending) -> None:
        pending.error, pending.result = None, None
        try:
            self._attempt([pending])
        except _GroupFailedError as failure:
            pending.error = translate(failure.__cause__ or failure)

    def _attempt(self, group: list[_Pending]) -> None:
        try:
            connection = self._connection = self._connection or self._connect()
            tx = connection.begin()
            parts = [list(neighbours) for _, neighbours in groupby(group, key=_kind)]
            run = _run_of(parts[0], tx)
            self.hooks.begun(tx)
            for neighbours in parts:
                self._carry_out(neighbours, tx, run if neighbours is parts[0] else _run_of(neighbours, tx))
            self.hooks.committing(tx)
            connection.commit()
        except BaseException as error:
            self._roll_back()
            raise _GroupFailedError from error
        self.hooks.committed()

    def _roll_back(self) -> None:
        try:
            if self._connection is not None:
                self._connection.rollback()
        except Exception:  # noqa: BLE001 - a dead connection cannot roll back; the engine did
            self._connection = None
        self.hooks.rolled_back()

    def _carry_out(self, neighbours: list[_Pending], tx: Transaction, run: Run | None) -> None:
        if run is None:
            for pending in neighbours:
                self._carry_out_change(pending, tx)
            return
        run.begin()
        for pending in neighbours:
            _settle(pending, run.carry_out, pending.job)
        run.finish()

    @staticmethod
    def _carry_out_change(pending: _Pending, tx: Transaction) -> None:
        assert isinstance(pending.job, Change)
        tx.do_later("SAVEPOINT change")
        if not _settle(pending, pending.job.act, tx):
            tx.do_later("ROLLBACK TO SAVEPOINT change")
        tx.do_later("RELEASE SAVEPOINT change")

    @staticmethod
    def _answer(group: list[_Pending]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop | None, list[_Pending]] = {}
        for pending in group:
            by_loop.setdefault(pending.loop, []).append(pending)
        for loop, pendings in by_loop.items():
            if loop is None:
                _deliver(pendings)
            elif not loop.is_closed():
                loop.call_soon_threadsafe(_deliver, pendings)


def _kind(pending: _Pending) -> object:
    return Change if isinstance(pending.job, Change) else pending.job.run


def _run_of(neighbours: list[_Pending], tx: Transaction) -> Run | None:
    """None for jobs that are carried out one by one."""
    first = neighbours[0].job
    if isinstance(first, Change):
        return None
    return first.run(tx, [pending.job for pending in neighbours])


def _settle(pending: _Pending, act: Callable[[Any], Any], subject: object) -> bool:
    """Whether it did not refuse."""
    try:
        pending.result = act(subject)
    except Exception as error:  # noqa: BLE001 - raised again where it is the engine's
        pending.error = _refusal_in(error)
        return False
    return True


def _refusal_in(error: Exception) -> Exception:
    """The error of one job; raised instead where it is the engine's, which is the whole group's."""
    if translate(error) is not error or is_engine_error(error):
        raise error
    return error


def is_engine_error(error: BaseException) -> bool:
    return type(error).__module__.split(".")[0] in ("sqlite3", "psycopg")
