"""Full text of what stands on the shelves, with what ships: searched beside the server."""

from repatria.server.search.api import install, verbs

__all__ = ["install", "verbs"]
