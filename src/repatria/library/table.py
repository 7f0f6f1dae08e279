"""The file of the index: what stands in which table, and what each table says of an item.

    meta      what made the file, how often it was written, and the position that its maker said
    item      who may read it, its codes, its age; one that has gone stays as an empty row with access ""
    words     titles and texts of an item, as they were put
    page      the text of its words and pages, each under ordinal << 20 | number
    impacts   FTS5, no positions: of each item its terms with their steps (impacts.py)
    pages     FTS5, with positions: of each page its words' stems, for phrases and for finding the page

The last two hold no text of their own: what a row said is reckoned again from `words` and `page` when it
goes.
"""

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from repatria.library.impacts import Analysed, steps, term_of
from repatria.library.items import Item, Pages, Words

# Room for a page's number below its item's ordinal.
PAGE_BITS = 20
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
_PAGE_OF_FILE = 8192
# The modules that say what stands in the file; the others only read it.
_MAKERS = ("analysis.py", "folding.py", "impacts.py", "stopwords.py", "table.py")


class IndexUnusable(ValueError):
    """There is no index at this path, or another version made it: the writer makes it anew."""


@cache
def made_by() -> str:
    """What an index of this process follows from beside its items, as 64 hexadecimal digits."""
    digest = sha256(f"snowballstemmer {version('snowballstemmer')}".encode())
    package = files("repatria.library")
    for name in _MAKERS:
        digest.update(f"\n{name} ".encode() + sha256(package.joinpath(name).read_bytes()).digest())
    reference = files("repatria.reference")
    for name in ("countries.csv", "country-names.csv", "library-taxonomy.json"):
        digest.update(reference.joinpath(name).read_bytes())
    return digest.hexdigest()


def open_table(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise IndexUnusable(f"{path}: none")
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        if meta(connection, "made_by") != made_by():
            raise IndexUnusable(f"{path}: another version made it")
        return _set(connection)
    except (sqlite3.DatabaseError, TypeError) as error:
        connection.close()
        raise IndexUnusable(f"{path}: {error}") from error
    except IndexUnusable:
        connection.close()
        raise


def make_table(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA page_size = {_PAGE_OF_FILE}")
    path.chmod(0o600)
    _set(connection)
    with transaction(connection, "IMMEDIATE"):
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


def delete_table(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    connection.execute(f"BEGIN {kind}")
    with contextlib.ExitStack() as undo:
        undo.callback(connection.execute, "ROLLBACK")
        yield
        undo.pop_all()
    connection.execute("COMMIT")


def meta(connection: sqlite3.Connection, name: str) -> Any:
    (value,) = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return value


def pack(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "replace"), 6)


def unpack(packed: bytes) -> str:
    return zlib.decompress(packed).decode()


def places(ordinal: int) -> tuple[int, int]:
    return ordinal << PAGE_BITS, (ordinal + 1 << PAGE_BITS) - 1


def texts(item: Item) -> Iterator[tuple[str, str, str | None, int | None]]:
    """Language, text, file and number of each page: first of its words, then of its files."""
    for words in item.words:
        yield words.language, f"{words.title}\n{words.text}", None, None
    for pages in item.pages:
        for number, text in enumerate(pages.pages, 1):
            yield pages.language, text, pages.file, number if pages.file is not None else None


def rows(ordinal: int, analysed: Analysed) -> Iterator[tuple[int, str]]:
    """What the table `pages` says of it, in the order of `texts`."""
    words = [title + text for (_, title), (_, text) in zip(analysed.titles, analysed.texts, strict=True)]
    for number, terms in enumerate(words + [terms for _, terms in analysed.pages]):
        yield ordinal << PAGE_BITS | number, " ".join(each[0] for each in terms)


def impact_terms(analysed: Analysed) -> str:
    return " ".join(term_of(term, step) for term, step in steps(analysed).items())


def stored_words(connection: sqlite3.Connection, ordinal: int) -> tuple[Words, ...]:
    row = connection.execute("SELECT packed FROM words WHERE ordinal = ?", (ordinal,)).fetchone()
    return () if row is None else tuple(Words(*each) for each in json.loads(unpack(row[0])))


def stored_item(connection: sqlite3.Connection, ordinal: int) -> Item | None:
    """The item as it was put, as far as its terms follow from it; None where it has gone."""
    words = stored_words(connection, ordinal)
    if not words:
        return None
    codes = "SELECT shelf, item, part, type, topics, regions, countries FROM item WHERE ordinal = ?"
    shelf, item, part, kind, *lists = connection.execute(codes, (ordinal,)).fetchone()
    texts = connection.execute(
        "SELECT language, file, packed FROM page WHERE place BETWEEN ? AND ? ORDER BY place", places(ordinal)
    ).fetchall()[len(words) :]
    pages = tuple(Pages(language, (unpack(packed),), file) for language, file, packed in texts)
    topics, regions, countries = (tuple(json.loads(each)) for each in lists)
    bare = Item(shelf, item, part, "", "", 0, 0, words, pages, kind)
    return replace(bare, topics=topics, regions=regions, countries=countries)
