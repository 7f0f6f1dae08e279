"""The samples of protocol/statements.md: for every rule of the directory fold, what it lets pass
and what it must refuse. `vectors_made.py` writes them down; `test_directory.py` runs each."""

from tests.protocol.statement_samples import form, officers, offices, posts, signing
from tests.protocol.statement_samples.making import CASES, Case, Final, base_network, fork

__all__ = [
    "CASES",
    "Case",
    "Final",
    "base_network",
    "fork",
    "form",
    "officers",
    "offices",
    "posts",
    "signing",
]  # fmt: skip
