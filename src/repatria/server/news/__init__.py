"""News as RSS, for the reader program of one member, by a token that reads nothing else."""

from repatria.server.news.api import install, verbs

__all__ = ["install", "verbs"]
