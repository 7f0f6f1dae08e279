"""The gate of a freeze request: judged by the cases that the browser's gate is judged by too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from repatria.sdk import Asset, ConcernedPerson, Letter, RequestForm
from repatria.sdk.gate import GateContext, Recipient, context_of, examine, valid_iban
from tests.sdk.living import Living

TABLE = json.loads((Path(__file__).parent / "gate_cases.json").read_text(encoding="utf-8"))


def form_of(request: dict[str, Any]) -> RequestForm:
    contact = request.pop("contact")
    persons = tuple(ConcernedPerson(**row) for row in request.pop("persons"))
    assets = tuple(Asset(**row) for row in request.pop("assets"))
    named = {f"contact_{name}": text for name, text in contact.items()}
    return RequestForm(**request, **named, persons=persons, assets=assets)


def context_from(context: dict[str, Any]) -> GateContext:
    offices = tuple(
        Recipient(tuple(one["languages"]), reachable=one["reachable"]) for one in context["offices"]
    )
    formal = tuple(context["formal_languages"])
    return GateContext(**{**context, "offices": offices, "formal_languages": formal})


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: str(case["name"]))
def test_the_gate_finds_what_the_table_says(case: dict[str, Any]) -> None:
    request = {**TABLE["base"]["request"], **case["request"]}
    context = {**TABLE["base"]["context"], **case["context"]}
    found = examine(form_of(request), context_from(context))
    assert [one.code for one in found if one.level == "red"] == case["red"]
    assert [one.code for one in found if one.level == "amber"] == case["amber"]


# Examples of the IBAN registry (SWIFT); the wrong ones differ by one digit and by a swap.
@pytest.mark.parametrize(
    ("iban", "valid"),
    [
        ("GB29 NWBK 6016 1331 9268 19", True),
        ("DE89370400440532013000", True),
        ("AE070331234567890123456", True),
        ("GB28 NWBK 6016 1331 9268 19", False),
        ("DE89370400440523013000", False),
        ("", False),
    ],
)
def test_an_iban_is_valid_by_its_check_digits(iban: str, *, valid: bool) -> None:
    assert valid_iban(iban) is valid


def test_the_offices_are_looked_up_in_the_verified_register(living: Living) -> None:
    session = living.session("wanjiku.kamau")
    letter = Letter(("ch/contact-point", "ch/no-such-office"), "Freeze", "", "TLP:RED", "es")
    context = context_of(letter, session.register.directory, session.now())
    (bern,) = context.offices
    assert bern.reachable
    assert set(bern.languages) >= set(session.register.directory.offices["ch/contact-point"].languages)
    assert (context.language, context.handling) == ("es", "TLP:RED")
    assert context.formal_languages == ("de", "fr", "it")  # of the framework record of Switzerland


def test_an_office_where_nobody_is_active_any_more_is_out_of_reach(living: Living) -> None:
    directory = living.session("wanjiku.kamau").register.directory
    letter = Letter(("ch/contact-point",), "Freeze", "")
    ever = max(officer.until for officer in directory.find("ch/contact-point"))
    assert [one.reachable for one in context_of(letter, directory, ever).offices] == [False]
