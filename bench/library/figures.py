"""The figures of the library: quality beside plain PostgreSQL full text, pace and memory against promises."""

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from bench.figure import Figure, Goal, at_least, at_most, limit, register
from bench.library import big, door, pace, plain_postgres
from bench.library.asking import questions
from bench.peers.synapse_process import Database
from bench.screening.figures import read
from repatria.library.index import IndexReader, IndexWriter
from repatria.library.items import Item, Question
from tests.library.labelled import TUNING, UNSEEN, Labelled, labelled_questions, ndcg
from tests.library.shipped import key_of, shipped_items

EACH = 50
_SMALL = 1_000


@dataclass(frozen=True)
class _Quality:
    ours: dict[str, float]
    plain: plain_postgres.Ranked


@cache
def _quality() -> _Quality:
    items = shipped_items()
    asked = labelled_questions(map(key_of, items))
    return _Quality(our_quality(items, asked), plain_postgres.measured(items, asked))


def our_quality(items: Sequence[Item], asked: Sequence[Labelled]) -> dict[str, float]:
    """The mean nDCG@10 by half."""
    values: dict[str, list[float]] = {TUNING: [], UNSEEN: []}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        with IndexWriter(path) as writer:
            writer.put(items, position=1)
        with IndexReader(path) as reader:
            for each in asked:
                hits = reader.search(Question(each.text), None).hits
                found = [f"{hit.shelf}/{hit.item}" + (f"#{hit.part}" if hit.part else "") for hit in hits]
                values[each.half].append(ndcg(found, each.grades))
    return {half: sum(own) / len(own) for half, own in values.items()}


@dataclass(frozen=True)
class _Pace:
    p95: float
    resident_mb: float


@cache
def _pace() -> _Pace:
    asked = list(questions(EACH))
    with pace.searching(big.built(big.DOCUMENTS)) as process:
        process.ask(asked[0])  # reads what it knows of every item, once in its life
        taken = pace.milliseconds(process, asked)
        _tell(taken)
        return _Pace(pace.p95(taken), process.resident_mb)


def _tell(taken: dict[str, list[float]]) -> None:
    for kind, values in taken.items():
        print(f"  {kind:20} p95 {pace.p95({kind: values}):6.1f} ms", file=sys.stderr)


def through_the_door(database: Database, documents: int, each: int) -> float:
    asked = list(questions(each))
    with door.door(database, documents) as client:
        taken = door.milliseconds(client, asked)
    _tell(taken)
    return pace.p95(taken)


def _figure(name: str, unit: str, goal: Goal, ours: Callable[[], float], peer: Callable[[], float]) -> None:
    register(Figure(f"library-{name}", unit, goal, read(ours), read(peer), most_rounds=1))


def _of_quality(name: str, half: str, peer: Callable[[plain_postgres.Ranked], dict[str, float]]) -> None:
    _figure(
        name,
        "nDCG@10",
        at_least(1.1),
        lambda: _quality().ours[half],
        lambda: peer(_quality().plain)[half],
    )


_of_quality("quality", UNSEEN, lambda plain: plain.all_words)
_of_quality("quality-tuning", TUNING, lambda plain: plain.all_words)
_of_quality("quality-any-word", UNSEEN, lambda plain: plain.any_word)
_figure(
    "publish",
    "ms",
    at_most(2),
    lambda: pace.milliseconds_of_a_put(big.built(big.DOCUMENTS)),
    lambda: pace.milliseconds_of_a_put(big.built(_SMALL)),
)
register(Figure("library-search-p95", "ms", at_most(1), read(lambda: _pace().p95), limit(150), most_rounds=1))
for _database in Database:
    register(
        Figure(
            f"library-search-p95-{_database.value}",
            "ms",
            at_most(1),
            read(partial(through_the_door, _database, big.DOCUMENTS, EACH)),
            limit(150),
            most_rounds=1,
        )
    )
register(
    Figure(
        "library-search-memory",
        "MB",
        at_most(1),
        read(lambda: _pace().resident_mb),
        limit(150),
        most_rounds=1,
    )
)
