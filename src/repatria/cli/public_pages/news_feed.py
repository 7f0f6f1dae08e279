"""Public news as Atom (RFC 4287). Its links are relative: the pages do not know where they will stand."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from repatria.cli.public_pages.layout import said

FEED = "news.xml"
MOST_ENTRIES = 50

Told = tuple[str, int, Mapping[str, str]]
"""An item, when it was published, and its words."""


def feed(network: str, net: str, language: str, told: Sequence[Told]) -> str:
    """`told` is the newest first, and not empty. An item keeps its id when it is published anew."""
    entries = [_entry(net, *one) for one in told[:MOST_ENTRIES]]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
        f"<id>{_id(net, language)}</id>",
        f"<title>{said(network)}</title>",
        f"<updated>{_moment(told[0][1])}</updated>",
        f"<author><name>{said(network)}</name></author>",
        '<link rel="alternate" href="news.html"/>',
        f'<link rel="self" href="{FEED}"/>',
        *entries,
        "</feed>",
        "",
    ]
    return "\n".join(lines)


def _entry(net: str, item: str, published: int, words: Mapping[str, str]) -> str:
    return "\n".join(
        [
            f'<entry xml:lang="{said(words["language"])}">',
            f"<id>{_id(net, f'news/{item}')}</id>",
            f"<title>{said(words['title'])}</title>",
            f"<updated>{_moment(published)}</updated>",
            f'<link href="news.html#news-{item}"/>',
            f'<content type="text">{said(words["text"])}</content>',
            "</entry>",
        ]
    )


def _id(net: str, name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{net} {name}").urn


def _moment(time: int) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
