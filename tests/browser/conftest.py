"""A browser, a server with three offices, and the people who visit it. No run may have a fault."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from repatria.server.settings import Settings
from tests.browser.slow_line import slow_line
from tests.browser.three_offices import Offices, RunningClock, three_offices
from tests.browser.visitor import Visitor, visiting
from tests.server.network import found_network
from tests.server.running import running


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory, client_bundle: Path) -> Iterator[Offices]:
    """A network of three offices behind the built client, fresh for each file of tests."""
    clock = RunningClock()
    settings = Settings(
        data=tmp_path_factory.mktemp("offices") / "data", port=0, client=client_bundle, demo=True
    )
    found_network(settings, clock)
    with running(settings, clock) as server:
        yield three_offices(server)


@pytest.fixture(scope="module")
def address(offices: Offices) -> Iterator[str]:
    """Where browsers reach the offices' server. `make test-browser-slow` puts a slow line between."""
    seed = os.environ.get("REPATRIA_SLOW_LINE")
    if not seed:
        yield offices.server.url
        return
    with slow_line(offices.server.url, int(seed)) as url:
        yield url


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """`visit()` opens another browser profile. At the end no profile may have had a fault."""
    faults: list[str] = []
    with ExitStack() as profiles:

        def open_profile(url: str = address, **options: Any) -> Visitor:
            return profiles.enter_context(visiting(browser, url, faults, **options))

        yield open_profile
    assert faults == []
