"""One HTTP connection: uvicorn's, with answers that leave in one write and bodies taken as they came.

Writing head and body apart costs a system call and wakes the reader twice; looking through the characters
of the same headers again for every answer costs more than most requests do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import httptools
from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    HEADER_VALUE_RE,
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from repatria.server.answers import Receive, answer_refusal
from repatria.server.refusals import Refusal

BODILESS = frozenset({204, 304})
COPIED_OCTETS = 64 * 1024  # of a body; longer ones cost less as one piece of many
SECRET = b"set-cookie"


class Exchange(RequestResponseCycle):
    """One request and its answer. The head waits for the first piece of the body."""

    _head: Sequence[bytes] = ()

    async def send(self, message: Any) -> None:
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        if self.response_started:
            self._go_on(message.get("body", b""), more=message.get("more_body", False))
        else:
            self.response_started = True
            self.waiting_for_100_continue = False
            self._head = self._write_head(message["status"], message["headers"])

    def _write_head(self, status: int, headers: Any) -> list[bytes]:
        lines = [STATUS_LINE[status]]
        for name, value in (*self.default_headers, *headers):
            if name == b"connection":
                self.keep_alive = False
                continue
            lines.append(_line(name, value) if name != SECRET else _write_line(name, value))
            if name == b"content-length":
                self.expected_content_length = int(value)
                self.chunked_encoding = False
        if not self.keep_alive:
            lines.append(b"connection: close\r\n")
        if self.chunked_encoding is None and self.scope["method"] != "HEAD" and status not in BODILESS:
            self.chunked_encoding = True
            lines.append(b"transfer-encoding: chunked\r\n")
        lines.append(b"\r\n")
        return lines

    def _go_on(self, body: bytes, *, more: bool) -> None:
        parts, self._head = [*self._head], ()
        if self.scope["method"] == "HEAD":
            self.expected_content_length = 0
        elif self.chunked_encoding:
            parts += (b"%x\r\n" % len(body), body, b"\r\n") if body else ()
            parts += () if more else (b"0\r\n\r\n",)
        else:
            self.expected_content_length -= len(body)
            parts.append(body)
        if self.response_complete or self.expected_content_length < 0:
            raise RuntimeError("more body than was announced")
        if len(body) > COPIED_OCTETS:
            self.transport.writelines(parts)
        else:
            self.transport.write(b"".join(parts))
        if not more:
            self._complete()

    def _complete(self) -> None:
        if self.expected_content_length:
            raise RuntimeError("less body than was announced")
        self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()

    def take_body(self) -> bytes | None:
        """The request's body where all of it is here."""
        if self.more_body or self.disconnected:
            return None
        body, self.body = bytes(self.body), bytearray()
        self.flow.resume_reading()
        self.message_event.clear()
        return body


class Connection(HttpToolsProtocol):
    """As its parent, whose limit of concurrency, root path and WebSockets are not in use here."""

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is refused like everything else: with the code; `msg` is uvicorn's sentence."""
        answer = answer_refusal(Refusal("bad_request", why=msg))
        head = b"content-type: %b\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
        typed = head % (answer.media_type, len(answer.body))
        self.transport.write(STATUS_LINE[answer.status] + typed + answer.body)
        self.transport.close()

    def on_headers_complete(self) -> None:
        version = self.parser.get_http_version()
        url = httptools.parse_url(self.url)
        path = url.path.decode("ascii")
        self.scope["method"] = self.parser.get_method().decode("ascii")
        self.scope["http_version"] = version
        self.scope["path"] = unquote(path) if "%" in path else path
        self.scope["raw_path"] = url.path
        self.scope["query_string"] = url.query or b""
        before, self.cycle = self.cycle, self._exchange(version)
        if before is None or before.response_complete:  # type: ignore[redundant-expr]  # None at first
            self._start_asgi_task(self.cycle, self.app)
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def _exchange(self, version: str) -> Exchange:
        return Exchange(
            scope=self.scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=self.expect_100_continue,
            keep_alive=version != "1.0" and self.parser.should_keep_alive(),
            on_response=self.on_response_complete,
        )


def take_body(receive: Receive) -> bytes | None:
    """The body that `receive` would give, where all of it is here already; else None."""
    exchange = getattr(receive, "__self__", None)
    return exchange.take_body() if isinstance(exchange, Exchange) else None


def _write_line(name: bytes, value: bytes) -> bytes:
    if HEADER_RE.search(name) or HEADER_VALUE_RE.search(value):
        raise RuntimeError("a header with a character that is not allowed")
    return b"%b: %b\r\n" % (name, value)


_line = lru_cache(maxsize=1024)(_write_line)
