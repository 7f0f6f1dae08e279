"""HTTP to one server: parses answers, caps their size, and turns failures into our errors.

Trusts nothing: what it hands out is bytes and JSON of the right outer shape; whether they are true is
decided by the register and the rooms. Refuses plain HTTP except to this machine.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import json
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from repatria.sdk.errors import NotSignedIn, Refused, Unreachable, WrongUse

ANSWER_LIMIT = 16 * 1024 * 1024  # a page of frames is at most 4 MiB
LINE_LIMIT = 4096
RETRY_SECONDS = 20.0
AWAY = {502, 503, 504}  # no refusal: a proxy without its server, or a server without its database
FRAMES = "application/vnd.repatria.frames"
OCTETS = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Upload:
    """A request body that is not JSON."""

    content: bytes
    type: str = OCTETS


def check_server(server: str) -> str:
    """The server's address without a trailing slash; HTTPS, or HTTP to a loopback address."""
    parts = urlsplit(server)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WrongUse("bad_server", f"{server!r} is not the address of a server")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise WrongUse("insecure_server", "plain http is for this machine only; use https")
    return server.rstrip("/")


@cache
def _certificates() -> ssl.SSLContext:
    """The machine's trusted authorities, read once: it takes longer than a request."""
    return httpx.create_ssl_context()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def decode_b64(value: object) -> bytes:
    """Canonical base64, or `Unreachable`: the other side does not speak the protocol."""
    if not isinstance(value, str):
        raise Unreachable("bad_answer", "base64 expected")
    try:
        data = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreachable("bad_answer", "base64 expected") from error
    if base64.b64encode(data).decode("ascii") != value:
        raise Unreachable("bad_answer", "base64 is not canonical")
    return data


def encode_b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


class Connection:
    """One server, and at most one of: a session token, a reader token, an invitation."""

    def __init__(
        self,
        server: str,
        *,
        bearer: str | None = None,
        invitation: str | None = None,
        client: httpx.Client | None = None,
    ) -> None:
        self.server = check_server(server)
        self.bearer = bearer
        self.invitation = invitation
        self._client = client or httpx.Client(
            timeout=httpx.Timeout(60.0, connect=10.0), verify=_certificates()
        )

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def get_json(self, path: str, **params: object) -> Any:
        return _json(self._send("GET", path, params=params))

    def get_bytes(self, path: str, **params: object) -> bytes:
        return self._send("GET", path, params=params)

    def get_text(self, path: str, **params: object) -> str:
        try:
            return self._send("GET", path, params=params).decode("utf-8")
        except UnicodeDecodeError as error:
            raise Unreachable("bad_answer", "text expected") from error

    def post(self, path: str, body: Upload | Mapping[str, Any] | None = None) -> Any:
        """POST and return the JSON answer, None for an empty one."""
        answer = self._send("POST", path, body=body)
        return _json(answer) if answer else None

    def put(
        self,
        path: str,
        body: Upload | Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        answer = self._send("PUT", path, body=body, headers=headers)
        return _json(answer) if answer else None

    def delete(self, path: str) -> None:
        self._send("DELETE", path)

    def stream(self, path: str, start: int) -> Iterator[bytes]:
        """Octets from `start` on, as many as come; the caller knows how many there should be."""
        expected = {206} if start else {200, 206}
        return self._pieces(path, {"Range": f"bytes={start}-"}, expected, 1024 * 1024)

    def lines(self, path: str) -> Iterator[str]:
        """Lines of an answer that goes on until one side hangs up; Unreachable when the line breaks."""
        kept = b""
        for piece in self._pieces(path, {}, {200}):
            *whole, kept = (kept + piece).split(b"\n")
            if len(kept) > LINE_LIMIT:
                raise Unreachable("bad_answer", "a line without an end")
            yield from (line.decode("utf-8", "replace") for line in whole)

    def _pieces(
        self, path: str, headers: Mapping[str, str], expected: set[int], most: int | None = None
    ) -> Iterator[bytes]:
        """An answer's octets in pieces of `most`, or as they come."""
        headers = {**self._headers(None), **headers}
        try:
            with self._client.stream("GET", self._url(path), headers=headers) as answer:
                if answer.status_code >= 400:
                    _refuse(answer.status_code, _read(answer))
                if answer.status_code not in expected:
                    raise Unreachable("bad_answer", f"status {answer.status_code}")
                yield from answer.iter_bytes(most)
        except httpx.TransportError as error:
            raise Unreachable("no_answer", str(error)) from error

    def _url(self, path: str) -> str:
        return f"{self.server}/api/v1{path}"

    def _headers(self, body: Upload | Mapping[str, Any] | None) -> dict[str, str]:
        headers = {"Accept-Encoding": "identity"}
        if self.bearer:
            headers["Authorization"] = f"Bearer {self.bearer}"
        if self.invitation:
            headers["X-Invitation"] = self.invitation
        if isinstance(body, Upload):
            headers["Content-Type"] = body.type
        elif body is not None:
            headers["Content-Type"] = "application/json"
        return headers

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        body: Upload | Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        content = _Content(body.content if isinstance(body, Upload) else _encode(body))
        request = self._client.build_request(
            method,
            self._url(path),
            params={key: str(value) for key, value in (params or {}).items()},
            content=content if content.data else None,
            headers={**self._headers(body), **content.headers, **(headers or {})},
        )
        try:
            return self._until_answered(request)
        finally:
            content.data = b""

    def _until_answered(self, request: httpx.Request) -> bytes:
        deadline = time.monotonic() + RETRY_SECONDS
        while True:
            status, answer, wait = self._once(request)
            if status < 400:
                return answer
            if status != 429 or time.monotonic() + wait > deadline:
                _refuse(status, answer)
            time.sleep(wait)  # the server said for how long

    def _once(self, request: httpx.Request) -> tuple[int, bytes, float]:
        try:
            answer = self._client.send(request, stream=True)
            try:
                wait = answer.headers.get("Retry-After", "1")
                seconds = float(wait) if wait.isdigit() else 1.0
                return answer.status_code, _read(answer), max(seconds, 0.1)
            finally:
                answer.close()
        except httpx.TransportError as error:
            raise Unreachable("no_answer", f"{self.server}: {error}") from error


class _Content:
    """A request's octets, which can be let go: httpx keeps requests in cycles until they are collected,
    and with slices of 8 MiB that would be the whole file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.headers = {"Content-Length": str(len(data))} if data else {}

    def __iter__(self) -> Iterator[bytes]:
        yield self.data


def _encode(body: Mapping[str, Any] | None) -> bytes:
    if body is None:
        return b""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _read(answer: httpx.Response) -> bytes:
    parts = bytearray()
    for piece in answer.iter_bytes():
        parts += piece
        if len(parts) > ANSWER_LIMIT:
            raise Unreachable("bad_answer", "the answer is too large")
    return bytes(parts)


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError as error:
        raise Unreachable("bad_answer", "JSON expected") from error


def _refuse(status: int, data: bytes) -> None:
    """Raise what the answer says; always raises."""
    try:
        said = json.loads(data)
    except ValueError:
        said = {}
    said = said if isinstance(said, dict) else {}
    code = str(said.get("error", f"http_{status}"))
    message = str(said.get("message", ""))
    if status == 401:
        raise NotSignedIn(code, message)
    if status in AWAY:
        raise Unreachable(code, message)
    detail = said.get("detail")
    raise Refused(status, code, message, detail if isinstance(detail, dict) else {})
