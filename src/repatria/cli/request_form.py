"""The request of a letter: from a file or a draft, with options laid over it, and what can be filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from repatria import reference
from repatria.cli.language import PLURALS, catalogue
from repatria.cli.output import say
from repatria.cli.reading import code_of, moment, one_of, read_object
from repatria.sdk import Asset, ConcernedPerson, RequestForm, Session, WrongUse
from repatria.sdk.letters import LINKS, REQUEST_TYPES, STAGES, URGENCIES

FREEZE = "freeze"
_MOMENTS = {"needed_by": "--needed-by", "formal_by": "--formal-by"}
_TEXTS = tuple(
    one.name for one in fields(RequestForm) if one.type == "str" and not one.name.startswith("contact_")
)
_NAMES = (*_TEXTS, *_MOMENTS, "persons", "assets", "contact")


@dataclass(frozen=True, slots=True)
class FormOptions:
    """What was given on the command line; empty where nothing was said."""

    texts: Mapping[str, str]
    moments: Mapping[str, str]
    persons: Sequence[str] = ()
    assets: Sequence[str] = ()


def read_form(path: Path, now: int) -> RequestForm:
    """A request object of bodies.md, whole or in part, as `open --json` shows it. Raises WrongUse."""
    given = read_object(path)
    given.pop("to", None)  # whom it goes to is said by --to
    if unknown := sorted(given.keys() - set(_NAMES)):
        raise WrongUse("bad_request_file", f"{path}: {', '.join(unknown)}")
    try:
        return _form(given, now)
    except (TypeError, AttributeError, ValueError) as error:
        raise WrongUse("bad_request_file", f"{path}: {error}") from error


def _form(given: dict[str, Any], now: int) -> RequestForm:
    texts = {name: given[name] for name in _TEXTS if name in given}
    contact = {f"contact_{name}": text for name, text in given.get("contact", {}).items()}
    if not all(isinstance(text, str) for text in (*texts.values(), *contact.values())):
        raise ValueError(f"text expected: {', '.join((*texts, *contact))}")
    made = RequestForm(
        **{"type": FREEZE, **texts},
        **contact,
        persons=tuple(ConcernedPerson(**_strings(row)) for row in given.get("persons", [])),
        assets=tuple(Asset(**_strings(row)) for row in given.get("assets", [])),
    )
    moments = {name: str(given[name]) for name in _MOMENTS if given.get(name) is not None}
    return lay_over(made, FormOptions({}, moments), now)


def _strings(row: dict[str, str]) -> dict[str, str]:
    if not all(isinstance(text, str) for text in row.values()):
        raise ValueError(f"text expected: {', '.join(row)}")
    return row


def lay_over(form: RequestForm, options: FormOptions, now: int) -> RequestForm:
    """What was given replaces what was there; every code is one that is known. Raises WrongUse."""
    changed: dict[str, Any] = {name: text for name, text in options.texts.items() if text}
    for name, text in options.moments.items():
        if text:
            changed[name] = moment(_MOMENTS[name], text, now)
    if options.persons:
        changed["persons"] = tuple(ConcernedPerson(*_parts("--person", row, 5)) for row in options.persons)
    if options.assets:
        changed["assets"] = tuple(Asset(*_parts("--asset", row, 7)) for row in options.assets)
    return demand_codes(replace(form, **changed))


def demand_codes(form: RequestForm) -> RequestForm:
    """Raises WrongUse (`bad_choice`) for a code that the other side's program would not know."""
    one_of("--kind", form.type, REQUEST_TYPES)
    one_of("--urgency", form.urgency, URGENCIES)
    code_of("--offence", form.offence, reference.offence_codes())
    code_of("--stage", form.stage, STAGES)
    for asset in form.assets:
        one_of("--asset", asset.type, reference.asset_types())
        code_of("--asset … link", asset.link, LINKS)
    return form


def _parts(option: str, row: str, most: int) -> list[str]:
    parts = [part.strip() for part in row.split("|")]
    if not parts[0] or len(parts) > most:
        raise WrongUse("bad_fields", f"{option} {row!r}: 1-{most}")
    return parts


def fill_in(form: RequestForm, language: str, session: Session) -> RequestForm:
    """A freeze request with what the browser fills in too: who can be called, the measure and the purpose.

    The two sentences are said, since they will be signed.
    """
    officer = session.register.directory.officer(session.keyid)
    if form.contact_name == "" and officer is not None:
        office = session.register.directory.offices[officer.office]
        form = replace(
            form,
            contact_name=str(officer.person["latin"]),
            contact_phone=form.contact_phone or str(officer.person["phone"]) or office.phone,
            contact_languages=", ".join(officer.person["languages"]),
        )
    for name in ("measure", "purpose"):
        if getattr(form, name) == "":
            text = str(catalogue(language if language in PLURALS else "en")[f"send.{name}"])
            say("send.filled_in", option=f"--{name}", text=text)
            form = replace(form, measure=text) if name == "measure" else replace(form, purpose=text)
    return form


def subject_of(form: RequestForm, language: str) -> str:
    """What the browser writes over a freeze request that has no subject."""
    asset = form.assets[0].identifier.strip() if form.assets else ""
    person = form.persons[0].name.strip() if form.persons else ""
    word = str(catalogue(language if language in PLURALS else "en")["send.freeze"])
    return " · ".join(part for part in (word, asset, person) if part)[:300]
