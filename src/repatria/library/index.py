"""The full-text index: one SQLite file beside either database, which may be deleted at any time and made
anew.

    meta      what made the file, how often it was written, and the position that its maker said
    item      who may read it, its codes, its age; one that has gone stays as an empty row with access ""
    words     titles and texts of an item, as they were put
    page      the text of its words and pages, each under ordinal << 20 | number
    impacts   FTS5, no positions: of each item its terms with their steps (impacts.py)
    pages     FTS5, with positions: of each page its words' stems, for phrases and for finding the page

Both tables hold no text of their own: what a row said is reckoned again from `words` and `page` when it goes.
One writer and any number of readers, in any processes. Nothing that is asked is written.
"""

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

import numpy as np

from repatria.library.asked import Asked, parse_question
from repatria.library.impacts import Analysed, analyse, steps, term_of
from repatria.library.items import Answer, Hit, Item, Key, Pages, Question, Words
from repatria.library.ranking import PAGE_BITS, Ranked, Ranking
from repatria.library.snippets import Snippet, snippet
from repatria.library.standing import Standing

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE item (
    ordinal INTEGER PRIMARY KEY, shelf TEXT NOT NULL, item TEXT NOT NULL, part TEXT NOT NULL,
    changed INTEGER NOT NULL, document TEXT NOT NULL, access TEXT NOT NULL, published INTEGER NOT NULL,
    position INTEGER NOT NULL, type TEXT NOT NULL, year INTEGER, languages TEXT NOT NULL, topics TEXT NOT
    NULL, regions TEXT NOT NULL, countries TEXT NOT NULL, UNIQUE (shelf, item, part)
);
CREATE INDEX item_changed ON item (changed);
CREATE TABLE words (ordinal INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE page (
    place INTEGER PRIMARY KEY, language TEXT NOT NULL, file TEXT, number INTEGER, packed BLOB NOT NULL
);
CREATE VIRTUAL TABLE impacts USING fts5(
    terms, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '~'"
);
CREATE VIRTUAL TABLE pages USING fts5(terms, content='', columnsize=0, tokenize='ascii');
INSERT INTO impacts (impacts, rank) VALUES ('hashsize', 16777216);
INSERT INTO pages (pages, rank) VALUES ('hashsize', 16777216);
"""
_EMPTIED = """
UPDATE item SET changed = ?, access = '', document = '', type = '', languages = '[]', topics = '[]',
    regions = '[]', countries = '[]'
WHERE ordinal = ?
"""
_PAGE_OF_FILE = 8192
_FEW = 3


class IndexUnusable(ValueError):
    """There is no index at this path, or another version made it: the writer makes it anew."""


@cache
def made_by() -> str:
    """What an index of this process follows from beside its items, as 64 hexadecimal digits."""
    digest = sha256(f"snowballstemmer {version('snowballstemmer')}".encode())
    package = files("repatria.library")
    for each in sorted(package.iterdir(), key=lambda file: file.name):
        if each.name.endswith(".py"):
            digest.update(f"\n{each.name} ".encode() + sha256(each.read_bytes()).digest())
    reference = files("repatria.reference")
    for name in ("countries.csv", "country-names.csv", "library-taxonomy.json"):
        digest.update(reference.joinpath(name).read_bytes())
    return digest.hexdigest()


class IndexWriter:
    """The one writer of an index. A file that is none, or another version's, is made anew, empty."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = _opened(path)
        except IndexUnusable:
            _delete(path)
            self._connection = _made(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    @property
    def position(self) -> int:
        """What was said with the last `put`: 0 in a new file."""
        return int(_meta(self._connection, "position"))

    def put(self, items: Iterable[Item], gone: Iterable[Key] = (), *, position: int) -> None:
        """Add these or put them in the place of what has their key, take out the keys of `gone`: all or
        nothing.
        """
        with _transaction(self._connection, "IMMEDIATE"):
            generation = int(_meta(self._connection, "generation")) + 1
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
        packed = _packed(json.dumps([[each.language, each.title, each.text] for each in item.words]))
        self._connection.execute("INSERT INTO words VALUES (?, ?)", (ordinal, packed))
        self._connection.executemany(
            "INSERT INTO page VALUES (?, ?, ?, ?, ?)",
            (
                (ordinal << PAGE_BITS | number, language, file, page, _packed(text))
                for number, (language, text, file, page) in enumerate(_texts(item))
            ),
        )
        analysed = analyse(item)
        self._connection.executemany(
            "INSERT INTO pages (rowid, terms) VALUES (?, ?)", _rows(ordinal, analysed)
        )
        terms = _impact_terms(analysed)
        self._connection.execute("INSERT INTO impacts (rowid, terms) VALUES (?, ?)", (ordinal, terms))

    def _take_out(self, ordinal: int) -> None:
        """All text of what stands at this ordinal. Its row in `item` stays."""
        item = _stored(self._connection, ordinal)
        if item is None:
            return
        said = analyse(item)
        self._connection.executemany(
            "INSERT INTO pages (pages, rowid, terms) VALUES ('delete', ?, ?)", _rows(ordinal, said)
        )
        self._connection.execute(
            "INSERT INTO impacts (impacts, rowid, terms) VALUES ('delete', ?, ?)",
            (ordinal, _impact_terms(said)),
        )
        self._connection.execute("DELETE FROM words WHERE ordinal = ?", (ordinal,))
        self._connection.execute("DELETE FROM page WHERE place BETWEEN ? AND ?", _places(ordinal))


class IndexReader:
    """Answers questions from an index; one for each thread. Raises IndexUnusable."""

    def __init__(self, path: Path) -> None:
        self._connection = _opened(path)
        self._standing = Standing()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def search(self, question: Question, admitted: frozenset[str] | None) -> Answer:
        """What `admitted` may read of the index as it is now; None: everything."""
        with _transaction(self._connection, "DEFERRED"):
            self._standing.follow(self._connection, int(_meta(self._connection, "generation")))
            position = int(_meta(self._connection, "position"))
            readable = self._standing.readable(admitted)
            filtered = self._standing.filtered(readable, question)
            asked = parse_question(question.text)
            ranked = Ranking(self._connection, readable).rank(asked, filtered)
            # Without words all are alike: by position, which is when they were published.
            order = self._standing.position if asked.is_empty else self._standing.published
            ordinals = ranked.best(question.offset, question.limit, order)
            return Answer(
                position,
                self._standing.shelves(readable),
                int(np.count_nonzero(ranked.found)),
                tuple(self._hit(ordinal, asked, ranked) for ordinal in ordinals),
                self._standing.facets(ranked.found),
            )

    def _hit(self, ordinal: int, asked: Asked, ranked: Ranked) -> Hit:
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
        titles = {each.language: each.title for each in reversed(_stored_words(self._connection, ordinal))}
        return titles.get(language) or next(reversed(titles.values()), "")

    def _best_page(
        self, ordinal: int, asked: Asked, ranked: Ranked
    ) -> tuple[str, str | None, int | None, Snippet]:
        """The page with the most of the words, the first of equals, and its piece."""
        numbers = asked.weights_of_terms
        best: tuple[float, tuple[str, str | None, int | None, Snippet]] | None = None
        for place in self._best_places(ordinal, asked, ranked):
            asking = "SELECT language, file, number, packed FROM page WHERE place = ?"
            language, file, number, packed = self._connection.execute(asking, (place,)).fetchone()
            piece, worth = snippet(_unpacked(packed), language, numbers, ranked.rarities)
            if best is None or worth > best[0]:
                best = (worth, (language, file, number, piece))
        assert best is not None
        return best[1]

    def _best_places(self, ordinal: int, asked: Asked, ranked: Ranked) -> list[int]:
        """A few pages with the most of the words: the words themselves before the pages."""
        first, last = _places(ordinal)
        worth: dict[int, float] = {first: 0.0}
        looked_for = [
            (rarity, list(terms)) for rarity, terms in zip(ranked.rarities, asked.words, strict=True)
        ]
        for start, _, names in asked.spans:
            looked_for[start][1].extend(term for name in names for term in name)
        for rarity, terms in looked_for:
            match = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
            rows = self._connection.execute(
                "SELECT rowid FROM pages WHERE pages MATCH ? AND rowid BETWEEN ? AND ?", (match, first, last)
            )
            for (place,) in rows:
                worth[place] = worth.get(place, 0.0) + rarity
        return sorted(worth, key=lambda place: (-worth[place], place))[:_FEW]


def _opened(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise IndexUnusable(f"{path}: none")
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        if _meta(connection, "made_by") != made_by():
            raise IndexUnusable(f"{path}: another version made it")
        return _set(connection)
    except (sqlite3.DatabaseError, TypeError) as error:
        connection.close()
        raise IndexUnusable(f"{path}: {error}") from error
    except IndexUnusable:
        connection.close()
        raise


def _made(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA page_size = {_PAGE_OF_FILE}")
    path.chmod(0o600)
    _set(connection)
    with _transaction(connection, "IMMEDIATE"):
        for statement in filter(str.strip, _SCHEMA.split(";\n")):
            connection.execute(statement)
        values = (("made_by", made_by()), ("generation", 0), ("position", 0))
        connection.executemany("INSERT INTO meta VALUES (?, ?)", values)
    return connection


def _set(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA journal_mode = WAL")
    # A projection: what a power cut takes is put again from `position`.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA busy_timeout = 60000")
    return connection


def _delete(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    connection.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _meta(connection: sqlite3.Connection, name: str) -> Any:
    (value,) = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return value


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "replace"), 6)


def _unpacked(packed: bytes) -> str:
    return zlib.decompress(packed).decode()


def _places(ordinal: int) -> tuple[int, int]:
    return ordinal << PAGE_BITS, (ordinal + 1 << PAGE_BITS) - 1


def _texts(item: Item) -> Iterator[tuple[str, str, str | None, int | None]]:
    """Language, text, file and number of each page: first of its words, then of its files."""
    for words in item.words:
        yield words.language, f"{words.title}\n{words.text}", None, None
    for pages in item.pages:
        for number, text in enumerate(pages.pages, 1):
            yield pages.language, text, pages.file, number if pages.file is not None else None


def _rows(ordinal: int, analysed: Analysed) -> Iterator[tuple[int, str]]:
    """What the table `pages` says of it, in the order of `_texts`."""
    words = [title + text for (_, title), (_, text) in zip(analysed.titles, analysed.texts, strict=True)]
    for number, terms in enumerate(words + [terms for _, terms in analysed.pages]):
        yield ordinal << PAGE_BITS | number, " ".join(each[0] for each in terms)


def _impact_terms(analysed: Analysed) -> str:
    return " ".join(term_of(term, step) for term, step in steps(analysed).items())


def _stored_words(connection: sqlite3.Connection, ordinal: int) -> tuple[Words, ...]:
    row = connection.execute("SELECT packed FROM words WHERE ordinal = ?", (ordinal,)).fetchone()
    return () if row is None else tuple(Words(*each) for each in json.loads(_unpacked(row[0])))


def _stored(connection: sqlite3.Connection, ordinal: int) -> Item | None:
    """The item as it was put, as far as its terms follow from it; None where it has gone."""
    words = _stored_words(connection, ordinal)
    if not words:
        return None
    codes = "SELECT shelf, item, part, type, topics, regions, countries FROM item WHERE ordinal = ?"
    shelf, item, part, kind, *lists = connection.execute(codes, (ordinal,)).fetchone()
    texts = connection.execute(
        "SELECT language, file, packed FROM page WHERE place BETWEEN ? AND ? ORDER BY place", _places(ordinal)
    ).fetchall()[len(words) :]
    pages = tuple(Pages(language, (_unpacked(packed),), file) for language, file, packed in texts)
    topics, regions, countries = (tuple(json.loads(each)) for each in lists)
    bare = Item(shelf, item, part, "", "", 0, 0, words, pages, kind)
    return replace(bare, topics=topics, regions=regions, countries=countries)
