"""What a reader of a published list yields: an entry, or what is wrong with a row.

Owns the shapes, and the note where each entry came from. Nothing here is an office's own finding: an entry is
what its publisher wrote on the day the file was taken, and is stale the day it is withdrawn there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from repatria.notices.offences import Suggestion
from repatria.screening.records import Subject

Progress = Callable[[int, int], None]  # bytes read so far, bytes in all


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was taken: `taken` and `licence` are what the person who imports it told, or empty."""

    name: str
    sha256: str
    size: int
    taken: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """`line` of the file on which the row begins, from 1."""

    source: Source
    line: int


@dataclass(frozen=True, slots=True)
class Charge:
    """`country` alpha-2 of who issued it, or empty; `text` in whatever language it was written."""

    text: str
    country: str = ""
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """To another entry of the same list: `role` is the other's part in it (owner, asset, director …)."""

    role: str
    id: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A part of the row that was left out or changed; `code` of the group doubts in notice_words()."""

    field: str
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list, ready to be screened against.

    id: unique in its list, and the same when the list is taken again.
    colour: red, yellow, un … where the row is a notice, else empty.
    weak_names: names that the publisher calls weak; not among the subject's, as they match too much
    (`screened` has them).
    facts: everything else of the row by field, cleaned, in the words of the file.
    offences: suggested from the charges; nobody has confirmed them.
    """

    id: str
    list: str
    colour: str
    subject: Subject
    weak_names: tuple[str, ...]
    facts: Mapping[str, tuple[str, ...]]
    charges: tuple[Charge, ...]
    offences: tuple[Suggestion, ...]
    links: tuple[Link, ...]
    doubts: tuple[Doubt, ...]
    origin: Origin

    @property
    def screened(self) -> Subject:
        """The subject as it is screened against: with its weak names, the last ones."""
        names = (*self.subject.names, *self.weak_names)
        return replace(self.subject, names=names, weak=len(self.weak_names))

    def fields(self) -> dict[str, tuple[str, ...]]:
        """All that the row says, by field: what two takings of a list are compared by."""
        subject = self.subject
        said = {
            "kind": (subject.kind.value,),
            "colour": (self.colour,),
            "names": subject.names,
            "weak_names": self.weak_names,
            "birth_dates": subject.birth_dates,
            "countries": subject.countries,
            "genders": subject.genders,
            "identifiers": tuple(f"{one.scheme} {one.value}" for one in subject.identifiers),
            "charges": tuple(f"{one.country} {one.text}".strip() for one in self.charges),
            "links": tuple(f"{one.role} {one.id}" for one in self.links),
            **{f"fact {name}": values for name, values in self.facts.items()},
        }
        return {name: values for name, values in said.items() if any(values)}


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that is not imported: `what` quotes it, `code` of the group faults in notice_words()."""

    line: int
    what: str
    code: str


class Unusable(Exception):
    """Raised inside a reader for a row; it becomes a RowFault and the next row is read."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code, what)
        self.code = code
        self.what = what
