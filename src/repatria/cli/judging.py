"""What the gate says of a freeze request (sdk/gate.py), each thing with the option that fills it."""

from __future__ import annotations

from dataclasses import replace

from repatria.cli.output import say, words
from repatria.sdk import Letter, Session
from repatria.sdk.gate import Finding, context_of, examine

OPTION_OF = {
    "no_recipient": "--to",
    "unreachable": "--to",
    "no_asset": "--asset",
    "no_person": "--person",
    "no_identifier": "--person",
    "no_offence": "--offence",
    "no_link": "--asset",
    "no_facts": "--facts",
    "no_needed_by": "--needed-by",
    "no_purpose": "--purpose",
    "no_contact": "--contact-name",
    "language": "--language",
    "handling": "--tlp",
    "needed_by_past": "--needed-by",
    "flash": "--urgency",
    "iban": "--asset",
    "no_amount": "--asset",
    "no_place": "--asset",
    "no_law": "--offence-law",
    "no_stage": "--stage",
    "no_formal_by": "--formal-by",
    "formal_language": "--language",
    "no_third_parties": "--third-parties",
    "no_phone": "--contact-phone",
    "short_facts": "--facts",
}

# What a text may say in words of its own, which no gate can read.
IN_WORDS = frozenset({"no_asset", "no_person", "no_offence", "no_facts", "no_needed_by", "language"})


def findings_of(letter: Letter, session: Session) -> tuple[Finding, ...]:
    """What is missing in a freeze request, and what would help; nothing of any other letter.

    A form with holes is held back. A request written as a text, its form untouched, is not: an officer with
    an order in a file and two minutes sends it, and is told what the other side may have to ask back.
    """
    if letter.request is None or letter.request.type != "freeze":
        return ()
    found = examine(letter.request, context_of(letter, session.register.directory, session.now()))
    if not _is_a_text(letter):
        return found
    return tuple(replace(one, level="amber") if one.code in IN_WORDS else one for one in found)


def _is_a_text(letter: Letter) -> bool:
    form = letter.request
    begun = form and (form.assets or form.persons or form.offence or form.facts.strip() or form.needed_by)
    return letter.text.strip() != "" and not begun


def say_findings(findings: tuple[Finding, ...]) -> None:
    red = [one for one in findings if one.level == "red"]
    amber = [one for one in findings if one.level == "amber"]
    if red:
        say("gate.missing", count=len(red))
        _list(red)
    if amber:
        say("gate.advice", count=len(amber))
        _list(amber)


FORMS = {
    "--asset": "type|identifier|holder|place|amount|currency|link",
    "--person": "name|latin|born|document|nationality",
}


def findings_json(findings: tuple[Finding, ...], level: str) -> list[dict[str, str]]:
    return [{"code": one.code, "option": OPTION_OF[one.code]} for one in findings if one.level == level]


def _list(findings: list[Finding]) -> None:
    """Each thing with its option; what an option with several parts looks like, once."""
    shown = ""
    for one in findings:
        option = OPTION_OF[one.code]
        say("gate.line", option=f"{option:16}", text=words(f"gate.{one.code}"))
        if option in FORMS and option != shown:
            say("gate.line", option=" " * 16, text=FORMS[option])
            shown = option
