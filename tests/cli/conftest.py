from collections.abc import Iterator

import pytest

from tests.sdk.living import Living, living_network


@pytest.fixture(scope="session")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """One living network for all tests of this folder; tests leave people as they found them."""
    with living_network(tmp_path_factory.mktemp("living") / "data") as network:
        yield network


@pytest.fixture(scope="session")
def with_secretariat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """Another, in which the secretariat is there, and the United Kingdom is not."""
    folder = tmp_path_factory.mktemp("living") / "data"
    with living_network(folder, countries=("KE", "CH", "XN")) as network:
        yield network
