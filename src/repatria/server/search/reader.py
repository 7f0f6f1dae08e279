"""The process that searches: `python -m repatria.server.search.reader PATH`.

Of its own, so that ranking and snippets do not hold the interpreter's lock from appends. It reads the index
and nothing else; what is asked comes through standard input, the answer goes to standard output, and nothing
is written anywhere. `{"question": {…}, "admitted": [access…] or null, "seconds": of the processor}` →
`{"answer": {…}}`, `{"answer": null}` where that is not enough, or `{"failed": class}`: never the message of
the error, which may hold a word of the question.
"""

from __future__ import annotations

import functools
import math
import sys
import time
from dataclasses import asdict
from pathlib import Path

from repatria.library.effort import Effort, TooBroad
from repatria.library.index import IndexReader
from repatria.library.items import Question
from repatria.server.answering import answer_all
from repatria.server.messages import Message

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
    readable = None if admitted is None else frozenset(admitted)
    effort = Effort(message.get("seconds", math.inf), time.thread_time)
    try:
        return {"answer": asdict(reader.search(question, readable, effort))}
    except TooBroad:
        return {"answer": None}


def main() -> None:
    opened = functools.cache(lambda: IndexReader(Path(sys.argv[1])))
    answer_all(lambda message: answer(opened(), message))


if __name__ == "__main__":
    main()
