"""Exit codes and sentences: what the pages and the catalogue say is what the code does."""

import json
import re
from dataclasses import fields
from pathlib import Path
from string import Formatter

import pytest
import typer

from repatria import reference
from repatria.cli import COMMANDS, app
from repatria.cli.codes import SENTENCE_OF
from repatria.cli.drafts import COMMANDS as DRAFTS
from repatria.cli.exits import EXITS, Exit
from repatria.cli.helping import HELP_OPTION, PANELS, translations
from repatria.cli.helping import texts_of as help_texts
from repatria.cli.judging import OPTION_OF
from repatria.cli.language import PLURALS, Text, catalogue, choose
from repatria.cli.lists import COMMANDS as LISTS
from repatria.cli.notice import COMMANDS as NOTICE
from repatria.cli.notice.deciding import REASONS
from repatria.cli.notice.looking import LABELS, STATES
from repatria.cli.register import COMMANDS as REGISTER
from repatria.cli.screen import COMMANDS as SCREEN
from repatria.cli.screen.asking import GENDERS, KINDS
from repatria.cli.screen.asking import SCHEMES as NUMBERS
from repatria.cli.screen.bulk import HEADS
from repatria.cli.screen.explaining import measures
from repatria.cli.screen.watching import COMMANDS as WATCH
from repatria.frameworks.facts import CERTAINTIES, UNITS
from repatria.protocol.body_shapes import HIT_SUBJECTS, PLACE_STATES, REQUEST_TYPES
from repatria.protocol.entries import URGENCIES
from repatria.protocol.statements import COLOURS, NOTICE_ACTS, REVIEW_OUTCOMES, REVIEW_PARTS
from repatria.screening.facts import Fact
from repatria.screening.identifiers import SCHEMES
from repatria.screening.reasons import NameReason
from repatria.screening.screen import Band
from repatria.sdk import errors
from repatria.sdk.bulk import Tally
from repatria.sdk.decisions import VERDICTS
from repatria.sdk.letters import LINKS, OUTCOMES, REFUSALS, STAGES, TICK_STATES
from repatria.server.refusals import SENTENCES

ROOT = Path(__file__).resolve().parents[2]


def page() -> str:
    return (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def test_the_page_lists_every_exit_code() -> None:
    listed = dict(re.findall(r"^\| (\d) \| `([A-Z_]+)`", page(), re.MULTILINE))
    assert {int(number): name for number, name in listed.items()} == {code.value: code.name for code in Exit}


def test_the_page_names_every_command() -> None:
    named = set(re.findall(r"`repatria ([a-z-]+(?: [a-z][a-z-]*)?)", page()))
    missing = {f"drafts {name}" for name in DRAFTS if f"drafts {name}" not in named}
    missing |= {name for name in COMMANDS if name not in {one.partition(" ")[0] for one in named}}
    missing |= {f"notice {name}" for name in NOTICE if f"notice {name}" not in named}
    missing |= {f"screen {name}" for name in SCREEN if f"screen {name}" not in named}
    missing |= {f"screen watch {name}" for name in WATCH if f"`repatria screen watch {name}" not in page()}
    missing |= {f"lists {name}" for name in LISTS if f"lists {name}" not in named}
    missing |= {f"register {name}" for name in REGISTER if f"register {name}" not in named}
    assert missing == set()


def test_every_error_class_has_an_exit_code() -> None:
    classes = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.RepatriaError)
    }
    assert classes - {errors.RepatriaError} == set(EXITS)


