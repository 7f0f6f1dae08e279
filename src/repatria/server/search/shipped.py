"""What the product ships, as items: the library's catalogue, drafts of frameworks, meetings held, terms.

In the indexing process only. A publication of the same item, or fact, comes in its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from importlib.resources import files
from typing import Any

from repatria import reference
from repatria.frameworks.facts import Duration, Fact, shipped_facts
from repatria.library.items import Item, Words
from repatria.reference.jurisdictions import framework_fields, jurisdictions
from repatria.reference.library import catalogue
from repatria.reference.meetings import held_meetings
from repatria.server.search.items import fact_item, record_item

GLOSSARY = "glossary"
COMMON: dict[str, Any] = {"document": "", "access": "members", "published": 0, "position": -1}


def digest() -> str:
    """What an index follows from beside the register: shipped data, and the code that makes items of it."""
    found = hashlib.sha256()
    for package in ("repatria.reference", "repatria.frameworks", "repatria.server.search"):
        _add(found, files(package))
    return found.hexdigest()[:16]


def _add(found: Any, folder: Any) -> None:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir():
            if one.name != "__pycache__":
                _add(found, one)
        else:
            found.update(f"{one.name}\n".encode() + hashlib.sha256(one.read_bytes()).digest())


def shipped_items() -> Iterator[Item]:
    for entry in catalogue().values():
        yield record_item(dict(entry.record), shelf="library", item=entry.item, **COMMON)
    for item, meeting in held_meetings().items():
        yield record_item(dict(meeting), shelf="meeting", item=item, **COMMON)
    for country in reference.framework_countries():
        item = country.lower()
        for fact in shipped_facts(item):
            yield named_fact(fact_item(_fact(fact), shelf="framework", item=item, **COMMON))
    for term in reference.glossary().values():
        words = tuple(Words(language, name) for language, name in term.names.items() if name)
        words = (replace(words[0], text=term.note), *words[1:])
        yield Item(shelf=GLOSSARY, item=term.key, part="", words=words, type=term.group, **COMMON)


def _fact(fact: Fact) -> dict[str, Any]:
    value = fact.value
    if isinstance(value, Duration):
        return {**asdict(fact), "value": {"n": value.n, "unit": value.unit, "from": value.start}}
    return {**asdict(fact), "value": list(value) if isinstance(value, tuple) else value}


def named_fact(item: Item) -> Item:
    """With the names of its field and jurisdiction as title in each language; what it says stays as it is."""
    fields, places = _field_names(), _place_names(item.item)
    names = fields.get(item.part, {})
    said = item.words[0]
    titles = {
        language: ": ".join(filter(None, (places.get(language, ""), names.get(language, item.part))))
        for language in reference.LANGUAGES
    }
    first = Words(said.language, titles[said.language], said.text)
    return replace(item, words=(first, *(Words(*one) for one in titles.items() if one[0] != said.language)))


def _field_names() -> Mapping[str, Mapping[str, str]]:
    return {spec.key: spec.names for spec in framework_fields()}


def _place_names(item: str) -> Mapping[str, str]:
    """The item's own where it is a part or a territory, else its country's."""
    part = jurisdictions().get(item)
    if part is not None and part.names:
        return part.names
    country = reference.countries().get(item[:2].upper())
    return country.names if country else {}
