"""Attachments: announce, upload in slices, complete, attach, read with ranges."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from pathlib import Path

import httpx
import obstore
import pytest
from obstore.store import S3Store

from repatria.protocol import bodies
from repatria.protocol.sealing import blob_hash
from repatria.server.slices import SLICE_BYTES
from tests.s3.server import S3Server
from tests.server.network import LiveChamber, LiveNetwork, found_network, two_countries
from tests.server.running import Clock, running, settings_for

BOTH = ("office:ch/bern", "office:ke/nairobi")


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


class Upload:
    """A sealed file on its way: random octets, since the server cannot tell."""

    def __init__(self, client: httpx.Client, length: int) -> None:
        self.client = client
        self.data = secrets.token_bytes(length)
        self.id = secrets.token_hex(16)
        self.named = {"id": self.id, "len": length, "sha256": blob_hash(self.data)}

    def announce(self, room: str = "") -> httpx.Response:
        path = f"/rooms/{room}/blobs" if room else "/blobs"
        return self.client.post(path, json=self.named)

    def put(self, n: int, data: bytes | None = None, sha256: str = "") -> httpx.Response:
        part = self.data[n * SLICE_BYTES : (n + 1) * SLICE_BYTES] if data is None else data
        digest = sha256 or hashlib.sha256(part).hexdigest()
        return self.client.put(f"/blobs/{self.id}/slices/{n}", content=part, headers={"x-sha256": digest})

    def complete(self) -> httpx.Response:
        return self.client.post(f"/blobs/{self.id}/complete")

    def all(self, room: str = "") -> None:
        assert self.announce(room).status_code == 201
        for n in range(-(-len(self.data) // SLICE_BYTES)):
            assert self.put(n).status_code == 204
        assert self.complete().status_code == 204


def attach(chamber: LiveChamber, label: str, upload: Upload) -> httpx.Response:
    entry = chamber.message_entry(label, bodies.message("See", tlp="TLP:AMBER"))
    value = {**entry.value, "blobs": [upload.named]}
    return chamber.post(label, [chamber.sign(label, value, entry.ciphertext or b"")])


@pytest.fixture
def chamber(network: LiveNetwork) -> LiveChamber:
    opened = LiveChamber(network, "wanjiru")
    opened.seat("wanjiru", *BOTH)
    return opened


def test_slices_come_in_any_order_and_again(network: LiveNetwork) -> None:
    upload = Upload(network.client("wanjiru"), SLICE_BYTES + 100)
    assert upload.announce().status_code == 201
    assert upload.put(1).status_code == 204
    assert error_of(upload.complete()) == (409, "blob_missing")
    progress = upload.client.get(f"/blobs/{upload.id}").json()
    assert progress == {"len": SLICE_BYTES + 100, "have": [1], "complete": False}
    assert upload.put(0).status_code == 204
    assert upload.put(1).status_code == 204
    assert upload.complete().status_code == 204
    assert upload.client.get(f"/blobs/{upload.id}").json()["complete"] is True
    assert error_of(upload.put(1)) == (409, "blob_complete")
    read = upload.client.get(f"/blobs/{upload.id}/content")
    assert read.content == upload.data
    assert read.headers["content-disposition"] == "attachment"
    assert read.headers["content-type"] == "application/octet-stream"


def test_members_read_it_once_a_message_names_it(chamber: LiveChamber) -> None:
    network = chamber.network
    upload = Upload(network.client("wanjiru"), 5000)
    upload.all(chamber.room.id)
    content = f"/blobs/{upload.id}/content"
    assert error_of(network.client("anna").get(content)) == (404, "not_found")
    assert attach(chamber, "wanjiru", upload).status_code == 201
    assert network.client("anna").get(content).content == upload.data


def test_what_was_uploaded_before_the_room_is_attached_to_it(chamber: LiveChamber) -> None:
    upload = Upload(chamber.network.client("wanjiru"), 600)
    upload.all()
    assert attach(chamber, "wanjiru", upload).status_code == 201
    read = chamber.network.client("luca").get(f"/blobs/{upload.id}/content")
    assert read.content == upload.data


def test_an_attachment_of_somebody_else_cannot_be_named(chamber: LiveChamber) -> None:
    upload = Upload(chamber.network.client("anna"), 600)
    upload.all()
    assert error_of(attach(chamber, "wanjiru", upload)) == (409, "blob_missing")


def test_another_hash_than_the_announced_is_refused(network: LiveNetwork) -> None:
    upload = Upload(network.client("wanjiru"), 1000)
    upload.announce()
    other = secrets.token_bytes(1000)
    assert error_of(upload.put(0, other, hashlib.sha256(b"x").hexdigest())) == (400, "bad_slice")
    assert upload.put(0, other).status_code == 204
    assert error_of(upload.complete()) == (409, "blob_mismatch")
    assert upload.client.get(f"/blobs/{upload.id}").json()["have"] == []
    assert upload.put(0).status_code == 204
    assert upload.complete().status_code == 204


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=100-", 100, 1000), ("bytes=-5", 995, 1000), ("bytes=990-5000", 990, 1000)],
)
def test_ranges(network: LiveNetwork, header: str, start: int, end: int) -> None:
    upload = Upload(network.client("wanjiru"), 1000)
    upload.all()
    read = upload.client.get(f"/blobs/{upload.id}/content", headers={"range": header})
    assert (read.status_code, read.content) == (206, upload.data[start:end])
    assert read.headers["content-range"] == f"bytes {start}-{end - 1}/1000"


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5-2", "bytes=-", "bytes=0-1,3-4", "lines=1-2"])
def test_ranges_outside_are_refused(network: LiveNetwork, header: str) -> None:
    upload = Upload(network.client("wanjiru"), 1000)
    upload.all()
    read = upload.client.get(f"/blobs/{upload.id}/content", headers={"range": header})
    assert error_of(read) == (416, "bad_range")


@pytest.mark.parametrize("verb", ["slice", "progress", "complete", "content"])
def test_a_stranger_finds_nothing(network: LiveNetwork, verb: str) -> None:
    upload = Upload(network.client("wanjiru"), 1000)
    upload.all()
    stranger = Upload(network.client("anna"), 1000)
    stranger.id = upload.id
    calls: dict[str, Callable[[], httpx.Response]] = {
        "slice": lambda: stranger.put(0),
        "progress": lambda: stranger.client.get(f"/blobs/{upload.id}"),
        "complete": stranger.complete,
        "content": lambda: stranger.client.get(f"/blobs/{upload.id}/content"),
    }
    answer = calls[verb]()
    assert error_of(answer) == (404, "not_found")


@pytest.mark.parametrize("n", ["1", "-1", "x", "99999999"])
def test_a_slice_that_is_none_is_refused(network: LiveNetwork, n: str) -> None:
    upload = Upload(network.client("wanjiru"), 1000)
    upload.announce()
    answer = upload.client.put(f"/blobs/{upload.id}/slices/{n}", content=b"x")
    assert error_of(answer) == (400, "bad_slice")


def test_an_id_is_announced_once(network: LiveNetwork) -> None:
    upload = Upload(network.client("wanjiru"), 1000)
    assert upload.announce().status_code == 201
    assert upload.announce().status_code == 201
    other = Upload(network.client("anna"), 1000)
    other.named["id"] = upload.id
    assert error_of(other.announce()) == (409, "blob_exists")


def test_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    settings, clock = settings_for(tmp_path, blob_limit_bytes=1000), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        client = two_countries(server).client("anna")
        assert error_of(Upload(client, 1001).announce()) == (413, "too_large")
        assert Upload(client, 1000).announce().status_code == 201
        assert Upload(client, 1000).announce().status_code == 201
        assert error_of(Upload(client, 1).announce()) == (409, "too_many_kept")


def test_slices_lie_in_an_s3_store_as_well(
    s3: S3Server, s3_store: S3Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", s3.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", s3.secret_key)
    monkeypatch.setenv("AWS_REGION", s3.region)
    bucket = s3_store.config["bucket"]
    settings, clock = settings_for(tmp_path, blobs=f"s3://{bucket}/sealed"), Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        upload = Upload(two_countries(server).client("wanjiru"), SLICE_BYTES + 1000)
        upload.all()
        content = f"/blobs/{upload.id}/content"
        assert upload.client.get(content).content == upload.data
        across = {"range": f"bytes={SLICE_BYTES - 5}-{SLICE_BYTES + 4}"}
        read = upload.client.get(content, headers=across)
        assert read.content == upload.data[SLICE_BYTES - 5 : SLICE_BYTES + 5]
    stored = [item["path"] for page in obstore.list(s3_store) for item in page]
    assert len([path for path in stored if path.startswith(f"sealed/{upload.id[:2]}")]) == 2
    assert not (tmp_path / "blobs").exists()
