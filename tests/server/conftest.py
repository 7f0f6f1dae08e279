"""A small network on a real server, once on SQLite and once on PostgreSQL.

`network` is shared by the tests of one file, which leave its people in place; `fresh_network` is
for tests that end somebody, restart or break things.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.mail_server import MailServer, mail_server_running
from tests.server.migrated import make_migrated_database
from tests.server.network import LiveNetwork, found_network, two_countries
from tests.server.running import Clock, Server, running, settings_for

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="module", params=ENGINES)
def shared_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    url = ""
    if request.param == "postgres":
        url = make_migrated_database(request.getfixturevalue("postgres_server"))
    settings = settings_for(tmp_path_factory.mktemp("server"), url)
    clock = Clock()
    found_network(settings, clock)
    with running(settings, clock) as started:
        yield started


@pytest.fixture(scope="module")
def network(shared_server: Server) -> LiveNetwork:
    """KE and CH with two officers each, signed in when first asked for."""
    return two_countries(shared_server)


@pytest.fixture(params=ENGINES)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A fresh, founded server."""
    url = ""
    if request.param == "postgres":
        url = make_migrated_database(request.getfixturevalue("postgres_server"))
    clock = Clock()
    settings = settings_for(tmp_path / "data", url)
    found_network(settings, clock)
    with running(settings, clock) as started:
        yield started


@pytest.fixture
def fresh_network(server: Server) -> LiveNetwork:
    return two_countries(server)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with mail_server_running() as started:
        yield started
