"""Sealed slices of attachments, resumable."""

from repatria.server.blobs.api import install, verbs

__all__ = ["install", "verbs"]
