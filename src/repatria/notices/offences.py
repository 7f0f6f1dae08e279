"""Which offences a charge text seems to speak of, as suggestions that a person confirms.

The expressions are data (`reference/offence-expressions.csv`), which the browser searches alike
(web/src/ui/notices/offences.ts; `tests/notices/charges.csv` judges both), in a folded text: small letters, no
accents, one spelling of Arabic letters, no invisible characters. A suggestion is no offence code of a
record: the filter "valid notices for corruption-related offences" says whether a person confirmed it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from repatria import reference

LONGEST_TEXT = 100_000  # characters of a charge that are looked at
COLOURS_IN_VIEW = frozenset({"red", "blue", "green", "purple", "silver", "un"})
Relation = Literal["confirmed", "suggested", ""]

_ONE_SPELLING = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ`´", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ٱ": "ا", "ـ": "",
    }
)  # fmt: skip
_CLAUSE_ENDS = frozenset(";.,؛،。、|•\n\r")

# Groups of the public count of charges (reference/notices.md section 5), by the article of UNCAC.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "laundering": ("UNCAC-23",),
    "embezzlement": ("UNCAC-17", "UNCAC-22"),
    "bribery": ("UNCAC-15", "UNCAC-16", "UNCAC-21"),
    "abuse": ("UNCAC-19",),
    "concealment": ("UNCAC-24",),
    "influence": ("UNCAC-18",),
    "obstruction": ("UNCAC-25",),
    "enrichment": ("UNCAC-20",),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`words` as they stand in the text, `language` and `certainty` (high, medium, low) of the expression."""

    code: str
    words: str
    language: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many charges there were, how many matched, and how many of each group; one may be in several."""

    total: int
    matched: int
    by_group: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Folded:
    """A folded text; `places[i]` is where character i came from, `ends` where clauses end in it."""

    text: str
    places: Sequence[int]
    ends: Sequence[int]

    def clause(self, start: int, end: int) -> str:
        """What stands around a match up to the next punctuation on either side."""
        before, behind = bisect_left(self.ends, start), bisect_left(self.ends, end)
        first = self.ends[before - 1] + 1 if before else 0
        last = self.ends[behind] if behind < len(self.ends) else len(self.text)
        return self.text[first:last]


@lru_cache(maxsize=4096)
def suggest(text: str) -> tuple[Suggestion, ...]:
    """The offences that a charge seems to speak of, in the order of the codes; empty when none.

    A heading (UNCAC-15) gives way to its own article (UNCAC-15.a) found in the same words.
    """
    folded = _fold(text[:LONGEST_TEXT])
    found: dict[str, tuple[int, int, Suggestion]] = {}
    for row, expression, unless in _expressions():
        if row.code in found:
            continue
        for match in expression.finditer(folded.text):
            if unless is None or unless.search(folded.clause(*match.span())) is None:
                words = _words(text, folded, match.span())
                found[row.code] = (*match.span(), Suggestion(row.code, words, row.language, row.certainty))
                break
    kept = [one for one in found.values() if not _gives_way(one, found.values())]
    order = list(reference.offence_codes())
    return tuple(sorted((one[2] for one in kept), key=lambda suggestion: order.index(suggestion.code)))


def relation(offences: Iterable[tuple[str, str]]) -> Relation:
    """How (code, charge) pairs relate to corruption: a UNCAC code confirms, a charge text only suggests."""
    pairs = list(offences)
    if any(code.startswith("UNCAC-") for code, _charge in pairs):
        return "confirmed"
    texts = (charge for _code, charge in pairs if charge)
    if any(one.code.startswith("UNCAC-") for text in texts for one in suggest(text)):
        return "suggested"
    return ""


def in_corruption_view(colour: str, state: str, offences: Iterable[tuple[str, str]]) -> Relation:
    """The filter "valid notices for corruption-related offences" (reference/notices.md section 5).

    `state` is the fold's at the time that is asked about ("valid"; a notice that ran out is "expired").
    """
    return relation(offences) if colour in COLOURS_IN_VIEW and state == "valid" else ""


def count(charges: Iterable[str]) -> Counts:
    """The filter's count over charge texts, each distinct text once."""
    texts = set(charges)
    groups: Counter[str] = Counter(dict.fromkeys(GROUPS, 0))
    matched = 0
    for text in texts:
        hit = {group for one in suggest(text) if (group := _group_of(one.code)) is not None}
        groups.update(hit)
        matched += bool(hit)
    return Counts(len(texts), matched, dict(groups))


def _group_of(code: str) -> str | None:
    return next((name for name, heads in GROUPS.items() if code.startswith(heads)), None)


@cache
def _expressions() -> tuple[tuple[reference.OffenceExpression, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (
            row,
            re.compile(_fold(row.expression).text),
            re.compile(_fold(row.unless).text) if row.unless else None,
        )
        for row in reference.offence_expressions()
    )


def _fold(text: str) -> _Folded:
    letters: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    for place, letter in enumerate(text):
        if letter in _CLAUSE_ENDS:
            ends.append(len(letters))
        for part in _plain(letter):
            if part == " " and letters and letters[-1] == " ":
                continue
            letters.append(part)
            places.append(place)
    return _Folded("".join(letters), places, ends)


@lru_cache(maxsize=8192)
def _plain(letter: str) -> str:
    if letter.isspace():
        return " "
    bare = "".join(
        part
        for part in unicodedata.normalize("NFKD", letter)
        if unicodedata.category(part) not in ("Mn", "Cf", "Cc")
    )
    return bare.casefold().translate(_ONE_SPELLING)


def _words(text: str, folded: _Folded, span: tuple[int, int]) -> str:
    """The matched words as they were written, to the end of the last one."""
    first, last = folded.places[span[0]], folded.places[span[1] - 1] + 1
    while last < len(text) and _continues_word(text[last]):
        last += 1
    return " ".join(text[first:last].split())


def _continues_word(letter: str) -> bool:
    """Marks, and letters of scripts that put spaces between words (everything before U+2E80)."""
    return unicodedata.category(letter) == "Mn" or (letter.isalpha() and letter < "\u2e80")


def _gives_way(one: tuple[int, int, Suggestion], others: Iterable[tuple[int, int, Suggestion]]) -> bool:
    start, end, suggestion = one
    return any(
        other.code.startswith(f"{suggestion.code}.") and first < end and start < last
        for first, last, other in others
    )
