"""What is put into the index, what is asked, and what is answered."""

from dataclasses import dataclass, field

Key = tuple[str, str, str]
"""Shelf, item and part, which name one thing that is found."""


@dataclass(frozen=True, slots=True)
class Words:
    """Title and text of an item in one language."""

    language: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """The text of a file (`file` its SHA-256), page by page, or of what the network wrote itself (None)."""

    language: str
    pages: tuple[str, ...]
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that stands on a shelf, or one fact of a framework (`part` is its field).

    `document` is its hash, "" for what ships. `access` is one word that an asker has or has not. `published`
    is in unix seconds, `position` the index of its publication in the register, 0 and -1 for what ships.
    `countries` are ISO 3166-1 alpha-2. Words are in the order of the record, the original first.
    """

    shelf: str
    item: str
    part: str
    document: str
    access: str
    published: int
    position: int
    words: tuple[Words, ...]
    pages: tuple[Pages, ...] = ()
    type: str = ""
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    year: int | None = None

    @property
    def key(self) -> Key:
        return self.shelf, self.item, self.part

    @property
    def languages(self) -> tuple[str, ...]:
        """Of its words and its files, each once."""
        said = [each.language for each in self.words] + [each.language for each in self.pages]
        return tuple(dict.fromkeys(said))


@dataclass(frozen=True, slots=True)
class Question:
    """`text`: words of any language, `"…"` a phrase, `-` without; empty: the newest first.

    An empty set filters nothing. `years` are first and last, `since` a position: only what was published
    after.
    """

    text: str = ""
    shelves: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    years: tuple[int, int] | None = None
    since: int | None = None
    offset: int = 0
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """`snippet` is text of the original in pieces, each marked as hit or not; `page` counts from 1 in
    `file`.
    """

    shelf: str
    item: str
    part: str
    document: str
    language: str
    title: str
    published: int
    access: str
    type: str
    snippet: tuple[tuple[str, bool], ...]
    file: str | None
    page: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """`searched`: of each shelf the items that the asker may read; `facets`: of each facet and code the
    found.
    """

    position: int
    searched: dict[str, int]
    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
