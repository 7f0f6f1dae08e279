"""The browser's comparison of the office's own lists, asked as the browser asks it: names come analysed.

The comparison runs in node (own_lists.ts, web/src/session/lists/); the analysis is the server's.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.screening.engines.answering import Ranking, answer_forever
from bench.screening.engines.ours import subject
from bench.screening.rows import Row
from repatria.screening.analysed import forms_of
from repatria.screening.forms import form_of

SCRIPT = Path(__file__).with_suffix(".ts")
NODE = Path(sys.executable).parent / "node"  # `make setup` put it there
OPTIONS = ("--experimental-transform-types", "--disable-warning=ExperimentalWarning")
AT_ONCE = 500


class OwnLists:
    modes: tuple[str, ...] = ("full",)

    def __init__(self) -> None:
        self._node: subprocess.Popen[str] | None = None
        self.processor_seconds = 0.0
        """What node took for the queries since the last load."""
        self.resident_mb = 0.0

    def load(self, rows: list[Row]) -> None:
        if self._node is not None:
            self._node.terminate()
            self._node.wait()
        pipe = subprocess.PIPE
        self._node = subprocess.Popen((NODE, *OPTIONS, SCRIPT), stdin=pipe, stdout=pipe, text=True)
        for first in range(0, len(rows), AT_ONCE):
            self._ask({"do": "add", "entries": [_entry(row) for row in rows[first : first + AT_ONCE]]})
        self.processor_seconds = 0.0

    def candidates(self, row: Row, k: int) -> Ranking:
        return self.screen(row, k, "full")

    def screen(self, row: Row, k: int, mode: str) -> Ranking:
        return self.bulk([row], k, mode)[0]

    def bulk(self, rows: list[Row], k: int, mode: str) -> list[Ranking]:
        return list(self._screened(rows, k))

    def pair(self, left: Row, right: Row) -> float:
        self.load([right])
        return max((score for _, score in self.screen(left, 1, "full")), default=0.0)

    def _screened(self, rows: Sequence[Row], k: int) -> Iterator[Ranking]:
        for first in range(0, len(rows), AT_ONCE):
            queries = [_asked(row) for row in rows[first : first + AT_ONCE]]
            answer = self._ask({"do": "screen", "queries": queries, "k": k})
            yield from ([(_bare(identity), score) for identity, score in hits] for hits in answer["rankings"])

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._node is not None
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps(request) + "\n")
        self._node.stdin.flush()
        answer: dict[str, Any] = json.loads(self._node.stdout.readline())
        self.processor_seconds += answer["processor_seconds"]
        self.resident_mb = answer["resident_mb"]
        return answer


def _bare(listed: str) -> str:
    """The entry's own id of `list/name/id`."""
    return listed.split("/", 2)[2]


def _asked(row: Row) -> dict[str, Any]:
    one = subject(row)
    return {**form_of(one), "forms": forms_of(one.names, one.kind)}


def _entry(row: Row) -> dict[str, Any]:
    asked = _asked(row)
    forms = asked.pop("forms")
    asked["weak_names"] = []
    return {"says": asked, "content": "", "source": {"name": ""}, "line": 1, "more": {}, "forms": forms}


if __name__ == "__main__":
    answer_forever(OwnLists())
