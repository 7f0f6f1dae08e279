"""Append and sync of sealed entries."""

from repatria.server.rooms.api import install, verbs

__all__ = ["install", "verbs"]
