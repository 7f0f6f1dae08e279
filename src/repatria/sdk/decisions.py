"""What an officer found a lead to be: match, no match, or unsure, and why.

A decision holds for one query, one listed record and what that record said: when it says something else, the
lead is to be decided again. Kept sealed on this officer's disk; colleagues do not see it.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from repatria.screening.forms import form_of
from repatria.screening.records import Subject
from repatria.sdk.errors import WrongUse
from repatria.sdk.store import Store

KEPT = "screening-decisions"
VERDICTS = ("match", "no_match", "unsure")
LONGEST_WHY = 4_000


@dataclass(frozen=True, slots=True)
class Decision:
    """`query` as `identity_of` gives it, `listed` the id of the record, `content` the digest of what it said.

    `name` and `listed_name` are for people. `time` in Unix seconds.
    """

    query: str
    listed: str
    content: str
    verdict: str
    why: str
    time: int
    name: str
    listed_name: str


def digest(value: Any) -> str:
    """Of anything that JSON can hold; a text need not be one that could be signed."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def identity_of(query: Subject) -> str:
    """The same for whoever asks the same, in whatever order and letter case. The query's id is no part of it.

    A query that says more (a birth date, a number) is another one: it may be decided otherwise.
    """
    form = form_of(query)
    said = {name: sorted({_folded(one) for one in form[name]}) for name in ("names", "birth_dates")}
    codes = {name: sorted(set(form[name])) for name in ("countries", "genders")}
    numbers = sorted({f"{one.scheme} {_folded(one.value)}" for one in query.identifiers})
    return digest({"kind": str(query.kind), "identifiers": numbers, **said, **codes})


class Decisions:
    """Every decision of this officer, the newest of each query and listed record."""

    def __init__(self, store: Store) -> None:
        self._store = store
        data = store.read(KEPT)
        rows = [Decision(**row) for row in json.loads(data)] if data else []
        self._held = {(row.query, row.listed): row for row in rows}

    def all(self) -> list[Decision]:
        """Newest first."""
        return sorted(self._held.values(), key=lambda one: -one.time)

    def find(self, query: str, listed: str) -> Decision | None:
        return self._held.get((query, listed))

    def remember(self, decision: Decision) -> None:
        """In place of what was decided of the same before. Raises WrongUse (`no_reason`, `why_too_long`)."""
        if not decision.why.strip():
            raise WrongUse("no_reason", "--why")
        if len(decision.why) > LONGEST_WHY:
            raise WrongUse("why_too_long", f"{LONGEST_WHY}")
        held = {**self._held, (decision.query, decision.listed): decision}
        rows: list[Mapping[str, Any]] = [asdict(one) for one in held.values()]
        self._store.write(KEPT, json.dumps(rows, ensure_ascii=False).encode())
        self._held = held


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
