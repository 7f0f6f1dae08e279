"""Ground that every test may stand on: databases, an object store, a browser, the built client.

Nothing is skipped when a program is missing: the fixture fails and says what to install. A test is
marked by what it needs, so that `make test` can run the quick ones first.
"""

import os
import shutil
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import hypothesis
import obstore
import pytest
import sqlalchemy
from obstore.store import S3Store
from playwright.sync_api import Browser, sync_playwright

from bench.figure import PeerUnavailable
from bench.postgres import Cluster, postgres
from tests.s3.server import S3Server, s3_server

ROOT = Path(__file__).resolve().parent.parent
MARK_OF_FIXTURE = {"postgres_server": "postgres", "s3": "s3", "chromium": "browser"}
WITH_BROWSER = ("browser", "ground")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = ["--no-sandbox", "--disable-background-networking"]

# No deadline and no health checks: two busy cores say nothing about the code. The suite always tries the
# same examples and fails for a change, not by luck; `HYPOTHESIS_PROFILE=long` looks for new ones.
ANY_SPEED = hypothesis.settings(deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
hypothesis.settings.register_profile("suite", ANY_SPEED, max_examples=100, derandomize=True)
hypothesis.settings.register_profile("long", ANY_SPEED, max_examples=20_000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_configure() -> None:
    """A shell that starts the suite in the background has it, and all programs it starts, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the servers it asks for; parameters of `database` bring their own mark.

    `make test-browser` reads two folders only: a journey in another one would never be run.
    """
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARK_OF_FIXTURE:
                item.add_marker(MARK_OF_FIXTURE[fixture])
        if item.get_closest_marker("browser") and item.path.parent.name not in WITH_BROWSER:
            raise pytest.UsageError(f"{item.nodeid}: tests of browsers are in {' and '.join(WITH_BROWSER)}")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Cluster]:
    """PostgreSQL with durable commits, started for this run only."""
    try:
        with postgres() as cluster:
            yield cluster
    except PeerUnavailable as missing:
        pytest.fail(f"{missing}", pytrace=False)


@pytest.fixture
def postgres_url(postgres_server: Cluster) -> Iterator[str]:
    """A fresh, empty database as an SQLAlchemy URL; dropped afterwards, whoever is still connected."""
    name = f"test_{uuid4().hex}"
    address = f"postgresql+psycopg://bench@127.0.0.1:{postgres_server.port}"
    postgres_server.create_database(name)
    yield f"{address}/{name}"
    engine = sqlalchemy.create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:  # asked for by name in `database`
    """A database file that does not exist yet, as an SQLAlchemy URL."""
    return f"sqlite:///{tmp_path / 'repatria.sqlite3'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    """An empty database, once on SQLite and once on PostgreSQL, as an SQLAlchemy URL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A real S3 server, started for this run only."""
    try:
        with s3_server(tmp_path_factory.mktemp("s3")) as server:
            yield server
    except FileNotFoundError as missing:
        pytest.fail(f"{missing}", pytrace=False)


@pytest.fixture
def s3_store(s3: S3Server) -> S3Store:
    """A fresh, empty bucket."""
    store = S3Store(
        f"bucket-{uuid4().hex}",
        endpoint=s3.endpoint,
        access_key_id=s3.access_key,
        secret_access_key=s3.secret_key,
        region=s3.region,
        client_options={"allow_http": True},
        virtual_hosted_style_request=False,
    )
    # The store's own signature over the empty path is S3's CreateBucket.
    httpx.put(obstore.sign(store, "PUT", "", timedelta(minutes=1))).raise_for_status()
    return store


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program; REPATRIA_CHROMIUM names another one."""
    names = [os.environ["REPATRIA_CHROMIUM"]] if "REPATRIA_CHROMIUM" in os.environ else CHROMIUM_NAMES
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        pytest.fail(f"no browser ({', '.join(names)}): apt-get install chromium", pytrace=False)
    return Path(found)


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """One running browser for the whole run: Playwright's driver refuses to be started twice."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def client_bundle() -> Path:
    """The folder of the built client."""
    folder = ROOT / "web" / "dist"
    if not (folder / "manifest.json").exists():
        pytest.fail("the client is not built: make build", pytrace=False)
    return folder
