"""The servers that tests stand on are the real ones, and behave as the code under test relies on."""

import obstore
import pytest
import sqlalchemy
from obstore.exceptions import AlreadyExistsError
from obstore.store import S3Store
from playwright.sync_api import Browser


def read_one(url: str, query: str) -> object:
    engine = sqlalchemy.create_engine(url)
    with engine.connect() as connection:
        value: object = connection.execute(sqlalchemy.text(query)).scalar_one()
    engine.dispose()
    return value


def test_postgres_commits_are_durable(postgres_url: str) -> None:
    assert read_one(postgres_url, "SHOW fsync") == "on"
    assert read_one(postgres_url, "SHOW synchronous_commit") == "on"


@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_gets_an_empty_database(database: str, turn: str) -> None:
    engine = sqlalchemy.create_engine(database)
    assert sqlalchemy.inspect(engine).get_table_names() == [], turn
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE left_behind (id INTEGER)"))
    engine.dispose()


def test_s3_refuses_to_overwrite_and_serves_ranges(s3_store: S3Store) -> None:
    obstore.put(s3_store, "room/slice", b"0123456789", mode="create")
    with pytest.raises(AlreadyExistsError):
        obstore.put(s3_store, "room/slice", b"other", mode="create")
    assert bytes(obstore.get_range(s3_store, "room/slice", start=3, length=4)) == b"3456"


def test_s3_takes_an_upload_in_parts(s3_store: S3Store) -> None:
    content = bytes(range(256)) * 48 * 1024
    obstore.put(s3_store, "large", content, chunk_size=5 << 20, use_multipart=True)
    assert bytes(obstore.get(s3_store, "large").bytes()) == content


def test_chromium_runs_a_page_with_what_keys_and_passkeys_need(browser: Browser) -> None:
    page = browser.new_page()
    page.route("**", lambda route: route.fulfill(body="<title>empty</title>", content_type="text/html"))
    page.goto("https://repatria.test/")
    names = ["isSecureContext", "indexedDB", "PublicKeyCredential", "Worker", "WebAssembly"]
    missing = page.evaluate("(names) => names.filter((name) => !globalThis[name])", names)
    page.close()
    assert missing == []
