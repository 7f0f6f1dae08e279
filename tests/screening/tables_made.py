"""Make the tables of screening again: `python -m tests.screening.tables_made FOLDER [TABLE …]`.

FOLDER holds, under these names: Noun.name.csv (mecab-ipadic, EUC-JP), kCantonese.txt and
kSimplifiedVariant.txt (unicode-org/unihan-database), person_names.txt (rust/data/names of rigour's source
release), wd_chinese_80.gz (steveash/NETransliteration-COLING2018). nicknames.tsv is written by hand.
"""

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path
from zlib import crc32

import numpy as np

from repatria.screening import han, scripts
from repatria.screening.skeleton import skeletons
from repatria.screening.vocabulary import plain

TABLES = Path(__file__).parents[2] / "src" / "repatria" / "screening" / "tables"
KANJI = re.compile("[\u3400-\u9fff]")
NAME_CHARACTERS = re.compile("[\u3400-\u9fff々ヶヵノ\u3040-\u30ff]+")
IPADIC = (
    "From mecab-ipadic 2.7.0 (Noun.name.csv), Nara Institute of Science and Technology; tables/LICENCES.md."
)
Readings = dict[str, list[str]]
Spread = Mapping[str, Mapping[str, float]]


def write(name: str, says: str, lines: Iterable[str]) -> None:
    (TABLES / name).write_text(f"# {says}\n" + "".join(f"{line}\n" for line in lines), "utf-8")


# Japanese: names of mecab-ipadic, and from its given names the readings of single characters.


def japanese_names(folder: Path, part: str) -> Readings:
    """Names of one part ("姓" or "名") with their readings in kana, commonest first."""
    text = (folder / "Noun.name.csv").read_text("euc_jp")
    names: Readings = {}
    for row in sorted(csv.reader(text.splitlines()), key=lambda row: int(row[3])):
        name, reading = row[0], row[11]
        if row[7] == part and KANJI.search(name) and NAME_CHARACTERS.fullmatch(name):
            known = names.setdefault(name, [])
            if reading not in known:
                known.append(reading)
    return names


def in_latin(names: Readings, most: int) -> Iterator[str]:
    for name in sorted(names):
        latin = list(dict.fromkeys(scripts.kana(reading) for reading in names[name]))
        if any(latin):
            yield f"{name}\t{' '.join(filter(None, latin[:most]))}"


def cuts(name: str, reading: str) -> Iterator[tuple[str, ...]]:
    """The ways of giving each character of a name a part of its reading."""
    places = [at for at in range(1, len(reading)) if reading[at] not in "ァィゥェォャュョッーン"]
    for chosen in combinations(places, len(name) - 1):
        parts = tuple(reading[begin:end] for begin, end in pairwise((0, *chosen, len(reading))))
        if all(len(part) <= 5 for part in parts):
            yield parts


def character_readings(names: Readings, rounds: int = 12) -> Readings:
    """What single characters stand for, by expectation and maximisation over whole names."""
    every = [
        (name, list(cuts(name, reading)))
        for name, readings in names.items()
        for reading in readings
        if re.fullmatch("[\u3400-\u9fff]{1,4}", name) and len(reading) <= 10
    ]
    spread: Spread = {}
    for _ in range(rounds):
        counted: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for name, possible in every:
            chances = [_chance(name, parts, spread) for parts in possible]
            for parts, chance in zip(possible, chances, strict=True):
                for character, part in zip(name, parts, strict=True):
                    counted[character][part] += chance / sum(chances)
        spread = counted
    return {character: _likely(parts) for character, parts in spread.items() if _likely(parts)}


def _chance(name: str, parts: tuple[str, ...], spread: Spread) -> float:
    chance = 1.0
    for character, part in zip(name, parts, strict=True):
        known = spread.get(character)
        if known is None:
            chance /= len(part) ** 0.5 + 0.5
        else:
            chance *= (known.get(part, 0) + 0.02) / (sum(known.values()) + 1)
    return chance


def _likely(parts: Mapping[str, float]) -> list[str]:
    seen = sum(parts.values())
    least = 0.5 if seen < 3 else max(1.5, 0.04 * seen)
    return [part for part, count in sorted(parts.items(), key=lambda each: -each[1]) if count >= least][:4]


