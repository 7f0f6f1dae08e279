"""What most commands share: the signed-in session of the profile, locked and synced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from repatria.sdk import Profile, Session, default_folder


@contextmanager
def signed_in(*, sync: bool = True) -> Iterator[Session]:
    """Resume the session of this profile; sync; keep its pins (also on the server) at the end."""
    profile = Profile(default_folder())
    with profile.locked():
        session = Session.resume(profile)
        try:
            if sync:
                session.sync()
            yield session
            session.save()
        finally:
            session.connection.close()
