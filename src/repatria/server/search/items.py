"""Records of publications as items of the index: what is found of each, under which codes.

Pure. What files say is added by whoever has their pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from repatria.library.items import Item, Pages, Words
from repatria.protocol.canonical import Json
from repatria.protocol.publication_states import Publication

PAGE_LETTERS = 3000  # of a text that has no pages of its own
WRITTEN_IN = "en"  # a fact does not say in which language it is


def items_of(publication: Publication, record: Json, parts: Iterable[str]) -> Iterator[Item]:
    """One for each of `parts`, which still stand; the whole, on other shelves, has the part ""."""
    common = {
        "shelf": publication.shelf,
        "item": publication.item,
        "document": publication.document or "",
        "access": publication.access,
        "published": publication.issue.time,
        "position": publication.issue.index,
    }
    if publication.shelf == "framework":
        facts = {fact["field"]: fact for fact in record["facts"]}
        for part in parts:
            yield fact_item(facts[part], **common)
    else:
        yield record_item(record, **common)


def record_item(record: Json, **common: Any) -> Item:
    match common["shelf"]:
        case "library":
            own = _library(record)
        case "meeting":
            own = _meeting(record)
        case "course":
            own = {"pages": _by_language(_course_words(record))}
        case _:
            own = {}
    return Item(part="", words=_words(record["words"]), **common, **own)


def fact_item(fact: Json, **common: Any) -> Item:
    """Its title is the field's name, put by whoever makes the index, who has the names."""
    said = "\n".join(filter(None, (value_text(fact["value"]), fact["text"], fact["source"])))
    return Item(
        part=fact["field"],
        words=(Words(WRITTEN_IN, fact["field"], said),),
        countries=(common["item"][:2].upper(),),
        year=year_of(fact["as_of"]),
        **common,
    )


def value_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, dict):
        return f"{value['n']} {value['unit'].replace('_', ' ')}, {value['from']}".rstrip(", ")
    return value or ""


def _library(record: Json) -> Json:
    language = record["words"][0]["language"]
    about = (*record["authors"], record["publisher"], record["identifier"], record["edition"], record["year"])
    pages = [Pages(language, (" · ".join(filter(None, about)),))]
    pages += [Pages(one["language"], tuple(in_pages(one["text"]))) for one in record["body"]]
    return {
        "type": record["type"],
        "topics": tuple(record["topics"]),
        "regions": tuple(record["regions"]),
        "countries": tuple(code for code in record["regions"] if re.fullmatch("[A-Z]{2}", code)),
        "year": year_of(record["year"]),
        "pages": tuple(pages),
    }


def _meeting(record: Json) -> Json:
    language = record["words"][0]["language"]
    about = (record["series"], record["city"], record["host"], *record["organisers"])
    said = [(language, " · ".join(filter(None, about)))]
    for session in record["programme"]:
        said += _texts(session["words"])
        said += [(session["words"][0]["language"], name) for name in session["speakers"]]
    return {
        "type": record["kind"],
        "countries": (record["country"],) if record["country"] else (),
        "year": year_of(record["start"]),
        "pages": _by_language([*said, *_texts(record["decisions"])]),
    }


def _course_words(record: Json) -> list[tuple[str, str]]:
    """Of modules and questions; not what is right, which is no hit to show."""
    said = []
    for module in record["modules"]:
        said += _texts(module["words"])
        for question in module["quiz"]:
            said += [(one["language"], one["title"]) for one in question["words"]]
    return said


def _words(words: list[Json]) -> tuple[Words, ...]:
    return tuple(Words(one["language"], one["title"], one["text"]) for one in words)


def _texts(words: list[Json]) -> list[tuple[str, str]]:
    return [(one["language"], f"{one['title']}\n{one['text']}".strip()) for one in words]


def _by_language(said: Iterable[tuple[str, str]]) -> tuple[Pages, ...]:
    texts: dict[str, list[str]] = {}
    for language, text in said:
        texts.setdefault(language, []).append(text)
    return tuple(Pages(one, tuple(in_pages("\n".join(lines)))) for one, lines in texts.items())


def in_pages(text: str) -> Iterator[str]:
    """The text cut at ends of lines, or at spaces where a line is longer than a page."""
    at = 0
    while at < len(text):
        end = at + PAGE_LETTERS
        if end < len(text):
            cut = max(text.rfind("\n", at, end), text.rfind(" ", at, end))
            end = cut + 1 if cut > at else end
        yield text[at:end]
        at = end


def year_of(text: str) -> int | None:
    """The first four digits of a date, or of a year as somebody wrote it."""
    found = re.search("[0-9]{4}", text, re.ASCII)
    return int(found[0]) if found else None


# As messages between processes.


def form_of(item: Item) -> Json:
    words = [[one.language, one.title, one.text] for one in item.words]
    pages = [[one.language, list(one.pages), one.file] for one in item.pages]
    names = ("shelf", "item", "part", "document", "access", "published", "position", "type", "year")
    lists = {name: list(getattr(item, name)) for name in ("topics", "regions", "countries")}
    return {**{name: getattr(item, name) for name in names}, **lists, "words": words, "pages": pages}


def item_of(form: Json, files: Iterable[Pages]) -> Item:
    own = {
        "words": tuple(Words(*one) for one in form["words"]),
        "pages": (*(Pages(one[0], tuple(one[1]), one[2]) for one in form["pages"]), *files),
        **{name: tuple(form[name]) for name in ("topics", "regions", "countries")},
    }
    return Item(**{**form, **own})
