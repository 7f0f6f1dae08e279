"""The labelled questions, and how good a ranking of their answers is.

questions.tsv holds two hundred questions as officers of the four languages type them, fifty in each: single
terms, names, whole sentences. `relevant` says what answers them: 3 the answer itself, 2 a part of it or the
same for another country, 1 worth a look; everything else 0. `*` stands for any letters, and where two
patterns fit, the last counts. One person wrote question and judgement together, before any engine had been
asked, reading the list of all 582 items; nothing was added afterwards for having been found. A fact counts
whatever language it is written in: somebody who asks in French about Swiss law wants it, and most of what
the product ships is in English.

The questions are in two halves, every second one: what ranks was chosen on `tuning`, and `unseen` was only
measured.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

TUNING, UNSEEN = "tuning", "unseen"


@dataclass(frozen=True)
class Labelled:
    """`grades` by key (shipped.key_of); `half` is TUNING or UNSEEN."""

    language: str
    text: str
    half: str
    grades: Mapping[str, int]


def labelled_questions(keys: Iterable[str]) -> list[Labelled]:
    """All two hundred. Raises ValueError where a judgement fits nothing."""
    known = list(keys)
    path = Path(__file__).with_name("questions.tsv")
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:]):
        language, text, relevant = line.split("\t")
        grades: dict[str, int] = {}
        for judged in relevant.split():
            pattern, grade = judged.rsplit("=", 1)
            fitting = [key for key in known if fnmatchcase(key, pattern)]
            if not fitting:
                raise ValueError(f"{text}: nothing is called {pattern}")
            grades |= dict.fromkeys(fitting, int(grade))
        questions.append(Labelled(language, text, UNSEEN if number % 2 else TUNING, grades))
    return questions


def ndcg(found: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain: (2^grade - 1) / log2(place + 1), over that of the best order."""
    best = sorted(grades.values(), reverse=True)[:depth]
    return _gain([grades.get(key, 0) for key in found[:depth]]) / _gain(best)


def _gain(grades: Sequence[int]) -> float:
    return sum(float(2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
