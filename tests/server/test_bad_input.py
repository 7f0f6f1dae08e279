"""Malformed, huge, nested, repeated and cross-wired input: a 4xx with a stable code, never a 5xx."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repatria.server.refusals import SENTENCES, Refusal
from repatria.server.shapes import Fields, Octets, Text, Whole, parse_json
from tests.patience import PATIENCE_SECONDS
from tests.server.network import LiveNetwork, found_network, two_countries
from tests.server.running import Clock, Server, running, settings_for

JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNetwork]:
    """One engine is enough: nothing here reaches the database's own differences."""
    config, clock = settings_for(tmp_path_factory.mktemp("plain")), Clock()
    found_network(config, clock)
    with running(config, clock) as server:
        yield two_countries(server)


def error_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b'"text"', "bad_shape"),
        (b"null", "bad_shape"),
        (b"[]", "bad_shape"),
        (b"{}", "bad_shape"),
        (b'{"login":"a","login":"b"}', "bad_json"),
        (b'{"login":NaN}', "bad_json"),
        (b'{"login":1.5}', "bad_json"),
        (b'{"login":' + b"9" * 40 + b"}", "bad_json"),
        (b'{"login":' + b"[" * 5000 + b"]" * 5000 + b"}", "bad_json"),
        (b'{"login":"\xff"}', "bad_json"),
        (b'\xef\xbb\xbf{"login":"abc"}', "bad_json"),
        (b'{"login":"\\ud800abc"}', "bad_shape"),
        (b'{"login":"abc\\u0000"}', "bad_shape"),
        (b'{"login":"abc","more":1}', "bad_shape"),
        (b'{"login":true}', "bad_shape"),
        (b'{"login":"' + b"a" * 60_000 + b'"}', "bad_shape"),
    ],
)
def test_json_that_is_not_the_form(plain: LiveNetwork, body: bytes, expected: str) -> None:
    answer = plain.server.client().post("/session/start", content=body, headers=JSON)
    assert error_of(answer) == (400, expected)


def test_a_body_of_another_kind_is_refused(plain: LiveNetwork) -> None:
    answer = plain.server.client().post("/session/start", data={"login": "abc"})
    assert error_of(answer) == (415, "wrong_media_type")


def test_a_huge_body_is_refused(plain: LiveNetwork) -> None:
    answer = plain.server.client().post("/session/start", content=b" " * 70_000, headers=JSON)
    assert error_of(answer) == (413, "too_large")


def test_a_huge_body_in_chunks_is_refused(plain: LiveNetwork) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 10_000

    answer = plain.server.client().post("/session/start", content=chunks(), headers=JSON)
    assert error_of(answer) == (413, "too_large")


