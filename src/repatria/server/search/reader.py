"""The process that searches: `python -m repatria.server.search.reader PATH`.

Of its own, so that ranking and snippets do not hold the interpreter's lock from appends. It reads the index
and nothing else; what is asked comes through standard input, the answer goes to standard output, and nothing
is written anywhere. `{"question": {…}, "admitted": [access…] or null}` → `{"answer": {…}}`, or
`{"failed": class}`: never the message of the error, which may hold a word of the question.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import asdict
from pathlib import Path

from repatria.library.index import IndexReader
from repatria.library.items import Question
from repatria.server.messages import Message, read_message, write_message

SETS = ("shelves", "languages", "types", "topics", "regions", "countries")


def answer(reader: IndexReader, message: Message) -> Message:
    asked = message["question"]
    years = asked["years"]
    question = Question(
        **{
            **asked,
            **{name: frozenset(asked[name]) for name in SETS},
            "years": (years[0], years[1]) if years else None,
        }
    )
    admitted = message["admitted"]
    found = reader.search(question, None if admitted is None else frozenset(admitted))
    return {"answer": asdict(found)}


def main() -> None:
    reader: IndexReader | None = None
    with contextlib.suppress(EOFError):
        while True:
            message = read_message(sys.stdin.buffer)
            try:
                reader = reader or IndexReader(Path(sys.argv[1]))
                said = answer(reader, message)
            except Exception as error:  # noqa: BLE001 - a traceback would end in the server's log
                said = {"failed": type(error).__name__}
            write_message(sys.stdout.buffer, said)


if __name__ == "__main__":
    main()
