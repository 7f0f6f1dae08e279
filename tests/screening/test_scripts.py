"""Cleaning, cutting into words, and reading each word in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.screening.scripts import (
    MAX_NAME_CHARACTERS,
    Script,
    clean,
    kana,
    readings,
    script_of,
    script_of_word,
    words_of,
)


@pytest.mark.parametrize(
    ("character", "script"),
    [
        ("a", Script.LATIN),
        ("ß", Script.LATIN),
        ("Ω", Script.GREEK),
        ("ж", Script.CYRILLIC),
        ("Ա", Script.ARMENIAN),
        ("ש", Script.HEBREW),
        ("ق", Script.ARABIC),
        ("ڈ", Script.ARABIC),
        ("न", Script.INDIC),
        ("த", Script.INDIC),
        ("ท", Script.THAI),
        ("მ", Script.GEORGIAN),
        ("김", Script.HANGUL),
        ("カ", Script.KANA),
        ("か", Script.KANA),
        ("習", Script.HAN),
        ("𠮷", Script.HAN),
        ("7", Script.DIGIT),
        ("٧", Script.DIGIT),
        ("አ", Script.OTHER),
    ],
)
def test_script_of_a_character(character: str, script: Script) -> None:
    assert script_of(character) is script


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  Mar\u200bia\u2060 ", "maria"),  # zero width
        ("\u202eAli\u202c \u2067Haddad\u2069", "ali haddad"),  # direction
        ("Ｍａｒｉａ", "maria"),  # full width
        ("STRAẞE", "strasse"),
        ("O’Brien", "obrien"),
        ("مُحَمَّد", "محمد"),  # vowel marks
        ("محـــمد", "محمد"),  # lengthening stroke
        ("שָׁלוֹם", "שלום"),  # points
        ("Maria\t\nLopez", "maria  lopez"),
        ("", ""),
    ],
)
def test_cleaning_leaves_what_is_compared(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


@given(st.text(max_size=400))
def test_cleaning_is_bounded_and_never_fails(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= MAX_NAME_CHARACTERS
    assert all(reading == reading.lower() for word in words_of(cleaned) for reading in readings(word))


def test_words_end_where_the_script_changes_but_not_between_kanji_and_kana() -> None:
    assert words_of("j.r.r. tolkien-smith") == ["j", "r", "r", "tolkien", "smith"]
    assert words_of("газ abc7") == ["газ", "abc", "7"]
    assert words_of("高橋まゆみ アン") == ["高橋まゆみ", "アン"]
    assert words_of("😀 — …") == []


def test_a_word_is_kana_only_where_all_of_it_is() -> None:
    assert script_of_word("まゆみ") is Script.KANA
    assert script_of_word("高橋まゆみ") is Script.HAN


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("müller", {"muller", "mueller"}),
        ("čolak", {"colak", "cholak"}),
        ("щербаков", {"shcherbakov"}),
        ("григорий", {"grigoriy", "hrihoriy"}),
        ("λευτερησ", {"levteris"}),
        ("μπακασ", {"bakas"}),
        ("სააკაშვილი", {"saakashvili"}),
        ("խաչատրյան", {"khachatryan"}),
        ("رضا", {"rda", "rza"}),
        ("جمال", {"jmal", "gmal"}),
        ("לוי", {"loi", "lvi"}),
        ("ג׳ורג׳", {"jorj", "jvrj"}),
        ("シャルル", {"sharuru"}),
        ("सिंह", {"sinh"}),
        ("ชินวัตร", {"chinwatr"}),
    ],
)
def test_readings(word: str, expected: set[str]) -> None:
    assert set(readings(word)) == expected


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("シャルル", "sharuru"),
        ("サッカー", "sakka"),
        ("ティファニー", "tifani"),
        ("マッチ", "matchi"),
        ("ジェームズ", "jemuzu"),
        ("しんぞう", "shinzo"),
        ("ヴィクトル", "vikutoru"),
    ],
)
def test_kana_reads_in_hepburn_without_long_vowels(word: str, latin: str) -> None:
    assert kana(word) == latin
