"""Pages of what the network published for everybody: its library, its meetings, its news.

Of each item what its document says of itself, never who published it. A file comes along only where its
licence lets anybody pass it on, and where it is small; a text that the network wrote has a page of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from repatria import reference
from repatria.cli.public_pages.layout import (
    HOME,
    LANGUAGES,
    Place,
    day,
    defaults,
    page,
    paragraphs,
    plain,
    said,
)
from repatria.cli.public_pages.news_feed import FEED, feed
from repatria.reference.library import taxonomy
from repatria.sdk.files import TYPES

PAGES = {"library": "library.html", "meeting": "meetings.html", "news": "news.html"}
LARGEST_FILE = 10 * 2**20
# A whole licence that lets anybody pass the work on as it is. What is not known here is not passed on.
_FREE = re.compile(
    r"(CC0|CC[ -]BY(-(SA|ND|NC|NC-SA|NC-ND))?)([ -][1-4]\.0)?( (IGO|International|Unported|Universal))?"
    r"|public domain|Open Government Licen[cs]e( v?[1-3](\.0)?)?|Licence Ouverte( v?[12](\.0)?)?",
    re.IGNORECASE,
)
_SUFFIXES = {media: suffix for suffix, media in reversed(TYPES.items())}
_ITEM_NAMED = re.compile(r"(library|meeting|news)/([a-z0-9][a-z0-9-]{0,62})(?: (.*))?")


@dataclass(frozen=True, slots=True)
class Public:
    """One item that stands with access `public`; `published` in Unix seconds."""

    shelf: str
    item: str
    record: Mapping[str, Any]
    published: int

    @property
    def id(self) -> str:
        return f"{self.shelf}-{self.item}"

    @property
    def text_page(self) -> str:
        return f"text-{self.item}.html" if self.record.get("body") else ""

    def words(self, language: str) -> Mapping[str, str]:
        return in_language(self.record["words"], language)

    def files(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The files that come along, each with its path below the folder."""
        if _FREE.fullmatch(self.record.get("licence", "").strip()):
            for one in self.record["files"]:
                if one["len"] <= LARGEST_FILE and one["type"] in _SUFFIXES:
                    yield f"files/{one['sha256'][:32]}{_SUFFIXES[one['type']]}", one


def in_language(several: Sequence[Mapping[str, str]], language: str) -> Mapping[str, str]:
    """Else the original."""
    return next((one for one in several if one["language"] == language), several[0])


def leading(language: str, public: Sequence[Public]) -> list[tuple[str, str]]:
    """Name and title of the pages that there are, with the first one; none where it is the only one."""
    words, shelves = defaults()[language], {one.shelf for one in public}
    found = [(name, words["shelves"][shelf]) for shelf, name in PAGES.items() if shelf in shelves]
    return [(HOME, words["home"]), *found] if found else []


def shelf_pages(network: str, net: str, public: Sequence[Public]) -> dict[str, str]:
    """Every file of text by its path below the folder."""
    made = {}
    for language in LANGUAGES:
        shown = Shown(language, network, public)
        for shelf, name in PAGES.items():
            if own := _in_order(shelf, language, public):
                made[f"{language}/{name}"] = shown.listed(shelf, own)
        for one in public:
            if one.text_page:
                made[f"{language}/{one.text_page}"] = shown.text(one)
        if news := _in_order("news", language, public):
            told = [(one.item, one.published, one.words(language)) for one in news]
            made[f"{language}/{FEED}"] = feed(network, net, language, told)
    return made


def _in_order(shelf: str, language: str, public: Sequence[Public]) -> list[Public]:
    """The newest first; the library by title."""
    own = sorted((one for one in public if one.shelf == shelf), key=lambda one: one.item)
    if shelf == "library":
        return sorted(own, key=lambda one: one.words(language)["title"].casefold())
    if shelf == "meeting":
        return sorted(own, key=lambda one: str(one.record["start"]), reverse=True)
    return sorted(own, key=lambda one: one.published, reverse=True)


