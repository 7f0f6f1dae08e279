"""Screening for the browser: queries against the records of valid notices, in memory, never written."""

from repatria.server.screening.api import install, verbs

__all__ = ["install", "verbs"]
