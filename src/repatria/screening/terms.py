"""Words of companies' names that mean the same: завод, zavod and plant; بانک, banque and bank.

Owns our table of them (tables/terms.tsv), which adds inflected, romanised and further languages' words to
the codes that rigour gives (vocabulary.py).
"""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from repatria.screening import scripts
from repatria.screening.scripts import Script

# Letters that a romanised word of the table needs, so that it is not another word in another language.
_LEAST_ROMANISED: Final = 5
# Characters that a word of Han has before names are cut at it.
_LEAST_CUT: Final = 2


class _Terms(NamedTuple):
    words: dict[str, frozenset[str]]
    stems: dict[str, frozenset[str]]
    shortest: int
    longest: int
    han: re.Pattern[str]


@cache
def _terms() -> _Terms:
    words: dict[str, frozenset[str]] = {}
    stems: dict[str, frozenset[str]] = {}
    text = files("repatria.screening").joinpath("tables", "terms.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        code, every = line.split("\t")
        for written in every.split():
            table = stems if written.endswith("*") else words
            for form in _forms(scripts.clean(written.rstrip("*"))):
                table[form] = table.get(form, frozenset()) | {code}
    han = sorted(
        (word for word in words if scripts.script_of_word(word) is Script.HAN), key=len, reverse=True
    )
    cuts = "|".join(re.escape(word) for word in han if len(word) >= _LEAST_CUT)
    return _Terms(words, stems, min(map(len, stems)), max(map(len, stems)), re.compile(f"({cuts})"))


def _forms(word: str) -> list[str]:
    """A word, and where it is Cyrillic how it is written in Latin letters."""
    if scripts.script_of_word(word) is Script.CYRILLIC and len(word) >= _LEAST_ROMANISED:
        return [word, scripts.readings(word)[0]]
    return [word]


@lru_cache(maxsize=30_000)
def codes_of(word: str) -> frozenset[str]:
    """What a cleaned word means in a company's name ("DOMAIN:BANK"), empty where it is not known."""
    table = _terms()
    exact = table.words.get(word)
    if exact is not None:
        return exact
    for size in range(min(len(word), table.longest), table.shortest - 1, -1):
        found = table.stems.get(word[:size])
        if found is not None:
            return found
    return frozenset()


def parts_of(word: str) -> tuple[str, ...]:
    """A word in Han cut at the terms in it: 石油 of 中国石油集团."""
    return tuple(part for part in _terms().han.split(word) if part)
