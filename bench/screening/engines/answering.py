"""What an engine is, and the loop in which it answers: JSON lines on standard input and output.

Imports nothing but the standard library and `rows`: engines run in environments of their own.

    {"do": "load", "listed": "rows.jsonl"}           the listed entities, as `rows.write_rows` wrote them
    {"do": "open", "path": "…"}                      a stored index instead, and one query (ours alone)
    {"do": "candidates", "rows": […], "k": 10}       the likeliest k of each row, by the index alone
    {"do": "screen", "rows": […], "k": 10, "mode": "full"}    the best k of each row, with the final score
    {"do": "bulk", "rows": […], "k": 10, "mode": "full"}      the same, in the engine's own batches
    {"do": "pairs", "pairs": [[row, row], …]}        the final score of each pair

Every answer has `processor_seconds` (of the whole process, that command alone) and `resident_mb`;
`candidates` and `screen` have `rankings`, `[[id, score], …]` for each row, and `milliseconds`, the clock's.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TextIO, runtime_checkable

from bench.screening.rows import Row, read_rows, row_from_json

Ranking = list[tuple[str, float]]


class Engine(Protocol):
    """Finds listed people. One thread, so that figures are per core."""

    @property
    def modes(self) -> tuple[str, ...]:
        """What `screen` knows; the first is what the engine's makers would run."""

    def load(self, rows: list[Row]) -> None: ...

    def candidates(self, row: Row, k: int) -> Ranking:
        """The best k by the index alone, best first."""

    def screen(self, row: Row, k: int, mode: str) -> Ranking:
        """The best k with the score that a decision is made on, best first."""

    def bulk(self, rows: list[Row], k: int, mode: str) -> list[Ranking]:
        """`screen` of many, as quick as the engine can."""

    def pair(self, left: Row, right: Row) -> float:
        """The final score of these two, each alone in the world."""


@runtime_checkable
class Opens(Protocol):
    """An engine whose index may lie on disk."""

    def open(self, path: Path) -> None:
        """Open what is stored there, and answer one query from it."""


def answer_forever(engine: Engine) -> None:
    """Answers on the real standard output; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _say(answers, {"ready": True, "modes": engine.modes})
    for line in sys.stdin:
        began = time.process_time()
        answer = _answer(engine, json.loads(line))
        answer |= {"processor_seconds": time.process_time() - began, "resident_mb": resident_mb()}
        _say(answers, answer)


def best_by_id(found: Ranking, k: int) -> Ranking:
    """The best k ids, each with its best score."""
    best: dict[str, float] = {}
    for identity, score in found:
        best[identity] = max(score, best.get(identity, score))
    return sorted(best.items(), key=lambda hit: -hit[1])[:k]


def resident_mb() -> float:
    """MB (10⁶ octets) of this process in memory, the kernel's own count."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _say(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
    answers.flush()


def _answer(engine: Engine, asked: dict[str, Any]) -> dict[str, Any]:
    match asked["do"]:
        case "load":
            engine.load(read_rows(Path(asked["listed"])))
            return {}
        case "open":
            assert isinstance(engine, Opens)
            began = time.perf_counter()
            engine.open(Path(asked["path"]))
            return {"seconds": time.perf_counter() - began}
        case "candidates":
            return _rankings(asked["rows"], lambda row: engine.candidates(row, asked["k"]))
        case "screen":
            return _rankings(asked["rows"], lambda row: engine.screen(row, asked["k"], asked["mode"]))
        case "bulk":
            rows = [row_from_json(value) for value in asked["rows"]]
            return {"rankings": engine.bulk(rows, asked["k"], asked["mode"]), "milliseconds": []}
        case "pairs":
            pairs = ((row_from_json(left), row_from_json(right)) for left, right in asked["pairs"])
            return {"scores": [engine.pair(left, right) for left, right in pairs]}
    raise ValueError(f"no such command: {asked['do']}")


def _rankings(rows: list[dict[str, Any]], find: Callable[[Row], Ranking]) -> dict[str, Any]:
    rankings, milliseconds = [], []
    for value in rows:
        row = row_from_json(value)
        began = time.perf_counter()
        rankings.append(find(row))
        milliseconds.append((time.perf_counter() - began) * 1000)
    return {"rankings": rankings, "milliseconds": milliseconds}
