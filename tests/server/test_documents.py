"""Documents: put under their hash, published with a notice, gone with it (protocol/wire.md, "Documents")."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import secrets
from pathlib import Path

import httpx
import pytest

from repatria.protocol import notices, statements
from repatria.server import kept
from repatria.server.database.sqlite import connect
from repatria.server.documents import sweeping
from tests.server.network import LiveNetwork, found_network, two_countries
from tests.server.publishing import (
    DAY,
    Publishing,
    put_document,
    read_document,
    record_of,
    with_secretariat,
)
from tests.server.running import Clock, running, settings_for


@pytest.fixture(scope="module")
def staffed(network: LiveNetwork) -> LiveNetwork:
    return with_secretariat(network)


@pytest.fixture
def fresh_staffed(fresh_network: LiveNetwork) -> LiveNetwork:
    return with_secretariat(fresh_network)


def publishing(
    network: LiveNetwork, *pictures: bytes, variant: str = "notice", days: int = 100
) -> Publishing:
    return Publishing(network, record_of("Amos Test", *pictures), pictures, variant=variant, days=days)


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def sweep(network: LiveNetwork) -> None:
    asyncio.run(sweeping.sweep(network.server.house))


def test_the_secretariat_asks_for_nothing_in_a_countrys_name(staffed: LiveNetwork) -> None:
    stamp = {"country": "KE", "colour": "silver", "variant": "notice", "record": "ab" * 32, "amends": None}
    asked = {
        label: staffed.by(label, statements.notice, until=staffed.time + 100 * DAY, **stamp)
        for label in ("nuru", "amani")
    }
    refused = staffed.post(asked["nuru"])
    assert (refused.status_code, refused.json()["error"]) == (409, "no_authority")
    staffed.publish(asked["amani"])  # the same, by a lead of the country


def test_a_document_is_its_owners_until_a_statement_names_it(staffed: LiveNetwork) -> None:
    octets = secrets.token_bytes(500)
    sha256 = hashlib.sha256(octets).hexdigest()
    assert put_document(staffed.client("wanjiru"), octets).status_code == 204
    assert put_document(staffed.client("wanjiru"), octets).status_code == 204
    assert read_document(staffed.client("wanjiru"), sha256).content == octets
    assert error_of(read_document(staffed.client("luca"), sha256)) == (404, "not_found")


def test_other_octets_than_the_hash_says_are_refused(staffed: LiveNetwork) -> None:
    answer = put_document(staffed.client("wanjiru"), b"one", hashlib.sha256(b"two").hexdigest())
    assert error_of(answer) == (409, "document_mismatch")


def test_a_document_beyond_two_mebibytes_is_refused(staffed: LiveNetwork) -> None:
    assert error_of(put_document(staffed.client("wanjiru"), bytes(2 * 2**20 + 1))) == (413, "too_large")


def test_what_one_key_leaves_unnamed_is_bounded(
    staffed: LiveNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "UNNAMED_OCTETS", 1500)
    client = staffed.client("anna")
    assert put_document(client, secrets.token_bytes(1000)).status_code == 204
    assert error_of(put_document(client, secrets.token_bytes(1000))) == (409, "too_many_kept")


def test_a_notice_is_published_with_its_record_and_pictures(staffed: LiveNetwork) -> None:
    picture = secrets.token_bytes(900)
    done = publishing(staffed, picture).publish()
    for label in ("luca", "wanjiru", "ke bureau"):
        client = staffed.client(label)
        assert read_document(client, done.hash).content == done.data
        assert read_document(client, hashlib.sha256(picture).hexdigest()).content == picture


def test_the_review_that_would_publish_waits_for_the_record(staffed: LiveNetwork) -> None:
    done = publishing(staffed)
    done.submit()
    done.complete()
    assert error_of(staffed.post(done.review("kofi", "constitution"))) == (409, "missing_document")
    assert staffed.directory.notice(done.notice.hash) is not None
    done.put()
    assert staffed.post(done.review("kofi", "constitution")).status_code == 201
    staffed.catch_up()


def test_the_review_that_would_publish_waits_for_every_picture(staffed: LiveNetwork) -> None:
    picture = secrets.token_bytes(700)
    done = publishing(staffed, picture)
    done.submit()
    done.complete()
    assert put_document(staffed.client("kofi"), done.data).status_code == 204
    answer = staffed.post(done.review("kofi", "constitution"))
    assert error_of(answer) == (409, "missing_document")
    assert answer.json()["detail"]["sha256"] == hashlib.sha256(picture).hexdigest()


def test_what_is_no_record_is_not_published(staffed: LiveNetwork) -> None:
    done = Publishing(staffed, {}, data=b'{"nonce":"","record":{},"v":1}')
    done.submit()
    done.complete()
    done.put()
    assert error_of(staffed.post(done.review("kofi", "constitution"))) == (400, "bad_shape")


def test_the_first_review_and_a_refusal_need_no_record(staffed: LiveNetwork) -> None:
    done = publishing(staffed)
    done.submit()
    done.complete()
    staffed.publish(done.review("kofi", "constitution", "refuse", reason="ART3"))


def test_a_diffusion_needs_no_document_and_publishes_none(staffed: LiveNetwork) -> None:
    done = publishing(staffed, variant="diffusion")
    done.submit()
    done.complete()
    staffed.publish(done.review("kofi", "constitution"))
    assert error_of(read_document(staffed.client("luca"), done.hash)) == (404, "not_found")


def test_a_withdrawn_notice_is_gone_at_once_and_its_octets_with_the_next_sweep(
    fresh_staffed: LiveNetwork,
) -> None:
    shared, own = secrets.token_bytes(300), secrets.token_bytes(300)
    first, second = (
        publishing(fresh_staffed, shared, own).publish(),
        publishing(fresh_staffed, shared).publish(),
    )
    fresh_staffed.publish(first.change("amani", "withdraw"))
    luca = fresh_staffed.client("luca")
    assert error_of(read_document(luca, first.hash)) == (404, "not_found")
    assert error_of(read_document(fresh_staffed.client("kofi"), first.hash)) == (404, "not_found")
    sweep(fresh_staffed)
    assert documents_on(fresh_staffed) == {second.hash, hashlib.sha256(shared).hexdigest()}
    assert read_document(luca, second.hash).content == second.data


def test_an_expired_notice_is_read_by_nobody_and_gone_with_the_next_statement(
    fresh_staffed: LiveNetwork,
) -> None:
    done = publishing(fresh_staffed, days=1).publish()
    fresh_staffed.server.clock.at += DAY + 60
    fresh_staffed.clients.clear()
    assert error_of(read_document(fresh_staffed.client("luca"), done.hash)) == (404, "not_found")
    fresh_staffed.publish(fresh_staffed.revoke("luca", "ch bureau"))
    sweep(fresh_staffed)
    assert documents_on(fresh_staffed) == set()


def test_what_nobody_names_within_a_day_is_forgotten(fresh_staffed: LiveNetwork) -> None:
    put_document(fresh_staffed.client("wanjiru"), b"a draft nobody published")
    sweep(fresh_staffed)
    assert len(documents_on(fresh_staffed)) == 1
    fresh_staffed.server.clock.at += DAY + 1
    sweep(fresh_staffed)
    assert documents_on(fresh_staffed) == set()


def test_a_suspended_notice_stays_readable(staffed: LiveNetwork) -> None:
    done = publishing(staffed).publish()
    staffed.publish(done.change("amani", "suspend", until=staffed.time + 30 * DAY))
    assert notices.decode_record(read_document(staffed.client("luca"), done.hash).content, done.hash)


def documents_on(network: LiveNetwork) -> set[str]:
    rows = network.server.house.database.read_blocking(lambda tx: tx.rows("SELECT sha256 FROM document"))
    return {sha256 for (sha256,) in rows}


def test_what_is_deleted_is_overwritten_on_the_disk(tmp_path: Path) -> None:
    """SQLite's file. PostgreSQL's are its vacuum's business (docs/operate/backup.md)."""
    settings, clock = settings_for(tmp_path / "data"), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        network = with_secretariat(two_countries(server))
        marker = secrets.token_hex(300).encode()
        done = publishing(network, marker).publish()
        assert marker in hot_file(settings.data)
        network.publish(done.change("amani", "withdraw"))
        sweep(network)
        assert marker not in hot_file(settings.data)


def hot_file(data: Path) -> bytes:
    """The database's file after what waits in its write-ahead log was put into it."""
    with contextlib.closing(connect(data / "hot.sqlite3", writing=True)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (data / "hot.sqlite3").read_bytes()
