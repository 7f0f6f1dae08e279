"""Scripts: which one a character belongs to, what a name is once cleaned, how a word reads in Latin letters.

Owns one word at a time in an alphabet, abjad or syllabary. Han needs tables of readings (han.py), and where a
name of several words is cut is for tokens.py to say. Romanising is anyascii's, corrected where names are
usually spelt otherwise; a reading is lower-case a-z and digits, and "" where nothing in the word can be read.
"""

import re
import unicodedata
from bisect import bisect_right
from enum import StrEnum
from functools import lru_cache

from anyascii import anyascii

# Longer than any name; what comes after is not read, so that the cost of a name is bounded.
MAX_NAME_CHARACTERS = 300


class Script(StrEnum):
    """Scripts that are read in ways of their own; the rest is `OTHER`."""

    LATIN = "latin"
    GREEK = "greek"
    CYRILLIC = "cyrillic"
    ARMENIAN = "armenian"
    HEBREW = "hebrew"
    ARABIC = "arabic"
    INDIC = "indic"
    THAI = "thai"
    GEORGIAN = "georgian"
    HANGUL = "hangul"
    KANA = "kana"
    HAN = "han"
    DIGIT = "digit"
    OTHER = "other"


# First code point of each run; a run ends where the next begins.
_RUNS: tuple[tuple[int, Script], ...] = (
    (0x0000, Script.LATIN),
    (0x0370, Script.GREEK),
    (0x0400, Script.CYRILLIC),
    (0x0530, Script.ARMENIAN),
    (0x0590, Script.HEBREW),
    (0x0600, Script.ARABIC),
    (0x0700, Script.OTHER),
    (0x0750, Script.ARABIC),
    (0x0780, Script.OTHER),
    (0x0870, Script.ARABIC),
    (0x0900, Script.INDIC),
    (0x0E00, Script.THAI),
    (0x0E80, Script.OTHER),
    (0x10A0, Script.GEORGIAN),
    (0x1100, Script.HANGUL),
    (0x1200, Script.OTHER),
    (0x1C80, Script.CYRILLIC),
    (0x1C90, Script.GEORGIAN),
    (0x1CC0, Script.OTHER),
    (0x1D00, Script.LATIN),
    (0x1F00, Script.GREEK),
    (0x2000, Script.OTHER),
    (0x2C60, Script.LATIN),
    (0x2C80, Script.OTHER),
    (0x2D00, Script.GEORGIAN),
    (0x2D30, Script.OTHER),
    (0x2DE0, Script.CYRILLIC),
    (0x2E00, Script.HAN),
    (0x3041, Script.KANA),
    (0x3100, Script.OTHER),
    (0x3130, Script.HANGUL),
    (0x3190, Script.HAN),
    (0x31F0, Script.KANA),
    (0x3200, Script.OTHER),
    (0x3400, Script.HAN),
    (0xA000, Script.OTHER),
    (0xA640, Script.CYRILLIC),
    (0xA6A0, Script.OTHER),
    (0xA720, Script.LATIN),
    (0xA800, Script.OTHER),
    (0xAB30, Script.LATIN),
    (0xAB70, Script.OTHER),
    (0xAC00, Script.HANGUL),
    (0xD7FF, Script.OTHER),
    (0xF900, Script.HAN),
    (0xFB00, Script.LATIN),
    (0xFB13, Script.ARMENIAN),
    (0xFB1D, Script.HEBREW),
    (0xFB50, Script.ARABIC),
    (0xFE00, Script.OTHER),
    (0xFE70, Script.ARABIC),
    (0xFF00, Script.OTHER),
    (0x20000, Script.HAN),
    (0x32000, Script.OTHER),
)
_STARTS = [start for start, _ in _RUNS]
# Marks that readers leave out: Arabic vowels and the lengthening stroke, Hebrew points.
_UNWRITTEN = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0300-\u0305]")
_APOSTROPHES = re.compile("[\u0027\u0060\u00b4\u02b0-\u02ff\u2018-\u201b\u2032\u055a\u07f4\uff07]")
_HEBREW_GERESH = re.compile("(?<=[\u05d0-\u05ea])['\u05f3\u2019]")


@lru_cache(maxsize=10_000)
def script_of(character: str) -> Script:
    """The script of one character; numerals of any script are digits."""
    if character.isdecimal():
        return Script.DIGIT
    return _RUNS[bisect_right(_STARTS, ord(character)) - 1][1]


