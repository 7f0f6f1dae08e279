"""What every page has: a head with its policy, the way to other pages and languages, texts as elements.

No script, no cookie, nothing fetched from elsewhere: what is not in these files is not asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "fr", "es", "ar")
STYLE = "style.css"
HOME = "index.html"
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
# HTML and XML have no place for them, or they rearrange the letters around them.
_NO_CHARACTER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


@cache
def defaults() -> Mapping[str, Any]:
    text = files(__package__).joinpath("words.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the folder of its language. `pages`: name and title of those that each of them leads to."""

    language: str
    name: str
    network: str
    pages: Sequence[tuple[str, str]] = ()


def page(place: Place, title: str, main: Iterable[str], head: Iterable[str] = ()) -> str:
    """One page of one language; `title` is its heading."""
    words = defaults()[place.language]
    body = [
        f'<a class="skip" href="#main">{escape(words["skip"])}</a>',
        f"<header><strong><bdi>{said(place.network)}</bdi></strong>{_pages(place)}",
        f"{languages(place.language, place.name)}</header>",
        f'<main id="main"><h1>{said(title)}</h1>',
        *main,
        "</main>",
    ]
    named = place.network if place.name == HOME else f"{title} – {place.network}"
    return document(Place(place.language, place.name, named), "../", body, head)


def document(place: Place, up: str, body: Iterable[str], head: Iterable[str] = ()) -> str:
    """`up` leads from it to the folder of all; `place.network` is its title."""
    language, name = place.language, place.name
    lines = [
        "<!doctype html>",
        f'<html lang="{language}" dir="{defaults()[language]["direction"]}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{said(place.network)}</title>",
        f'<link rel="stylesheet" href="{up}{STYLE}">',
        *(f'<link rel="alternate" hreflang="{one}" href="{up}{one}/{name}">' for one in LANGUAGES),
        f'<link rel="alternate" hreflang="x-default" href="{up}{HOME}">',
        *head,
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines)


def languages(here: str, name: str = HOME) -> str:
    """The same page in each language; `here` empty: from the folder of all."""
    up = "../" if here else ""
    rows = []
    for one in LANGUAGES:
        current = ' aria-current="page"' if one == here else ""
        named = defaults()[one]
        rows.append(
            f'<li><a href="{up}{one}/{name}" hreflang="{one}" lang="{one}"'
            f' dir="{named["direction"]}"{current}>{escape(named["language"])}</a></li>'
        )
    label = defaults()[here or "en"]["languages"]
    return f'<nav aria-label="{escape(label)}"><ul>{"".join(rows)}</ul></nav>'


def _pages(place: Place) -> str:
    if not place.pages:
        return ""
    rows = []
    for name, title in place.pages:
        current = ' aria-current="page"' if name == place.name else ""
        rows.append(f'<li><a href="{name}"{current}>{escape(title)}</a></li>')
    label = defaults()[place.language]["pages"]
    return f'<nav aria-label="{escape(label)}"><ul>{"".join(rows)}</ul></nav>'


def plain(text: str) -> str:
    return _NO_CHARACTER.sub("", text)


def said(text: str) -> str:
    """Somebody's text, as it may stand in an element or a quoted attribute."""
    return escape(plain(text))


def paragraphs(text: str) -> Iterator[str]:
    """Each line that says something, in the direction of its own letters."""
    for line in filter(None, map(str.strip, plain(text).splitlines())):
        yield f'<p dir="auto">{said(line)}</p>'


def day(time: int) -> str:
    """A moment in Unix seconds as a day in UTC, isolated: in Arabic it would be turned around."""
    shown = datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d")
    return f'<time datetime="{shown}"><bdi dir="ltr">{shown}</bdi></time>'
