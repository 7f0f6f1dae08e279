"""A blocking index with the fields and candidate query that yente publishes, on tantivy, scored by logic-v2.

Follows yente's index mapping (names, their trigrams, name parts, phonetic keys, symbols, dates, countries,
identifiers), its `entity_query` (boosts, dis_max with its tie breaker, 70 % of the trigrams) and its `match`
endpoint: 50 candidates, each compared by logic-v2. The vocabulary is that of followthemoney and rigour.

What tantivy has no setting for: the length norm of `names` stays at b = 0.75 where yente asks for 0.25.
Keyword fields have no length norm in Elasticsearch; here their terms score boost × idf, which is the same.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import tantivy
from followthemoney import ValueEntity, model, registry
from followthemoney.names import entity_names as names_when_indexed
from nomenklatura.matching.logic_v2.model import LogicV2
from nomenklatura.matching.logic_v2.names.analysis import entity_names
from rigour.names import Name, NamePart, Symbol, representative_names

from bench.screening.engines.answering import Ranking, answer_forever
from bench.screening.rows import Row

CANDIDATES = 50  # yente's page of 5 results times its 10 candidates for each
NAMES, TRIGRAMS, PARTS, PHONETIC, SYMBOLS = "names", "trigrams", "parts", "phonetic", "symbols"
DATES, COUNTRIES, IDENTIFIERS = "dates", "countries", "identifiers"
TEXTS = (NAMES, TRIGRAMS)
KEYWORDS = (PARTS, PHONETIC, SYMBOLS, DATES, COUNTRIES, IDENTIFIERS)
SYMBOL_BOOSTS = {
    Symbol.Category.NUMERIC: 1.3,
    Symbol.Category.LOCATION: 0.8,
    Symbol.Category.ORG_CLASS: 0.7,
    Symbol.Category.SYMBOL: 0.3,
    Symbol.Category.NICK: 0.8,
    Symbol.Category.DOMAIN: 0.7,
}
FACT_BOOSTS = {DATES: 3.0, COUNTRIES: 1.5, IDENTIFIERS: 8.0}
SCHEMATA = {
    "person": "Person",
    "organisation": "Company",
    "vessel": "Vessel",
    "vehicle": "Vehicle",
    "aircraft": "Airplane",
    "security": "Security",
}
# Of Lucene's standard tokenizer: ideographs and Hiragana stand alone, other letters and digits in runs.
WORDS = re.compile(
    r"[\u3040-\u309f\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u309f\u3400-\u9fff\uf900-\ufaff]+(?:['’.][^\W_]+)*"
)


class YenteLike:
    modes: tuple[str, ...] = ("full",)

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("place", stored=False, fast=True, indexed=False)
        builder.add_text_field("schema", tokenizer_name="raw", index_option="basic")
        for field in TEXTS:
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
        for field in KEYWORDS:
            builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
        self._schema = builder.build()
        self._entities: list[ValueEntity] = []
        self._carriers: Counter[tuple[str, str]] = Counter()
        self._config = LogicV2.default_config()

    def load(self, rows: list[Row]) -> None:
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=256_000_000, num_threads=1)
        for row in rows:
            entity = _entity(row)
            document = {**_fields(entity), "schema": [entity.schema.name], "place": len(self._entities)}
            for field in KEYWORDS:
                self._carriers.update((field, value) for value in document[field])
            writer.add_document(tantivy.Document.from_dict(document, self._schema))
            self._entities.append(entity)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()
        self._one_schema = len({entity.schema.name for entity in self._entities}) == 1

    def candidates(self, row: Row, k: int) -> Ranking:
        return [(str(entity.id), score) for entity, score in self._found(_entity(row), CANDIDATES)[:k]]

    def screen(self, row: Row, k: int, mode: str) -> Ranking:
        asked = _entity(row)
        scored = [
            (str(entity.id), self._score(asked, entity)) for entity, _ in self._found(asked, CANDIDATES)
        ]
        return sorted(scored, key=lambda hit: -hit[1])[:k]

    def bulk(self, rows: list[Row], k: int, mode: str) -> list[Ranking]:
        return [self.screen(row, k, mode) for row in rows]

    def pair(self, left: Row, right: Row) -> float:
        return self._score(_entity(left), _entity(right))

    def _score(self, asked: ValueEntity, listed: ValueEntity) -> float:
        return float(LogicV2.compare(asked, listed, self._config).score)

    def _found(self, asked: ValueEntity, limit: int) -> list[tuple[ValueEntity, float]]:
        clauses = [*self._name_clauses(asked), *self._fact_clauses(asked)]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])
        if not self._one_schema:
            schemata = [schema.name for schema in asked.schema.matchable_schemata]
            kind = tantivy.Query.const_score_query(
                tantivy.Query.term_set_query(self._schema, "schema", schemata), 0.0
            )
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, kind), (tantivy.Occur.Must, query)])
        hits = self._searcher.search(query, limit, count=False).hits
        places = self._searcher.fast_field_values("place", [address for _, address in hits])
        return [(self._entities[place], score) for place, (score, _) in zip(places, hits, strict=True)]

    def _name_clauses(self, asked: ValueEntity) -> Iterator[tantivy.Query]:
        names = asked.get_type_values(registry.name, matchable=True)
        for picked in representative_names(names, 5):
            words = _words(picked)
            if words:
                yield self._all_of(NAMES, words, 1.0, 3.0)
            if trigrams := _trigrams(words):
                yield self._all_of(TRIGRAMS, trigrams, 0.7, 1.5)
        seen: set[str] = set()
        for name in Name.consolidate_names(entity_names(asked, is_query=True)):
            symbols: dict[NamePart, set[Symbol]] = defaultdict(set)
            for span in name.spans:
                for part in span.parts:
                    symbols[part].add(span.symbol)
            for part in name.parts:
                if part.comparable not in seen:
                    seen.add(part.comparable)
                    yield self._part_clause(part, symbols.get(part, set()))

    def _all_of(self, field: str, terms: list[str], share: float, boost: float) -> tantivy.Query:
        """A `match`: so many of these terms, rounded down as Elasticsearch does, and at least one."""
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, term, "freq"))
            for term in terms
        ]
        least = max(1, int(len(terms) * share))
        return tantivy.Query.boost_query(tantivy.Query.boolean_query(clauses, least), boost)

    def _part_clause(self, part: NamePart, symbols: set[Symbol]) -> tantivy.Query:
        boost = max((SYMBOL_BOOSTS[s.category] for s in symbols if s.category in SYMBOL_BOOSTS), default=1.0)
        variants = [self._term(PARTS, _folded(part.comparable), 1.0)]
        if part.metaphone is not None and len(part.metaphone) > 2:
            variants.append(self._term(PHONETIC, part.metaphone, boost * 0.5))
        variants += [self._term(SYMBOLS, symbol, boost * 0.7) for symbol in _symbols(symbols)]
        return tantivy.Query.disjunction_max_query(variants, tie_breaker=0.2)

    def _fact_clauses(self, asked: ValueEntity) -> Iterator[tantivy.Query]:
        for field, values in _facts(asked).items():
            yield from (self._term(field, value, FACT_BOOSTS[field]) for value in values)

    def _term(self, field: str, value: str, boost: float) -> tantivy.Query:
        """BM25 of one term in a keyword field: idf alone, as the field has neither norms nor frequencies."""
        carriers = self._carriers[field, value]
        idf = math.log(1 + (len(self._entities) - carriers + 0.5) / (carriers + 0.5))
        term = tantivy.Query.term_query(self._schema, field, value, "basic")
        return tantivy.Query.const_score_query(term, max(idf, 1e-6) * boost)


def _entity(row: Row) -> ValueEntity:
    schema = model.get(SCHEMATA.get(row.kind, "LegalEntity"))
    assert schema
    entity = ValueEntity(schema, {"id": row.id})
    entity.add("name", list(row.names))
    if schema.is_a("Person"):
        entity.add("birthDate", list(row.birth_dates))
        entity.add("nationality", list(row.countries))
        entity.add("gender", list(row.genders))
    elif schema.is_a("Thing"):
        entity.add("country", list(row.countries), quiet=True)
    for identifier in row.identifiers:
        entity.add("idNumber", identifier.partition(":")[2], quiet=True)
    return entity


def _fields(entity: ValueEntity) -> dict[str, Any]:
    words = [word for name in entity.get_type_values(registry.name, matchable=True) for word in _words(name)]
    parts: set[str] = set()
    phonetic: set[str] = set()
    symbols: set[str] = set()
    for name in names_when_indexed(entity, infer_initials=False):
        symbols.update(_symbols(name.symbols))
        for part in name.parts:
            parts.add(_folded(part.comparable))
            if part.metaphone is not None and len(part.metaphone) > 2:
                phonetic.add(part.metaphone)
    facts = _facts(entity)
    shorter = {date[:length] for date in facts[DATES] for length in (4, 7, 10)}
    return {
        NAMES: [" ".join(words)],
        TRIGRAMS: [" ".join(_trigrams(words))],
        PARTS: list(parts),
        PHONETIC: list(phonetic),
        SYMBOLS: list(symbols),
        **facts,
        DATES: list(shorter),
    }


def _facts(entity: ValueEntity) -> dict[str, list[str]]:
    return {
        DATES: entity.get_type_values(registry.date, matchable=True),
        COUNTRIES: entity.get_type_values(registry.country, matchable=True),
        IDENTIFIERS: entity.get_type_values(registry.identifier, matchable=True),
    }


def _symbols(symbols: Iterable[Symbol]) -> Iterator[str]:
    for symbol in symbols:
        if symbol.category is not Symbol.Category.INITIAL:
            yield f"{symbol.category.value}:{symbol.id}"


def _words(name: str) -> list[str]:
    """Elasticsearch's standard tokenizer, lower case, ASCII folding."""
    return WORDS.findall(_folded(name))


def _folded(text: str) -> str:
    return "".join(_plain(letter) for letter in text.lower())


def _plain(letter: str) -> str:
    """Latin letters without their marks; marks of other scripts stay, as in Lucene's ASCII folding."""
    base = unicodedata.normalize("NFKD", letter)[0]
    return FOLDED.get(letter) or (base if base.isascii() else letter)


def _trigrams(words: list[str]) -> list[str]:
    return [word[place : place + 3] for word in words for place in range(len(word) - 2)]


FOLDED = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ı": "i",
    "ħ": "h",
}


if __name__ == "__main__":
    answer_forever(YenteLike())