def clean(text: str) -> str:
    """The name as it is compared: one width, no invisible or direction characters, case-folded, bounded.

    Keeps separators. Idempotent; linear in the first `MAX_NAME_CHARACTERS` characters.
    """
    text = text[:MAX_NAME_CHARACTERS]
    if text.isascii() and text.isprintable():
        return _APOSTROPHES.sub("", text.lower()).strip()
    text = unicodedata.normalize("NFKC", text)
    text = _HEBREW_GERESH.sub("\u05f3", text)
    if not text.isprintable():
        text = "".join(" " if char.isspace() else char for char in text if _is_visible(char))
    text = _UNWRITTEN.sub("", text)
    return _APOSTROPHES.sub("", text.casefold()).strip()[:MAX_NAME_CHARACTERS]


def _is_visible(character: str) -> bool:
    return character.isascii() or character.isspace() or unicodedata.category(character)[0] not in "C"


def words_of(cleaned: str) -> list[str]:
    """Runs of letters and digits of one script; kanji and kana of one name stay together."""
    if cleaned.isascii():
        return _ASCII_WORDS.findall(cleaned)
    words: list[str] = []
    current, last = "", None
    for character in cleaned:
        script = last if _continues(character) else _of_word(character)
        if script is not last and current:
            words.append(current)
            current = ""
        if script is not None:
            current += character
        last = script
    if current:
        words.append(current)
    return words


_ASCII_WORDS = re.compile("[A-Za-z]+|[0-9]+")


@lru_cache(maxsize=10_000)
def _continues(character: str) -> bool:
    """Whether this is written on or after a letter of any script, as a mark or a sign of length."""
    return unicodedata.category(character)[0] == "M" or character in "\u05f3\u30fc\u3005"


@lru_cache(maxsize=10_000)
def _of_word(character: str) -> Script | None:
    """The script of the words that this character may stand in; None: it parts words."""
    if not character.isalnum():
        return None
    script = script_of(character)
    return Script.HAN if script is Script.KANA else script


@lru_cache(maxsize=30_000)
def script_of_word(word: str) -> Script:
    """The script of a word of `words_of`: kana only where all of it is kana."""
    scripts = {script_of(character) for character in word if character.isalnum()}
    if Script.HAN in scripts:
        return Script.HAN
    return next(iter(scripts), Script.OTHER)


@lru_cache(maxsize=30_000)
def readings(word: str) -> tuple[str, ...]:
    """How a cleaned word of any script but Han and Hangul reads in Latin letters, the likeliest first."""
    script = script_of_word(word)
    if script is Script.LATIN:
        found = _latin(word)
    elif script is Script.ARABIC:
        found = _arabic(word)
    elif script is Script.HEBREW:
        found = _hebrew(word)
    elif script is Script.CYRILLIC:
        found = _cyrillic(word)
    elif script is Script.GREEK:
        found = [_ascii(_GREEK.sub(lambda match: _GREEK_PAIRS[match[0]], _unaccented(word)))]
    elif script is Script.KANA:
        found = [kana(word)]
    elif script is Script.INDIC:
        found = [re.sub("m(?=[cdfghjkqstz])", "n", _ascii(word))]
    else:
        found = [_ascii(word)]
    return tuple(dict.fromkeys(found))


def _ascii(word: str) -> str:
    latin = anyascii(word).lower()
    if latin.isascii() and latin.isalnum():
        return latin
    return "".join(char for char in latin if char.isascii() and char.isalnum())


def _unaccented(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if unicodedata.category(char) != "Mn")


# As they sound, or are written where the letter is missing.
_LATIN_PAIRS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ø": "oe",
        "å": "aa",
        "č": "ch",
        "ć": "ch",
        "ç": "ch",
        "ĉ": "ch",
        "š": "sh",
    }
    | {
        "ş": "sh",
        "ș": "sh",
        "ś": "sh",
        "ž": "zh",
        "ź": "zh",
        "ż": "zh",
        "đ": "dj",
        "ñ": "ny",
        "ħ": "h",
        "ə": "a",
    }
)


def _latin(word: str) -> list[str]:
    found = [_ascii(word)]
    if not word.isascii():
        found.append(_ascii(word.translate(_LATIN_PAIRS)))
    return found


