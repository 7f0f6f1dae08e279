"""Invitations: who may make which, and what one says while it holds.

It holds unused, for 14 days, and only as long as whoever made it could still make it: what a captured head
or a lost token of a ceremony left behind opens nothing once they are gone.
"""

from __future__ import annotations

from dataclasses import dataclass

from repatria.protocol.directory import Directory
from repatria.protocol.records import Office
from repatria.server.database.transaction import Transaction
from repatria.server.standing import Standing, find_standing

HEAD_ROLES = frozenset({"bureau", "agency"})
CEREMONY_INVITER = "ceremony "  # then the token's hash; an inviter without it is a head's key id


@dataclass(frozen=True, slots=True)
class Invitation:
    country: str
    office: str | None
    role: str
    name: str


def ceremony_may(invitation: Invitation) -> bool:
    """The secretariat invites heads of bureaus, nobody else: the rest is each country's own."""
    return invitation.role == "bureau"


def head_may(head: Standing, invitation: Invitation, office: Office | None) -> bool:
    """Bureau heads: agency heads and officers of their country. Agency heads: officers of their agency."""
    if head.kind != "head" or head.country != invitation.country or invitation.role == "bureau":
        return False
    if not head.agency:
        return True
    return office is not None and office.agency == head.agency


def find_invitation(tx: Transaction, token: str, directory: Directory, now: int) -> Invitation | None:
    """What the unused invitation with this token's hash says; None where none holds."""
    row = tx.one(
        "SELECT inviter, country, office, role, name FROM invitation"
        " WHERE token = :token AND used IS NULL AND expires > :now",
        token=token,
        now=now,
    )
    if row is None:
        return None
    inviter, invitation = row[0], Invitation(*row[1:])
    return invitation if _still_may(tx, inviter, invitation, directory, now) else None


def _still_may(tx: Transaction, inviter: str, invitation: Invitation, directory: Directory, now: int) -> bool:
    if inviter.startswith(CEREMONY_INVITER):
        # Of this very token, not of its name: a new token of that name holds nothing of the old one's.
        token = inviter.removeprefix(CEREMONY_INVITER)
        known = tx.one("SELECT 1 FROM reader WHERE token = :token", token=token)
        return known is not None and ceremony_may(invitation)
    head = find_standing(directory, inviter, now)
    office = directory.offices.get(invitation.office) if invitation.office else None
    return head is not None and head_may(head, invitation, office)
