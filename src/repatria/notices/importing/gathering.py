"""One entry while its row is being read: takes values as they come, cleans them, keeps the doubts."""

from __future__ import annotations

from repatria.notices.importing.cleaning import (
    LONGEST_NAME,
    clean,
    clean_lines,
    find_country,
    find_date,
)
from repatria.notices.importing.listed import Charge, Doubt, Link, Listed, Origin, Unusable
from repatria.notices.offences import Suggestion, suggest
from repatria.notices.subjects import screened_scheme
from repatria.screening.records import Identifier, Kind, Subject

_QUOTED = 80  # characters of a doubtful text that are kept
_NOTHING = frozenset({"", "-", "--", "n/a"})  # "NA" is Namibia, and Null a surname
_GENDERS = {
    "m": "male", "male": "male", "f": "female", "female": "female", "x": "other", "other": "other",
}  # fmt: skip


class Gathering:
    """Each method takes what a file said, of whatever type; `listed()` makes the entry or raises Unusable."""

    def __init__(self, of: str, entry: str, kind: Kind, origin: Origin, *, colour: str = "") -> None:
        self._list, self._colour, self._origin = of, colour, origin
        self._kind = kind
        self._doubts: dict[Doubt, None] = {}
        self._id = self._line("id", entry)
        self._names: dict[str, None] = {}
        self._weak: dict[str, None] = {}
        self._dates: dict[str, None] = {}
        self._countries: dict[str, None] = {}
        self._genders: dict[str, None] = {}
        self._identifiers: dict[Identifier, None] = {}
        self._facts: dict[str, dict[str, None]] = {}
        self._charges: dict[Charge, None] = {}
        self._links: dict[Link, None] = {}

    def doubt(self, field: str, text: object, code: str) -> None:
        quoted, _changed = clean(str(text)[:_QUOTED])
        self._doubts[Doubt(field, quoted, code)] = None

    def name(self, value: object, field: str = "name", *, weak: bool = False) -> None:
        text = self._line(field, value)
        if len(text) > LONGEST_NAME:
            self.doubt(field, text, "too_long")
        elif text:
            (self._weak if weak else self._names)[text] = None

    def born(self, value: object, field: str = "birth_date") -> None:
        text = self._line(field, value)
        if not text:
            return
        date = find_date(text)
        if date is None:
            self.doubt(field, text, "impossible_date")
        else:
            self._dates[date] = None

    def country(self, value: object, field: str = "country") -> str:
        """The code, which is among the subject's countries from now on; empty where it is not known."""
        code = self.code_of(value, field)
        if code:
            self._countries[code] = None
        return code

    def code_of(self, value: object, field: str) -> str:
        """The code of a country that is not the subject's own."""
        text = self._line(field, value)
        code = find_country(text) if text else ""
        if code is None:
            self.doubt(field, text, "unknown_country")
        return code or ""

    def has_country(self) -> bool:
        return bool(self._countries)

    def gender(self, value: object) -> None:
        found = _GENDERS.get(self._line("gender", value).casefold())
        if found:
            self._genders[found] = None

    def identifier(self, scheme: str, value: object) -> None:
        """`scheme` as protocol/notices.md has it."""
        text = self._line(scheme, value)
        if text:
            self._identifiers[Identifier(screened_scheme(scheme), text)] = None

    def fact(self, field: str, value: object) -> None:
        """A text, a number, or a list of them; a list in a list is a doubt."""
        for one in value if isinstance(value, list) else [value]:
            text = self._lines(field, one)
            if text:
                self._facts.setdefault(field, {})[text] = None

    def charge(self, text: object, country: str = "", translation: object = None) -> None:
        said = self._lines("charge", text)
        if said:
            self._charges[Charge(said, country, self._lines("charge_translation", translation))] = None

    def link(self, role: str, value: object) -> None:
        other = self._line(role, value)
        if other:
            self._links[Link(role, other)] = None

    def listed(self) -> Listed:
        if not self._id:
            raise Unusable("no_id")
        if not self._names and not self._identifiers and self._weak:
            self._names, self._weak = self._weak, {}  # a weak name is better than none at all
        if not self._names and not self._identifiers:
            raise Unusable("no_name", self._id)
        subject = Subject(
            id=f"{self._list}:{self._id}",
            kind=self._kind,
            names=tuple(self._names),
            birth_dates=tuple(self._dates),
            countries=tuple(self._countries),
            genders=tuple(self._genders),
            identifiers=tuple(self._identifiers),
        )
        return Listed(
            id=subject.id,
            list=self._list,
            colour=self._colour,
            subject=subject,
            weak_names=tuple(self._weak),
            facts={field: tuple(values) for field, values in self._facts.items()},
            charges=tuple(self._charges),
            offences=_suggested(tuple(self._charges)),
            links=tuple(Link(link.role, f"{self._list}:{link.id}") for link in self._links),
            doubts=tuple(self._doubts),
            origin=self._origin,
        )

    def _line(self, field: str, value: object) -> str:
        text, changed = clean(self._text(field, value))
        return self._noted(field, text, changed=changed)

    def _lines(self, field: str, value: object) -> str:
        text, changed = clean_lines(self._text(field, value))
        return self._noted(field, text, changed=changed)

    def _noted(self, field: str, text: str, *, changed: bool) -> str:
        if changed:
            self.doubt(field, text, "cleaned")
        return "" if text.casefold() in _NOTHING else text

    def _text(self, field: str, value: object) -> str:
        if isinstance(value, str):
            return value
        if value is None or isinstance(value, bool):
            return ""
        if isinstance(value, int | float):
            return f"{value:g}" if isinstance(value, float) else _digits(value)
        self.doubt(field, type(value).__name__, "wrong_shape")
        return ""


def _digits(value: int) -> str:
    """Python refuses to write very long integers (ValueError); no list means one."""
    return str(value) if abs(value) < 10**40 else ""


def _suggested(charges: tuple[Charge, ...]) -> tuple[Suggestion, ...]:
    found: dict[str, Suggestion] = {}
    for charge in charges:
        for text in (charge.text, charge.translation):
            for one in suggest(text) if text else ():
                found.setdefault(one.code, one)
    return tuple(found.values())