BODY_KINDS = (
    "message", "request", "acknowledgement", "answer", "receipt", "tick", "note", "handling", "close",
    "notice", "hit", "screening_list", "screening_decision", "screening_watch", "screening_told",
)  # fmt: skip
POSTS = ("officer", "agency", "bureau")
LANGUAGES = ("en", "fr", "es", "ar")
FORMS = {
    "en": {"one", "other"},
    "fr": {"one", "many", "other"},
    "es": {"one", "many", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
}
# Raised by name, in any of these; a code built at run time would need a sentence too.
RAISED = re.compile(
    r"\b(?:Blocked|WrongUse|NotSignedIn|Unreachable|BackupError|ProtocolError)\(\s*\"([a-z_]+)\""
)


def texts_of(text: Text) -> dict[str, str]:
    return {"other": text} if isinstance(text, str) else text


def faults_of_tables() -> set[str]:
    """What may be said of a row or a cell, by the modules that read them."""
    folder = ROOT / "src" / "repatria" / "sdk"
    said = "".join((folder / f"{name}.py").read_text(encoding="utf-8") for name in ("tables", "columns"))
    found = set(re.findall(r"RowFault\([^\n]*\"([a-z_]+)\"\)", said))
    assert len(found) > 8
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_four_languages_are_those_of_the_browser_and_no_other() -> None:
    folder = ROOT / "src" / "repatria" / "cli" / "locales"
    browser = {path.stem for path in (ROOT / "web" / "src" / "locales").glob("*.json")}
    assert set(LANGUAGES) == set(PLURALS) == {path.stem for path in folder.glob("*.json")} == browser


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_names_in_it(language: str) -> None:
    english, own = catalogue("en"), catalogue(language)
    assert list(own) == list(english)
    for key, text in own.items():
        assert isinstance(text, str) == isinstance(english[key], str), key
        if not isinstance(text, str):
            assert set(text) == FORMS[language], key
        wanted = placeholders(texts_of(english[key])["other"])
        for name, form in texts_of(text).items():
            assert form.strip(), key
            # "one" and "two" may be words of their own, as in Arabic.
            spelled_out = {"count"} if name in ("zero", "one", "two") else set()
            assert wanted - spelled_out <= placeholders(form) <= wanted, key


# Names, words that both languages have, and texts that are nothing but placeholders.
ALIKE = {
    "witness.line", "restore.problem", "urgency.flash", "open.attachment", "open.field", "gate.line",
    "form.contact", "kind.message", "request.kind.confiscation", "reason.political", "stage.civil",
    "framework.certainty.high", "framework.said", "library.page", "place.absent",
}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_no_sentence_was_left_in_english(language: str) -> None:
    """What is the same is a name, or nothing but placeholders."""
    english = catalogue("en")
    same = {key for key, text in catalogue(language).items() if text == english[key]}
    assert same <= ALIKE


def test_every_sentence_that_commands_say_is_in_the_catalogue() -> None:
    said: set[str] = set()
    for path in (ROOT / "src" / "repatria" / "cli").rglob("*.py"):
        said |= set(re.findall(r"\b(?:say|words)\(\s*\"([a-z_.]+)\"", path.read_text(encoding="utf-8")))
    assert len(said) > 20
    assert said <= set(catalogue("en"))
    for state in ("sent", "acknowledged", "answered", "closed"):
        assert f"state.{state}" in catalogue("en")
    assert {f"urgency.{code}" for code in URGENCIES} <= set(catalogue("en"))
    groups = {
        "kind": (*BODY_KINDS, "sealed"), "request.kind": REQUEST_TYPES, "link": LINKS, "stage": STAGES,
        "outcome": OUTCOMES, "reason": REFUSALS, "checklist": TICK_STATES, "asset": reference.asset_types(),
        "action": [one["id"] for one in reference.checklist()["actions"]],
        "notice.label": LABELS,
        "notice.part": REVIEW_PARTS, "notice.outcome": REVIEW_OUTCOMES, "notice.act": NOTICE_ACTS,
        "receipt": ("read", "delivered"), "drafts": ("letter", "request", "reply", "cut_off"),
        "enrol": [f"{what}{post}" for what in ("", "fingerprint_") for post in POSTS],
        "screen.reason": (*NameReason, *Fact), "screen.band": Band, "screen.verdict": VERDICTS,
        "screen.kind": KINDS, "screen.head": (*HEADS, "cell", "fault"), "screen.origin": ("notice", "list"),
        "screen.about": [*(one.name for one in fields(Tally)), "table", "time", "position", "threshold",
                         *measures(1.0)],
        "screen.fault": faults_of_tables(),
    }  # fmt: skip
    for group, codes in groups.items():
        assert {f"{group}.{code}" for code in codes} <= set(catalogue("en")), group


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_browser_says_too_is_said_in_the_same_words(language: str) -> None:
    """The gate's sentences and the words for codes: an officer knows them from the other program."""
    path = ROOT / "web" / "src" / "locales" / f"{language}.json"
    browser, own = json.loads(path.read_text(encoding="utf-8")), catalogue(language)
    alike = {f"gate.{code}": f"gate.{code}" for code in OPTION_OF}
    alike |= {f"action.{one['id']}": f"checklist.{one['id']}" for one in reference.checklist()["actions"]}
    for group in ("asset", "link", "stage", "outcome", "reason", "request.kind"):
        alike |= {key: key for key in own if key.startswith(f"{group}.")}
    assert len(alike) > 130
    assert {key: own[key] for key in alike} == {key: browser[theirs] for key, theirs in alike.items()}


def test_every_finding_of_the_gate_has_an_option() -> None:
    table = json.loads((ROOT / "tests" / "sdk" / "gate_cases.json").read_text(encoding="utf-8"))
    codes = {code for case in table["cases"] for level in ("red", "amber") for code in case[level]}
    assert codes == set(OPTION_OF)


def test_every_code_that_may_be_raised_has_a_sentence() -> None:
    codes = set(SENTENCES)
    for folder in ("sdk", "cli", "protocol", "server"):
        for path in (ROOT / "src" / "repatria" / folder).rglob("*.py"):
            codes |= set(RAISED.findall(path.read_text(encoding="utf-8")))
    assert len(codes) > 120
    unsaid = {code for code in codes if f"error.{SENTENCE_OF.get(code, code)}" not in catalogue("en")}
    assert unsaid == set()


def test_every_scheme_of_numbers_can_be_asked_for() -> None:
    assert set(NUMBERS) == set(SCHEMES)


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_every_help_text_is_said_in_every_language(language: str) -> None:
    """What is not is nothing but codes and names of fields."""
    texts, own = help_texts(typer.main.get_command(app)), translations(language)
    assert len(texts) > 150
    assert {text for text in texts if text not in own} <= CODES_ONLY
    assert not {text for text, said in own.items() if text == said} - {"Arguments", "Options"}
    assert {HELP_OPTION, *PANELS.values()} <= own.keys()
    for text, said in own.items():
        assert set(re.findall(r"REPATRIA_\w+|`[^`]+`|UNCAC-17", text)) == set(
            re.findall(r"REPATRIA_\w+|`[^`]+`|UNCAC-17", said)
        ), text


CODES_ONLY = {
    "message, freeze, tracing, pre_mla, spontaneous, confiscation, return, information",
    "intelligence, preliminary, investigation, charged, trial, final_judgment, ncb, civil, administrative",
    "open, doing, done, not_applicable",
    "officer, deputy, head, auditor, partner",
    *(", ".join(codes) for codes in (COLOURS, REVIEW_PARTS, REVIEW_OUTCOMES, HIT_SUBJECTS, REASONS, STATES)),
    *(", ".join(codes) for codes in (KINDS, GENDERS, VERDICTS, PLACE_STATES, CERTAINTIES, UNITS)),
    'JSON: {"roster": [{officer, days, from, to}], '
    '"absences": [{officer, from, until, replacement}], "closed": ["YYYY-MM-DD"]}',
}


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_CH.UTF-8"}, "fr"),
        ({"LANG": "ar"}, "ar"),
        ({"LANG": "es-MX"}, "es"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "de_CH.UTF-8"}, "en"),
        ({"LANG": "fr_CH.UTF-8", "LC_MESSAGES": "es_ES"}, "es"),
        ({"LANG": "fr_CH.UTF-8", "LC_MESSAGES": "es_ES", "LC_ALL": "ar_EG"}, "ar"),
        ({"LANG": "fr_CH.UTF-8", "LC_ALL": ""}, "fr"),
    ],
)
def test_the_locale_of_the_machine_chooses(environment: dict[str, str], language: str) -> None:
    assert choose(["inbox"], environment) == language


