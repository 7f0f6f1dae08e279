"""The two clients that every attack is played on."""

from collections.abc import Iterator

import pytest

from tests.attacks.clients import Client, PythonClient, TypeScriptClient, typescript_client


@pytest.fixture(scope="session")
def node_client() -> Iterator[TypeScriptClient]:
    with typescript_client() as client:
        yield client


@pytest.fixture(params=["python", "typescript"])
def client(request: pytest.FixtureRequest) -> Client:
    if request.param == "python":
        return PythonClient()
    found: TypeScriptClient = request.getfixturevalue("node_client")
    return found