def make_japanese(folder: Path) -> None:
    given = japanese_names(folder, "名")
    write(
        "japanese_surnames.tsv",
        f"Japanese surnames and their readings, Hepburn without long vowels. {IPADIC}",
        in_latin(japanese_names(folder, "姓"), 3),
    )
    write(
        "japanese_given_names.tsv",
        f"Japanese given names and their readings. {IPADIC}",
        in_latin(given, 3),
    )
    write(
        "japanese_characters.tsv",
        "Readings that single characters have in given names, commonest first, counted from those names. "
        + IPADIC,
        in_latin(character_readings(given), 4),
    )


# Chinese: Cantonese readings and simplified forms of Unihan.

JYUTPING = re.compile("(gw|kw|ng|[bpmfdtnlgkhzcswj])?(.*)")
HONG_KONG_INITIALS = {"b": "p", "d": "t", "g": "k", "gw": "kw", "z": "ch", "c": "ch", "j": "y"}
HONG_KONG_FINALS = (
    {"aa": "a", "aai": "ai", "aau": "au", "aam": "am", "aan": "an", "aang": "ang", "aap": "ap", "aat": "at"}
    | {
        "aak": "ak",
        "eu": "iu",
        "ou": "o",
        "oeng": "eung",
        "oek": "euk",
        "eoi": "ui",
        "eon": "un",
        "eot": "ut",
    }
    | {"yu": "u", "yun": "uen", "yut": "uet"}
)


def hong_kong(jyutping: str) -> str:
    """A Cantonese syllable as names in Hong Kong spell it."""
    match = JYUTPING.fullmatch(jyutping.partition(" ")[0].rstrip("123456"))
    if not match:
        return ""
    return HONG_KONG_INITIALS.get(match[1] or "", match[1] or "") + HONG_KONG_FINALS.get(match[2], match[2])


def unihan(folder: Path, field: str) -> dict[str, str]:
    rows = (line.split("\t") for line in (folder / f"{field}.txt").read_text("utf-8").splitlines())
    return {chr(int(row[0].partition(" ")[0][2:], 16)): row[2] for row in rows if row[0].startswith("U+")}


def is_common(character: str) -> bool:
    return any(character.encode(each, "ignore") for each in ("gb2312", "big5"))


def make_han(folder: Path) -> None:
    cantonese, variants = unihan(folder, "kCantonese"), unihan(folder, "kSimplifiedVariant")
    lines = []
    for character in filter(is_common, sorted({*cantonese, *variants})):
        reading = hong_kong(cantonese[character]) if character in cantonese else ""
        simple = chr(int(variants[character].partition(" ")[0][2:], 16)) if character in variants else ""
        simple = simple if simple != character and is_common(simple) else ""
        if reading or simple:
            lines.append(f"{character}\t{reading}\t{simple}")
    write(
        "han.tsv",
        "A character, its Cantonese reading as names in Hong Kong are spelt, its simplified form where it "
        "has another. From the Unihan database (Unicode licence v3); tables/LICENCES.md.",
        lines,
    )


# Known names: those of rigour, as hashes.


def make_known_names(folder: Path) -> None:
    codes: dict[int, set[int]] = defaultdict(set)
    for line in (folder / "person_names.txt").read_text("utf-8").splitlines():
        names, code = line.split(" => ")
        for name in names.split(",") if code.startswith("Q") else ():
            words = scripts.words_of(scripts.clean(name))
            if len(words) == 1:
                codes[crc32(plain(words[0]).encode())].add(int(code[1:]))
    # A code of which one word is left joins nothing.
    shared = Counter(code for each in codes.values() for code in each)
    kept = {word: sorted(code for code in each if shared[code] > 1) for word, each in codes.items()}
    words_kept = sorted(word for word, each in kept.items() if each)
    np.savez(
        TABLES / "known_names.npz",
        hashes=np.array(words_kept, np.uint32),
        counts=np.array([len(kept[word]) for word in words_kept], np.uint8),
        ids=np.array([code for word in words_kept for code in kept[word]], np.uint32),
    )


# Chinese characters that spell foreign names: what is left of their sounds.

Sounds = dict[str, dict[str, float]]