def test_who_asks_for_a_language_gets_it() -> None:
    machine = {"LC_ALL": "fr_FR.UTF-8"}
    assert choose(["--language", "ar", "inbox"], machine) == "ar"
    assert choose(["--language=es", "inbox"], machine) == "es"
    assert choose(["send", "--language", "ar"], machine) == "fr"  # that of the text
    for asked in (["--language", "de"], ["--language="], ["--language"]):
        with pytest.raises(errors.WrongUse, match="unknown_language"):
            choose([*asked, "inbox"][:2], machine)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {0: "other", 1: "one", 2: "other"}),
        ("fr", {0: "one", 1: "one", 2: "other", 1_000_000: "many", 1_000_001: "other"}),
        ("es", {0: "other", 1: "one", 2: "other", 2_000_000: "many"}),
        ("ar", {0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other",
                102: "other", 103: "few", 111: "many", 1000: "other"}),
    ],
)  # fmt: skip
def test_plurals_are_those_of_unicode(language: str, forms: dict[int, str]) -> None:
    """CLDR 46, as Intl.PluralRules in the browser."""
    assert {number: PLURALS[language](number) for number in forms} == forms


@pytest.mark.parametrize("path", sorted((ROOT / "src" / "repatria").rglob("locales/**/*.json")), ids=str)
def test_no_catalogue_says_a_thing_twice(path: Path) -> None:
    """A key that comes twice would silently take the earlier one's sentence away."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert len({key for key, _ in pairs}) == len(pairs), [
            key for n, (key, _) in enumerate(pairs) if key in {before for before, _ in pairs[:n]}
        ]
        return dict(pairs)

    json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)