class Shown:
    """The pages of one language."""

    def __init__(self, language: str, network: str, public: Sequence[Public]) -> None:
        self._language = language
        self._network = network
        self._words = defaults()[language]
        self._pages = leading(language, public)
        self._public = {(one.shelf, one.item): one for one in public}

    def listed(self, shelf: str, public: Sequence[Public]) -> str:
        own = {"library": self._document, "meeting": self._meeting, "news": self._news}[shelf]
        main = [line for one in public for line in self._article(one, own(one))]
        head = []
        if shelf == "news":
            title = escape(self._words["shelves"]["news"])
            head = [f'<link rel="alternate" type="application/atom+xml" href="{FEED}" title="{title}">']
            main.append(f'<p><a href="{FEED}">{escape(self._words["feed"])}</a></p>')
        place = Place(self._language, PAGES[shelf], self._network, self._pages)
        return page(place, self._words["shelves"][shelf], main, head)

    def text(self, one: Public) -> str:
        """What the network wrote itself: headings, points, paragraphs (protocol/publications.md)."""
        written = in_language(one.record["body"], self._language)
        main = [f"<article{self._tongue(written['language'])}>", *self._text(written["text"]), "</article>"]
        place = Place(self._language, one.text_page, self._network, self._pages)
        return page(place, one.words(self._language)["title"], [*main, *self._back(one)])

    def _back(self, one: Public) -> list[str]:
        title = escape(self._words["shelves"][one.shelf])
        return [f'<p><a href="{PAGES[one.shelf]}#{one.id}">{title}</a></p>']

    def _text(self, text: str) -> Iterator[str]:
        points: list[str] = []
        for line in [*plain(text).splitlines(), ""]:
            if line.startswith("- "):
                points.append(f'<li dir="auto">{self._point(line[2:])}</li>')
                continue
            if points:
                yield f"<ul>{''.join(points)}</ul>"
                points.clear()
            if line.startswith("# "):
                yield f'<h2 dir="auto">{said(line[2:])}</h2>'
            elif line.startswith("## "):
                yield f'<h3 dir="auto">{said(line[3:])}</h3>'
            else:
                yield from paragraphs(line)

    def _point(self, text: str) -> str:
        named = _ITEM_NAMED.fullmatch(text)
        found = self._public.get((named[1], named[2])) if named else None
        if named is None or found is None:
            return said(text)
        told = f" {said(named[3])}" if named[3] else ""
        return f"{self._link(found)}{told}"

    def _link(self, to: Public) -> str:
        words = to.words(self._language)
        return f'<a href="{PAGES[to.shelf]}#{to.id}"><bdi>{said(words["title"])}</bdi></a>'

    def _article(self, one: Public, facts: Sequence[tuple[str, str]]) -> Iterator[str]:
        """`facts`: names, and what is said of each as HTML."""
        words = one.words(self._language)
        yield f'<article id="{one.id}"{self._tongue(words["language"])}>'
        yield f'<h2 dir="auto">{said(words["title"])}</h2>'
        yield from paragraphs(words["text"])
        yield f'<dl lang="{self._language}" dir="{self._words["direction"]}">'
        for name, value in [*facts, ("published", day(one.published))]:
            if value:
                yield f"<dt>{escape(self._words[name])}</dt><dd>{value}</dd>"
        yield "</dl></article>"

    def _tongue(self, language: str) -> str:
        """Said where it is another than the page's: whoever hears it read hears it in its own."""
        return "" if language == self._language else f' lang="{escape(language)}"'

    def _document(self, one: Public) -> list[tuple[str, str]]:
        record, files = one.record, dict(one.files())
        kind = next((code.names for code in taxonomy()["types"] if code.code == record["type"]), {})
        made_by = [*record["authors"], record["publisher"], record["year"]]
        address = said(record["url"])
        links = [f'<a href="{path}">{self._file(named)}</a>' for path, named in _below(files)]
        if one.text_page:
            links.insert(0, f'<a href="{one.text_page}">{escape(self._words["read"])}</a>')
        if len(files) < len(record["files"]):
            links.append(escape(self._words["not_here"]))
        return [
            ("type", escape(kind.get(self._language, record["type"]))),
            ("made_by", _joined(made_by)),
            ("edition", _joined([record["edition"], record["identifier"]])),
            ("written_in", _joined(self._name_of(code) for code in _languages_of(record))),
            ("licence", _joined([record["licence"]]) or escape(self._words["licence_unknown"])),
            ("link", f'<a href="{address}" rel="noreferrer" dir="ltr">{address}</a>' if address else ""),
            ("text", "<br>".join(links)),
        ]

    def _file(self, named: Mapping[str, Any]) -> str:
        size = f"{max(1, round(named['len'] / 1000)):,}".replace(",", "\u202f")
        language = escape(self._name_of(named["language"]))
        about = f'<bdi>{language}</bdi>, <bdi dir="ltr">{size}\u00a0kB</bdi>'
        return f"<bdi>{said(named['name'])}</bdi> ({about})"

    def _name_of(self, language: str) -> str:
        known = defaults().get(language)
        return known["language"] if known else language

    def _meeting(self, one: Public) -> list[tuple[str, str]]:
        record = one.record
        start, end = (str(record[name]).replace("T", " ") for name in ("start", "end"))
        zone = f" ({said(record['tz'])})" if record["tz"] else ""
        when = f'<bdi dir="ltr">{start}{"" if start == end else f" – {end}"}{zone}</bdi>'
        country = reference.countries().get(record["country"])
        where = [record["city"], country.names[self._language] if country else record["country"]]
        return [
            ("kind", escape(self._words["kinds"][record["kind"]])),
            ("when", when),
            ("where", _joined(where)),
            ("host", _joined([record["host"]])),
            ("organisers", _joined(record["organisers"])),
            ("state", escape(self._words["states"][record["state"]])),
        ]

    def _news(self, one: Public) -> list[tuple[str, str]]:
        shelf, _, item = one.record["link"].partition("/")
        about = self._public.get((shelf, item))
        return [("about_item", self._link(about) if about else "")]


def _joined(parts: Any) -> str:
    """Each isolated from the direction of the others."""
    return " · ".join(f"<bdi>{said(part)}</bdi>" for part in parts if part)


def _below(files: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """As a page in a language's folder leads there."""
    return ((f"../{path}", named) for path, named in files.items())


def _languages_of(record: Mapping[str, Any]) -> list[str]:
    """Of its files and its text; where it has neither, the original's, which the record has first."""
    own = [one["language"] for group in ("files", "body") for one in record[group]]
    return list(dict.fromkeys(own or [record["words"][0]["language"]]))
