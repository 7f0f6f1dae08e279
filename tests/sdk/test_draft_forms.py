"""Drafts of the browser as letters, and letters as drafts that the browser opens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from repatria.sdk import Answer, Asset, ConcernedPerson, Draft, Letter, Measure, RequestForm, WrongUse
from repatria.sdk.draft_forms import answer_of, draft_of, letter_of

# As web/src/ui/compose/gate.ts and freeze-form.tsx leave it (session/model.ts, RequestForm).
BROWSER_FORM = {
    "kind": "freeze", "urgency": "urgent", "language": "fr",
    "assets": [{"type": "bank_account", "identifier": "CH93", "holder": "Lighthouse Ltd", "place": "Geneva",
                "amount": "2 400 000", "currency": "USD", "link": "converted"}],
    "persons": [{"name": "Barasa Simiyu", "latin": "", "born": "1971-02-17",
                 "document": "", "nationality": ""}],
    "offence": "UNCAC-17", "offenceLaw": "s. 45", "facts": "Facts", "stage": "investigation",
    "authority": "EACC", "measure": "Hold it", "order": "none", "thirdParties": "a spouse",
    "neededBy": 1795511999999, "formalBy": None, "purpose": "Recovery",
    "contact": {"name": "Wanjiku Kamau", "phone": "+254", "languages": ["en", "sw"]},
}  # fmt: skip
FORM = RequestForm(
    type="freeze", urgency="urgent", needed_by=1795511999, offence="UNCAC-17", offence_law="s. 45",
    stage="investigation", facts="Facts", persons=(ConcernedPerson("Barasa Simiyu", "", "1971-02-17"),),
    assets=(Asset("bank_account", "CH93", "Lighthouse Ltd", "Geneva", "2 400 000", "USD", "converted"),),
    measure="Hold it", purpose="Recovery", contact_name="Wanjiku Kamau", contact_phone="+254",
    contact_languages="en, sw", order="none", authority="EACC", third_parties="a spouse",
)  # fmt: skip


def test_a_request_that_the_browser_began_is_read_as_the_letter_it_will_be() -> None:
    draft = Draft(("ch/contact-point",), "Freeze", "text", "TLP:RED", request=BROWSER_FORM)
    assert letter_of(draft) == Letter(("ch/contact-point",), "Freeze", "text", "TLP:RED", "fr", FORM)


def test_a_letter_is_kept_in_the_names_of_the_browser() -> None:
    letter = Letter(("ch/contact-point",), "Freeze", "text", "TLP:RED", "fr", FORM)
    draft = draft_of(letter, Draft(id="5b" * 16, version=3, revision=7))
    assert draft.request == {**BROWSER_FORM, "neededBy": 1795511999000}
    assert (draft.id, draft.version, draft.revision, draft.handling) == ("5b" * 16, 3, 7, "TLP:RED")
    assert letter_of(draft) == letter


def test_the_form_keeps_a_blank_person_and_asset_that_the_letter_has_not() -> None:
    letter = Letter(("ch/contact-point",), "", "", "TLP:AMBER", "en", RequestForm("freeze"))
    draft = draft_of(letter)
    assert draft.request is not None
    assert [row["type"] for row in draft.request["assets"]] == ["bank_account"]
    assert [row["name"] for row in draft.request["persons"]] == [""]
    assert letter_of(draft) == letter


def test_the_answer_of_a_reply() -> None:
    measure = {
        "authority": "FOJ",
        "basis": "18(2)",
        "expires": 1795511999999,
        "amount": "7",
        "currency": "CHF",
    }
    draft = Draft(room="0a" * 32, body="Held", answer={"outcome": "frozen", "reason": "", "measure": measure})
    held = Measure("FOJ", "18(2)", 1795511999, "7", "CHF")
    assert answer_of(draft) == Answer("frozen", "Held", "", held)
    assert answer_of(replace(draft, answer=None)) is None


@pytest.mark.parametrize(
    "request_", [{}, {**BROWSER_FORM, "persons": [{"nom": "x"}]}, {**BROWSER_FORM, "contact": None}]
)
def test_a_form_that_is_not_known_here_is_not_sent(request_: dict[str, object]) -> None:
    with pytest.raises(WrongUse, match="bad_draft_form"):
        letter_of(Draft(("ch/contact-point",), request=request_))
    with pytest.raises(WrongUse, match="bad_draft_form"):
        answer_of(Draft(room="0a" * 32, answer={"outcome": "frozen"}))
