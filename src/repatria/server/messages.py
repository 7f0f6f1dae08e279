"""What the server and a child process of its say to each other: u32 lengths, each before JSON or octets."""

from __future__ import annotations

import json
from typing import IO, Any

Message = dict[str, Any]


def write_message(stream: IO[bytes], message: Message, octets: tuple[bytes, ...] = ()) -> None:
    """`octets` come after it as they are; the message has to say how many."""
    for data in (json.dumps(message, ensure_ascii=False).encode(), *octets):
        stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def read_message(stream: IO[bytes], most: int = 2**32) -> Message:
    """The next one, however long it takes. Raises EOFError where there is none, ValueError beyond `most`."""
    message: Message = json.loads(read_octets(stream, most))
    return message


def read_octets(stream: IO[bytes], most: int = 2**32) -> bytes:
    """Raises EOFError, ValueError as `read_message`."""
    length = int.from_bytes(_exactly(stream, 4), "big")
    if length > most:
        raise ValueError("more than was agreed")
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data
