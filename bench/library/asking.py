"""Questions to the big library, as many of each kind: always the same."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from bench.library.corpus import LANGUAGES, documents, vocabulary
from repatria.library.items import Question
from repatria.reference.library import taxonomy

Asked = tuple[str, Question, frozenset[str] | None]
"""Its kind, the question, and what the asker may read."""

ASKERS: tuple[frozenset[str] | None, ...] = (
    frozenset({"public", "members"}),
    frozenset({"public", "members", "officers", "CH"}),
    frozenset({"public", "members", "officers", "KE"}),
    None,
)
# Of the vocabulary, by rank: words that a fifth of a language's documents have and more, and words that few
# have.
_COMMON, _USUAL, _RARE = (60, 400), (60, 3_000), (5_000, 25_000)


def questions(each: int, seed: int = 7) -> Iterator[Asked]:
    chance = np.random.default_rng(seed)
    titles = [item.words[0].title.split()[:3] for item in islice(documents(each), each)]
    codes = taxonomy()
    for number in range(each):
        language = LANGUAGES[number % len(LANGUAGES)]
        asker = ASKERS[int(chance.integers(len(ASKERS)))]
        for kind, text in _texts(language, chance):
            yield kind, Question(text), asker
        yield "of a title", Question(" ".join(titles[number])), asker
        kinds = frozenset(str(code.code) for code in chance.choice(np.array(codes["types"], dtype=object), 3))
        topics = frozenset(
            str(code.code) for code in chance.choice(np.array(codes["topics"], dtype=object), 5)
        )
        filtered = Question(
            _words(language, chance, _USUAL, 2), types=kinds, topics=topics, years=(2005, 2024)
        )
        yield "filtered", filtered, asker
        yield "newest", Question(types=kinds), asker
        yield "further on", Question(_words(language, chance, _COMMON, 1), offset=200), asker


def _texts(language: str, chance: np.random.Generator) -> Iterator[tuple[str, str]]:
    term = str(chance.choice(vocabulary(language).terms))

    def word(ranks: tuple[int, int], number: int) -> str:
        return _words(language, chance, ranks, number)

    yield "one common word", word(_COMMON, 1)
    yield "one rare word", word(_RARE, 1)
    yield "two words", word(_USUAL, 2)
    yield "three common words", word(_COMMON, 3)
    yield "a term", term
    yield "a phrase", f'"{term}"'
    yield "without", f"{word(_COMMON, 1)} -{word(_COMMON, 1)}"


def _words(language: str, chance: np.random.Generator, ranks: tuple[int, int], number: int) -> str:
    return " ".join(chance.choice(vocabulary(language).words[slice(*ranks)], number))
