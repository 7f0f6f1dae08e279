"""The process that keeps the index: `python -m repatria.server.search.indexer FOLDER`.

A process of its own, as the text of a book takes seconds to be cut into words, and ended when there is
nothing more to put. Says first `{"path", "position"}`: the index in FOLDER, made where it is missing, and
where the register is to be read on from. Then, for each `{"items": [[form, [[language, sha256, pages]…]]…],
"gone": [key…], "position"}`, followed by the files' pages as the server keeps them, `{"position",
"failed_items"}`.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from repatria.library.index import IndexWriter
from repatria.library.items import Item, Pages
from repatria.server.messages import Message, read_message, read_octets, write_message
from repatria.server.search.items import item_of
from repatria.server.search.place import index_path
from repatria.server.search.shipped import digest, named_fact, shipped_items

NICENESS = 10  # whoever reads and writes to rooms goes first
PAGE_OCTETS = 2**20


def main() -> None:
    os.nice(NICENESS)
    os.umask(0o077)
    try:
        path = index_path(Path(sys.argv[1]), digest())
        with IndexWriter(path) as writer, contextlib.suppress(EOFError):
            _keep(writer, path)
    except Exception as error:  # noqa: BLE001 - a traceback would end in the server's log
        write_message(sys.stdout.buffer, {"failed": type(error).__name__})


def _keep(writer: IndexWriter, path: Path) -> None:
    if not writer.position:
        writer.put(shipped_items(), position=0)
    write_message(sys.stdout.buffer, {"path": str(path), "position": writer.position})
    while True:
        message = read_message(sys.stdin.buffer)
        write_message(sys.stdout.buffer, _answer(writer, message))


def _answer(writer: IndexWriter, message: Message) -> Message:
    items = list(_items(message))
    gone, position = [tuple(key) for key in message["gone"]], message["position"]
    failed = 0
    try:
        writer.put(items, gone, position=position)
    except sqlite3.Error as error:
        return {"failed": type(error).__name__}
    except Exception:  # noqa: BLE001 - one text that cannot be cut into words must not hide all others
        failed = _one_by_one(writer, items, position)
        writer.put([], gone, position=position)
    return {"position": position, "failed_items": failed}


def _one_by_one(writer: IndexWriter, items: list[Item], position: int) -> int:
    failed = 0
    for item in items:
        try:
            writer.put([item], position=min(writer.position, position))
        except sqlite3.Error:
            raise
        except Exception:  # noqa: BLE001 - as above
            failed += 1
    return failed


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
