"""Our engine, asked as the server asks it: an index of the listed, and a screener over it."""

from functools import cached_property
from pathlib import Path

from bench.screening.engines.answering import Ranking, answer_forever
from bench.screening.rows import Row
from repatria.screening import stored
from repatria.screening.index import Index
from repatria.screening.records import Identifier, Kind, Subject
from repatria.screening.screen import Mode, Screener

BATCH = 100


class Ours:
    modes: tuple[str, ...] = ("full", "fast")

    def load(self, rows: list[Row]) -> None:
        self._index = Index([subject(row) for row in rows])
        self.__dict__.pop("_screener", None)

    def open(self, path: Path) -> None:
        self._index = stored.read(path)
        self.__dict__.pop("_screener", None)
        self.screen(Row("first", ("Nadia Okonjo",)), 10, "full")

    @cached_property
    def _screener(self) -> Screener:
        return Screener(self._index)

    def candidates(self, row: Row, k: int) -> Ranking:
        found = self._index.candidates(subject(row), k)
        return [(self._index.subject(place).id, likeness) for place, likeness in found]

    def screen(self, row: Row, k: int, mode: str) -> Ranking:
        hits = self._screener.screen(subject(row), limit=k, threshold=0.0, mode=_mode(mode))
        return [(hit.id, hit.score) for hit in hits]

    def bulk(self, rows: list[Row], k: int, mode: str) -> list[Ranking]:
        rankings: list[Ranking] = []
        for first in range(0, len(rows), BATCH):
            batch = [subject(row) for row in rows[first : first + BATCH]]
            found = self._screener.screen_all(batch, limit=k, threshold=0.0, mode=_mode(mode))
            rankings += [[(hit.id, hit.score) for hit in hits] for hits in found]
        return rankings

    def pair(self, left: Row, right: Row) -> float:
        alone = Screener(Index([subject(right)]))
        return max((hit.score for hit in alone.screen(subject(left), limit=1, threshold=0.0)), default=0.0)


def subject(row: Row) -> Subject:
    identifiers = []
    for value in row.identifiers:
        scheme, _, number = value.partition(":")
        identifiers.append(Identifier(scheme, number))
    return Subject(
        row.id, Kind(row.kind), row.names, row.birth_dates, row.countries, row.genders, tuple(identifiers)
    )


def _mode(name: str) -> Mode:
    return "fast" if name == "fast" else "full"


if __name__ == "__main__":
    answer_forever(Ours())
