"""The log of signed statements, its checkpoints and its proofs."""

from repatria.server.register.api import install, verbs

__all__ = ["install", "verbs"]
