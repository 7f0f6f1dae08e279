"""What an office found its leads to be: match, no match, or unsure, and why.

A decision holds for one query, one listed record and what that record said: when it says something else, the
lead is to be decided again. It stands in the office's room, for every officer of the office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from repatria.protocol import bodies
from repatria.protocol.body_shapes import VERDICTS
from repatria.protocol.screening import Standing, well_formed
from repatria.protocol.screening import identity_of as identity_of_record
from repatria.screening.forms import LISTS, form_of
from repatria.screening.records import Subject
from repatria.sdk.errors import WrongUse
from repatria.sdk.office import OfficeRoom

__all__ = ["VERDICTS", "Decision", "Decisions", "identity_of", "record_of"]

LONGEST_WHY = 4_000
LONGEST_NAME = 1_000  # of names that are there for people


@dataclass(frozen=True, slots=True)
class Decision:
    """`query` as `identity_of` gives it, `listed` the id of the record, `content` the digest of what it said.

    `name` and `listed_name` are for people. `time` in Unix seconds, `by` the key of whoever decided.
    """

    query: str
    listed: str
    content: str
    verdict: str
    why: str
    time: int
    name: str
    listed_name: str
    by: str
    by_name: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def record_of(query: Subject) -> dict[str, Any]:
    """A query as protocol/screening.md has it: without an id, and without what is no text."""
    form = form_of(query)
    numbers = [{name: well_formed(value) for name, value in one.items()} for one in form["identifiers"]]
    texts = {name: [well_formed(one) for one in form[name]] for name in LISTS}
    return {"kind": form["kind"], **texts, "identifiers": numbers}


def identity_of(query: Subject) -> str:
    """The same for whoever asks the same, in whatever order and letter case. The query's id is no part of it.

    A query that says more (a birth date, a number) is another one: it may be decided otherwise.
    """
    return identity_of_record(record_of(query))


class Decisions:
    """Every decision of the office, the newest of each query and listed record."""

    def __init__(self, office: OfficeRoom) -> None:
        self._office = office

    def all(self) -> list[Decision]:
        """Newest first."""
        standing = sorted(self._standing().values(), key=lambda said: -said.seq)
        return [self._own(said) for said in standing]

    def find(self, query: str, listed: str) -> Decision | None:
        said = self._standing().get((query, listed))
        return self._own(said) if said else None

    def remember(self, said: Mapping[str, str]) -> Decision:
        """In place of what was decided of the same before: the keys of the body `screening_decision`.

        Raises WrongUse (`no_reason`, `why_too_long`, `bad_choice`, `no_office`, `not_let_in`).
        """
        if said["verdict"] not in VERDICTS:
            raise WrongUse("bad_choice", f"{said['verdict']!r}: {', '.join(VERDICTS)}")
        if not said["why"].strip():
            raise WrongUse("no_reason", "--why")
        if len(said["why"].encode("utf-16-le")) > 2 * LONGEST_WHY:
            raise WrongUse("why_too_long", f"{LONGEST_WHY}")
        names = {name: well_formed(said[name][:LONGEST_NAME]) for name in ("name", "listed_name")}
        self._office.say(bodies.screening_decision(**{**said, **names}))
        return self._own(self._standing()[said["query"], said["listed"]])

    def _standing(self) -> Mapping[tuple[str, str], Standing]:
        return self._office.state().decisions

    def _own(self, said: Standing) -> Decision:
        own = {name: value for name, value in said.body.items() if name != "kind"}
        by_name = self._office.name_of(said.author)
        return Decision(**own, time=said.time, by=said.author, by_name=by_name)
