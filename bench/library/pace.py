"""How long the process that searches takes for a question, how much memory it has, and what one put costs."""

import contextlib
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from statistics import median

import numpy as np

from bench.figure import PromiseBroken
from bench.library.asking import Asked
from bench.library.corpus import documents
from repatria.library.index import IndexWriter
from repatria.library.items import Question
from repatria.server.messages import Message, read_message, write_message

_PUTS = 15


class Searching:
    """The server's own process that searches, spoken to as the server does."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def ask(self, asked: Asked) -> tuple[float, Message]:
        """The clock's milliseconds from question to answer, and the answer. Raises PromiseBroken."""
        _, question, admitted = asked
        assert self._process.stdin
        assert self._process.stdout
        message = {
            "question": question_form(question),
            "admitted": None if admitted is None else sorted(admitted),
        }
        start = time.perf_counter()
        write_message(self._process.stdin, message)
        said = read_message(self._process.stdout)
        taken = (time.perf_counter() - start) * 1000
        if "answer" not in said:
            raise PromiseBroken(f"the process that searches: {said}")
        return taken, said["answer"]

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def resident_mb(self) -> float:
        """The most that it has had."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found
        return int(found[1]) / 1000


@contextlib.contextmanager
def searching(path: Path) -> Iterator[Searching]:
    command = [sys.executable, "-m", "repatria.server.search.reader", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        try:
            yield Searching(process)
        finally:
            process.stdin.close()
            process.wait()


def question_form(question: Question) -> Message:
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in asdict(question).items()
    }


def milliseconds(process: Searching, asked: Sequence[Asked]) -> dict[str, list[float]]:
    """By kind of question. Raises PromiseBroken where most find nothing, or a hit comes without a snippet."""
    taken: dict[str, list[float]] = defaultdict(list)
    found = 0
    for each in asked:
        value, answer = process.ask(each)
        taken[each[0]].append(value)
        found += answer["total"] > 0
        if not all(hit["snippet"] for hit in answer["hits"]):
            raise PromiseBroken("a hit without a snippet")
    if found * 2 < len(asked):
        raise PromiseBroken(f"only {found} of {len(asked)} questions found anything")
    return taken


def p95(taken: dict[str, list[float]]) -> float:
    """Over all kinds, each as often as it was asked."""
    return float(np.percentile([value for values in taken.values() for value in values], 95))


def milliseconds_of_a_put(path: Path, *, pages: int = 5) -> float:
    """The median of putting one document of so many pages into this index, which is as it was afterwards."""
    item = next(each for each in documents(10_000, seed=9) if len(each.pages[0].pages) == pages)
    taken = []
    with IndexWriter(path) as writer:
        for number in range(_PUTS):
            new = replace(item, item=f"put-{number}")
            start = time.perf_counter()
            writer.put([new], position=writer.position)
            taken.append((time.perf_counter() - start) * 1000)
        gone = [("library", f"put-{number}", "") for number in range(_PUTS)]
        writer.put([], gone, position=writer.position)
    return median(islice(taken, 1, None))
