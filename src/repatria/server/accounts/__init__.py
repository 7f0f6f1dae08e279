"""Sign-in, sessions and the locks on wrapped seeds."""

from repatria.server.accounts.api import install, verbs

__all__ = ["install", "verbs"]
