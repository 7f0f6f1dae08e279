"""One server with a small network for each database, and fresh ones for tests that break things."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.network import LiveNetwork, found_network, two_countries
from tests.server.running import Clock, Server, running, settings_for


@pytest.fixture
def server(tmp_path: Path, database: str) -> Iterator[Server]:
    """A fresh, founded server, once on SQLite and once on PostgreSQL."""
    clock = Clock()
    settings = settings_for(tmp_path / "data", database)
    found_network(settings, clock)
    with running(settings, clock) as started:
        yield started


@pytest.fixture
def network(server: Server) -> LiveNetwork:
    """KE and CH with two officers each, signed in when first asked for."""
    return two_countries(server)
