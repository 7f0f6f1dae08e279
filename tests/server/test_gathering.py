"""How long the writer waits for the jobs that make a group larger."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from repatria.server.database.sqlite import SqliteWriteConnection
from repatria.server.database.transaction import Transaction
from repatria.server.database.writer import ENOUGH, FEW, Change, NoHooks, Writer
from tests.patience import PATIENCE_SECONDS, await_that

FOREVER = 2 * PATIENCE_SECONDS
NOTHING = Change(lambda tx: tx.one("SELECT 1"))
Crowd = Callable[[int], list["Future[object]"]]


class Commits(NoHooks):
    def __init__(self) -> None:
        self.count = 0

    def committed(self) -> None:
        self.count += 1


@pytest.fixture
def commits() -> Commits:
    return Commits()


@contextmanager
def writing(folder: Path, commits: Commits, gather_seconds: float) -> Iterator[Writer]:
    writer = Writer(
        lambda: SqliteWriteConnection(folder / "x.sqlite3"),
        commits,
        name="test",
        gather_seconds=gather_seconds,
    )
    writer.start()
    yield writer
    writer.stop()


@contextmanager
def crowding(writer: Writer) -> Iterator[Crowd]:
    """Have so many jobs queued while one is carried out, which then is answered."""
    with ThreadPoolExecutor(ENOUGH + 1) as pool:

        def crowd(count: int) -> list[Future[object]]:
            begun, free = threading.Event(), threading.Event()

            def wait(_: Transaction) -> bool:
                begun.set()
                return free.wait(PATIENCE_SECONDS)

            busy = pool.submit(writer.run_blocking, Change(wait))
            assert begun.wait(PATIENCE_SECONDS)
            jobs = [pool.submit(writer.run_blocking, NOTHING) for _ in range(count)]
            await_that(lambda: len(writer._queue) == count, "all are queued")
            free.set()
            assert busy.result(PATIENCE_SECONDS)
            return jobs

        yield crowd


def test_whoever_was_answered_just_now_is_waited_for(tmp_path: Path, commits: Commits) -> None:
    with writing(tmp_path, commits, FOREVER) as writer, crowding(writer) as crowd:
        jobs = crowd(FEW)
        await_that(lambda: writer._wanted == FEW + 1, "the writer gathers")
        assert (commits.count, len(writer._queue)) == (1, FEW)
        writer.run_blocking(NOTHING)  # the one that was answered comes again
        for job in jobs:
            job.result(PATIENCE_SECONDS)
        assert commits.count == 2


def test_nobody_waits_where_few_are_at_work(tmp_path: Path, commits: Commits) -> None:
    with writing(tmp_path, commits, FOREVER) as writer, crowding(writer) as crowd:
        for job in crowd(FEW - 1):
            job.result(PATIENCE_SECONDS)
        assert commits.count == 2


def test_nobody_waits_for_more_than_enough(tmp_path: Path, commits: Commits) -> None:
    with writing(tmp_path, commits, FOREVER) as writer, crowding(writer) as crowd:
        jobs = crowd(ENOUGH)
        await_that(lambda: commits.count == 2, "they are carried out, though one more was at work")
        writer.stop()
        for job in jobs:
            job.result(PATIENCE_SECONDS)


def test_what_does_not_come_is_not_waited_for_longer(tmp_path: Path, commits: Commits) -> None:
    with writing(tmp_path, commits, 0.001) as writer, crowding(writer) as crowd:
        for job in crowd(FEW):
            job.result(PATIENCE_SECONDS)
        assert commits.count == 2
        writer.run_blocking(NOTHING)
        assert commits.count == 3


def test_stopping_ends_the_gathering_and_carries_out_what_is_queued(tmp_path: Path, commits: Commits) -> None:
    with writing(tmp_path, commits, FOREVER) as writer, crowding(writer) as crowd:
        jobs = crowd(FEW)
        await_that(lambda: writer._wanted == FEW + 1, "the writer gathers")
        writer.stop()
        for job in jobs:
            job.result(PATIENCE_SECONDS)
        assert commits.count == 2
