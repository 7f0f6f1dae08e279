"""A browser, a server with three offices, and the people who visit it. No run may have a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from repatria.server.settings import Settings
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


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, offices: Offices) -> Iterator[Visit]:
    """`visit()` opens another browser profile. At the end no profile may have had a fault."""
    faults: list[str] = []
    with ExitStack() as profiles:

        def open_profile(url: str | None = None, **options: Any) -> Visitor:
            address = url or offices.server.url
            return profiles.enter_context(visiting(browser, address, faults, **options))

        yield open_profile
    assert faults == []
