"""docs/security/claims.md says only what is tested, and lists the attacks that run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks import catalogue
from tests.attacks.families import FAMILIES
from tests.attacks.server_lies import LIES
from tests.attacks.tables import ATTACKS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security" / "claims.md"
NODE_ID = re.compile(r"`(tests/[\w/]+\.py::[^`]+)`")
PLACEHOLDERS = {"NAME"}
LEAST_ATTACKS = 60


def named_tests(text: str) -> set[str]:
    """Every node id of the page; `*` stands for both clients."""
    found = {name for name in NODE_ID.findall(text) if not any(mark in name for mark in PLACEHOLDERS)}
    return {name.replace("[*-", f"[{client}-") for name in found for client in ("python", "typescript")}


def collected(files: set[str]) -> set[str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        *sorted(files),
    ]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return {line.strip() for line in answer.stdout.splitlines() if "::" in line}


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text()


def missing_tests(text: str) -> set[str]:
    """Tests that a text names and pytest does not find; a name without brackets is all its cases."""
    named = named_tests(text)
    there = collected({name.partition("::")[0] for name in named})
    there |= {name.partition("[")[0] for name in there}
    return named - there


def test_every_test_that_a_claim_names_exists(page: str) -> None:
    assert len(named_tests(page)) > 60
    assert missing_tests(page) == set()


def test_a_claim_whose_test_is_gone_would_be_found() -> None:
    gone = "tests/attacks/test_attacks.py::test_it_is_blocked[python-an_attack_that_nobody_wrote]"
    assert missing_tests(f"| a claim | `{gone}` |") == {gone}


def test_the_page_lists_the_attacks_that_run(page: str) -> None:
    listed = page[page.index(catalogue.BEGIN) : page.index(catalogue.END) + len(catalogue.END)]
    assert listed == catalogue.section(), "run: python -m tests.attacks.catalogue, and put it into the page"


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_attacked_on_both_clients(family: str) -> None:
    """Each row of the table runs on both; so one row is enough."""
    assert [attack.name for attack in ATTACKS.values() if attack.family == family]


def test_there_are_more_attacks_than_were_asked_for() -> None:
    assert len(ATTACKS) >= LEAST_ATTACKS
    families = {attack.family for attack in ATTACKS.values()} | {lie.family for lie in LIES.values()}
    assert families <= set(FAMILIES)
