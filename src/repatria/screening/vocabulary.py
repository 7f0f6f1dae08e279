"""Words that are known: titles, particles, legal forms, nicknames, names in all their spellings.

The only module that reads rigour (MIT): its compiled core, which needs nothing else of the package
(docs/decisions/0013). Its names of persons are read from a table made of the same release (tables/): the
core takes nine seconds and 280 MB to make them ready. What it lacks for names as they arrive here stands in
the lists below.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rigour import _core

from repatria.screening.records import Kind

_MORE_TITLES = (
    "jr sr esq dr prof md dds dvm phd cpa cfa cma csa haji sheikh shaikh shaykh شيخة mr mrs ms "
    "miss mx mme mlle sir lord lady dame don dona dom sri shri smt mullah mulla maulavi mawlawi "
    "mawlavi maulvi maulana mawlana qari hafiz ustad ustaz ustadh ayatollah hojjatoleslam "
    "engineer eng ing lic hajj alhaj alhajj hadji pan pani herr frau hazrat sardar الشيخ شيخ "
    "دكتور الدكتور السيد حاجي الحاج حاج ملا الملا مولوي مولوی مهندس المهندس أستاذ الأستاذ دکتر "
    "قاري قاری господин госпожа доктор профессор шейх мулла хаджи пан пані д-р דר פרופ מר גברת "
    "הרב רב 先生 女士 小姐 博士 氏 さん 様 씨 님 นาย นาง นางสาว ดร श्री श्रीमती डॉ κος κα δρ "
)
# Joined to the name where words are not parted.
_ATTACHED_TITLES = re.compile(
    "^(?:นางสาว|นาย|นาง|ดร)(?=[ก-๛]{2})|(?<=[一-鿿぀-ヿ])(?:先生|女士|小姐|博士|さん|様|氏)$|(?<=[가-힣]{2})(?:씨|님)$"
)
_EVERYWHERE_PARTICLES = (
    "al el ul bin ibn bint von van della ould wuld аль эль ибн бин бинт фон ван ال بن ابن بنت ولد آل بنی "
)
_BETWEEN_PARTICLES = (
    "ol ar as ad ash at ben der den de la le las los du da do dos das di del dei delle af av ter "
    "ten zu zum zur y e и und og och et and of the бен ден дер де ла ли אל בן בר "
)
PARTICLES_ANYWHERE = frozenset(_EVERYWHERE_PARTICLES.split())
PARTICLES_BETWEEN = frozenset(_BETWEEN_PARTICLES.split())
PARTICLES_OF_THINGS = frozenset(
    (
        _EVERYWHERE_PARTICLES
        + _BETWEEN_PARTICLES
        + "for in on to at the pour par para por con su des les le "
        "auf im lil li bil wa va ve ou o e için для по на в с з та و في من لل برای از "
    ).split()
)

_EAST_ASIAN_LEGAL_FORMS = (
    ("股份有限公司", "jsc"),
    ("有限责任公司", "llc"),
    ("有限責任公司", "llc"),
    ("有限公司", "llc"),
    ("株式会社", "jsc"),
    ("有限会社", "llc"),
    ("合同会社", "llc"),
    ("주식회사", "jsc"),
    ("유한회사", "llc"),
    ("㈜", "jsc"),
    ("(株)", "jsc"),
    ("(주)", "jsc"),
)


def _titles() -> frozenset[str]:
    prefixes = (prefix.casefold().replace(".", "") for prefix in _core.person_name_prefixes_list())
    return frozenset(prefix for prefix in prefixes if " " not in prefix) | frozenset(_MORE_TITLES.split())


TITLES = _titles()


class Known(NamedTuple):
    """What is known of a name's words, by word as `plain` writes it.

    text: the name, its legal forms rewritten to short ones.
    symbols: codes of terms that a word may be ("DOMAIN:BANK"); of persons' names see `names_of`.
    legal_forms: words that are a legal form, with rigour's generic code.
    """

    text: str
    symbols: dict[str, frozenset[str]]
    legal_forms: dict[str, str]


def plain(word: str) -> str:
    """A word as rigour's tables write it: without marks."""
    if word.isascii():
        return word
    return "".join(char for char in word if unicodedata.category(char)[0] != "M")


def known(cleaned: str, kind: Kind) -> Known:
    """Look up a cleaned name; of persons there is nothing to rewrite but titles that are not parted."""
    if kind is Kind.PERSON:
        return Known(_ATTACHED_TITLES.sub("", cleaned), {}, {})
    text = _part_legal_forms(cleaned)
    tag = _core.NameTypeTag.ORG if kind is Kind.ORGANISATION else _core.NameTypeTag.OBJ
    symbols: dict[str, set[str]] = defaultdict(set)
    legal_forms: dict[str, str] = {}
    for name in _core.analyze_names(tag, [text], phonetics=False, consolidate=False):
        text = name.form
        for span in name.spans:
            category, code = span.symbol.category.value, span.symbol.id
            for part in span.parts:
                if category == "ORGCLS":
                    legal_forms[plain(part.form)] = code
            if len(span.parts) == 1 and category != "ORGCLS":
                symbols[plain(span.parts[0].form)].add(f"{category}:{code}")
    return Known(text, {word: frozenset(codes) for word, codes in symbols.items()}, legal_forms)


@cache
def _known_names() -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint32]]:
    """rigour's names of persons: hashes of words, sorted; where the codes of each begin; codes."""
    with (files("repatria.screening") / "tables" / "known_names.npz").open("rb") as file:
        table = np.load(file)
        starts = np.concatenate([[0], np.cumsum(table["counts"], dtype=np.int64)])
        return table["hashes"], starts, table["ids"]


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    text = (files("repatria.screening") / "tables" / "nicknames.tsv").read_text("utf-8")
    found: dict[str, set[str]] = defaultdict(set)
    for line in text.splitlines():
        if not line.startswith("#"):
            code, words = line.split("\t")
            for word in words.split():
                found[word].add(f"NICK:{code}")
    return {word: frozenset(codes) for word, codes in found.items()}


@lru_cache(maxsize=30_000)
def names_of(word: str) -> frozenset[str]:
    """What names a cleaned word is known to be: "NAME:" and a Wikidata number, "NICK:" and a code.

    Words that share a code are one name in several spellings or scripts. One unknown word in some 8,000 gets
    a code that is not its own, as the table has 32 bits for a word.
    """
    hashes, starts, ids = _known_names()
    place = int(np.searchsorted(hashes, np.uint32(crc32(plain(word).encode()))))
    codes = _nicknames().get(word, frozenset())
    if place < len(hashes) and hashes[place] == crc32(plain(word).encode()):
        codes |= {f"NAME:{code}" for code in ids[starts[place] : starts[place + 1]].tolist()}
    return codes


def _part_legal_forms(text: str) -> str:
    for written, short in _EAST_ASIAN_LEGAL_FORMS:
        if written in text:
            text = text.replace(written, f" {short} ")
    return text


def phonetic(latin: str) -> str:
    """Metaphone of a word in Latin letters; "" where it has none."""
    return _core.metaphone(latin) if latin.isalpha() else ""


def edits(one: str, other: str, most: int) -> int:
    """Letters to insert, drop or change (Levenshtein) to make one word the other; above `most`, just more."""
    return _core.raw_levenshtein_cutoff(one, other, most)
