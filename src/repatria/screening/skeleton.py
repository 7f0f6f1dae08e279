"""The consonant skeleton of a romanised word: vowels go, and confusable sounds fall together.

A name that no dictionary knows is written mhmd in Arabic letters, Mohammed and Muhamet in Latin ones; all
three leave MMT. One letter stands for the sounds that transliterations take for each other: P (b f p v), T (d
t), K (g k q and kh), S (s z and what is heard as sh, ch, j, ts), M, N, L, R, and H at the beginning of a
word.
"""

import re
from functools import lru_cache

# The usual sound of letters and groups of letters; the longest group counts.
_USUAL = (
    {
        "shch": "S",
        "tsch": "S",
        "sch": "S",
        "tch": "S",
        "dsh": "S",
        "dzh": "S",
        "skj": "S",
        "dj": "S",
        "dz": "S",
    }
    | {
        "ts": "S",
        "tz": "S",
        "cz": "S",
        "sz": "S",
        "zs": "S",
        "zh": "S",
        "ch": "S",
        "sh": "S",
        "sj": "S",
        "tj": "S",
    }
    | {
        "ph": "P",
        "th": "T",
        "dh": "T",
        "dt": "T",
        "kh": "K",
        "gh": "K",
        "ck": "K",
        "cq": "K",
        "ng": "N",
        "x": "KS",
    }
    | {
        "hs": "S",
        "ce": "S",
        "ci": "S",
        "cy": "S",
        "sc": "S",
        "scu": "SK",
        "sco": "SK",
        "sca": "SK",
        "mb": "MP",
    }
    | {double * 2: one for double, one in zip("bpfvdtgkqcszjmnlr", "PPPPTTKKKKSSSMNLR", strict=True)}
    | {"b": "P", "f": "P", "p": "P", "v": "P", "d": "T", "t": "T", "c": "K", "g": "K", "k": "K", "q": "K"}
    | {"j": "S", "s": "S", "z": "S", "m": "M", "n": "N", "l": "L", "r": "R"}
    | {digit: digit for digit in "0123456789"}
)
# What else those letters stand for in some languages, taken all at once.
_OTHERWISE = _USUAL | (
    {"ch": "K", "j": "", "w": "P", "x": "S", "ge": "S", "gi": "S", "gy": "S", "gh": "", "kh": "", "c": "S"}
    | {"sj": "S", "tj": "T", "dj": "T", "sch": "SK", "ng": "NK"}
)
# An r after a vowel that English leaves out, and with it whoever hears it.
_SILENT_R = re.compile("(?<=[aeiouyw])r+(?=[^aeiouyrh]|$)")
_INITIAL_H = re.compile("h(?!s)|kh")


def _pattern(sounds: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(sounds, key=len, reverse=True)) + "|.")


_USUAL_PATTERN, _OTHERWISE_PATTERN = _pattern(_USUAL), _pattern(_OTHERWISE)


@lru_cache(maxsize=30_000)
def skeletons(latin: str) -> tuple[str, ...]:
    """The skeletons of a romanised word, the usual one first; "" for a word of vowels only.

    Digits stay: they tell vessels and funds apart.
    """
    usual = _skeleton(latin, _USUAL, _USUAL_PATTERN)
    otherwise = _skeleton(latin, _OTHERWISE, _OTHERWISE_PATTERN)
    unspoken = _SILENT_R.sub("", latin)
    silent = usual if unspoken == latin else _skeleton(unspoken, _USUAL, _USUAL_PATTERN)
    return tuple(dict.fromkeys((usual, otherwise, silent)))


def _skeleton(latin: str, sounds: dict[str, str], pattern: re.Pattern[str]) -> str:
    initial = "H" if _INITIAL_H.match(latin) and sounds.get(latin[:2]) != "K" else ""
    return initial + "".join([sounds.get(heard, "") for heard in pattern.findall(latin)])
