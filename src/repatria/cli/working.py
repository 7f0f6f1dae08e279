"""What most commands share: the signed-in session of the profile, locked and synced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from repatria.sdk import Profile, Session, WrongUse, default_folder


@contextmanager
def signed_in(*, sync: bool = True, then_save: bool = True) -> Iterator[Session]:
    """Resume the session of this profile; sync; keep its pins (also on the server) at the end, unless the
    session itself ends inside."""
    profile = Profile(default_folder())
    with profile.locked():
        session = Session.resume(profile)
        try:
            if sync:
                session.sync()
            yield session
            if then_save:
                session.save()
        finally:
            session.connection.close()


def demand_office(session: Session) -> None:
    """That what the office shares can be read here: nothing there, and not let in yet, look the same without.

    Raises WrongUse (`not_let_in`, `no_office`).
    """
    if session.office is None:
        raise WrongUse("no_office", session.login)
    if not session.office_room.readable:
        raise WrongUse("not_let_in", session.office)