@pytest.mark.parametrize("header", ["Bearer x", "Bearer ", "Basic eDp4", "Bearer reader:x", "Bearer é"])
def test_tokens_that_are_none(plain: LiveNetwork, header: str) -> None:
    host = urlsplit(plain.server.url).netloc
    head = f"GET /api/v1/session HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nauthorization: {header}"
    answer = raw(plain.server, head.encode("latin-1") + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 401")


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/rooms/x/y/z", "/log/nothing", "/../etc/passwd"])
def test_unknown_addresses(plain: LiveNetwork, path: str) -> None:
    assert error_of(httpx.get(plain.server.url + path)) == (404, "not_found")


def test_unknown_methods(plain: LiveNetwork) -> None:
    answer = plain.server.client().patch("/session")
    assert error_of(answer) == (405, "method_not_allowed")


def test_another_host_is_refused(plain: LiveNetwork) -> None:
    answer = httpx.get(f"{plain.server.url}/api/v1/network", headers={"host": "evil.example"})
    assert error_of(answer) == (400, "bad_host")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_changes_from_other_sites_are_refused(plain: LiveNetwork, headers: dict[str, str]) -> None:
    answer = plain.server.client().post("/session/start", json={"login": "abc"}, headers=headers)
    assert error_of(answer) == (403, "bad_origin")


def test_changes_from_the_own_site_are_let_through(plain: LiveNetwork) -> None:
    own = {"origin": plain.server.url, "sec-fetch-site": "same-origin"}
    answer = plain.server.client().post("/session/start", json={"login": "abc"}, headers=own)
    assert answer.status_code == 200


def test_every_answer_carries_the_security_headers(plain: LiveNetwork) -> None:
    for path in ("/healthz", "/api/v1/session", "/api/v1/nothing", "/"):
        headers = httpx.get(plain.server.url + path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "trusted-types 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers


def test_the_client_is_served_with_its_hashed_files_for_ever(tmp_path: Path) -> None:
    folder = tmp_path / "client"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>")
    (folder / "assets" / "index-abc.js").write_text("export {}")
    (folder / "assets" / "index-abc.js.br").write_bytes(b"packed")
    (tmp_path / "secret").write_text("no")
    with running(settings_for(tmp_path / "data", client=folder)) as server:
        page = httpx.get(f"{server.url}/")
        script = httpx.get(f"{server.url}/assets/index-abc.js", headers={"accept-encoding": "identity"})
        packed = raw_get(server, "/assets/index-abc.js", "accept-encoding: br")
        again = httpx.get(f"{server.url}/", headers={"if-none-match": page.headers["etag"]})
        outside = raw_get(server, "/assets/../../secret", "accept: */*")
    assert (page.text, page.headers["cache-control"]) == ("<!doctype html>", "no-cache")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert b"content-encoding: br" in packed
    assert packed.endswith(b"packed")
    assert again.status_code == 304
    assert outside.startswith(b"HTTP/1.1 404")


def raw_get(server: Server, path: str, header: str) -> bytes:
    """A request whose path no client library has tidied up."""
    parts = urlsplit(server.url)
    request = f"GET {path} HTTP/1.1\r\nhost: {parts.netloc}\r\nconnection: close\r\n{header}\r\n\r\n"
    return raw(server, request.encode())


def raw(server: Server, request: bytes) -> bytes:
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=PATIENCE_SECONDS) as talk:
        talk.sendall(request)
        answer = b""
        while piece := talk.recv(65536):
            answer += piece
        return answer


@pytest.mark.parametrize(
    "lines",
    [
        ["content-length: 5", "transfer-encoding: chunked"],
        ["content-length: 5", "content-length: 6"],
        ["content-length: -1"],
        ["content-length: 0x5"],
        ["transfer-encoding: chunked", "transfer-encoding: identity"],
    ],
)
def test_requests_that_could_be_smuggled_are_refused(plain: LiveNetwork, lines: list[str]) -> None:
    host = urlsplit(plain.server.url).netloc
    head = ["POST /api/v1/session/start HTTP/1.1", f"host: {host}", "connection: close"]
    head += ["content-type: application/json", *lines]
    answer = raw(plain.server, "\r\n".join(head).encode() + b"\r\n\r\n0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400")


def test_demo_people_are_shown_in_a_demo_only(tmp_path: Path) -> None:
    for demo in (False, True):
        data = tmp_path / str(demo)
        data.mkdir()
        (data / "people.json").write_text("[]")
        with running(settings_for(data, demo=demo)) as server:
            answer = httpx.get(f"{server.url}/demo/people")
            assert answer.status_code == (200 if demo else 404)
            assert server.client().get("/network").json()["demo"] is demo


def test_every_code_has_a_status_and_a_sentence() -> None:
    for code, (status, sentence) in SENTENCES.items():
        assert 400 <= status < 600
        assert sentence.endswith(".")
        assert Refusal(code).status == status


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_parsing_json_ends_in_a_value_or_a_refusal(data: bytes) -> None:
    value, refused = outcome(lambda: parse_json(data))
    if refused is not None:
        assert refused.status == 400
    else:
        assert value is None or isinstance(value, bool | int | str | list | dict)


def outcome(act: Callable[[], Any]) -> tuple[Any, Refusal | None]:
    """The value or the refusal; anything else that is raised fails the test."""
    try:
        return act(), None
    except Refusal as refusal:
        return None, refusal


SHAPE = Fields({"login": Text(20), "n": Whole(10), "data": Octets(30)})
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
NEARLY = st.fixed_dictionaries({"login": JSON_VALUES, "n": JSON_VALUES, "data": JSON_VALUES})


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(JSON_VALUES | NEARLY)
def test_reading_a_shape_ends_in_it_or_in_a_refusal(value: object) -> None:
    read, refused = outcome(lambda: SHAPE.read(value))
    if refused is not None:
        assert refused.code == "bad_shape"
    else:
        assert set(read) == {"login", "n", "data"}
        assert 0 <= read["n"] <= 10
