"""The process that screens: `python -m repatria.server.screening.child`.

A process of its own: aligning a thousand names would hold the interpreter's lock from appends, and the tables
would be in the server's idle memory. It knows no database and no network; what is listed and what is asked
comes through standard input, answers go to standard output, and nothing is written anywhere.

What is said either way (messages.py):
`{"list": {notice: [subject…]}, "drop": [notice…]}` → `{"listed": n}`;
`{"screen": [subject…], "limit", "threshold"}` → `{"results": [[hit…]…], "threshold"}`.
"""

from __future__ import annotations

import contextlib
import sys
from typing import Any

from repatria.screening import score
from repatria.screening.forms import hit_form, subject_of
from repatria.screening.index import Index
from repatria.screening.screen import Screener
from repatria.server.screening.messages import read_message, write_message


class Child:
    def __init__(self) -> None:
        self._index = Index()
        self._screener = Screener(self._index)
        self._ids: dict[str, list[str]] = {}  # of each notice's subjects

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        if "screen" in message:
            return self._screen(message)
        return self._list(message["list"], message["drop"])

    def _list(self, added: dict[str, list[dict[str, Any]]], dropped: list[str]) -> dict[str, Any]:
        gone = [id_ for notice in dropped for id_ in self._ids.pop(notice, [])]
        subjects = [subject_of(one) for own in added.values() for one in own]
        self._ids.update({notice: [one["id"] for one in own] for notice, own in added.items()})
        self._index = self._index.without(gone).with_added(subjects)
        self._screener = Screener(self._index)
        return {"listed": len(self._index)}

    def _screen(self, message: dict[str, Any]) -> dict[str, Any]:
        per_mille = message["threshold"]
        threshold = None if per_mille is None else per_mille / 1000
        queries = [subject_of(one) for one in message["screen"]]
        found = self._screener.screen_all(queries, limit=message["limit"], threshold=threshold)
        used = score.model().threshold if threshold is None else threshold
        results = [[hit_form(hit) for hit in hits] for hits in found]
        return {"results": results, "threshold": round(used * 1000)}


def main() -> None:
    child = Child()
    with contextlib.suppress(EOFError):
        while True:
            write_message(sys.stdout.buffer, child.answer(read_message(sys.stdin.buffer)))


if __name__ == "__main__":
    main()
