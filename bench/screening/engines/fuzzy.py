"""rapidfuzz over every listed name: token_sort_ratio finds the candidates, WRatio is the final score."""

from rapidfuzz import fuzz, process, utils

from bench.screening.engines.answering import Ranking, answer_forever, best_by_id
from bench.screening.rows import Row

RESCORED = 50
# Below it nobody is looked at: an unlike name needs not be compared to its end.
LEAST = 50.0


class Fuzzy:
    modes: tuple[str, ...] = ("full",)

    def load(self, rows: list[Row]) -> None:
        names = [(row.id, name) for row in rows for name in row.names]
        self._ids = [identity for identity, _ in names]
        # Processed once here, not at every query.
        self._names = [utils.default_process(name) for _, name in names]

    def candidates(self, row: Row, k: int) -> Ranking:
        return best_by_id([(self._ids[place], score) for score, place in self._nearest(row, 4 * k)], k)

    def screen(self, row: Row, k: int, mode: str) -> Ranking:
        asked = [utils.default_process(name) for name in row.names]
        found = [
            (self._ids[place], max(fuzz.WRatio(name, self._names[place]) for name in asked))
            for _, place in self._nearest(row, RESCORED)
        ]
        return best_by_id(found, k)

    def bulk(self, rows: list[Row], k: int, mode: str) -> list[Ranking]:
        return [self.screen(row, k, mode) for row in rows]

    def pair(self, left: Row, right: Row) -> float:
        return float(fuzz.WRatio(left.names[0], right.names[0], processor=utils.default_process))

    def _nearest(self, row: Row, limit: int) -> list[tuple[float, int]]:
        nearest = []
        for name in row.names:
            asked = utils.default_process(name)
            found = process.extract(
                asked,
                self._names,
                scorer=fuzz.token_sort_ratio,
                processor=None,
                limit=limit,
                score_cutoff=LEAST,
            )
            nearest += [(float(score), place) for _, score, place in found]
        return nearest


if __name__ == "__main__":
    answer_forever(Fuzzy())
