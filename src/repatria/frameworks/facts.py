"""Facts, and what stands: the shipped draft, what was published in its place, what is proposed, how old it
is.

A fact is as the document of a framework has it (protocol/publications.md, "The documents"). What ships is
read into the same form: a length of time with its unit becomes the value, and the words that stood there
begin the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from repatria import reference
from repatria.reference.jurisdictions import framework_fields

UNITS = ("hours", "working_days", "calendar_days", "months", "years")
CERTAINTIES = ("high", "medium", "low", "unverified")
DAY_SECONDS = 86_400
STALE_AFTER_DAYS = 366
State = Literal["unknown", "to_be_confirmed", "proposed", "confirmed", "stale", "retired"]


@dataclass(frozen=True, slots=True)
class Duration:
    """`start`: the event it begins with (`from` in documents). `most`: with all extensions, in `unit`."""

    n: int
    unit: str
    start: str = ""
    extendable: bool = False
    most: int | None = None


Value = str | tuple[str, ...] | Duration | None


@dataclass(frozen=True, slots=True)
class Fact:
    field: str
    value: Value = None
    text: str = ""
    source: str = ""
    url: str = ""
    certainty: str = "unverified"
    as_of: str = ""  # a day, a month or a year
    review: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What somebody published or offered: `fact` None takes it away; `at` Unix seconds, `index` in the
    register.

    `by` is whoever signed, as the caller names them; `ref` the statement's hash; `why` the reason that
    they gave for taking it away.
    """

    field: str
    fact: Fact | None
    at: int
    index: int
    by: str
    ref: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stood once: `version` None is the shipped draft; `until` is when something came in its place."""

    fact: Fact | None
    version: Version | None
    until: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One field of one jurisdiction: what stands, since when and by whom, what is proposed, what stood
    before.

    `version` is None where what ships stands, or nothing. `earlier` is newest first.
    """

    field: str
    fact: Fact | None
    state: State
    version: Version | None = None
    proposed: tuple[Version, ...] = ()
    earlier: tuple[Earlier, ...] = ()


def shipped_facts(jurisdiction: str) -> tuple[Fact, ...]:
    """The drafts that the product ships for an item (`ch`); none for most."""
    country = jurisdiction.upper()
    if country not in reference.framework_countries():
        return ()
    record = reference.framework(country)
    return tuple(_shipped(fact, record.as_of) for fact in record.facts)


def _shipped(fact: reference.Fact, as_of: str) -> Fact:
    value: Value = tuple(fact.value) if isinstance(fact.value, list) else fact.value
    text = fact.text
    if fact.duration is not None:
        text = f"{fact.value}. {fact.text}".strip() if fact.value else fact.text
        value = _shipped_duration(fact.duration)
    return Fact(fact.field, value, text, fact.source, "", fact.certainty, as_of)


def _shipped_duration(raw: Mapping[str, Any]) -> Duration:
    """A most in another unit stays in the words: 7 working days and 186 days are no sum."""
    most = raw.get("max")
    same = isinstance(most, Mapping) and most.get("unit") == raw["unit"]
    return Duration(
        raw["n"],
        raw["unit"],
        raw.get("start", ""),
        extendable=raw.get("extendable") is True,
        most=most["n"] if same and most is not None else None,
    )


def merge(
    shipped: Iterable[Fact], published: Iterable[Version], offered: Iterable[Version], now: int
) -> dict[str, Standing]:
    """What stands of one jurisdiction, by field, in the order of the fields; fields of which nothing is
    known too.

    `published` and `offered` (those that nobody has answered yet) in any order. A field that the list of
    fields does not have stands at the end. A published fact replaces the shipped one for good, also one
    that retires it.
    """
    drafts = {fact.field: fact for fact in shipped}
    versions, offers = _by_field(published), _by_field(offered)
    known = [spec.key for spec in framework_fields()]
    more = sorted({*drafts, *versions, *offers} - set(known))
    return {
        key: _standing(key, drafts.get(key), versions.get(key, []), tuple(offers.get(key, ())), now)
        for key in (*known, *more)
    }


def _by_field(versions: Iterable[Version]) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for version in sorted(versions, key=lambda one: one.index):
        found.setdefault(version.field, []).append(version)
    return found


def _standing(
    key: str, draft: Fact | None, versions: list[Version], offers: tuple[Version, ...], now: int
) -> Standing:
    if not versions:
        state: State = "proposed" if offers else "to_be_confirmed" if draft else "unknown"
        return Standing(key, draft, state, None, offers)
    last = versions[-1]
    state = "retired" if last.fact is None else "stale" if is_stale(last.fact, last.at, now) else "confirmed"
    ends = [version.at for version in versions]
    before = [Earlier(draft, None, ends[0])] if draft else []
    before += [Earlier(one.fact, one, end) for one, end in zip(versions, ends[1:], strict=False)]
    return Standing(key, last.fact, state, last, offers, tuple(reversed(before)))


def is_stale(fact: Fact, published_at: int, now: int) -> bool:
    """From the day (UTC) that its review names; where it names none, 366 days after its publication."""
    if fact.review:
        year, month, day = (*fact.review.split("-"), "01", "01")[:3]
        return now >= datetime(int(year), int(month), int(day), tzinfo=UTC).timestamp()
    return now >= published_at + STALE_AFTER_DAYS * DAY_SECONDS


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of `fields` that an officer can fill in: how many are known, confirmed, stale, and how many wait for
    an answer.
    """

    fields: int
    known: int
    confirmed: int
    stale: int
    proposed: int


def coverage(standings: Mapping[str, Standing]) -> Coverage:
    """Over the fields that officers write; what other pages know (UNCAC, contacts, the record itself) is not
    asked.
    """
    asked = [standings[spec.key] for spec in framework_fields() if spec.asked and spec.key in standings]
    return Coverage(
        fields=len(asked),
        known=sum(one.fact is not None for one in asked),
        confirmed=sum(one.state == "confirmed" for one in asked),
        stale=sum(one.state == "stale" for one in asked),
        proposed=sum(bool(one.proposed) for one in asked),
    )
