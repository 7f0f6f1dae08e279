"""The labelled sets, made from the development data: always the same ones from the same files.

The transliteration pairs (`wd_*`) are single names, English with one other script. People have several, so
full names are put together from two or three of them, frequent ones more often, and the two sides of a full
name are one labelled pair. `half` "80" is for tuning; figures are taken on "20", which holds other pairs.

An English name may stand for several entities, and a name in another script too: every entity of the right
name is a right answer. Ids are unique; `_checked` holds both.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from hashlib import blake2b
from itertools import accumulate

from bench.screening.perturb import perturbed
from bench.screening.rows import Query, Row
from bench.screening.source import read_table, read_text
from repatria.reference import countries

SEPARATORS = {
    "arabic": " ",
    "hebrew": " ",
    "chinese": "·",
    "japanese": "・",
    "katakana": "・",
    "korean": " ",
    "russian": " ",
}
LANGUAGES = tuple(SEPARATORS)
ALIAS = "latin-alias"
# Of a language's listed people: named in Latin letters only, the others in the other script only.
IN_LATIN = 0.8
# What is mostly known of a person, passports apart.
FACTS = ("birth_dates", "countries", "genders")
THREE_NAMES = 0.25
TUNING, MEASURING = "80", "20"
# In yente's fixtures, beside the names that the reference has.
OLDER_COUNTRY_NAMES = {
    "Bosnia and Herzegovina": "BA",
    "Czech Republic": "CZ",
    "East Timor": "TL",
    "Hong Kong": "HK",
    "Ivory Coast": "CI",
    "Turkey": "TR",
}


@dataclass(frozen=True)
class Pair:
    """A single name in Latin letters and in another script, and how often it was seen."""

    latin: str
    other: str
    count: int


@dataclass(frozen=True)
class LabelledSet:
    """What is listed, and who is asked for."""

    listed: list[Row]
    queries: list[Query]


@dataclass(frozen=True)
class LabelledPair:
    """Two records and whether they are the same; `unseen` is the half that nothing of ours is tuned on."""

    left: Row
    right: Row
    same: bool
    unseen: bool


def transliterations(language: str, half: str) -> list[Pair]:
    pairs = []
    for line in read_text(f"wd_{language}_{half}").splitlines():
        latin, other, count = line.split("\t")
        pairs.append(Pair(latin.title(), other.replace(" ", "").capitalize(), int(count)))
    return pairs


def composed(pairs: Sequence[Pair], separator: str, seed: str) -> Iterator[tuple[str, str]]:
    """Full names without end, (Latin, other script), each Latin one once."""
    chance, seen = random.Random(seed), set()
    # The root: a list has more common names than rare ones, but not as many as a census.
    weights = list(accumulate(pair.count**0.5 for pair in pairs))
    while True:
        wanted = 3 if chance.random() < THREE_NAMES else 2
        parts = chance.choices(pairs, cum_weights=weights, k=wanted)
        latin = " ".join(part.latin for part in parts)
        if latin not in seen:
            seen.add(latin)
            yield latin, separator.join(part.other for part in parts)


def synthetic_people() -> list[Row]:
    """The 100,000 invented persons of yente's fixtures, with birth date, nationality and gender."""
    people = []
    for file in ("global", "us"):
        for number, record in enumerate(read_table(f"negatives_{file}.csv")):
            birth = record["date_of_birth"]
            people.append(
                Row(
                    f"{file}-{number}",
                    (record["full_name"],),
                    birth_dates=(birth,) if birth else (),
                    countries=country_codes(record["nationality"]),
                    genders=(record["gender"],) if record["gender"] in {"female", "male"} else (),
                )
            )
    return people


def retrieval_set(half: str, *, listed_each: int = 14_000, asked_each: int = 500) -> LabelledSet:
    """About 200,000 listed people and, for each of eight families, `asked_each` queries."""
    listed = synthetic_people()
    queries: list[Query] = []
    for language in LANGUAGES:
        people, asked = _of_language(language, half, listed_each, asked_each)
        listed += people
        queries += asked
    queries += _aliases(half, listed, asked_each)
    return _checked(LabelledSet(listed, queries))