_ARABIC = str.maketrans(
    {"ة": "a", "ى": "a", "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ع": "a", "ء": "", "ئ": "i", "ؤ": "o"}
    | {"غ": "gh", "خ": "kh", "ش": "sh", "ث": "th", "ذ": "dh", "ق": "q", "ك": "k", "ک": "k", "گ": "g"}
    | {"ه": "h", "ہ": "h", "ھ": "h", "ۀ": "h", "ح": "h", "ج": "j", "چ": "ch", "پ": "p", "ژ": "zh", "ڤ": "v"}
    | {"ص": "s", "س": "s", "ط": "t", "ت": "t", "ٹ": "t", "ض": "d", "د": "d", "ڈ": "d", "ظ": "z", "ز": "z"}
    | {"ب": "b", "ف": "f", "ل": "l", "م": "m", "ن": "n", "ں": "n", "ر": "r", "ڑ": "r", "و": "w", "ي": "y"}
    | {"ی": "y", "ې": "y", "ے": "y", "ۆ": "o", "ێ": "e", "ە": "e"}
)
# As Persian, Turkish and Urdu read those letters, and Egypt the jim.
_PERSIAN = str.maketrans({"ض": "ز", "ذ": "ز", "ظ": "ز", "ث": "س", "و": "ڤ"})
_EGYPTIAN = str.maketrans({"ج": "گ", "ظ": "ز", "ذ": "ز", "ث": "س", "غ": "گ"})


def _arabic(word: str) -> list[str]:
    variants = (word, word.translate(_PERSIAN), word.translate(_EGYPTIAN))
    return [_ascii(variant.translate(_ARABIC)) for variant in variants]


_HEBREW = str.maketrans(
    {"א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "o", "ז": "z", "ח": "h", "ט": "t", "י": "i"}
    | {"כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "ע": "a", "פ": "p"}
    | {"ף": "f", "צ": "ts", "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t"}
)
_HEBREW_SOUNDS = (("ג׳", "j"), ("צ׳", "ch"), ("ץ׳", "ch"), ("ז׳", "zh"), ("ת׳", "th"), ("וו", "v"), ("׳", ""))


def _hebrew(word: str) -> list[str]:
    for written, sound in _HEBREW_SOUNDS:
        word = word.replace(written, sound)
    word = re.sub("^ו", "v", word)
    word = re.sub("ה$", "a", word) if len(word) > 2 else word
    return [_ascii(each.translate(_HEBREW)) for each in (word, word.replace("ו", "v").replace("ח", "ch"))]


def _cyrillic(word: str) -> list[str]:
    latin = _ascii(word.replace("дж", "j").replace("кс", "x").replace("ё", "e"))
    return [latin, _ascii(word.replace("г", "h").replace("х", "h"))]


_GREEK_PAIRS = (
    {"μπ": "b", "γκ": "g", "γγ": "ng", "ντ": "nt", "τζ": "tz", "ου": "ou", "αυ": "av", "ευ": "ev"}
    | {
        "ει": "i",
        "οι": "i",
        "υι": "i",
        "αι": "e",
        "η": "i",
        "υ": "y",
        "χ": "ch",
        "ξ": "x",
        "ψ": "ps",
        "ω": "o",
    }
    | {"φ": "f", "θ": "th"}
)
_GREEK = re.compile("|".join(_GREEK_PAIRS))

_SMALL = {
    "ゃ": "ya",
    "ゅ": "yu",
    "ょ": "yo",
    "ぁ": "a",
    "ぃ": "i",
    "ぅ": "u",
    "ぇ": "e",
    "ぉ": "o",
    "ゎ": "wa",
}


def kana(word: str) -> str:
    """Katakana or hiragana in Hepburn without long vowels: シャルル is "sharuru", サッカー "sakka"."""
    latin, doubled = "", False
    for character in word:
        character = chr(ord(character) - 0x60) if "ァ" <= character <= "ヶ" else character
        if character == "っ":
            doubled = True
            continue
        small = _SMALL.get(character)
        if small and latin:
            latin = latin[:-1] + (small[-1] if latin[:-1].endswith(("sh", "ch", "j")) else small)
            continue
        sound = "" if character == "ー" else _ascii(character)
        latin += ("t" if sound[:2] == "ch" else sound[:1]) + sound if doubled else sound
        doubled = False
    return re.sub("u{2,}", "u", re.sub("o[ou]+", "o", latin))
