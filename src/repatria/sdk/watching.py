"""Names that are screened again whenever either side changes, and what was told of them already.

A lead is told once for each name, listed record and what that record says: a changed name or a changed record
is told again. Sealed on this officer's disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from repatria.screening.forms import form_of, subject_of
from repatria.screening.records import Subject
from repatria.sdk.decisions import digest, identity_of
from repatria.sdk.errors import WrongUse
from repatria.sdk.screening import Lead, Screening
from repatria.sdk.store import Store

NAMES, TOLD = "screening-watched", "screening-told"
MOST_NAMES = 100_000
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Watched:
    """A name that is watched: `id` is the beginning of its identity."""

    id: str
    query: Subject


@dataclass(frozen=True, slots=True)
class Alert:
    """A lead that was not told yet."""

    watched: Watched
    lead: Lead

    @property
    def mark(self) -> str:
        query = identity_of(self.watched.query)
        return digest([query, self.lead.entry.subject.id, self.lead.entry.content])


class Watch:
    """The watched names of one officer's disk."""

    def __init__(self, store: Store, screening: Screening) -> None:
        self._store = store
        self._screening = screening

    def all(self) -> list[Watched]:
        """In the order in which they were added."""
        data = self._store.read(NAMES)
        return [_watched(subject_of(form)) for form in json.loads(data)] if data else []

    def add(self, queries: Iterable[Subject]) -> int:
        """How many were not watched before. Raises WrongUse (`too_many_names`)."""
        held = {one.id: one for one in self.all()}
        before = len(held)
        for query in queries:
            one = _watched(query)
            held.setdefault(one.id, one)
        if len(held) > MOST_NAMES:
            raise WrongUse("too_many_names", str(MOST_NAMES))
        self._write(held.values())
        return len(held) - before

    def drop(self, id_: str) -> None:
        """By eight or more characters of its id. Raises WrongUse (`no_such_name`)."""
        held = self.all()
        kept = [one for one in held if len(id_) < 8 or not one.id.startswith(id_)]
        if len(kept) != len(held) - 1:
            raise WrongUse("no_such_name", id_)
        self._write(kept)

    def alerts(self, *, limit: int = 10, threshold: float | None = None) -> Iterator[Alert]:
        """What is new since it was told last, name by name. Decided leads of this content are not new."""
        told = self._told()
        held = self.all()
        for start in range(0, len(held), AT_ONCE):
            batch = held[start : start + AT_ONCE]
            queries = [one.query for one in batch]
            found = self._screening.screen_all(queries, limit=limit, threshold=threshold)
            for one, leads in zip(batch, found, strict=True):
                new = (Alert(one, lead) for lead in leads if lead.decision is None or lead.decide_again)
                yield from (alert for alert in new if alert.mark not in told)

    def tell(self, alerts: Iterable[Alert]) -> None:
        """Remember that somebody has seen these. Call it after they were shown: what is cut off before is
        told again, never lost."""
        told = self._told() | {alert.mark for alert in alerts}
        self._store.write(TOLD, json.dumps(sorted(told)).encode())

    def _told(self) -> set[str]:
        data = self._store.read(TOLD)
        return set(json.loads(data)) if data else set()

    def _write(self, held: Iterable[Watched]) -> None:
        rows = [form_of(one.query) for one in held]
        self._store.write(NAMES, json.dumps(rows).encode())


def _watched(query: Subject) -> Watched:
    return Watched(identity_of(query)[:12], query)
