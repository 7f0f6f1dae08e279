"""Names in Chinese characters and in Hangul: where they are cut, how they read."""

import pytest

from repatria.screening import han, hangul


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("王小明", ("王", "小明")),
        ("李華", ("李", "華")),
        ("歐陽海", ("歐陽", "海")),
        ("司马文华", ("司马", "文华")),
        ("高橋健一", ("高橋", "健一")),
        ("長谷川真由美", ("長谷川", "真由美")),
        ("佐藤まゆみ", ("佐藤", "まゆみ")),
        ("阿爾博瑞托", ("阿爾博瑞托",)),
        ("日本電信電話公社", ("日本電信電話公社",)),
        ("明", ("明",)),
    ],
)
def test_a_name_is_cut_behind_its_surname(name: str, parts: tuple[str, ...]) -> None:
    assert han.parts_of(name) == parts


@pytest.mark.parametrize(
    ("part", "spellings"),
    [
        ("陳", {"chen", "chan"}),
        ("习", {"xi", "hsi"}),
        ("張", {"zhang", "chang", "cheung", "jang"}),
        ("朴", {"park", "pak"}),
        ("高橋", {"takahashi"}),
        ("健一", {"kenichi"}),
        ("晋三", {"shinzo"}),  # in no table: put together from its characters
    ],
)
def test_a_part_has_the_spellings_of_every_place(part: str, spellings: set[str]) -> None:
    assert spellings <= set(han.readings(part))


def test_a_japanese_surname_reads_so_first() -> None:
    assert han.readings("高橋")[0] == "takahashi"
    assert han.readings("小明")[0] == "xiaoming"


def test_traditional_and_simplified_characters_are_one() -> None:
    assert han.simplified("張學華") == han.simplified("张学华") == "张学华"


@pytest.mark.parametrize(
    ("pinyin", "older"),
    [("xi", "hsi"), ("zhong", "chung"), ("qian", "chien"), ("zi", "tzu"), ("shi", "shih"), ("guo", "kuo")],
)
def test_wade_giles(pinyin: str, older: str) -> None:
    assert han.wade_giles(pinyin) == older


def test_foreign_names_keep_their_sounds() -> None:
    assert "LPLT" in han.foreign_skeletons("罗伯特")
    assert "KTL" in han.foreign_skeletons("格特尔")
    assert han.foreign_skeletons("罗") == ()
    assert han.foreign_skeletons("罗鑫") == ()  # the second stands for no foreign sound


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("박서준", ("박", "서준")),
        ("남궁민수", ("남궁", "민수")),
        ("칼스타트", ("칼스타트",)),
        ("이", ("이",)),
    ],
)
def test_a_korean_name_is_cut_behind_its_surname(name: str, parts: tuple[str, ...]) -> None:
    assert hangul.parts_of(name) == parts


@pytest.mark.parametrize(
    ("word", "spellings"),
    [
        ("이", {"lee", "yi", "rhee"}),
        ("최", {"choi", "choe"}),
        ("정은", {"jeongeun", "jungeun", "jongun"}),
        ("영춘", {"yeongchun", "yongchun"}),
        ("칼라", {"kalla"}),
    ],
)
def test_hangul_has_the_spellings_of_both_koreas(word: str, spellings: set[str]) -> None:
    assert spellings <= set(hangul.readings(word))
