"""What the dearest questions cost the process that searches the big library, in its own processor's time.

nice -n 19 python -m bench.library.hostile [documents]
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.library import big, pace
from bench.library.corpus import LANGUAGES, vocabulary
from repatria.library.items import Question

_MOST_LETTERS = 500  # wire.md
_COMMON = 60  # before it there are small words, which a question leaves out


def hostile() -> Iterator[tuple[str, Question]]:
    words = {language: [str(word) for word in vocabulary(language).words[:400]] for language in LANGUAGES}
    names = {language: [str(term) for term in vocabulary(language).terms] for language in LANGUAGES}
    mixed = [words[language][_COMMON + place] for place in range(16) for language in LANGUAGES]
    short = sorted((word for own in words.values() for word in own[_COMMON:300]), key=len)
    single = [name for own in names.values() for name in own if " " not in name]
    yield "nothing", Question("")
    yield "nothing, to the end", _far("")
    yield "one letter", Question("a")
    yield "every letter", Question(" ".join("abcdefghijklmnopqrstuvwxyz0123456789"))
    yield "the most frequent word", _far(words["en"][_COMMON])
    yield "64 of the most frequent", _far(_cut(mixed))
    yield "small words", Question(_cut([words[one][place] for place in range(16) for one in LANGUAGES]))
    yield "short frequent words", _far(_cut(short))
    yield "without them", _far(_cut([f"-{word}" for word in short]))
    for language in LANGUAGES:
        yield f"names of the glossary, {language}", _far(_cut(names[language]))
    yield "names of one word", _far(_cut(single))
    several = sorted((name for name in dict.fromkeys(names["en"]) if " " in name), key=len)
    yield "8 phrases", Question(_cut([f'"{one}" -"{other}"' for one, other in _pairs(several)]))
    yield "8 phrases of frequent words", Question(_cut([f'"{a} {b}" -"{b} {a}"' for a, b in _pairs(mixed)]))
    yield "one word 60 times, as a phrase", Question('"' + _cut([words["en"][_COMMON]] * 60)[:498] + '"')
    yield "every filter", Question(words["en"][_COMMON], languages=frozenset(LANGUAGES), years=(0, 9999))


def _far(text: str) -> Question:
    """The last that may be asked for, and the most at once."""
    return Question(text, offset=1000, limit=50)


def _cut(words: list[str]) -> str:
    """As many whole words as a question takes."""
    text = ""
    for word in words:
        if len(text) + len(word) + 1 > _MOST_LETTERS:
            break
        text = f"{text} {word}".strip()
    return text


def _pairs(words: list[str]) -> list[tuple[str, str]]:
    return list(zip(words[0:8:2], words[1:8:2], strict=True))


def _seconds(pid: int) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def main(documents: int) -> None:
    with pace.searching(big.built(documents)) as process:
        process.ask(("", Question(""), None))  # reads what it knows of every item, once in its life
        for name, question in hostile():
            before = _seconds(process.pid)
            _, answer = process.ask(("", question, None))
            spent = _seconds(process.pid) - before
            print(f"{name:32} {spent:5.2f} s, {answer['total']:7,} found, {process.resident_mb:4.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else big.DOCUMENTS)
