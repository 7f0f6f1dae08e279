"""What the product ships, as items of an index: the library that the labelled questions are asked of.

Keys are `shelf/item` or, of one fact of a framework, `framework/ch#fiu_hold`. Glossary, checklist and cases
stand on shelves of their own here, since the questions are about them too. cases.csv is the reference list
of concluded cases, with its sources.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from repatria.library.items import Item, Words
from repatria.reference import (  # the translations have no loader in Python
    LANGUAGES,
    _rows,
    _text,
    checklist,
    countries,
    framework,
    framework_countries,
    glossary,
)
from repatria.reference.library import catalogue
from repatria.reference.meetings import held_meetings


def shipped_items() -> list[Item]:
    return [*_catalogue(), *_frameworks(), *_meetings(), *_glossary(), *_checklist(), *_cases()]


def key_of(item: Item) -> str:
    return f"{item.shelf}/{item.item}" + (f"#{item.part}" if item.part else "")


def _item(shelf: str, name: str, words: list[Words], **more: object) -> Item:
    return Item(shelf, name, str(more.pop("part", "")), "", "members", 0, -1, tuple(words), **more)  # type: ignore[arg-type]


def _catalogue() -> Iterator[Item]:
    for name, entry in catalogue().items():
        record = entry.record
        words = [Words(each["language"], each["title"], each["text"]) for each in record["words"]]
        words[0] = Words(
            words[0].language, words[0].title, f"{words[0].text} {record['publisher']} {record['year']}"
        )
        year = record["year"][:4]
        yield _item(
            "library",
            name,
            words,
            type=record["type"],
            topics=tuple(record["topics"]),
            regions=tuple(record["regions"]),
            year=int(year) if year.isdecimal() else None,
        )


def _frameworks() -> Iterator[Item]:
    fields = {row["code"]: row for row in _rows("framework-words.csv") if row["group"] == "field"}
    for code in framework_countries():
        names = countries()[code].names
        for fact in framework(code).facts:
            value = ", ".join(fact.value) if isinstance(fact.value, list) else fact.value or ""
            titles = {each: f"{names[each]}: {fields[fact.field][each]}" for each in LANGUAGES}
            words = [Words("en", titles["en"], f"{value}. {fact.text} {fact.source}")]
            words += [Words(each, titles[each]) for each in LANGUAGES if each != "en"]
            yield _item("framework", code.lower(), words, part=fact.field, countries=(code,))


def _meetings() -> Iterator[Item]:
    for name, record in held_meetings().items():
        said = " ".join(
            [record["city"], record["host"], *record["organisers"], record["start"][:4], record["series"]]
        )
        words = [Words(each["language"], each["title"], each["text"]) for each in record["words"]]
        words[0] = Words(words[0].language, words[0].title, f"{words[0].text} {said}")
        where = (record["country"],) if record["country"] else ()
        yield _item("meeting", name, words, countries=where, year=int(record["start"][:4]))


def _glossary() -> Iterator[Item]:
    for key, term in glossary().items():
        words = [Words(each, term.names[each], term.note if each == "en" else "") for each in LANGUAGES]
        yield _item("glossary", key, words)


def _checklist() -> Iterator[Item]:
    others = {
        each: json.loads(_text(f"checklist-24h.{each}.json"))["actions"] for each in LANGUAGES if each != "en"
    }
    for action in checklist()["actions"]:
        parts = ("why", "who", "output", "note")
        words = [Words("en", action["action"], " ".join(action[part] for part in parts))]
        for language, actions in others.items():
            own = actions[action["id"]]
            words.append(Words(language, own.get("action", ""), " ".join(own[part] for part in parts)))
        yield _item("checklist", action["id"].lower(), words)


def _cases() -> Iterator[Item]:
    with Path(__file__).with_name("cases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes = re.findall(r"[A-Z]{2}", f"{row['origin']} {row['asset_country']} {row['via']}")
            known = tuple(code for code in codes if code in countries())
            said = " ".join(
                row[part] for part in ("amount_kind", "amount", "currency", "year", "mechanism", "end_use")
            )
            plain = unicodedata.normalize("NFKD", row["case"]).encode("ascii", "ignore").decode()
            name = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
            yield _item("case", name, [Words("en", row["case"], said)], countries=tuple(dict.fromkeys(known)))
