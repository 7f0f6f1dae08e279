"""Text, dates and countries of other people's files, brought to one form or left out.

Owns what is taken out of a text (invisible and direction characters, which let a name pretend to be another)
and which dates and countries are possible. What is left out is said by the caller, as a doubt; nothing is
guessed.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache, lru_cache

from repatria import reference

LONGEST_NAME = 20_000  # characters
_DATE = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?(?:[T ].*)?")
_JOINERS = "\u200c\u200d"  # they belong to words in Persian and in Indic scripts
_ORDINARY = re.compile(r"[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0400-\u052f\u4e00-\u9fff\uac00-\ud7a3]*")


def clean(text: str) -> tuple[str, bool]:
    """One line of text, and whether something that nobody sees was taken out of it."""
    kept, changed = clean_lines(text)
    return " ".join(kept.split()), changed


def clean_lines(text: str) -> tuple[str, bool]:
    """The same for a text of several lines: CRLF becomes LF, lines are kept."""
    if _ORDINARY.fullmatch(text):
        return text.strip(), False
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in lines if not _invisible(letter))
    return unicodedata.normalize("NFC", kept).strip(), len(kept) != len(lines)


def can_be_compared(name: str) -> bool:
    """Whether it has a letter or a digit of any script: a name of signs alone is found nowhere, and no lead
    would say that it was looked for."""
    return any(letter.isalnum() for letter in name)


@lru_cache(maxsize=8192)
def _invisible(letter: str) -> bool:
    if letter in _JOINERS or letter in "\n\t":
        return False
    return unicodedata.category(letter) in ("Cf", "Cc", "Cs")


def find_date(text: str) -> str | None:
    """YYYY, YYYY-MM or YYYY-MM-DD of a possible day; None for anything else.

    Takes what public lists write (1971/03/09, 1971, 1971-03-09T00:00:00); a day or month of 00 is not known.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if year == 0 or month > 12 or (day and not month):
        return None
    if not month:
        return f"{year:04}"
    if not day:
        return f"{year:04}-{month:02}"
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def find_country(text: str) -> str | None:
    """The alpha-2 code that a code or a name in one of our languages means; None where it is not known."""
    code = text.strip().upper()
    special = reference.interpol_codes()["country_of_special_code"].get(code)
    if special is not None:
        return str(special)
    if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,4}", code):  # a part of a country, ISO 3166-2
        code = code[:2]
    if code in reference.countries():
        return code
    return _by_alpha3().get(code) or _by_name().get(_plain(text))


@cache
def _by_alpha3() -> dict[str, str]:
    return {country.alpha3: code for code, country in reference.countries().items() if country.alpha3}


@cache
def _by_name() -> dict[str, str]:
    names = {
        _plain(name): code
        for code, country in reference.countries().items()
        for name in country.names.values()
    }
    return names | {_plain(name): code for name, code in reference.country_aliases().items()}


def _plain(name: str) -> str:
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name).casefold().replace("’", "'")
        if unicodedata.category(letter) != "Mn"
    )
    return " ".join(bare.replace("&", "and").replace("-", " ").split())
