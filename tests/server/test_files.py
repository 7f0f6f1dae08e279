"""Files of the library: in slices under their hash, looked into where they do no harm, read with an item."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import obstore
import pytest
from obstore.store import S3Store

from repatria.server import space
from repatria.server.documents import sweeping as documents
from repatria.server.files import actions, examiner, sweeping
from repatria.server.files.examiner import Examiner
from repatria.server.slices import SLICE_BYTES
from tests.library.files import DOCX, PDF, docx, paragraph, pdf
from tests.patience import await_that
from tests.protocol.invented import AUDIT, STAR, with_onlookers
from tests.s3.server import S3Server
from tests.server.network import LiveNetwork, found_network, two_countries
from tests.server.publishing import DAY, appoint, with_secretariat
from tests.server.running import Clock, running, settings_for
from tests.server.shelves import Item, PlainUpload, file_named, library_record

MP4 = "video/mp4"


@pytest.fixture(scope="module")
def staffed(network: LiveNetwork) -> LiveNetwork:
    with_secretariat(network)
    with_onlookers(network)
    appoint(network, "partner", STAR, "partner")
    appoint(network, "auditor", AUDIT, "auditor")
    return network


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


def guide(*pages: str) -> bytes:
    return pdf([f"{secrets.token_hex(8)} {page}" for page in pages or ("One",)])


def sweep(network: LiveNetwork) -> None:
    house = network.server.house
    asyncio.run(documents.sweep(house))
    asyncio.run(sweeping.sweep(house))


def test_a_file_is_its_uploaders_until_an_item_names_it(staffed: LiveNetwork) -> None:
    octets = guide("Tracing", "Freezing")
    upload = PlainUpload(staffed.client("partner"), octets)
    done = upload.all()
    expected = {**upload.named, "have": [0], "complete": True, "pages": 2, "items": []}
    assert (done.status_code, done.json()) == (200, expected)
    assert upload.read("/content").content == octets
    texts = upload.read("/pages").json()
    assert (texts["pages"], [text.split()[1] for text in texts["texts"]]) == (2, ["Tracing", "Freezing"])
    assert len(upload.read("/pages", params={"from": 1, "to": 9}).json()["texts"]) == 1
    other = PlainUpload(staffed.client("anna"), octets)
    for path in ("", "/content", "/pages"):
        assert error_of(other.read(path)) == (404, "not_found")
    item = Item(staffed, "library", library_record("Guide", file_named(octets)), access="officers")
    offer = item.offer("partner")
    assert error_of(other.read("/content")) == (404, "not_found")
    item.publish("kofi", offer)
    ranged = other.read("/content", headers={"range": "bytes=0-4"})
    assert (ranged.status_code, ranged.content) == (206, b"%PDF-")
    assert other.read().json()["items"] == [f"library/{item.named['item']}"]


def test_a_film_in_two_languages_is_for_officers_and_not_for_partners(staffed: LiveNetwork) -> None:
    films = {language: b"\0\0\0\x18ftypisom" + secrets.token_bytes(64) for language in ("fr", "ar")}
    for octets in films.values():
        done = PlainUpload(staffed.client("anna"), octets, MP4).all()
        assert (done.status_code, done.json()["pages"]) == (200, 0)
    named = [file_named(octets, MP4, language) for language, octets in films.items()]
    record = library_record("A film", *named, url="https://example.org/film", licence="CC BY 4.0")
    item = Item(staffed, "library", record, access="officers")
    item.publish("kofi", item.offer("anna"))
    for octets in films.values():
        film = PlainUpload(staffed.client("wanjiru"), octets)
        assert film.read("/content").content == octets
        assert film.read("/pages").json() == {"pages": 0, "texts": []}
        partners = PlainUpload(staffed.client("partner"), octets)
        assert error_of(partners.read("/content")) == (404, "not_found")
    path = f"/documents/{item.document}"
    assert staffed.client("wanjiru").get(path).content == item.data
    assert error_of(staffed.client("partner").get(path)) == (404, "not_found")


def test_nobody_comes_by_a_file_through_its_hash(staffed: LiveNetwork) -> None:
    octets = guide()
    assert PlainUpload(staffed.client("anna"), octets).all().status_code == 200
    named = library_record("Not mine", file_named(octets))
    thief = Item(staffed, "library", named)
    assert thief.put("otieno").status_code == 204
    assert error_of(staffed.post(thief.offering("otieno"))) == (409, "missing_file")
    again = PlainUpload(staffed.client("otieno"), octets)
    assert again.announce().json()["have"] == []
    assert error_of(again.complete()) == (409, "blob_missing")
    assert again.put().status_code == 204
    assert again.complete().json()["complete"] is True
    thief.offer("otieno")
    rows = staffed.server.house.database.read_blocking(
        lambda tx: tx.rows("SELECT blob FROM file WHERE sha256 = :sha256", sha256=again.sha256)
    )
    assert len(rows) == 1  # one is kept, however many put it


@pytest.mark.parametrize("changed", [{"len": 7}, {"type": DOCX}, {"sha256": "ab" * 32}])
def test_what_names_a_file_wrongly_does_not_land(staffed: LiveNetwork, changed: dict[str, Any]) -> None:
    octets = guide()
    assert PlainUpload(staffed.client("anna"), octets).all().status_code == 200
    item = Item(staffed, "library", library_record("Wrong", {**file_named(octets), **changed}))
    assert item.put("anna").status_code == 204
    assert error_of(staffed.post(item.offering("anna"))) == (409, "missing_file")


def test_slices_come_in_any_order_and_what_hashes_to_something_else_goes(staffed: LiveNetwork) -> None:
    octets = f"{secrets.token_hex(8)} ".encode() * (SLICE_BYTES // 17 + 1000)
    upload = PlainUpload(staffed.client("wanjiru"), octets, "text/plain")
    assert upload.announce().status_code == 201
    assert upload.announce().status_code == 200
    assert upload.put(1).status_code == 204
    assert upload.announce().json()["have"] == [1]
    assert error_of(upload.complete()) == (409, "blob_missing")
    assert error_of(upload.put(0, b"short")) == (400, "bad_slice")
    assert upload.put(0, bytes(SLICE_BYTES)).status_code == 204
    assert error_of(upload.complete()) == (409, "document_mismatch")
    assert error_of(upload.read()) == (404, "not_found")
    found = upload.all().json()
    assert (found["have"], found["complete"]) == ([0, 1], True)
    assert found["pages"] > 50
    texts = upload.read("/pages").json()["texts"]
    assert len(texts) == actions.MOST_PAGES
    assert error_of(upload.put(0)) == (409, "blob_complete")


def test_what_is_too_large_is_refused_before_a_slice_is_sent(
    staffed: LiveNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = staffed.client("luca")
    upload = PlainUpload(client, b"%PDF-")
    upload.named["len"] = 2 * 2**30
    assert error_of(upload.announce()) == (413, "too_large")
    assert error_of(PlainUpload(staffed.client("auditor"), guide()).announce()) == (403, "forbidden")
    upload.named["type"] = "text/html"
    assert error_of(upload.announce()) == (400, "bad_shape")
    monkeypatch.setattr(actions, "UNNAMED_OCTETS", 1500)
    assert PlainUpload(client, secrets.token_bytes(1000)).announce().status_code == 201
    assert error_of(PlainUpload(client, secrets.token_bytes(1000)).announce()) == (409, "too_many_kept")


REFUSED: dict[str, tuple[str, Callable[[], bytes], str, str | None]] = {
    "a page of the web": (PDF, lambda: b"<!DOCTYPE html><p>%PDF-1.7</p>", "wrong_type", "text/html"),
    "a sealed pdf": (PDF, lambda: pdf(["x"], password="secret"), "encrypted_file", None),
    "a document with macros": (
        DOCX,
        lambda: docx(paragraph("x"), **{"word/vbaProject.bin": b"x"}),
        "has_macros",
        None,
    ),
    "half a pdf": (PDF, lambda: guide()[:200], "unreadable_file", None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_nobody_should_open_is_refused_and_not_kept(staffed: LiveNetwork, name: str) -> None:
    media_type, octets, code, found = REFUSED[name]
    upload = PlainUpload(staffed.client("wanjiru"), octets(), media_type)
    refused = upload.all()
    assert error_of(refused) == (409, code)
    if found:
        assert refused.json()["detail"]["found"] == found
    assert error_of(upload.read()) == (404, "not_found")


def test_uploads_leave_some_of_the_disk_to_everything_else(
    staffed: LiveNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = PlainUpload(staffed.client("anna"), guide("Where space is scarce"))
    assert upload.announce().status_code == 201

    def scarce() -> None:
        monkeypatch.setattr(space, "RESERVED_OCTETS", 2**63)
        monkeypatch.setattr(space, "RESERVED_PART", 1)

    scarce()
    assert error_of(upload.put(0)) == (507, "disk_full")
    monkeypatch.undo()
    assert upload.put(0).status_code == 204
    scarce()
    assert error_of(upload.complete()) == (507, "disk_full")
    monkeypatch.undo()
    assert upload.complete().json()["complete"] is True


def test_files_of_what_was_returned_are_the_offerers_for_a_day(fresh_network: LiveNetwork) -> None:
    network = with_secretariat(fresh_network)
    octets = guide()
    upload = PlainUpload(network.client("anna"), octets)
    assert upload.all().status_code == 200
    item = Item(network, "library", library_record("Draft", file_named(octets)))
    offer = item.offer("anna")
    network.server.clock.move(DAY + 60)
    network.clients.clear()
    sweep(network)
    assert read(network, "lena", upload) == read(network, "anna", upload) == 200  # named by the offer
    item.review("lena", offer, "return")
    sweep(network)
    assert (read(network, "lena", upload), read(network, "anna", upload)) == (404, 200)
    network.server.clock.move(DAY + 60)
    network.clients.clear()
    sweep(network)
    assert read(network, "anna", upload) == 404
    assert len(slices_on(network)) == 1  # a backup that began a while ago may still copy them
    network.server.clock.move(sweeping.DISCARD_SECONDS + 60)
    sweep(network)
    assert slices_on(network) == []


def read(network: LiveNetwork, label: str, upload: PlainUpload) -> int:
    return network.client(label).get(f"/files/{upload.sha256}/content").status_code


def slices_on(network: LiveNetwork) -> list[Path]:
    return [path for path in (network.server.settings.data / "blobs").rglob("*") if path.is_file()]


def test_slices_lie_in_an_s3_store_as_well(
    s3: S3Server, s3_store: S3Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("AWS_ENDPOINT_URL", s3.endpoint),
        ("AWS_ACCESS_KEY_ID", s3.access_key),
        ("AWS_SECRET_ACCESS_KEY", s3.secret_key),
        ("AWS_REGION", s3.region),
    ):
        monkeypatch.setenv(name, value)
    settings = settings_for(tmp_path, blobs=f"s3://{s3_store.config['bucket']}/sealed")
    clock = Clock()
    found_network(settings, clock)
    with running(settings, clock) as server:
        upload = PlainUpload(two_countries(server).client("wanjiru"), guide("In a bucket"))
        assert upload.all().json()["pages"] == 1
        assert upload.read("/content").content == upload.octets
        clock.move(DAY + sweeping.DISCARD_SECONDS + 120)
        asyncio.run(sweeping.sweep(server.house))
        clock.move(sweeping.DISCARD_SECONDS + 60)
        asyncio.run(sweeping.sweep(server.house))
    assert [item for page in obstore.list(s3_store) for item in page] == []


# The child.


def test_a_child_that_hangs_or_dies_harms_nobody(
    staffed: LiveNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is ended, its file refused, and the next one is looked into."""
    hanging = (sys.executable, "-c", "import signal; signal.pause()")
    monkeypatch.setattr(examiner, "COMMAND", hanging)
    client = staffed.client("anna")
    looker: Examiner = staffed.server.house.parts["examiner"]
    answers: list[httpx.Response] = []
    thread = threading.Thread(target=lambda: answers.append(PlainUpload(client, guide()).all()))
    thread.start()
    await_that(lambda: looker._process is not None, "the child is there")
    os.kill(process_of(looker), signal.SIGKILL)
    thread.join()
    assert error_of(answers[0]) == (409, "unreadable_file")
    monkeypatch.setattr(examiner, "LOOKING_SECONDS", 0.2)
    refused = PlainUpload(client, guide()).all()
    assert (error_of(refused), refused.json()["detail"]) == ((409, "unreadable_file"), {"why": "time"})
    assert not looker._process
    monkeypatch.undo()
    assert PlainUpload(client, guide()).all().status_code == 200


