"""Names in Chinese characters: where they are cut, and how each part may be read.

The same characters are a name in Mandarin, in Cantonese and in Japanese, and a list seldom says which. So a
part has several readings: pinyin, Wade-Giles, the spellings usual in Hong Kong, and the Japanese ones that
the tables have. The tables and their sources are in `tables/`.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product

from anyascii import anyascii

from repatria.screening import hangul
from repatria.screening.scripts import kana

_CHINESE_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷"
    "詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时"
    "穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩"
    "明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢习薄令郜朴叶鄺"
)
_COMPOUND_SURNAMES = frozenset(
    re.findall("..", "欧阳司马上官诸葛司徒东方独孤南宫夏侯皇甫尉迟公孙慕容令狐长孙宇文轩辕端木呼延百里")
)
# Surnames of Koreans who write them in these characters.
_KOREAN_SURNAMES = dict(
    zip(
        "金李朴崔鄭姜趙尹張林韓吳徐申權黃安宋柳全洪高文梁孫裵白許南沈盧河郭成車朱禹具閔陳嚴元方孔玄咸卞廉呂秋都蘇石宣薛馬吉延魏表明奇潘王羅俞劉",
        "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구민진엄원방공현함변염여추도소석선설마길연위표명기반왕나유유",
        strict=True,
    )
)
_READINGS_EACH = 3
# Longer runs are companies and foreign names spelt by sound: they are read, not cut.
LONGEST_NAME = 6


@cache
def _table(name: str) -> Mapping[str, tuple[str, ...]]:
    """A table of tables/: its first column and, parted by spaces, the second."""
    text = (files("repatria.screening") / "tables" / name).read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {row[0]: tuple(row[1].split()) for row in rows}


@cache
def _simplified() -> Mapping[int, str]:
    text = (files("repatria.screening") / "tables" / "han.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {ord(row[0]): row[2] for row in rows if row[2]}


def simplified(text: str) -> str:
    """Traditional characters in their simplified form, so that both are one name."""
    return text.translate(_simplified())


@lru_cache(maxsize=30_000)
def parts_of(word: str) -> tuple[str, ...]:
    """A name of a surname and a given name, cut in two; any other word whole."""
    if not 2 <= len(word) <= LONGEST_NAME:
        return (word,)
    plain = simplified(word)
    if len(word) in {3, 4} and plain[:2] in _COMPOUND_SURNAMES:
        return word[:2], word[2:]
    japanese = _japanese_cut(word)
    if japanese and (len(word) > 3 or not _is_chinese(word)):
        return japanese
    if len(word) <= 3 and plain[0] in _CHINESE_SURNAMES:
        return word[0], word[1:]
    return japanese or (word,)


def is_japanese_surname(word: str) -> bool:
    """Of two characters or more: single ones are as often Chinese."""
    return len(word) > 1 and word in _table("japanese_surnames.tsv")


def _is_chinese(word: str) -> bool:
    return simplified(word)[0] in _CHINESE_SURNAMES


def _japanese_cut(word: str) -> tuple[str, str] | None:
    """The cut behind a known surname; better before a known given name, best in the middle."""
    surnames, given = _table("japanese_surnames.tsv"), _table("japanese_given_names.tsv")
    cuts = [
        (word[at:] in given, -abs(len(word) - 2 * at), at)
        for at in range(1, min(len(word), 4))
        if word[:at] in surnames
    ]
    if not cuts:
        return None
    at = max(cuts)[2]
    return word[:at], word[at:]


@lru_cache(maxsize=30_000)
def readings(word: str) -> tuple[str, ...]:
    """How a part of a name may be read: a Japanese surname first so, the rest first in Mandarin."""
    pinyin = [anyascii(character).lower() for character in word]
    pinyin = ["".join(char for char in syllable if "a" <= char <= "z") for syllable in pinyin]
    mandarin = "".join(pinyin)
    found = [mandarin, "".join(wade_giles(syllable) for syllable in pinyin)]
    if len(word) <= LONGEST_NAME:
        found += _cantonese(word)
        japanese = _japanese(word)
        found = japanese + found if is_japanese_surname(word) else found + japanese
    if word in _KOREAN_SURNAMES:
        found += hangul.readings(_KOREAN_SURNAMES[word])
    return tuple(dict.fromkeys(reading for reading in found if reading))


@lru_cache(maxsize=20_000)
def foreign_skeletons(word: str) -> tuple[str, ...]:
    """The skeletons of foreign words that these characters may spell by sound, R written L; up to three."""
    table = _table("chinese_sounds.tsv")
    each = [table.get(character, ()) for character in simplified(word)]
    if len(word) < 2 or not all(each):
        return ()
    spelt = ("".join(sounds).replace("-", "") for sounds in islice(product(*each), _READINGS_EACH))
    return tuple(dict.fromkeys(skeleton for skeleton in spelt if skeleton))


def _cantonese(word: str) -> list[str]:
    table = _table("han.tsv")
    syllables = [table.get(character, ()) for character in word]
    return ["".join(each[0] for each in syllables)] if all(syllables) else []


def _japanese(word: str) -> list[str]:
    """As a surname, as a given name, and else character by character."""
    known = (
        *_table("japanese_surnames.tsv").get(word, ()),
        *_table("japanese_given_names.tsv").get(word, ()),
    )
    if known:
        return list(dict.fromkeys(known))[: _READINGS_EACH + 1]
    characters = _table("japanese_characters.tsv")
    each = [characters.get(char, (kana(char),) if "ぁ" <= char <= "ヿ" else ())[:2] for char in word]
    if not all(each):
        return []
    return ["".join(sounds) for sounds in islice(product(*each), _READINGS_EACH + 1)]


_WADE_GILES_INITIALS = {
    "zh": "ch", "ch": "ch", "sh": "sh", "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs",
    "z": "ts", "c": "ts", "r": "j",
}  # fmt: skip
_SYLLABLE = re.compile("([zcs]h|[bpmfdtnlgkhjqxzcsryw])?(.*)")
_WADE_GILES_FINALS = {"ong": "ung", "ian": "ien", "ie": "ieh", "ue": "ueh", "e": "e"}


def wade_giles(pinyin: str) -> str:
    """A pinyin syllable as Taiwan and older lists spell it, without apostrophes and dots."""
    match = _SYLLABLE.fullmatch(pinyin)
    if not match:
        return pinyin
    initial, final = match[1] or "", match[2]
    if initial in {"z", "c", "s"} and final == "i":
        return {"z": "tzu", "c": "tzu", "s": "szu"}[initial]
    if initial in {"zh", "ch", "sh", "r"} and final == "i":
        return _WADE_GILES_INITIALS[initial] + "ih"
    if initial == "y" and final in {"an", "ou"}:
        final = {"an": "en", "ou": "u"}[final]
    return _WADE_GILES_INITIALS.get(initial, initial) + _WADE_GILES_FINALS.get(final, final)
