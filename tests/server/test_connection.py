"""HTTP as octets: what leaves in one piece, and what clients may do to a connection."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.patience import PATIENCE_SECONDS
from tests.server.running import Server, running, settings_for

HOST = b"Host: 127.0.0.1\r\n"
JSON = HOST + b"Content-Type: application/json\r\n"
SIGN_IN = b'{"login":"nobody"}'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    page = tmp_path_factory.mktemp("client")
    (page / "index.html").write_text("<p>page</p>")
    with running(settings_for(tmp_path_factory.mktemp("data"), client=page)) as server:
        yield server


@contextlib.contextmanager
def talking(server: Server) -> Iterator[socket.socket]:
    address = urlsplit(server.url)
    with socket.create_connection(
        (address.hostname or "", address.port or 0), timeout=PATIENCE_SECONDS
    ) as talk:
        yield talk


class Reader:
    """Answers off one connection, by their own Content-Length."""

    def __init__(self, talk: socket.socket) -> None:
        self._talk = talk
        self._held = b""

    def answer(self, *, bodiless: bool = False) -> tuple[bytes, bytes]:
        """Head and body of the next answer."""
        while b"\r\n\r\n" not in self._held:
            self._more()
        head, self._held = self._held.split(b"\r\n\r\n", 1)
        length = 0 if bodiless else int(field(head, b"content-length"))
        while len(self._held) < length:
            self._more()
        body, self._held = self._held[:length], self._held[length:]
        return head, body

    def _more(self) -> None:
        data = self._talk.recv(65536)
        assert data, f"the server hung up after {self._held!r}"
        self._held += data

    def ends(self) -> bool:
        return self._held == b"" and self._talk.recv(1) == b""


def field(head: bytes, name: bytes) -> bytes:
    [line] = [line for line in head.split(b"\r\n")[1:] if line.lower().startswith(name + b":")]
    return line.split(b":", 1)[1].strip()


def status(head: bytes) -> int:
    return int(head.split(b" ", 2)[1])


def test_head_and_body_leave_in_one_piece(server: Server) -> None:
    with talking(server) as talk:
        talk.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert talk.recv(65536).endswith(b"\r\n\r\nok")


def test_requests_sent_together_are_answered_in_their_order(server: Server) -> None:
    with talking(server) as talk:
        one = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
        other = b"GET /readyz HTTP/1.1\r\n" + HOST + b"\r\n"
        talk.sendall(other + one + other)
        reader = Reader(talk)
        assert [reader.answer()[1] for _ in range(3)] == [b"ready", b"ok", b"ready"]


@pytest.mark.parametrize("pieces", [1, 2, 7])
def test_a_body_may_come_in_pieces(server: Server, pieces: int) -> None:
    with talking(server) as talk:
        head = (
            b"POST /api/v1/session/start HTTP/1.1\r\n" + JSON + b"Content-Length: %d\r\n\r\n" % len(SIGN_IN)
        )
        talk.sendall(head)
        size = -(-len(SIGN_IN) // pieces)
        for at in range(0, len(SIGN_IN), size):
            talk.sendall(SIGN_IN[at : at + size])
        whole = Reader(talk).answer()
    with talking(server) as talk:
        talk.sendall(head + SIGN_IN)
        assert status(whole[0]) == status(Reader(talk).answer()[0]) != 400


def test_a_body_may_come_in_chunks(server: Server) -> None:
    with talking(server) as talk:
        talk.sendall(
            b"POST /api/v1/session/start HTTP/1.1\r\n" + JSON + b"Transfer-Encoding: chunked\r\n\r\n"
        )
        talk.sendall(
            b"5\r\n" + SIGN_IN[:5] + b"\r\n%x\r\n" % len(SIGN_IN[5:]) + SIGN_IN[5:] + b"\r\n0\r\n\r\n"
        )
        head, _ = Reader(talk).answer()
        assert status(head) == 200


def test_whoever_waits_to_be_told_is_told_to_go_on(server: Server) -> None:
    with talking(server) as talk:
        length = b"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n" % len(SIGN_IN)
        talk.sendall(b"POST /api/v1/session/start HTTP/1.1\r\n" + JSON + length)
        assert talk.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        talk.sendall(SIGN_IN)
        assert status(Reader(talk).answer()[0]) == 200


def test_head_tells_the_length_and_sends_nothing(server: Server) -> None:
    with talking(server) as talk:
        talk.sendall(b"HEAD / HTTP/1.1\r\n" + HOST + b"\r\nGET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        reader = Reader(talk)
        assert status(reader.answer(bodiless=True)[0]) == 200
        assert reader.answer()[1] == b"ok"


@pytest.mark.parametrize("request_line", [b"GET /healthz HTTP/1.0", b"GET /healthz HTTP/1.1"])
def test_who_wants_the_connection_closed_is_obeyed(server: Server, request_line: bytes) -> None:
    with talking(server) as talk:
        talk.sendall(request_line + b"\r\n" + HOST + b"Connection: close\r\n\r\n")
        reader = Reader(talk)
        head, body = reader.answer()
        assert (field(head, b"connection"), body) == (b"close", b"ok")
        assert reader.ends()


def test_hanging_up_in_a_body_hurts_nobody(server: Server) -> None:
    with talking(server) as talk:
        talk.sendall(b"POST /api/v1/session/start HTTP/1.1\r\n" + JSON + b"Content-Length: 100\r\n\r\n{")
    with talking(server) as talk:
        talk.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert Reader(talk).answer()[1] == b"ok"


def test_a_header_that_would_break_the_line_is_never_written(server: Server) -> None:
    from repatria.server.connection import _line, _write_line

    for name, value in ((b"x", b"a\r\nset-cookie: b"), (b"x\r\n", b"a"), (b"x y", b"a")):
        for write in (_line, _write_line):
            with pytest.raises(RuntimeError):
                write(name, value)