def screening_set(
    half: str, *, targets: int = 1_200, others: int = 3_800, innocents: int = 3_000
) -> LabelledSet:
    """People with facts: targets asked for in another spelling or script, among innocents with such names."""
    chance = random.Random(f"screening {half}")
    synthetic = synthetic_people()
    chance.shuffle(synthetic)
    streams = [
        composed(transliterations(lang, half), SEPARATORS[lang], f"screening {lang} {half}")
        for lang in LANGUAGES
    ]
    listed, queries = [], []
    for number in range(targets):
        facts = synthetic.pop()
        latin, other = next(streams[number % len(streams)])
        row = replace(facts, id=f"target-{number}", names=(latin,))
        if number % 3 == 0:
            asked = other
        elif number % 3 == 1:
            asked = perturbed(latin, chance)
        else:
            row, asked = replace(row, names=facts.names), perturbed(facts.names[0], chance)
        listed.append(_as_listed(row, chance))
        holds = _as_asked(listed[-1], chance).identifiers
        query = replace(row, id=f"ask-{number}", names=(asked,), identifiers=holds)
        queries.append(Query(query, frozenset({row.id}), "listed"))
    for number in range(others):
        facts = synthetic.pop()
        name = next(streams[number % len(streams)])[0] if number % 2 else facts.names[0]
        listed.append(_as_listed(replace(facts, names=(name,)), chance))
    for number in range(innocents):
        facts = synthetic.pop()
        name = next(streams[number % len(streams)])[number // 2 % 2] if number % 2 else facts.names[0]
        query = replace(_as_asked(facts, chance), id=f"innocent-{number}", names=(name,))
        queries.append(Query(query, family="innocent"))
    return _checked(LabelledSet(listed, _truly_innocent(listed, queries)))


def with_only(queries: Iterable[Query], *facts: str) -> list[Query]:
    """The queries with their names and these fields of `Row`, as if nothing else were known."""
    bare = []
    for query in queries:
        known = {fact: getattr(query.row, fact) for fact in facts}
        bare.append(replace(query, row=Row(query.row.id, query.row.names, query.row.kind, **known)))
    return bare


def pair_set() -> list[LabelledPair]:
    """nomenklatura's 826 labelled pairs."""
    kinds = {"Person": "person", "Vessel": "vessel"}
    pairs = []
    for number, record in enumerate(read_table("name_bench_cases.csv")):
        kind = kinds.get(record["schema"], "organisation")
        left, right = (Row(f"{side}-{number}", (record[side],), kind) for side in ("name1", "name2"))
        pairs.append(
            LabelledPair(left, right, record["is_match"] == "true", unseen(record["name1"], record["name2"]))
        )
    return pairs


def unseen(name1: str, name2: str) -> bool:
    """Whether this pair belongs to the half for measuring: by a hash, so that new pairs move no old one.

    `train.py` takes the other half.
    """
    return bool(blake2b(f"{name1}|{name2}".encode()).digest()[0] & 1)


def many(number: int) -> Iterator[tuple[Row, str]]:
    """So many listed people of all seven languages, a third in the other script; and what is not listed."""
    streams = [
        composed(transliterations(lang, TUNING), SEPARATORS[lang], f"size {lang}") for lang in LANGUAGES
    ]
    for place in range(number):
        latin, other = next(streams[place % len(streams)])
        listed, asked = (latin, other) if place % 3 else (other, latin)
        yield Row(f"size-{place}", (listed,)), asked


def country_codes(name: str) -> tuple[str, ...]:
    """The alpha-2 code of an English country name; none where nobody knows it."""
    code = _codes_by_name().get(name)
    return (code,) if code else ()


@cache
def _codes_by_name() -> dict[str, str]:
    return {country.names["en"]: code for code, country in countries().items()} | OLDER_COUNTRY_NAMES


def _of_language(
    language: str, half: str, listed_each: int, asked_each: int
) -> tuple[list[Row], list[Query]]:
    """Listed people of this language, and queries for the first of them on the side that is not listed."""
    names = composed(transliterations(language, half), SEPARATORS[language], f"{language} {half}")
    listed, queries = [], []
    for number in range(listed_each):
        latin, other = next(names)
        in_latin = number % 100 < IN_LATIN * 100
        row = Row(f"{language}-{number}", (latin if in_latin else other,))
        listed.append(row)
        if number < asked_each:
            asked = Row(f"ask-{row.id}", (other if in_latin else latin,))
            queries.append(Query(asked, frozenset({row.id}), language))
    # The same name asked for may be the other side of several people.
    by_asked: dict[str, set[str]] = defaultdict(set)
    for query in queries:
        by_asked[query.row.names[0]] |= query.answers
    return listed, [replace(query, answers=frozenset(by_asked[query.row.names[0]])) for query in queries]


def _aliases(half: str, listed: list[Row], asked_each: int) -> list[Query]:
    """Latin against Latin: half perturbed, half in another Latin form of what is one name in Arabic, say."""
    chance = random.Random(f"aliases {half}")
    queries = []
    for row in chance.sample([row for row in listed if row.id.startswith(("global", "us"))], asked_each // 2):
        asked = Row(f"ask-{row.id}", (perturbed(row.names[0], chance),), row.kind)
        queries.append(Query(asked, frozenset({row.id}), ALIAS))
    spellings = _other_spellings(half)
    # The first of each language are asked for in the other script already: take later ones.
    people = [row for row in listed if row.id.startswith(("arabic", "hebrew", "russian"))]
    chance.shuffle(people)
    for row in people:
        words = row.names[0].split(" ")
        other = [chance.choice(spellings.get(word) or [word]) for word in words]
        if len(queries) < asked_each and sum(a != b for a, b in zip(words, other, strict=True)) > 1:
            queries.append(Query(Row(f"ask-alias-{row.id}", (" ".join(other),)), frozenset({row.id}), ALIAS))
    return queries


def _other_spellings(half: str) -> dict[str, list[str]]:
    """To each Latin name the others that are written alike in Arabic, Hebrew or Russian."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for language in ("arabic", "hebrew", "russian"):
        alike: dict[str, list[str]] = defaultdict(list)
        for pair in transliterations(language, half):
            alike[pair.other].append(pair.latin)
        for names in alike.values():
            for name in names:
                spellings[name].update(other for other in names if other != name and _alike(name, other))
    return {name: sorted(others) for name, others in spellings.items()}


def _alike(name: str, other: str) -> bool:
    """The pairs were mined: some are of two people. Those who share hardly a letter are left out."""
    return SequenceMatcher(None, name.casefold(), other.casefold()).ratio() >= 0.5


def _as_listed(row: Row, chance: random.Random) -> Row:
    """As lists have it: half with a passport, one birth date in five missing, short or wrong."""
    if chance.random() < 0.5:
        row = replace(row, identifiers=(_passport(chance),))
    if not row.birth_dates:
        return row
    year, month, day = row.birth_dates[0].split("-")
    (dates,) = chance.choices(
        [row.birth_dates, (), (year,), (str(int(year) + 1),), (f"{year}-{day}-{month}",)],
        weights=[80, 5, 8, 4, 3 if int(day) <= 12 else 0],
    )
    return replace(row, birth_dates=dates)


def _as_asked(row: Row, chance: random.Random) -> Row:
    """Three of four still hold the passport that is listed; the others, and everybody else, a new one."""
    if row.identifiers and chance.random() < 0.75:
        return row
    return replace(row, identifiers=(_passport(chance),))


def _passport(chance: random.Random) -> str:
    return f"passport:{chance.choice('ABCKPX')}{chance.randrange(10**7):07}"


def _truly_innocent(listed: Sequence[Row], queries: Sequence[Query]) -> list[Query]:
    """Without the innocents who bear a listed name exactly: nobody can tell those apart by name."""
    names = {name.casefold() for row in listed for name in row.names}
    return [query for query in queries if query.answers or query.row.names[0].casefold() not in names]


def _checked(labelled: LabelledSet) -> LabelledSet:
    """Every answer is listed, every id comes once, and everybody of the right name is a right answer."""
    ids = [row.id for row in labelled.listed]
    if len(set(ids)) != len(ids):
        raise ValueError("an id is listed twice")
    named: dict[str, set[str]] = defaultdict(set)
    names = {row.id: row.names for row in labelled.listed}
    for row in labelled.listed:
        for name in row.names:
            named[name.casefold()].add(row.id)
    queries = []
    for query in labelled.queries:
        alike = {
            other for answer in query.answers for name in names[answer] for other in named[name.casefold()]
        }
        queries.append(replace(query, answers=query.answers | alike))
    return LabelledSet(labelled.listed, queries)
