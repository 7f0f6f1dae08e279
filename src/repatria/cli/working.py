"""What most commands share: the signed-in session of the profile, locked and synced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from repatria.sdk import Profile, Session, default_folder


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
