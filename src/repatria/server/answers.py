"""What a handler gives back: a status, octets and headers, ready for the wire."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from repatria.server.refusals import Refusal

FRAMES = "application/vnd.repatria.frames"
Send = Callable[[Any], Awaitable[None]]
Receive = Callable[[], Awaitable[Any]]
Headers = tuple[tuple[bytes, bytes], ...]
# Made once: JSONEncoder.encode makes it anew for every text.
_parts = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
    None, json.JSONEncoder().default, json.encoder.encode_basestring, None, ":", ",", False, False, True
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` come on top of the type and length; names are lower case."""

    status: int = 204
    body: bytes = b""
    media_type: bytes = b""
    headers: Headers = ()

    async def send(self, send: Send) -> None:
        headers = [*self.headers, (b"content-length", b"%d" % len(self.body))]
        if self.media_type:
            headers.append((b"content-type", self.media_type))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer in pieces: `run(receive, send)` writes the whole of it, start included."""

    run: Callable[[Receive, Send], Awaitable[None]]
    status: int = field(default=200, init=False)


def answer_json(value: Any, status: int = 200, headers: Headers = ()) -> Answer:
    body = "".join(_parts(value, 0)).encode()
    return Answer(status, body, b"application/json", headers)


def answer_frames(frames: Iterable[bytes], headers: Headers = ()) -> Answer:
    parts: list[bytes] = []
    for frame in frames:
        parts += (len(frame).to_bytes(4, "big"), frame)
    return Answer(200, b"".join(parts), FRAMES.encode(), headers)


def answer_text(text: str, headers: Headers = ()) -> Answer:
    return Answer(200, text.encode(), b"text/plain; charset=utf-8", headers)


def answer_refusal(refusal: Refusal) -> Answer:
    """The error body of wire.md. A wait goes into Retry-After, whole seconds."""
    headers: Headers = ()
    if "retry_after" in refusal.detail:
        headers = ((b"retry-after", b"%d" % refusal.detail["retry_after"]),)
    if "allow" in refusal.detail:
        headers = ((b"allow", str(refusal.detail["allow"]).encode()),)
    body = {"error": refusal.code, "message": refusal.sentence, "detail": refusal.detail}
    return answer_json(body, refusal.status, headers)
