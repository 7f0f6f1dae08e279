"""A question as it is looked for: words with their terms, phrases, what must not be there, the glossary's
words.

A question's language is not asked for. A word has the terms of all four; small words are left out where the
question's other small words say that they are some. Where words of it are a term of the glossary, in any
language, its names in the others are looked for too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from repatria.library.analysis import LANGUAGES, asked_terms, text_terms, word_terms
from repatria.library.folding import fold, words
from repatria.library.stopwords import STOP_WORDS, likely_languages
from repatria.reference import glossary

_MOST_WORDS = 32
# Each costs as much as all words together where its words are common; those of further ones are words.
_MOST_PHRASES = 4
_LONGEST_NAME = 5
# Each is looked for under all its other names: up to a dozen words more.
_MOST_NAMED = 8
_PART = re.compile(r'(?<!\S)(?P<without>-)?(?:["“”«](?P<phrase>[^"“”«»]*)["“”»]|(?P<bare>\S+))')

Phrase = tuple[tuple[str, ...], ...]
"""The ways in which a phrase stands in the index: by each language's stems, and folded."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`words` with all their terms. `spans`: from which word up to which the glossary knows a name, and its
    others, each as its words' terms. `phrases` must all be there, `without` must not: phrases, and words'
    terms.
    """

    words: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[int, int, tuple[tuple[str, ...], ...]], ...]
    phrases: tuple[Phrase, ...]
    without_words: tuple[tuple[str, ...], ...]
    without_phrases: tuple[Phrase, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing is looked for: at most it is said what must not be there."""
        return not self.words and not self.phrases

    @property
    def numbers(self) -> dict[str, int]:
        """Every term that counts as a hit, and the number of the word that it stands for; of a name from the
        glossary that number and as many more as there are words.
        """
        numbers = {term: number for number, terms in enumerate(self.words) for term in terms}
        for start, _, names in self.spans:
            for name in names:
                for term in name:
                    numbers.setdefault(term, len(self.words) + start)
        return numbers


def parse_question(text: str) -> Asked:
    """Reads any text; what is unbalanced is taken as words."""
    plain: list[str] = []
    phrases: list[Phrase] = []
    without_words: list[tuple[str, ...]] = []
    without_phrases: list[Phrase] = []
    for part in _PART.finditer(text):
        phrase, bare = part["phrase"], part["bare"]
        written = [word.written for word in words(phrase if phrase is not None else bare)]
        if not part["without"]:
            plain += written
        if phrase is not None and len(written) > 1:
            (without_phrases if part["without"] else phrases).append(_phrase(phrase))
        elif part["without"]:
            # A word that is cut into pieces (a-b, Chinese) is a phrase.
            if len(written) > 1:
                without_phrases.append(_phrase(bare or ""))
            without_words += [asked_terms(written[0])] if len(written) == 1 else []
    asked = _without_small_words(plain)[:_MOST_WORDS]
    return Asked(
        tuple(asked_terms(written) for written in asked),
        tuple(islice(_spans(asked), _MOST_NAMED)),
        tuple(dict.fromkeys(filter(None, phrases)))[:_MOST_PHRASES],
        tuple(dict.fromkeys(without_words))[:_MOST_WORDS],
        tuple(dict.fromkeys(filter(None, without_phrases)))[:_MOST_PHRASES],
    )


def _without_small_words(written: list[str]) -> list[str]:
    """Those that say something, each once; all of them where none does."""
    folded = [fold(word) for word in written]
    small = {word for language in likely_languages(folded) for word in STOP_WORDS[language]}
    saying = [word for word, form in zip(written, folded, strict=True) if form not in small] or written
    first: dict[str, str] = {}
    for word in saying:
        first.setdefault(fold(word), word)
    return list(first.values())


def _phrase(text: str) -> Phrase:
    ways = [tuple(terms[0] for terms in text_terms(text, language)) for language in (*LANGUAGES, "")]
    return tuple(dict.fromkeys(way for way in ways if way))


def _spans(written: list[str]) -> Iterator[tuple[int, int, tuple[tuple[str, ...], ...]]]:
    """The longest names first from the left; no word is in two of them."""
    place = 0
    while place < len(written):
        for length in range(min(_LONGEST_NAME, len(written) - place), 0, -1):
            if names := _names_of(written[place : place + length]):
                yield place, place + length, names
                place += length
                break
        else:
            place += 1


def _names_of(written: list[str]) -> tuple[tuple[str, ...], ...]:
    found: dict[tuple[str, ...], None] = {}
    for language in LANGUAGES:
        terms = [word_terms(word, language) for word in written]
        own = tuple(each[0] for each in terms if each)
        if len(own) == len(written):
            for name in _other_names().get((language, own), ()):
                found[name] = None
    return tuple(found)


@cache
def _other_names() -> dict[tuple[str, tuple[str, ...]], tuple[tuple[str, ...], ...]]:
    """To each name of the glossary, by language and stems, the stems of the same term's other names."""
    others: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], None]] = {}
    for term in glossary().values():
        names = [
            (language, stems)
            for language, said in term.names.items()
            for name in re.sub(r"\([^)]*\)", "", said).split(";")
            if (stems := tuple(terms[0] for terms in text_terms(name, language)))
        ]
        for name in names:
            others.setdefault(name, {}).update((stems, None) for _, stems in names if stems != name[1])
    return {name: tuple(own) for name, own in others.items()}
