"""The quality gate of a freeze request: what is missing (red: it is not sent) and what would help (amber).

From UNCAC 46(15) and 55(3). The browser has the same gate (web/src/ui/compose/gate.ts); both are judged
by `tests/sdk/gate_cases.json`. Pure, but for `context_of`, which looks offices up in the verified register.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from repatria import reference
from repatria.protocol.directory import Directory
from repatria.sdk.letters import Letter, RequestForm

DAY_SECONDS = 24 * 3600
ENOUGH_FACTS = 120  # characters: about two sentences
_IBAN_LIKE = re.compile(r"[A-Za-z]{2}[0-9]{2}")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}")

Check = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Finding:
    """`red`: the request is useless to the other side without it. `amber`: it saves a question back."""

    code: str
    level: Literal["red", "amber"]


@dataclass(frozen=True, slots=True)
class Recipient:
    """An office that was chosen: languages of the office and of its officers; whether anybody can read."""

    languages: tuple[str, ...]
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class GateContext:
    """`language` is that of the request; `formal_languages` those that the receiving country's framework
    names for a formal request, empty when unknown; `now` Unix seconds."""

    offices: tuple[Recipient, ...]
    handling: str
    language: str
    now: int
    formal_languages: tuple[str, ...] = ()


def context_of(letter: Letter, directory: Directory, now: int) -> GateContext:
    """Offices that the register does not know are left out: with none of them known, none was chosen."""
    known = [office for office in letter.to if office in directory.offices]
    return GateContext(
        offices=tuple(_recipient(directory, office, now) for office in known),
        handling=letter.tlp,
        language=letter.language,
        now=now,
        formal_languages=_formal_languages(directory.offices[known[0]].country) if known else (),
    )


def examine(form: RequestForm, context: GateContext) -> tuple[Finding, ...]:
    """What is missing, then what would help, each in the order of the form."""
    return (
        *(Finding(code, "red") for code in _held(_missing(form, context))),
        *(Finding(code, "amber") for code in _held(_advisable(form, context))),
    )


def _recipient(directory: Directory, office: str, now: int) -> Recipient:
    record, officers = directory.offices[office], directory.officers_of(office, now)
    spoken = [language for officer in officers for language in officer.person["languages"]]
    return Recipient((*record.languages, *spoken), reachable=bool(officers))


def _formal_languages(country: str) -> tuple[str, ...]:
    if country not in reference.framework_countries():
        return ()
    fact = reference.framework(country).find_fact("languages")
    return tuple(fact.value) if fact is not None and isinstance(fact.value, list) else ()


def _held(checks: Iterable[Check]) -> list[str]:
    return [code for code, fails in checks if fails]


def _missing(form: RequestForm, context: GateContext) -> tuple[Check, ...]:
    asset = form.assets[0] if form.assets else None
    person = next((one for one in form.persons if _said(one.name)), None)
    return (
        ("no_recipient", not context.offices),
        ("unreachable", any(not office.reachable for office in context.offices)),
        (
            "no_asset",
            not asset or not (_said(asset.identifier) or (_said(asset.place) and _said(asset.holder))),
        ),
        ("no_person", person is None),
        ("no_identifier", person is not None and not _said(person.born) and not _said(person.document)),
        ("no_offence", not _said(form.offence)),
        ("no_link", any(one.link == "" for one in form.assets)),
        ("no_facts", not _said(form.facts)),
        ("no_needed_by", form.type == "freeze" and form.needed_by is None),
        ("no_purpose", not _said(form.purpose)),
        ("no_contact", not _said(form.contact_name)),
        ("language", any(not _readable(context, office) for office in context.offices)),
        ("handling", context.handling == "TLP:CLEAR"),  # a live freeze request is never free to publish
    )


def _advisable(form: RequestForm, context: GateContext) -> tuple[Check, ...]:
    left = None if form.needed_by is None else form.needed_by - context.now
    formal = context.formal_languages
    return (
        ("needed_by_past", left is not None and left <= 0),
        ("flash", left is not None and 0 < left <= DAY_SECONDS and form.urgency != "flash"),
        ("iban", any(_doubtful(one.identifier) for one in form.assets if one.type == "bank_account")),
        ("short_facts", _said(form.facts) and len(form.facts.strip()) < ENOUGH_FACTS),
        ("no_place", any(not _said(one.place) for one in form.assets)),
        ("no_amount", any(not _said(one.amount) for one in form.assets)),
        ("no_law", not _said(form.offence_law)),
        ("no_stage", form.stage == ""),
        ("no_formal_by", form.formal_by is None),
        ("formal_language", bool(formal) and context.language not in formal),
        ("no_third_parties", not _said(form.third_parties)),
        ("no_phone", not _said(form.contact_phone)),
    )


def _said(text: str) -> bool:
    return text.strip() != ""


def _readable(context: GateContext, office: Recipient) -> bool:
    """Somebody there works in the language, or the country's law takes it. Nothing known: no obstacle."""
    known = (*office.languages, *context.formal_languages)
    return not known or context.language in known


def _doubtful(identifier: str) -> bool:
    return _IBAN_LIKE.match("".join(identifier.split())) is not None and not valid_iban(identifier)


def valid_iban(text: str) -> bool:
    """ISO 13616: the first four to the end, letters to numbers, the remainder by 97 is 1."""
    iban = "".join(text.split()).upper()
    if _IBAN.fullmatch(iban) is None:
        return False
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97 == 1
