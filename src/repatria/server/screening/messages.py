"""Messages between the server and its screening process: a u32 length, then JSON in UTF-8."""

from __future__ import annotations

import json
from typing import IO, Any

Message = dict[str, Any]


def write_message(stream: IO[bytes], message: Message) -> None:
    data = json.dumps(message, ensure_ascii=False).encode()
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def read_message(stream: IO[bytes]) -> Message:
    """The next one, however long it takes. Raises EOFError where there is none any more."""
    message: Message = json.loads(_exactly(stream, int.from_bytes(_exactly(stream, 4), "big")))
    return message


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data
