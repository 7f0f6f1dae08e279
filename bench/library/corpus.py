"""A library of invented text: always the same from the same numbers.

Each language has 30,000 words: first its small words, then the words of our own reference data (glossary,
checklist, country names), then invented ones with the endings of the language, so that its stemmer has
something to do. A text draws words with Zipf's frequencies (the r-th word 1 / r), each text a part of them
from a thousand words of its own subject; each eighth draw is a whole term of the glossary instead of a
word. A page has 150 draws (some 170 words), a document one to sixty pages, five in the mean. It reads like
nothing, but its counts are those of text: a fifth to a third of it small words, a few words in nearly every
document, half of all words in a handful.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from repatria.library.folding import words
from repatria.library.items import Item, Pages, Words
from repatria.library.stopwords import STOP_WORDS
from repatria.reference import checklist, countries, glossary
from repatria.reference.library import taxonomy

LANGUAGES = ("en", "fr", "es", "ar")
_SHARES = (0.4, 0.25, 0.2, 0.15)
_VOCABULARY = 30_000
_SUBJECTS = 300
_OF_A_SUBJECT = 1_000
_DRAWS = 150
_MEAN_PAGES = 5
_MOST_PAGES = 60
_TERM_EVERY = 8
_ACCESS = (("members", 0.6), ("public", 0.2), ("officers", 0.15), ("CH", 0.03), ("KE", 0.02))

# Of invented words: beginnings, middles and ends, by language.
_PIECES = {
    "en": (
        "br con de ex for ge in jus la mor pro qua re sta tra un ver wil",
        "ba ci do fer gi lo mi na pel ri so ta ve",
        "t ts ting ted tion tions ment ments ly ness al able er ers",
    ),
    "fr": (
        "ac bour con dé em four gran ju la mou pré que ré sous tra ven",
        "ba ci do fe gi lo mé na pel ri sou ta ve",
        "t ts er é ée ées ation ations ement ements ment able eur eurs euse",
    ),
    "es": (
        "al bus con des em for gar ju lla mon pre que re sal tra ven",
        "ba ci do fe gi lo me na pel ri so ta ve",
        "to tos ta tas ción ciones mente miento ar ado adas able dor dores",
    ),
    "ar": (
        "ا ب ت ج ح خ د ر س ش ص ض ط ع ف ق ك ل م ن و",
        "ا ب ت ج ح د ر س ش ع ف ق ك ل م ن ه و ي",
        "ر م ل ات ون ين ة ية ه ها هم ان",
    ),
}


@dataclass(frozen=True)
class Vocabulary:
    """Words, the most frequent first, the chance of each up to it, and the terms of the field."""

    words: NDArray[np.object_]
    up_to: NDArray[np.float64]
    terms: NDArray[np.object_]

    def draw(self, chance: np.random.Generator, number: int) -> NDArray[np.object_]:
        drawn: NDArray[np.object_] = self.words[np.searchsorted(self.up_to, chance.random(number))]
        return drawn


@cache
def vocabulary(language: str) -> Vocabulary:
    chance = np.random.default_rng(sha256(language.encode()).digest()[0])
    terms = [name.strip() for term in glossary().values() for name in term.names[language].split(";")]
    said = [country.names[language] for country in countries().values()] + terms
    if language == "en":
        said += [str(action) for phase in checklist()["phases"] for action in phase.values()]
    small = sorted(STOP_WORDS[language])
    chance.shuffle(small)
    real = sorted({word.written.casefold() for text in said for word in words(text)} - set(small))
    chance.shuffle(real)
    every = dict.fromkeys([*small[:60], *real[:2_000]])
    while len(every) < _VOCABULARY:
        every[_invented(language, chance)] = None
    listed = np.array(list(every), dtype=object)
    frequencies = 1 / np.arange(1, len(listed) + 1)
    return Vocabulary(listed, np.cumsum(frequencies) / frequencies.sum(), np.array(terms, dtype=object))


def _invented(language: str, chance: np.random.Generator) -> str:
    beginnings, middles, ends = (pieces.split() for pieces in _PIECES[language])
    middle = "".join(chance.choice(middles, chance.integers(1, 4)))
    article = "ال" if language == "ar" and chance.random() < 0.3 else ""
    return f"{article}{chance.choice(beginnings)}{middle}{chance.choice(ends)}"


def documents(number: int, seed: int = 4) -> Iterator[Item]:
    """So many library items with files, five pages each in the mean; `sum` of their pages is 5 × `number` ±
    1 %.
    """
    chance = np.random.default_rng(seed)
    codes = {group: [code.code for code in listed] for group, listed in taxonomy().items()}
    nations = list(countries())
    for place in range(number):
        language = LANGUAGES[int(chance.choice(len(LANGUAGES), p=_SHARES))]
        subject = _subject(language, int(chance.integers(_SUBJECTS)))
        pages = min(_MOST_PAGES, int(chance.geometric(1 / _MEAN_PAGES)))
        title = _text(language, subject, chance, 7)
        abstract = _text(language, subject, chance, 40)
        name = sha256(f"{seed} {place}".encode()).hexdigest()
        texts = tuple(_text(language, subject, chance, _DRAWS) for _ in range(pages))
        yield Item(
            "library",
            f"d{place}",
            "",
            name,
            str(chance.choice([each for each, _ in _ACCESS], p=[share for _, share in _ACCESS])),
            1_700_000_000 + 60 * place,
            place,
            (Words(language, title, abstract),),
            (Pages(language, texts, name),),
            str(chance.choice(codes["types"])),
            tuple(dict.fromkeys(str(code) for code in chance.choice(codes["topics"], 3))),
            ("global",) if chance.random() < 0.5 else (str(chance.choice(nations)),),
            (),
            int(chance.integers(1990, 2027)),
        )


@cache
def _subject(language: str, number: int) -> NDArray[np.object_]:
    chance = np.random.default_rng(number)
    listed: NDArray[np.object_] = chance.choice(vocabulary(language).words[60:], _OF_A_SUBJECT, replace=False)
    return listed


def _text(language: str, subject: NDArray[np.object_], chance: np.random.Generator, draws: int) -> str:
    """Sentences of twelve draws: a half of what is no term from the language, a half of that from the
    subject.
    """
    known = vocabulary(language)
    drawn = known.draw(chance, draws)
    own = chance.random(draws) < 0.25
    drawn[own] = subject[(len(subject) ** chance.random(int(own.sum()))).astype(int) - 1]
    if draws > _TERM_EVERY:
        named = chance.random(draws) < 1 / _TERM_EVERY
        drawn[named] = chance.choice(known.terms, int(named.sum()))
    return ". ".join(" ".join(drawn[start : start + 12]) for start in range(0, draws, 12))
