"""pg_trgm on PostgreSQL: a GIN index, `%` for the candidates, `similarity` for order and score.

The threshold of `%` is 0.2, below pg_trgm's 0.3, which loses names of which one is spelt otherwise.
"""

import os

import psycopg

from bench.screening.engines.answering import Ranking, answer_forever, best_by_id
from bench.screening.rows import Row

NEAREST = """
    SELECT subject, similarity(name, %(name)s) AS likeness FROM names WHERE name %% %(name)s
    ORDER BY likeness DESC LIMIT %(limit)s
"""


class PgTrgm:
    modes: tuple[str, ...] = ("full",)

    def __init__(self) -> None:
        self._database = psycopg.connect(os.environ["BENCH_POSTGRES"], autocommit=True)
        self._database.execute("CREATE EXTENSION pg_trgm")
        self._database.execute("SET pg_trgm.similarity_threshold = 0.2")

    def load(self, rows: list[Row]) -> None:
        self._database.execute("DROP TABLE IF EXISTS names")
        self._database.execute("CREATE TABLE names (subject text, name text)")
        with self._database.cursor().copy("COPY names FROM STDIN") as copy:
            for row in rows:
                for name in row.names:
                    copy.write_row((row.id, name))
        self._database.execute("CREATE INDEX ON names USING gin (name gin_trgm_ops)")
        self._database.execute("VACUUM ANALYZE names")

    def candidates(self, row: Row, k: int) -> Ranking:
        found: Ranking = []
        for name in row.names:
            found += self._database.execute(NEAREST, {"name": name, "limit": 4 * k}).fetchall()
        return best_by_id(found, k)

    def screen(self, row: Row, k: int, mode: str) -> Ranking:
        return self.candidates(row, k)

    def bulk(self, rows: list[Row], k: int, mode: str) -> list[Ranking]:
        return [self.screen(row, k, mode) for row in rows]

    def pair(self, left: Row, right: Row) -> float:
        asked = (left.names[0], right.names[0])
        found = self._database.execute("SELECT similarity(%s::text, %s::text)", asked).fetchone()
        assert found
        return float(found[0])


if __name__ == "__main__":
    answer_forever(PgTrgm())
