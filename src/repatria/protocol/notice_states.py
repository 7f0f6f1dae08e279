"""The life of a notice (protocol/notices.md): its states, and what the clock makes of them.

A `Notice` is what the fold has written; which statement may write what is in `notice_rules.py`.
"""

from dataclasses import dataclass

from repatria.protocol.issue import Issue

SUBMITTED = "submitted"
VALID = "valid"
SUSPENDED = "suspended"
RETURNED = "returned"
REFUSED = "refused"
REPLACED = "replaced"
WITHDRAWN = "withdrawn"
CANCELLED = "cancelled"
EXPIRED = "expired"
ENDED = frozenset({RETURNED, REFUSED, REPLACED, WITHDRAWN, CANCELLED, EXPIRED})

# 184 days: how long before its end a notice is reviewed, and the longest suspension.
REVIEW_SECONDS = 15_897_600


@dataclass(frozen=True, slots=True)
class Review:
    issue: Issue
    part: str
    outcome: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticeChange:
    issue: Issue
    act: str
    until: int | None
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as the newest leaf has it. `state` knows no clock: ask `state_at`."""

    issue: Issue
    country: str
    colour: str
    variant: str
    record: str  # hex SHA-256 of the record's document
    until: int
    amends: str | None
    state: str
    last_time: int  # the latest time of the statements about it
    published: int | None = None  # leaf index of the second pass
    suspended_until: int | None = None
    replaced_by: str | None = None
    reviews: tuple[Review, ...] = ()
    changes: tuple[NoticeChange, ...] = ()

    @property
    def hash(self) -> str:
        """What other statements and bodies name it by."""
        return self.issue.hash

    @property
    def redress(self) -> tuple[NoticeChange, ...]:
        """The notes that are shown with the notice, oldest first."""
        return tuple(change for change in self.changes if change.act == "redress")

    def state_at(self, time: int) -> str:
        """The state by the clock at `time` (Unix seconds), for all that the leaves so far say."""
        if self.state == SUSPENDED and time >= self.runs_out_at:
            return CANCELLED if self.runs_out_at == self.suspended_until else EXPIRED
        if self.state in (SUBMITTED, VALID) and time >= self.until:
            return EXPIRED
        return self.state

    @property
    def runs_out_at(self) -> int:
        """When the clock alone ends a notice that has not ended."""
        return min(self.until, self.suspended_until or self.until)

    def due_for_review(self, time: int) -> bool:
        return self.state_at(time) == VALID and time >= self.until - REVIEW_SECONDS

    def has_passed(self, part: str) -> bool:
        return any(review.part == part and review.outcome == "pass" for review in self.reviews)

    def would_be_published_by(self, part: str) -> bool:
        """Whether a pass of this part is the one that publishes it."""
        return self.state == SUBMITTED and bool(self.reviews) and not self.has_passed(part)