def process_of(looker: Examiner) -> int:
    assert looker._process is not None
    return looker._process.pid


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x02{}",
        b'\x00\x00\x00\x0e{"pages": 9e9}',
        b'\x00\x00\x00\x0c{"pages": 3}\x00\x00\x00\x01x',
        b'\x00\x00\x00\x11{"refused": "ok"}',
        b"not a message at all",
    ],
)
def test_whatever_a_child_says_is_not_believed(
    staffed: LiveNetwork, monkeypatch: pytest.MonkeyPatch, says: bytes
) -> None:
    """As one would that a file has taken over."""
    code = f"import sys; sys.stdout.buffer.write({says!r})"
    monkeypatch.setattr(examiner, "COMMAND", (sys.executable, "-c", code))
    assert error_of(PlainUpload(staffed.client("anna"), guide()).all()) == (409, "unreadable_file")


TRIES = """
import os, socket, subprocess, sys
from repatria.server.files import confinement
confinement.bound()
confinement.confine()
def tried(act):
    try:
        act()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "done"
acts = {
    "key": lambda: open(KEY).read(),
    "write": lambda: open(KEY + ".new", "w"),
    "socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "connect": lambda: socket.create_connection(("127.0.0.1", PORT)),
    "program": lambda: subprocess.run(["/bin/true"]),
    "execute": lambda: os.execv("/bin/true", ["/bin/true"]),
    "memory": lambda: bytearray(2**31),
    "delete": lambda: os.unlink(KEY),
    "signal": lambda: os.kill(os.getppid(), 0),
}
print({name: tried(act) for name, act in acts.items()})
"""


