"""The forms inside a draft, in the names that the browser keeps them in (web/src/session/model.ts).

Drafts are one officer's own, sealed for nobody else; their forms follow the browser's view model, where times
are milliseconds. `letter_of` reads a draft as the letter that it will be, `draft_of` writes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from repatria.sdk.drafts import Draft
from repatria.sdk.errors import WrongUse
from repatria.sdk.letters import Answer, Asset, ConcernedPerson, Letter, Measure, RequestForm

_TEXTS = {
    "offence": "offence", "offence_law": "offenceLaw", "stage": "stage", "facts": "facts",
    "measure": "measure", "purpose": "purpose", "order": "order", "authority": "authority",
    "third_parties": "thirdParties",
}  # fmt: skip
_BLANK_PERSON = ConcernedPerson("")
_BLANK_ASSET = Asset("bank_account")


def draft_of(letter: Letter, draft: Draft | None = None) -> Draft:
    """The letter as a draft, or `draft` with what the letter says. Files are not kept: name them again."""
    form = None if letter.request is None else _browser_form(letter.request, letter.language)
    return replace(
        draft or Draft(),
        to=letter.to,
        subject=letter.subject,
        body=letter.text,
        handling=letter.tlp,
        request=form,
    )


def letter_of(draft: Draft, files: tuple[Path, ...] = ()) -> Letter:
    """The draft as a letter; a plain one names no language. Raises WrongUse (`bad_draft_form`)."""
    if draft.request is None:
        return Letter(draft.to, draft.subject, draft.body, draft.handling, "", None, files)
    try:
        form, language = _request_form(draft.request), str(draft.request["language"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WrongUse("bad_draft_form", repr(error)) from error
    return Letter(draft.to, draft.subject, draft.body, draft.handling, language, form, files)


def answer_of(draft: Draft, files: tuple[Path, ...] = ()) -> Answer | None:
    """The answer that a reply gives to the room's request; None for a message. Raises WrongUse."""
    if draft.answer is None:
        return None
    try:
        measure = draft.answer["measure"]
        given = None if measure is None else Measure(**{**measure, "expires": _seconds(measure["expires"])})
        return Answer(str(draft.answer["outcome"]), draft.body, str(draft.answer["reason"]), given, files)
    except (KeyError, TypeError, ValueError) as error:
        raise WrongUse("bad_draft_form", repr(error)) from error


def _browser_form(form: RequestForm, language: str) -> dict[str, Any]:
    spoken = form.contact_languages.replace(",", " ").split()
    return {
        "kind": form.type,
        "urgency": form.urgency,
        "language": language,
        "assets": [asset.to_json() for asset in form.assets or (_BLANK_ASSET,)],
        "persons": [person.to_json() for person in form.persons or (_BLANK_PERSON,)],
        **{theirs: getattr(form, ours) for ours, theirs in _TEXTS.items()},
        "neededBy": _milliseconds(form.needed_by),
        "formalBy": _milliseconds(form.formal_by),
        "contact": {"name": form.contact_name, "phone": form.contact_phone, "languages": spoken},
    }


def _request_form(form: Mapping[str, Any]) -> RequestForm:
    """Rows that the form keeps blank are left out, as the browser does when it seals."""
    contact = form["contact"]
    persons = tuple(ConcernedPerson(**row) for row in form["persons"])
    assets = tuple(Asset(**row) for row in form["assets"])
    return RequestForm(
        type=str(form["kind"]),
        urgency=str(form["urgency"]),
        persons=tuple(one for one in persons if one != _BLANK_PERSON),
        assets=tuple(one for one in assets if one != _BLANK_ASSET),
        needed_by=_seconds(form["neededBy"]),
        formal_by=_seconds(form["formalBy"]),
        contact_name=str(contact["name"]),
        contact_phone=str(contact["phone"]),
        contact_languages=", ".join(contact["languages"]),
        **{ours: str(form[theirs]) for ours, theirs in _TEXTS.items()},
    )


def _milliseconds(seconds: int | None) -> int | None:
    return None if seconds is None else seconds * 1000


def _seconds(milliseconds: int | None) -> int | None:
    return None if milliseconds is None else milliseconds // 1000
