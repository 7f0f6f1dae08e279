"""RSS 2.0 of the news that stand, newest first, in one language or, where it is missing, the original's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formatdate
from xml.sax.saxutils import escape

from repatria.protocol.access import admits
from repatria.protocol.canonical import Json
from repatria.protocol.directory import Directory
from repatria.protocol.publication_states import Publication
from repatria.server import kept
from repatria.server.database.transaction import Transaction

MOST_ITEMS = 50
# XML 1.0 section 2.2 has no place for these, however they are written.
NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Channel:
    """`origin`: of the browser's client, where the links lead."""

    name: str
    origin: str
    language: str


def standing_news(directory: Directory, key: str, now: int) -> Iterator[Publication]:
    """What this key may read, newest first."""
    for one in reversed(list(directory.publications.values())):
        if one.shelf != "news" or one.document is None:
            continue
        last = directory.standing("news", one.item)
        if last is not None and last.hash == one.hash and admits(directory, one.access, key, now):
            yield one


def feed(tx: Transaction, directory: Directory, channel: Channel, key: str, now: int) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0"><channel>',
        _element("title", channel.name),
        _element("link", f"{channel.origin}/#/news"),
        _element("description", channel.name),
        _element("language", channel.language),
    ]
    for publication, _ in zip(standing_news(directory, key, now), range(MOST_ITEMS), strict=False):
        data = kept.octets(tx, publication.document or "")
        if data is not None:
            lines += _item(publication, json.loads(data)["record"], channel)
    return "\n".join([*lines, "</channel></rss>\n"]).encode()


def _item(publication: Publication, record: Json, channel: Channel) -> list[str]:
    words = next((one for one in record["words"] if one["language"] == channel.language), record["words"][0])
    return [
        "<item>",
        _element("title", words["title"]),
        _element("description", words["text"]),
        _element("link", f"{channel.origin}/#/news/{publication.item}"),
        _element("pubDate", formatdate(publication.issue.time, usegmt=True)),
        f'<guid isPermaLink="false">{publication.document}</guid>',
        "</item>",
    ]


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(NO_CHARACTER.sub('', text))}</{name}>"
