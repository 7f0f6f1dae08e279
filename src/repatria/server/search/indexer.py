"""The process that keeps the index: `python -m repatria.server.search.indexer FOLDER`.

A process of its own, as the text of a book takes seconds to be cut into words, and ended when there is
nothing more to put. Says first `{"path", "position"}`: the index in FOLDER, made where it is missing, and
where the register is to be read on from. Then, for each `{"items": [[form, [[language, sha256, pages]…]]…],
"gone": [key…], "position"}`, followed by the files' pages as the server keeps them, `{"position",
"failed_items"}`.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from repatria.library.index import IndexWriter
from repatria.library.items import Item, Key, Pages
from repatria.server.answering import answer_all, answered, say
from repatria.server.messages import Message, read_octets
from repatria.server.search.items import item_of
from repatria.server.search.place import index_path
from repatria.server.search.shipped import digest, named_fact, shipped_items

NICENESS = 10  # whoever reads and writes to rooms goes first
PAGE_OCTETS = 2**20


def main() -> None:
    os.nice(NICENESS)
    os.umask(0o077)
    path = index_path(Path(sys.argv[1]), digest())
    with contextlib.ExitStack() as stack:
        opened = functools.cache(lambda: stack.enter_context(IndexWriter(path)))
        say(answered(lambda: _begin(opened(), path)))
        answer_all(lambda message: _answer(opened(), message))


def _begin(writer: IndexWriter, path: Path) -> Message:
    if not writer.position:
        writer.put(shipped_items(), position=0)
    return {"path": str(path), "position": writer.position}


def _answer(writer: IndexWriter, message: Message) -> Message:
    items = list(_items(message))
    gone, position = [tuple(key) for key in message["gone"]], message["position"]
    if _put(writer, items, gone, position):
        return {"position": position, "failed_items": 0}
    failed = sum(not _put(writer, [item], [], min(writer.position, position)) for item in items)
    writer.put([], gone, position=position)
    return {"position": position, "failed_items": failed}


def _put(writer: IndexWriter, items: list[Item], gone: list[Key], position: int) -> bool:
    """Whether all could be put. Raises sqlite3.Error, after which nothing can."""
    try:
        writer.put(items, gone, position=position)
    except sqlite3.Error:
        raise
    except Exception:  # noqa: BLE001 - one text that cannot be cut into words must not hide all others
        return False
    return True


def _items(message: Message) -> Iterator[Item]:
    for form, named in message["items"]:
        files = [
            Pages(language, tuple(_page() for _ in range(count)), sha256) for language, sha256, count in named
        ]
        item = item_of(form, files)
        yield named_fact(item) if item.shelf == "framework" else item


def _page() -> str:
    """What another child compressed is not trusted to be small."""
    data = zlib.decompressobj().decompress(read_octets(sys.stdin.buffer, PAGE_OCTETS), PAGE_OCTETS)
    return data.decode("utf-8", "replace")


if __name__ == "__main__":
    main()
