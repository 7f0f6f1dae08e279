"""`repatria signout`."""

from __future__ import annotations

from repatria.cli.output import say
from repatria.sdk import Profile, Session, default_folder


def run() -> None:
    """End the session here and on the server; what stays on this disk is sealed."""
    profile = Profile(default_folder())
    with profile.locked():
        Session.sign_out(profile)
    say("signout.done")
