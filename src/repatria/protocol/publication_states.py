"""Offers and publications as the fold has written them (protocol/publications.md).

Which statement may write what is in `publication_rules.py`.
"""

from dataclasses import dataclass

from repatria.protocol.issue import Issue

OFFERED = "offered"
PUBLISHED = "published"
RETURNED = "returned"
REFUSED = "refused"
WITHDRAWN = "withdrawn"

WHOLE = ""  # the part by which an item stands that has none


@dataclass(frozen=True, slots=True)
class Offer:
    """A document that somebody proposes for an item, as the newest leaf has it."""

    issue: Issue
    shelf: str
    item: str
    parts: tuple[str, ...]
    document: str  # hex SHA-256 of the document
    access: str
    seen: int
    state: str
    ended: Issue | None = None  # what published, returned, refused or withdrew it
    text: str = ""  # what the review said

    @property
    def hash(self) -> str:
        """What a review or a publication names it by."""
        return self.issue.hash


@dataclass(frozen=True, slots=True)
class Why:
    """What a retirement says of itself."""

    document: str  # hex SHA-256 of the document with the reason
    successor: str | None  # item of the same shelf


@dataclass(frozen=True, slots=True)
class Publication:
    """What an item, or some of its parts, stood with from leaf `issue.index` on."""

    issue: Issue
    shelf: str
    item: str
    parts: tuple[str, ...]
    document: str | None  # hex SHA-256; None: retired
    access: str
    seen: int
    offer: str | None
    why: Why | None = None  # None: it retired nothing, or as a publication, which says no reason

    @property
    def hash(self) -> str:
        return self.issue.hash

    @property
    def named(self) -> str | None:
        """The document that its statement names: what stands, or why nothing does."""
        return self.why.document if self.why else self.document

    @property
    def stands_for(self) -> tuple[str, ...]:
        """The parts whose standing it is: the whole where the item has none."""
        return self.parts or (WHOLE,)
