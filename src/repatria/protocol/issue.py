"""Who said something in the register about a notice, an offer or an item, where and when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """One statement's place and author.

    `origin` is the leaf on which the issuer's post rests: it stays the same when a key is rotated.
    """

    hash: str
    index: int
    by: str
    origin: int
    time: int

    def same_person(self, other: "Issue") -> bool:
        return self.by == other.by or self.origin == other.origin
