"""From words of English, French, Spanish and Arabic to the terms by which they are found.

A word has two terms, its stem and its folded form, one where both are the same; in other languages its folded
form alone. Stems come from Snowball's algorithms for words with their accents, and are folded afterwards, so
that "gelées" and "geler" meet; whoever types without accents meets the folded form.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from snowballstemmer.arabic_stemmer import ArabicStemmer
from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.french_stemmer import FrenchStemmer
from snowballstemmer.spanish_stemmer import SpanishStemmer

from repatria.library.folding import fold, lowered, runs, words
from repatria.library.stopwords import STOP_WORDS

LANGUAGES = ("en", "fr", "es", "ar")
# A word of a text may be as long as it likes; a term may not.
_LONGEST_TERM = 60
# The classes themselves, not `snowballstemmer.stemmer`: that takes PyStemmer where somebody has installed it.
_STEMMERS: dict[str, Callable[[], object]] = {
    "en": EnglishStemmer,
    "fr": FrenchStemmer,
    "es": SpanishStemmer,
    "ar": ArabicStemmer,
}


# "And the", "so the" before a word: Snowball takes off the article alone.
_AND_THE = re.compile("^[وف](?=ال|لل|بال|كال)(?=.{5})")


def _stem(written: str, language: str) -> str:
    # A stemmer holds the word that it works on: one for each word, so that threads do not meet in it.
    made: object = _STEMMERS[language]()
    plain = lowered(written)
    stemmed: str = made.stemWord(_AND_THE.sub("", plain) if language == "ar" else plain)  # type: ignore[attr-defined]
    return fold(stemmed)


@lru_cache(maxsize=1 << 15)
def word_terms(written: str, language: str) -> tuple[str, ...]:
    """The word's stem, and its folded form where that is another; none for a small word of that language."""
    folded = fold(written)[:_LONGEST_TERM]
    if not folded or folded in STOP_WORDS.get(language, ()):
        return ()
    if language not in _STEMMERS or folded.isdecimal():
        return (folded,)
    stem = _stem(written[:_LONGEST_TERM], language)[:_LONGEST_TERM] or folded
    return (stem,) if stem == folded else (stem, folded)


def text_terms(text: str, language: str) -> list[tuple[str, ...]]:
    """The terms of each word in its order, small words left out."""
    return [terms for run in runs(text) for terms in _run_terms(run, language)]


@lru_cache(maxsize=1 << 17)
def _run_terms(run: str, language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(terms for word in words(run) if (terms := word_terms(word.written, language)))


@lru_cache(maxsize=1 << 12)
def asked_terms(written: str) -> tuple[str, ...]:
    """All terms under which a word of unknown language may be found, the folded form first.

    Typed without accents, a word has the stem of that too. Small words have terms here: whoever asks says
    which.
    """
    folded = fold(written)[:_LONGEST_TERM]
    terms = dict.fromkeys((folded,))
    if not folded.isdecimal():
        for language in LANGUAGES:
            for form in (written[:_LONGEST_TERM], folded):
                terms[_stem(form, language)[:_LONGEST_TERM] or folded] = None
    return tuple(terms)
