"""Tokens of witnesses and secretariats are taken away by command, while the server runs."""

from __future__ import annotations

import httpx
import pytest

from repatria.cli.output import words
from tests.cli.test_operator import Console, console
from tests.patience import PATIENCE_SECONDS

__all__ = ["console"]
pytestmark = pytest.mark.timeout(4 * PATIENCE_SECONDS)  # every command is a process of its own


def test_a_token_that_was_taken_away_reads_nothing_more(console: Console) -> None:
    console.ok("register", "log-keys", "register.test.example")
    lost, kept = (console.ok("register", "reader-token", name) for name in ("lost", "kept"))
    with console.serving():

        def status_of(token: str) -> int:
            headers = {"Authorization": f"Bearer reader:{token}"}
            address = f"{console.address}/api/v1/duty"
            return httpx.get(address, headers=headers, timeout=PATIENCE_SECONDS).status_code

        before = status_of(lost)
        assert before == status_of(kept) != 401
        ran = console.run("register", "drop-tokens", "lost")
        assert (ran.returncode, ran.stderr.strip()) == (0, words("register.dropped", count=1))
        assert (status_of(lost), status_of(kept)) == (401, before)
    again = console.run("register", "drop-tokens", "lost")
    assert again.stderr.strip() == words("register.dropped", count=0)
