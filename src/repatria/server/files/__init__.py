"""Files of the library: uploaded in slices under their hash, looked into, read by whom an item admits."""

from repatria.server.files.api import install, verbs

__all__ = ["install", "verbs"]
