"""How much each term says about an item: BM25 over weighted fields, in eight steps.

What a term weighs within an item depends on that item alone: lengths are held against fixed ones, not
against the mean of all, so that one item's arrival changes no other's. How rare a term is, is reckoned when
it is asked for. (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009, section 3.6, BM25F;
steps: Anh, Moffat 2006.)
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from repatria.library.analysis import text_terms
from repatria.library.items import Item
from repatria.reference import countries
from repatria.reference.library import taxonomy

STEPS = 8
# Between a term and its step in the index: no term has it, and the tokenizer lets it stand.
MARK = "~"
_SATURATION = 1.2


Terms = list[tuple[str, ...]]


class _Field(NamedTuple):
    weight: float
    usual_words: int
    by_length: float
    """0: a long text is as good as a short one; 1: a term in a text twice as long says half as much."""


_TITLE = _Field(3.0, 8, 0.4)
_TEXT = _Field(1.5, 40, 0.4)
_PAGES = _Field(1.0, 1_000, 0.5)
_LABEL_WEIGHT = 1.0


def term_of(term: str, step: int) -> str:
    """The token that the index holds for a term of this step, 1..STEPS."""
    return f"{term}{MARK}{chr(ord('a') + step - 1)}"


def value_of(step: int) -> float:
    return (step - 0.5) / STEPS


@dataclass(frozen=True, slots=True)
class Analysed:
    """The terms of all texts of an item, each text with its language: read once, used for both tables."""

    item: Item
    titles: tuple[tuple[str, Terms], ...]
    texts: tuple[tuple[str, Terms], ...]
    pages: tuple[tuple[str, Terms], ...]


def analyse(item: Item) -> Analysed:
    return Analysed(
        item,
        tuple((each.language, text_terms(each.title, each.language)) for each in item.words),
        tuple((each.language, text_terms(each.text, each.language)) for each in item.words),
        tuple((each.language, text_terms(text, each.language)) for each in item.pages for text in each.pages),
    )


def steps(analysed: Analysed) -> dict[str, int]:
    """Each term of the item and its step, 1..STEPS."""
    weights: dict[str, float] = dict.fromkeys(labels(analysed.item), _LABEL_WEIGHT)
    for field, texts in ((_TITLE, analysed.titles), (_TEXT, analysed.texts), (_PAGES, analysed.pages)):
        _add(weights, field, texts)
    return {term: 1 + int(STEPS * weight / (_SATURATION + weight)) for term, weight in weights.items()}


def _add(weights: dict[str, float], field: _Field, texts: tuple[tuple[str, Terms], ...]) -> None:
    """Of several languages' versions the one in which a term weighs most counts: a translation is no
    repetition.

    The texts of one language are one: a second volume is no second version.
    """
    best: dict[str, float] = {}
    for language in {language for language, _ in texts}:
        own = [terms for said, terms in texts if said == language]
        counts = Counter(chain.from_iterable(chain.from_iterable(own)))
        length = sum(map(len, own))
        norm = field.weight / (1 - field.by_length + field.by_length * (length / field.usual_words) ** 0.5)
        for term, count in counts.items():
            weight = count * norm
            if weight > best.get(term, 0.0):
                best[term] = weight
    for term, weight in best.items():
        weights[term] = weights.get(term, 0.0) + weight


def labels(item: Item) -> Iterator[str]:
    """The terms of the names of its countries and codes, in the four languages."""
    for country in item.countries:
        yield from _country(country)
    for group, codes in (("types", (item.type,)), ("topics", item.topics), ("regions", item.regions)):
        for code in codes:
            yield from _code(group, code)


@cache
def _country(code: str) -> tuple[str, ...]:
    known = countries().get(code)
    return _terms({} if known is None else known.names)


@cache
def _code(group: str, code: str) -> tuple[str, ...]:
    named = next((each for each in taxonomy()[group] if each.code == code), None)
    if named is None:
        return _country(code) if group == "regions" else ()
    return _terms(named.names)


def _terms(names: Mapping[str, str]) -> tuple[str, ...]:
    found = [terms for language, name in names.items() for terms in text_terms(name, language)]
    return tuple(dict.fromkeys(chain.from_iterable(found)))
