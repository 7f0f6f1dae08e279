"""The full-text index: one SQLite file beside either database, which may be deleted at any time and made
anew.

One writer and any number of readers, in any processes. Nothing that is asked is written. table.py says what
stands in the file, ranking.py which items are found.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import numpy as np

from repatria.library.asked import Asked, parse_question
from repatria.library.effort import ENDLESS, Effort
from repatria.library.impacts import analyse
from repatria.library.items import Answer, Hit, Item, Key, Question
from repatria.library.ranking import OTHER_NAME, TOKENS, Ranked, Ranking
from repatria.library.snippets import Snippet, snippet
from repatria.library.standing import Standing
from repatria.library.table import (
    PAGE_BITS,
    IndexUnusable,
    delete_table,
    impact_terms,
    made_by,
    make_table,
    meta,
    open_table,
    pack,
    places,
    rows,
    stored_item,
    stored_words,
    texts,
    transaction,
    unpack,
)

__all__ = ["IndexReader", "IndexUnusable", "IndexWriter", "made_by"]

_EMPTIED = """
UPDATE item SET changed = ?, access = '', document = '', type = '', languages = '[]', topics = '[]',
    regions = '[]', countries = '[]'
WHERE ordinal = ?
"""
_FEW = 3
# By which a hit's page is chosen: each is one query more for every hit that is shown.
_WORDS_OF_A_PAGE = 8


class IndexWriter:
    """The one writer of an index. A file that is none, or another version's, is made anew, empty."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = open_table(path)
        except IndexUnusable:
            delete_table(path)
            self._connection = make_table(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    @property
    def position(self) -> int:
        """What was said with the last `put`: 0 in a new file."""
        return int(meta(self._connection, "position"))

    def put(self, items: Iterable[Item], gone: Iterable[Key] = (), *, position: int) -> None:
        """Add these or put them in the place of what has their key, take out the keys of `gone`: all or
        nothing.
        """
        with transaction(self._connection, "IMMEDIATE"):
            generation = int(meta(self._connection, "generation")) + 1
            for key in gone:
                if (ordinal := self._find(key)) is not None:
                    self._take_out(ordinal)
                    self._connection.execute(
                        _EMPTIED,
                        (generation, ordinal),
                    )
            for item in items:
                self._put(item, generation)
            for name, value in (("generation", generation), ("position", position)):
                self._connection.execute("UPDATE meta SET value = ? WHERE name = ?", (value, name))

    def _find(self, key: Key) -> int | None:
        asked = "SELECT ordinal FROM item WHERE shelf = ? AND item = ? AND part = ?"
        row = self._connection.execute(asked, key).fetchone()
        return None if row is None else int(row[0])

    def _put(self, item: Item, generation: int) -> None:
        ordinal = self._find(item.key)
        if ordinal is not None:
            self._take_out(ordinal)
        lists = [json.dumps(each) for each in (item.languages, item.topics, item.regions, item.countries)]
        columns = "ordinal, shelf, item, part, changed, document, access, published, position, type, year,"
        columns += " languages, topics, regions, countries"
        row = (ordinal, *item.key, generation, item.document, item.access, item.published, item.position)
        marks = ",".join("?" * 15)
        cursor = self._connection.execute(
            f"INSERT OR REPLACE INTO item ({columns}) VALUES ({marks})",  # noqa: S608 - our own words
            (*row, item.type, item.year, *lists),
        )
        ordinal = int(cursor.lastrowid or 0)
        packed = pack(json.dumps([[each.language, each.title, each.text] for each in item.words]))
        self._connection.execute("INSERT INTO words VALUES (?, ?)", (ordinal, packed))
        self._connection.executemany(
            "INSERT INTO page VALUES (?, ?, ?, ?, ?)",
            (
                (ordinal << PAGE_BITS | number, language, file, page, pack(text))
                for number, (language, text, file, page) in enumerate(texts(item))
            ),
        )
        analysed = analyse(item)
        self._connection.executemany(
            "INSERT INTO pages (rowid, terms) VALUES (?, ?)", rows(ordinal, analysed)
        )
        terms = impact_terms(analysed)
        self._connection.execute("INSERT INTO impacts (rowid, terms) VALUES (?, ?)", (ordinal, terms))

    def _take_out(self, ordinal: int) -> None:
        """All text of what stands at this ordinal. Its row in `item` stays."""
        item = stored_item(self._connection, ordinal)
        if item is None:
            return
        said = analyse(item)
        self._connection.executemany(
            "INSERT INTO pages (pages, rowid, terms) VALUES ('delete', ?, ?)", rows(ordinal, said)
        )
        self._connection.execute(
            "INSERT INTO impacts (impacts, rowid, terms) VALUES ('delete', ?, ?)",
            (ordinal, impact_terms(said)),
        )
        self._connection.execute("DELETE FROM words WHERE ordinal = ?", (ordinal,))
        self._connection.execute("DELETE FROM page WHERE place BETWEEN ? AND ?", places(ordinal))


class IndexReader:
    """Answers questions from an index; one for each thread. Raises IndexUnusable."""

    def __init__(self, path: Path) -> None:
        self._connection = open_table(path)
        self._connection.execute(TOKENS)
        self._standing = Standing()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def search(self, question: Question, admitted: frozenset[str] | None, effort: Effort = ENDLESS) -> Answer:
        """What `admitted` may read of the index as it is now; None: everything.

        Raises TooBroad where that takes more than the effort; taking in what has changed is not counted.
        """
        with transaction(self._connection, "DEFERRED"):
            self._standing.follow(self._connection, int(meta(self._connection, "generation")))
            effort.begin()
            position = int(meta(self._connection, "position"))
            readable = self._standing.readable(admitted)
            filtered = self._standing.filtered(readable, question)
            asked = parse_question(question.text)
            ranked = Ranking(self._connection, readable, effort).rank(asked, filtered)
            # Without words all are alike: by position, which is when they were published.
            order = self._standing.position if asked.is_empty else self._standing.published
            ordinals = ranked.best(question.offset, question.limit, order)
            return Answer(
                position,
                self._standing.shelves(readable),
                int(np.count_nonzero(ranked.found)),
                tuple(self._hit(ordinal, asked, ranked, effort) for ordinal in ordinals),
                self._standing.facets(ranked.found),
            )

    def _hit(self, ordinal: int, asked: Asked, ranked: Ranked, effort: Effort) -> Hit:
        effort.demand()
        columns = "shelf, item, part, document, published, access, type"
        row = self._connection.execute(
            f"SELECT {columns} FROM item WHERE ordinal = ?",  # noqa: S608 - our own words
            (ordinal,),
        ).fetchone()
        shelf, item, part, document, published, access, kind = row
        language, file, number, piece = self._best_page(ordinal, asked, ranked)
        title = self._title(ordinal, language)
        return Hit(shelf, item, part, document, language, title, published, access, kind, piece, file, number)

    def _title(self, ordinal: int, language: str) -> str:
        """In the language of what was found, else the original's."""
        titles = {each.language: each.title for each in reversed(stored_words(self._connection, ordinal))}
        return titles.get(language) or next(reversed(titles.values()), "")

    def _best_page(
        self, ordinal: int, asked: Asked, ranked: Ranked
    ) -> tuple[str, str | None, int | None, Snippet]:
        """The page with the most of the words, the first of equals, and its piece."""
        numbers = asked.numbers
        # Who asked in French is shown the French words first.
        worths = (*ranked.rarities, *(OTHER_NAME * each for each in ranked.rarities))
        best: tuple[float, tuple[str, str | None, int | None, Snippet]] | None = None
        for place in self._best_places(ordinal, asked, ranked):
            asking = "SELECT language, file, number, packed FROM page WHERE place = ?"
            language, file, number, packed = self._connection.execute(asking, (place,)).fetchone()
            piece, worth = snippet(unpack(packed), language, numbers, worths)
            if best is None or worth > best[0]:
                best = (worth, (language, file, number, piece))
        assert best is not None
        return best[1]

    def _best_places(self, ordinal: int, asked: Asked, ranked: Ranked) -> list[int]:
        """A few pages with the most of the words: the words themselves before the pages."""
        first, last = places(ordinal)
        worth: dict[int, float] = {first: 0.0}
        looked_for = [list(terms) for terms in asked.words]
        for start, _, names in asked.spans:
            looked_for[start].extend(term for name in names for term in name)
        for number in ranked.rarest(ordinal, _WORDS_OF_A_PAGE):
            match = " OR ".join(f'"{term}"' for term in dict.fromkeys(looked_for[number]))
            rows = self._connection.execute(
                "SELECT rowid FROM pages WHERE pages MATCH ? AND rowid BETWEEN ? AND ?", (match, first, last)
            )
            for (place,) in rows:
                worth[place] = worth.get(place, 0.0) + ranked.rarities[number]
        return sorted(worth, key=lambda place: (-worth[place], place))[:_FEW]
