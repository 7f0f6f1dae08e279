"""Clocks that are watched: due times, leases and escalation."""

from repatria.server.alarms.api import install, verbs

__all__ = ["install", "verbs"]
