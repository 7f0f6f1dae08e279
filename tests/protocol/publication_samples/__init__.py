"""The samples of protocol/publications.md: for every rule of the fold, what it lets pass and what it
must refuse; the documents of every shelf, read and not read."""

from tests.protocol.publication_samples import offering, publishing, reading, replacing, reviewing
from tests.protocol.publication_samples.making import CASES, base_network

__all__ = ["CASES", "base_network", "offering", "publishing", "reading", "replacing", "reviewing"]