def foreign_pairs(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Names in simplified characters with the skeletons of their Latin form, R written L."""
    text = gzip.decompress((folder / "wd_chinese_80.gz").read_bytes()).decode()
    for line in text.splitlines():
        latin, spelt, _ = line.split("\t")
        readings = scripts.readings(scripts.clean(latin))
        forms = {form.replace("R", "L").removeprefix("H") for each in readings for form in skeletons(each)}
        word = han.simplified(spelt.replace(" ", ""))
        if 2 <= len(word) <= 8 and (fitting := sorted(form for form in forms if 0 < len(form) <= 10)):
            yield word, fitting


def at_first(character: str, sound: str) -> float:
    """How likely a sound is before anything is counted: the pinyin says something."""
    base = skeletons(han.readings(character)[0] if han.readings(character) else "")[0]
    base = base.replace("R", "L").removeprefix("H")
    if sound == base:
        return 1.0
    if not sound:
        return 0.15
    return 0.3 if base and sound[0] == base[0] else 0.02 / (1 + len(sound))


def count_alignments(word: str, form: str, chance: Callable[[str, str], float]) -> tuple[float, Sounds]:
    """All ways of giving each character none to two letters of the form: their sum, and each way's share."""
    forward = [[0.0] * (len(form) + 1) for _ in range(len(word) + 1)]
    backward = [[0.0] * (len(form) + 1) for _ in range(len(word) + 1)]
    forward[0][0] = backward[-1][-1] = 1.0
    steps = [
        (row, column, column + size)
        for row in range(len(word))
        for column in range(len(form) + 1)
        for size in (0, 1, 2)
        if column + size <= len(form)
    ]
    weights = {step: chance(word[step[0]], form[step[1] : step[2]]) for step in steps}
    for row, column, after in steps:
        forward[row + 1][after] += forward[row][column] * weights[row, column, after]
    for row, column, after in reversed(steps):
        backward[row][column] += backward[row + 1][after] * weights[row, column, after]
    shares: Sounds = defaultdict(lambda: defaultdict(float))
    for row, column, after in steps:
        weight = forward[row][column] * weights[row, column, after] * backward[row + 1][after]
        shares[word[row]][form[column:after]] += weight
    return forward[-1][-1], shares


def foreign_sounds(pairs: list[tuple[str, list[str]]], rounds: int = 8) -> Sounds:
    sounds: Sounds = {}
    for number in range(rounds):

        def chance(character: str, sound: str, *, known: Sounds = sounds, first: bool = not number) -> float:
            if first:
                return at_first(character, sound)
            heard = known.get(character, {})
            return (heard.get(sound, 0) + 0.01 * at_first(character, sound)) / (sum(heard.values()) + 0.02)

        counted: Sounds = defaultdict(lambda: defaultdict(float))
        for word, forms in pairs:
            aligned = [count_alignments(word, form, chance) for form in forms]
            total = sum(weight for weight, _ in aligned)
            for _, shares in aligned if total > 1e-12 else ():
                for character, heard in shares.items():
                    for sound, share in heard.items():
                        counted[character][sound] += share / total
        sounds = counted
    return sounds


def make_chinese_sounds(folder: Path) -> None:
    lines = []
    for character, heard in sorted(foreign_sounds(list(foreign_pairs(folder))).items()):
        seen = sum(heard.values())
        ranked = sorted(heard.items(), key=lambda each: -each[1])
        kept = [sound for sound, count in ranked[:2] if count >= min(0.15 * seen, ranked[0][1])]
        if seen >= 12:
            lines.append(f"{character}\t{' '.join(sound or '-' for sound in kept)}")
    write(
        "chinese_sounds.tsv",
        "A simplified character and what is left of the foreign sounds it stands for (skeleton.py, R written "
        'L, "-" for vowels only), commonest first. Counted from NETransliteration-COLING2018 (CC0); '
        "tables/LICENCES.md.",
        lines,
    )


MAKERS = {
    "japanese": make_japanese,
    "han": make_han,
    "known-names": make_known_names,
    "chinese-sounds": make_chinese_sounds,
}


def main(folder: str, *tables: str) -> None:
    for make in [partial(MAKERS[table], Path(folder)) for table in tables or MAKERS]:
        make()


if __name__ == "__main__":
    main(*sys.argv[1:])
