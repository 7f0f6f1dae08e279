"""Plain PostgreSQL full text, as well as it can be set: the peer of search quality.

A row for each language of each item: title (weight A), text (B) and the names of its codes and countries in
that language (C) under `to_tsvector` with that language's configuration, `simple` where PostgreSQL has
none. A question is read by `websearch_to_tsquery` with the configuration of the row that it is held
against, so that whatever language a text is in, it is asked in; an item ranks as its best row does, by
`ts_rank_cd`. Of the normalisations the one is taken that does best on the tuning half.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg

from bench.postgres import postgres
from repatria.library.items import Item
from repatria.reference import countries
from repatria.reference.library import taxonomy
from tests.library.labelled import TUNING, Labelled, ndcg
from tests.library.shipped import key_of

_CONFIGURATIONS = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "ar": "arabic",
    "ru": "russian",
    "pt": "portuguese",
}
_TABLE = "CREATE TABLE text (key text, configuration regconfig, terms tsvector)"
_PUT = """
INSERT INTO text VALUES (%(key)s, %(configuration)s,
    setweight(to_tsvector(%(configuration)s::regconfig, %(title)s), 'A')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(text)s), 'B')
    || setweight(to_tsvector(%(configuration)s::regconfig, %(labels)s), 'C'))
"""
# The words of a question joined by OR: what `websearch_to_tsquery` makes of them joins them by AND.
_ALL_WORDS = "websearch_to_tsquery(configuration, %(question)s)"
_ANY_WORD = f"replace(({_ALL_WORDS})::text, ' & ', ' | ')::tsquery"
_ASK = """
SELECT key, max(ts_rank_cd(terms, {query}, {normalisation})) AS rank FROM text
WHERE terms @@ {query} GROUP BY key ORDER BY rank DESC, key LIMIT 10
"""
_NORMALISATIONS = (0, 1, 2, 4, 8, 16, 32, 1 | 4, 2 | 4)


@dataclass(frozen=True)
class Ranked:
    """The mean nDCG@10 of a half, by half."""

    all_words: dict[str, float]
    any_word: dict[str, float]


def measured(items: Sequence[Item], questions: Sequence[Labelled]) -> Ranked:
    """Raises PeerUnavailable without PostgreSQL."""
    with _filled(items) as connection:
        all_words, any_word = (_best(connection, query, questions) for query in (_ALL_WORDS, _ANY_WORD))
    return Ranked(_by_half(all_words, questions), _by_half(any_word, questions))


def _best(connection: psycopg.Connection, query: str, questions: Sequence[Labelled]) -> list[float]:
    """Of each question the nDCG@10, with the normalisation that does best on the tuning half."""
    tried = [_asked(connection, query, normalisation, questions) for normalisation in _NORMALISATIONS]
    return max(tried, key=lambda values: _by_half(values, questions)[TUNING])


def _asked(
    connection: psycopg.Connection, query: str, normalisation: int, questions: Sequence[Labelled]
) -> list[float]:
    asking = _ASK.format(query=query, normalisation=normalisation).encode()
    values = []
    for each in questions:
        rows = connection.execute(asking, {"question": each.text}).fetchall()
        values.append(ndcg([key for key, _ in rows], each.grades))
    return values


def _by_half(values: Sequence[float], questions: Sequence[Labelled]) -> dict[str, float]:
    halves = {each.half for each in questions}
    return {
        half: _mean([value for value, each in zip(values, questions, strict=True) if each.half == half])
        for half in halves
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


@contextlib.contextmanager
def _filled(items: Sequence[Item]) -> Iterator[psycopg.Connection]:
    with postgres() as cluster:
        cluster.create_database("text")
        address = f"host=127.0.0.1 port={cluster.port} user=bench dbname=text"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(_TABLE)
            for item in items:
                for words in item.words:
                    row = {
                        "key": key_of(item),
                        "configuration": _CONFIGURATIONS.get(words.language, "simple"),
                        "title": words.title,
                        "text": words.text,
                        "labels": " ".join(_labels(item, words.language)),
                    }
                    connection.execute(_PUT, row)
            yield connection


def _labels(item: Item, language: str) -> Iterator[str]:
    said = "en" if language not in _CONFIGURATIONS or language in {"ru", "pt"} else language
    for country in item.countries:
        yield countries()[country].names[said]
    named = {code.code: code.names[said] for group in taxonomy().values() for code in group}
    for code in (item.type, *item.topics, *item.regions):
        if code in named:
            yield named[code]
