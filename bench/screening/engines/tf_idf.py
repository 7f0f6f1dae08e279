"""TF-IDF on character trigrams with scikit-learn: the nearest names by cosine, facts not looked at."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.screening.engines.answering import Ranking, answer_forever, best_by_id
from bench.screening.rows import Row


class TfIdf:
    modes: tuple[str, ...] = ("full",)

    def load(self, rows: list[Row]) -> None:
        names = [(row.id, name) for row in rows for name in row.names]
        self._ids = [identity for identity, _ in names]
        self._vectorizer = _trigrams()
        # Transposed, so that a query touches the postings of its own trigrams and nothing else.
        self._postings = self._vectorizer.fit_transform(name for _, name in names).T.tocsr()

    def candidates(self, row: Row, k: int) -> Ranking:
        found: Ranking = []
        for asked in self._vectorizer.transform(row.names):
            likeness = (asked @ self._postings).tocoo()
            best = np.argsort(-likeness.data)[: 4 * k]
            found += [(self._ids[likeness.coords[1][place]], float(likeness.data[place])) for place in best]
        return best_by_id(found, k)

    def screen(self, row: Row, k: int, mode: str) -> Ranking:
        return self.candidates(row, k)

    def bulk(self, rows: list[Row], k: int, mode: str) -> list[Ranking]:
        return [self.screen(row, k, mode) for row in rows]

    def pair(self, left: Row, right: Row) -> float:
        """Cosine of the trigrams with equal weights: two names alone have no document frequencies."""
        both = _trigrams(use_idf=False).fit_transform([left.names[0], right.names[0]])
        return float((both[0] @ both[1].T).sum())


def _trigrams(*, use_idf: bool = True) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), strip_accents="unicode", use_idf=use_idf)


if __name__ == "__main__":
    answer_forever(TfIdf())
