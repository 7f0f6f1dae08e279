"""Schemathesis on our own OpenAPI document: no input makes the server fail.

The short run is part of the suite; `REPATRIA_FUZZ_EXAMPLES` makes it long. With `-s` it says at its end how
many cases were answered, by status.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case, Response

from repatria.protocol.frames import join
from repatria.server.app import all_verbs
from repatria.server.openapi import describe
from tests.server.network import LiveNetwork, found_network, two_countries
from tests.server.running import Clock, running, settings_for

EXAMPLES = int(os.environ.get("REPATRIA_FUZZ_EXAMPLES", "8"))
# These would wait for ever (a stream), end the session in use, or be delayed by seconds by design.
LEFT_OUT = {
    ("GET", "/api/v1/events"),
    ("DELETE", "/api/v1/session"),
    ("DELETE", "/api/v1/sessions"),
    ("POST", "/api/v1/session"),
    ("POST", "/api/v1/session/passkey"),
}
# Answers given before a verb looks at what it was sent.
AT_THE_DOOR = {401, 405, 415}
Answered = Counter[tuple[str, int]]
VERBS = tuple(verb for verb in all_verbs() if (verb.method, verb.full_path) not in LEFT_OUT)


@schemathesis.serializer("application/vnd.repatria.frames")
def serialize_frames(context: Any, value: Any) -> bytes:
    """Half of it as one frame, half as it comes."""
    data: bytes = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
    return join([data]) if len(data) % 2 else data


schema = schemathesis.openapi.from_dict(describe(VERBS))


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveNetwork, Answered]]:
    clock = Clock()
    config = settings_for(tmp_path_factory.mktemp("fuzzed"))
    found_network(config, clock)
    answered: Answered = Counter()
    with running(config, clock) as server:
        yield two_countries(server), answered
    by_status: Counter[int] = Counter()
    for (_, status), count in answered.items():
        by_status[status] += count
    print(f"{by_status.total()} cases:", dict(sorted(by_status.items())))
    inside = {verb for verb, status in answered if status not in AT_THE_DOOR}
    assert {verb for verb, _ in answered} == inside, "verbs that no case has reached"


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_input_makes_the_server_fail(case: Case[Any], fuzzed: tuple[LiveNetwork, Answered]) -> None:
    network, answered = fuzzed
    answer = send(case, network)
    if answer.status_code == 401 and network.client("wanjiru").get("/session").status_code == 401:
        del network.clients["wanjiru"]  # a case has ended the session, which is one of our verbs
        answer = send(case, network)
    answered[(case.operation.label, answer.status_code)] += 1
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400 and "application/json" in answer.headers.get("content-type", [""])[0]:
        assert set(answer.json()) == {"error", "message", "detail"}


def send(case: Case[Any], network: LiveNetwork) -> Response:
    authorization = network.client("wanjiru").headers["authorization"]
    return case.call(base_url=network.server.url, headers={"authorization": authorization})
