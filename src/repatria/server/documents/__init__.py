"""What statements publish by its hash: records and pictures of notices."""

from repatria.server.documents.api import install, verbs

__all__ = ["install", "verbs"]
