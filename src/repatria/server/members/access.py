"""Whose invitations and rosters these are."""

from __future__ import annotations

from repatria.protocol.directory import Directory
from repatria.protocol.posts import roles_of
from repatria.protocol.records import Office
from repatria.server.invitations import HEAD_ROLES, Invitation, ceremony_may, head_may
from repatria.server.refusals import Refusal
from repatria.server.sessions import Caller, Session


def check_inviter(directory: Directory, caller: Caller, invitation: Invitation) -> None:
    """Bureau heads invite inside their country, agency heads into their agency's offices, and a ceremony
    (the secretariat's) heads of bureaus alone.

    Raises `forbidden`; `wrong_role` where such offices do not have that role; `bad_shape` where role and
    office do not go together or the office is none.
    """
    if (invitation.office is None) != (invitation.role in HEAD_ROLES):
        raise Refusal("bad_shape", why="an office for officers, none for heads")
    office = directory.offices.get(invitation.office) if invitation.office else None
    if invitation.office and (office is None or office.country != invitation.country):
        raise Refusal("bad_shape", why="no such office in this country")
    if office is not None and invitation.role not in roles_of(office.country):
        raise Refusal("wrong_role")
    if isinstance(caller, Session):
        allowed = head_may(caller.standing, invitation, office)
    else:
        allowed = ceremony_may(invitation)
    if not allowed:
        raise Refusal("forbidden")


def may_see_enrolment(directory: Directory, caller: Caller, waiting: Invitation) -> bool:
    """Only whoever acts next: for officers the head of their office's agency, and their bureau, which
    authorises; for an agency's head the bureau; for a bureau's head the root's ceremony."""
    if not isinstance(caller, Session):
        return ceremony_may(waiting)
    office = directory.offices.get(waiting.office) if waiting.office else None
    return head_may(caller.standing, waiting, office)


def access_office(directory: Directory, session: Session, office: str) -> Office:
    """Raises `not_found` for all but officers of the office."""
    found = directory.offices.get(office)
    if found is None or session.standing.office != office:
        raise Refusal("not_found")
    return found
