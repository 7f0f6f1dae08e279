"""The process that screens: `python -m repatria.server.screening.child`.

A process of its own: aligning a thousand names would hold the interpreter's lock from appends, and the tables
would be in the server's idle memory. It knows no database and no network; what is listed and what is asked
comes through standard input, answers go to standard output, and nothing is written anywhere.

What is said either way (messages.py):
`{"list": {notice: [subject…]}, "drop": [notice…]}` → `{"listed": n}`;
`{"screen": [subject…], "limit", "threshold"}` →
`{"results": [[hit…]…], "threshold", "analysis", "forms": [forms…]}`;
either way `{"failed": class}` where it could not: never the message of the error, which may hold a name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from repatria.screening import analysed, score
from repatria.screening.forms import hit_form, subject_of
from repatria.screening.index import Index
from repatria.screening.records import Kind, Subject
from repatria.screening.screen import Screener
from repatria.server.answering import answer_all

# Names aligned together: what they need of memory while they are grows with their number.
NAMES_AT_ONCE = 100
# Whoever screens waits for whoever writes to a room, not the other way round.
NICENESS = 10


class Child:
    def __init__(self) -> None:
        self._index = Index()
        self._screener = Screener(self._index)
        self._ids: dict[str, list[str]] = {}  # of each notice's subjects
        # Told since the index was made, which is all of them at the first question: they are indexed at once.
        self._fresh: dict[str, list[Subject]] = {}
        self._gone: list[str] = []

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        if "screen" in message:
            return self._screen(message)
        return self._list(message["list"], message["drop"])

    def _list(self, added: dict[str, list[dict[str, Any]]], dropped: list[str]) -> dict[str, Any]:
        for notice in dropped:
            ids = self._ids.pop(notice, [])
            if self._fresh.pop(notice, None) is None:
                self._gone += ids
        for notice, own in added.items():
            self._fresh[notice] = [subject_of(one) for one in own]
            self._ids[notice] = [one["id"] for one in own]
        return {"listed": sum(map(len, self._ids.values()))}

    def _take_in(self) -> None:
        if not self._fresh and not self._gone:
            return
        subjects = [one for own in self._fresh.values() for one in own]
        self._index = self._index.without(self._gone).with_added(subjects)
        self._screener = Screener(self._index)
        self._fresh, self._gone = {}, []

    def _screen(self, message: dict[str, Any]) -> dict[str, Any]:
        self._take_in()
        per_mille = message["threshold"]
        threshold = None if per_mille is None else per_mille / 1000
        queries = [subject_of(one) for one in message["screen"]]
        found = [
            hits
            for part in _parts(queries)
            for hits in self._screener.screen_all(part, limit=message["limit"], threshold=threshold)
        ]
        used = score.model().threshold if threshold is None else threshold
        results = [[hit_form(hit) for hit in hits] for hits in found]
        return {
            "results": results,
            "threshold": round(used * 1000),
            "analysis": analysed.VERSION,
            "forms": [_forms(query) for query in queries],
        }


def _forms(query: Subject) -> analysed.Forms:
    """Of its names; what does not say its kind is read as a person."""
    return analysed.forms_of(query.names, Kind.PERSON if query.kind is Kind.ANY else query.kind)


def _parts(queries: list[Subject]) -> Iterator[list[Subject]]:
    """The queries in their order, so many at a time that they have NAMES_AT_ONCE names, or one alone."""
    part: list[Subject] = []
    names = 0
    for query in queries:
        if part and names + len(query.names) > NAMES_AT_ONCE:
            yield part
            part, names = [], 0
        part.append(query)
        names += len(query.names)
    if part:
        yield part


def main() -> None:
    os.nice(NICENESS)
    answer_all(Child().answer)


if __name__ == "__main__":
    main()
