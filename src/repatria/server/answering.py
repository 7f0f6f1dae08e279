"""The child's side of `children.py`: questions from standard input, answers to standard output."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from functools import partial

from repatria.server.messages import Message, read_message, write_message


def answer_all(answer: Callable[[Message], Message]) -> None:
    """Each question that comes, until no more do."""
    with contextlib.suppress(EOFError):
        while True:
            say(answered(partial(answer, read_message(sys.stdin.buffer))))


def say(message: Message) -> None:
    write_message(sys.stdout.buffer, message)


def answered(answer: Callable[[], Message]) -> Message:
    """What it says, or `{"failed": class}`: never the error's message, which may hold what was asked."""
    try:
        return answer()
    except Exception as error:  # noqa: BLE001 - a traceback would end in the server's log
        return {"failed": type(error).__name__}
