"""What commands print of a moment says in which time zone it is."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from repatria.cli.output import local_moment


@pytest.fixture
def in_nairobi(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Africa/Nairobi")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("in_nairobi")
def test_a_moment_is_shown_in_the_zone_of_the_machine() -> None:
    assert local_moment(1_795_391_999) == "2026-11-23 02:59 EAT"
