"""Korean names: where the surname ends, and how its syllables are spelt in Latin letters.

Three spellings of each word: the South's official one since 2000, what people in the South print on their
cards, and the North's. Surnames have spellings of their own, older than any of them.
"""

import re
from functools import lru_cache

_INITIALS = re.findall(r"\S+", "g kk n d tt r m b pp s ss - j jj ch k t p h")
_VOWELS = re.findall(r"\S+", "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_FINALS = re.findall(r"\S+", "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
_SURNAME_SPELLINGS = (
    "이:lee yi rhee ri i 김:kim gim 박:park pak bak 최:choi choe 정:jung chung jeong jong 강:kang "
    "gang 조:cho jo 윤:yoon yun 장:jang chang 임:lim im rim 한:han 오:oh o 서:seo suh so 신:shin sin "
    "권:kwon gwon 황:hwang 안:ahn an 송:song 류:ryu yoo yu 유:yoo yu ryu 전:jeon chun chon 홍:hong "
    "고:ko go koh 문:moon mun 양:yang 손:son sohn 배:bae pae 백:baek paik paek 허:heo hur huh ho "
    "남:nam 심:shim sim 노:roh noh no ro 로:ro roh 하:ha 곽:kwak gwak 성:sung seong song 차:cha 주:joo "
    "ju chu 우:woo u 구:koo ku gu 민:min 진:jin chin 엄:eom um 원:won 천:chun cheon chon 방:bang pang "
    "공:kong gong 현:hyun hyeon hyon 함:ham 변:byun byeon pyon 염:yeom yom 여:yeo yo 추:choo chu "
    "도:do to 소:so 석:seok suk sok 선:sun seon 설:seol sol 마:ma 길:kil gil 연:yeon yon 위:wi 표:pyo "
    "명:myung myong 기:ki gi 반:ban pan 왕:wang 금:keum kum 옥:ok 육:yook yuk 인:in 맹:maeng 제:je 모:mo "
    "탁:tak 국:kook kuk 어:eo o 은:eun un 편:pyeon 용:yong 나:na ra 라:ra na 리:ri lee rhee 림:rim lim "
    "량:ryang 려:ryo "
)
SURNAMES = {
    syllable: tuple(spellings.split())
    for syllable, spellings in re.findall(r"(\S):([a-z ]+)", _SURNAME_SPELLINGS)
}
_COMPOUND_SURNAMES = ("남궁", "황보", "제갈", "선우", "독고", "사공", "서문", "동방")
LONGEST_NAME = 5


def parts_of(word: str) -> tuple[str, ...]:
    """A Korean full name in one word, cut behind the surname; any other word whole."""
    if len(word) in {4, 5} and word[:2] in _COMPOUND_SURNAMES:
        return word[:2], word[2:]
    if len(word) in {2, 3, 4} and word[0] in SURNAMES:
        return word[0], word[1:]
    return (word,)


@lru_cache(maxsize=30_000)
def readings(word: str) -> tuple[str, ...]:
    """The Latin spellings of a word in Hangul; of a one-syllable surname those that its bearers use."""
    official = _official(word)
    card = re.sub("(?<!e)u(?=[nk]?$)", "oo", official.replace("yeo", "you").replace("eo", "u"))
    north = official.replace("eo", "o").replace("eu", "u")
    surnames = SURNAMES.get(word, ())
    return tuple(dict.fromkeys((*surnames, official, card, north)))


def _official(word: str) -> str:
    latin, before = "", ""
    for character in word:
        place = ord(character) - 0xAC00
        if not 0 <= place < 11172:
            continue
        initial = _INITIALS[place // 588].replace("-", "")
        if before == "l" and initial == "r":
            initial = "l"
        before = _FINALS[place % 28].replace("-", "")
        latin += initial + _VOWELS[place % 588 // 28] + before
    return latin
