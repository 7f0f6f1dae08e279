"""Who is a member, and what contact data the network keeps about them."""

from repatria.server.members.api import install, verbs

__all__ = ["install", "verbs"]