def test_the_child_reaches_no_key_no_network_and_no_other_file(tmp_path: Path) -> None:
    """What a file could try that has taken its reader over. To delete, execute and signal needs Landlock."""
    key = tmp_path / "log-keys.json"
    key.write_text("{}")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        code = TRIES.replace("KEY", repr(str(key))).replace("PORT", str(port))
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found: dict[str, str] = eval(ran.stdout)
    landlocked = {"delete", "execute", "signal"}
    assert "done" not in {what for name, what in found.items() if name not in landlocked}, found
    if knows_landlock() >= 1:
        assert found["delete"] == found["execute"] == "PermissionError"
        assert key.exists()
    if knows_landlock() >= 6:
        assert found["signal"] == "PermissionError"


def knows_landlock() -> int:
    """In a process of its own, as it cannot be taken back."""
    code = "from repatria.server.files.confinement import landlock; print(landlock())"
    return int(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    )


SHOWS = """
import json, os, sys, zlib
for data in (b'{"pages": 1}', zlib.compress(json.dumps(dict(os.environ)).encode())):
    sys.stdout.buffer.write(len(data).to_bytes(4, "big") + data)
"""


def test_the_child_inherits_no_secret(staffed: LiveNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = secrets.token_hex(8)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)
    monkeypatch.setenv("REPATRIA_DATABASE", f"postgresql://user:{secret}@host/name")
    monkeypatch.setattr(examiner, "COMMAND", (sys.executable, "-c", SHOWS))
    upload = PlainUpload(staffed.client("anna"), guide())
    assert upload.all().status_code == 200
    [environment] = upload.read("/pages").json()["texts"]
    assert "PATH" in environment
    assert secret not in environment
