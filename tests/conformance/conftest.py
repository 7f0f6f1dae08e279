from collections.abc import Iterator

import pytest

from tests.conformance.peer import Peer, started


@pytest.fixture(scope="session")
def peer() -> Iterator[Peer]:
    with started() as running:
        yield running
