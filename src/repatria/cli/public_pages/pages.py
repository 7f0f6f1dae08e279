"""The pages as files: one in each language, one that leads to them, a style, perhaps security.txt (RFC 9116);
beside them what the network publishes to everybody (shelves.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from importlib.resources import files
from typing import Any

from repatria.cli.public_pages.figures import FLOOR, Figures
from repatria.cli.public_pages.layout import (
    HOME,
    LANGUAGES,
    STYLE,
    Place,
    defaults,
    document,
    languages,
    page,
    said,
)
from repatria.cli.public_pages.shelves import Public, leading, shelf_pages
from repatria.sdk import WrongUse

OWN = ("about", "admission", "contact")
SECURITY = ".well-known/security.txt"
YEAR = 365 * 86_400
MOST_LINES, MOST_LETTERS = 40, 2_000


@dataclass(frozen=True, slots=True)
class Ground:
    """What the pages are about; `now` in Unix seconds."""

    name: str
    net: str
    origin: str
    size: int
    root: str
    witnesses: int
    figures: Figures
    now: int


def own_words(text: str) -> dict[str, Any]:
    """What a network says in its own words: `{"security": address, "en": {"about": [...], "admission": [...],
    "contact": [...]}, "fr": ...}`, all of it optional. Raises WrongUse (`bad_words`).
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise WrongUse("bad_words", str(error)) from error
    if not isinstance(found, dict) or found.keys() - {"security", *LANGUAGES}:
        raise WrongUse("bad_words", ", ".join(("security", *LANGUAGES)))
    security = found.get("security", "mailto:")
    if (
        not isinstance(security, str)
        or not security.startswith(("mailto:", "https://"))
        or len(security.split()) > 1
    ):
        raise WrongUse("bad_words", "security")
    for language in LANGUAGES:
        _check_own(language, found.get(language, {}))
    return found


def _check_own(language: str, said: Any) -> None:
    if not isinstance(said, dict) or said.keys() - set(OWN):
        raise WrongUse("bad_words", f"{language}: {', '.join(OWN)}")
    for name, lines in said.items():
        whole = isinstance(lines, list) and 0 < len(lines) <= MOST_LINES
        if not whole or not all(isinstance(one, str) and len(one) <= MOST_LETTERS for one in lines):
            raise WrongUse("bad_words", f"{language}.{name}")


def make(ground: Ground, own: Mapping[str, Any], public: Sequence[Public] = ()) -> dict[str, str]:
    """Every file of text by its path below the folder."""
    made = {f"{language}/{HOME}": _page(language, ground, own, public) for language in LANGUAGES}
    made |= shelf_pages(ground.name, ground.net, public)
    made[HOME] = _choice(ground)
    made[STYLE] = files(__package__).joinpath(STYLE).read_text(encoding="utf-8")
    if "security" in own:
        expires = datetime.fromtimestamp(ground.now + YEAR, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        spoken = ", ".join(LANGUAGES)
        made[SECURITY] = f"Contact: {own['security']}\nExpires: {expires}\nPreferred-Languages: {spoken}\n"
    return made


def _page(language: str, ground: Ground, own: Mapping[str, Any], public: Sequence[Public]) -> str:
    words = {**defaults()[language], **own.get(language, {})}
    body = [
        *_paragraphs(words["about"]),
        *_figures(words, ground),
        f"<h2>{escape(words['admission_title'])}</h2>",
        f"<ol>{''.join(f'<li>{escape(step)}</li>' for step in words['admission'])}</ol>",
        *_register(words, ground),
        f"<h2>{escape(words['contact_title'])}</h2>",
        *_paragraphs(words["contact"]),
    ]
    if "security" in own:
        shown = own["security"].removeprefix("mailto:")
        body.append(f'<p>{escape(words["security"])}: <bdi dir="ltr">{escape(shown)}</bdi></p>')
    place = Place(language, HOME, ground.name, leading(language, public))
    return page(place, words["about_title"], body)


def _choice(ground: Ground) -> str:
    main = f'<main id="main"><h1><bdi>{said(ground.name)}</bdi></h1>{languages("")}</main>'
    return document(Place("en", HOME, ground.name), "", [main])


def _paragraphs(lines: Iterable[str]) -> list[str]:
    return [f"<p>{escape(line)}</p>" for line in lines]


def _figures(words: Mapping[str, Any], ground: Ground) -> list[str]:
    figures, fewer = ground.figures, words["fewer"].format(floor=FLOOR)

    def shown(number: int | None) -> str:
        return fewer if number is None else str(number)

    made = [f"<h2>{escape(words['figures_title'])}</h2>"]
    names = ("countries", "offices", "officers", "meetings")
    made.append(
        _table(words["figures_title"], [(words[name], shown(getattr(figures, name))) for name in names])
    )
    colours = [(words["colours"][colour], str(number)) for colour, number in figures.notices.items()]
    made.append(f"<h3>{escape(words['notices_title'])}</h3>")
    made.append(_table(words["notices_title"], [*colours, (words["others"], fewer)]))
    if figures.years:
        years = [(str(year), shown(number)) for year, number in figures.years.items()]
        made += [f"<h3>{escape(words['years_title'])}</h3>", _table(words["years_title"], years)]
    # Isolated, or it is turned around in Arabic.
    day = datetime.fromtimestamp(ground.now, UTC).strftime("\u2066%Y-%m-%d\u2069")
    return [*made, *_paragraphs([words["figures_note"].format(date=day, floor=FLOOR)])]


def _table(label: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(said)}</td></tr>' for name, said in rows
    )
    return f'<table aria-label="{escape(label)}"><tbody>{lines}</tbody></table>'


def _register(words: Mapping[str, Any], ground: Ground) -> list[str]:
    rows = [(words["net"], ground.net), (words["origin"], ground.origin)]
    rows += [(words["size"], str(ground.size)), (words["root"], ground.root)]
    said = list(words["verify"])
    if ground.witnesses:
        rows.append((words["witnesses"], str(ground.witnesses)))
        said.append(words["witnessed"])
    lines = "".join(
        f'<dt>{escape(name)}</dt><dd><code dir="ltr">{escape(value)}</code></dd>' for name, value in rows
    )
    title = f"<h2>{escape(words['verify_title'])}</h2>"
    return [title, *_paragraphs(said), f"<dl>{lines}</dl>"]
