"""What is not as it was: a file beside what stands, and what happened to a jurisdiction since somebody last
looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from repatria.frameworks.facts import Fact, Standing, Version

What = Literal["confirmed", "proposed", "retired"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact of a file that says something else than what stands, which may be nothing."""

    field: str
    stands: Fact | None
    file: Fact


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody signed about one fact; `before` is what stood until then, or stands beside a proposal."""

    field: str
    what: What
    version: Version
    before: Fact | None


@dataclass(frozen=True, slots=True)
class Was:
    """One version of a fact, as its history tells it: `version` None is the shipped draft, `until` None still
    stands.
    """

    fact: Fact | None
    version: Version | None
    until: int | None


def differences(facts: Sequence[Fact], standings: Mapping[str, Standing]) -> tuple[Difference, ...]:
    """Of the facts of a file those that do not stand as they are, in the file's order."""
    stands = {field: one.fact for field, one in standings.items()}
    return tuple(
        Difference(fact.field, stands.get(fact.field), fact)
        for fact in facts
        if stands.get(fact.field) != fact
    )


def changes(standings: Mapping[str, Standing], since: int) -> tuple[Change, ...]:
    """What landed in the register at position `since` or later, in the order in which it landed."""
    found = [change for standing in standings.values() for change in _changes(standing, since)]
    return tuple(sorted(found, key=lambda one: (one.version.index, one.field)))


def _changes(standing: Standing, since: int) -> Iterable[Change]:
    told = history(standing)
    for at, was in enumerate(told):
        if was.version is None or was.version.index < since:
            continue
        before = told[at + 1].fact if at + 1 < len(told) else None
        what: What = "retired" if was.fact is None else "confirmed"
        yield Change(standing.field, what, was.version, before)
    for offer in standing.proposed:
        if offer.index >= since:
            yield Change(standing.field, "proposed", offer, standing.fact)


def history(standing: Standing) -> tuple[Was, ...]:
    """Newest first, with what stands now; the shipped draft last. Empty where nothing ever stood."""
    if standing.version is None and standing.fact is None:
        return ()
    now = Was(standing.fact, standing.version, None)
    return (now, *(Was(one.fact, one.version, one.until) for one in standing.earlier))
