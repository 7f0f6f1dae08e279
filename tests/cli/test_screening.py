"""By command: a name is screened, explained and decided, with nothing asked of the server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from repatria.cli.exits import Exit
from repatria.sdk.notices import NoticeDraft
from repatria.sdk.screening import default_threshold
from tests.cli.test_journey import Desk
from tests.patience import PATIENCE_SECONDS
from tests.sdk.living import Living, living_network
from tests.sdk.test_notices import DAY, People, publish
from tests.server.publishing import record_of

pytestmark = pytest.mark.timeout(12 * PATIENCE_SECONDS)  # every command is a process of its own

LOGINS = ("wanjiku.kamau", "paivi.laukkanen", "youssef.elidrissi", "chiara.bernasconi")
NAME = "Виктор Брандволд"


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    with living_network(tmp_path_factory.mktemp("living") / "data", countries=("KE", "CH", "XN")) as living:
        yield living


@pytest.fixture(scope="module")
def notice(network: Living) -> str:
    """The hash of a valid notice about Viktor Brandvold."""
    people = People(*(network.session(login) for login in LOGINS))
    until = people.nairobi.now() + 100 * DAY
    return publish(people, NoticeDraft(record_of("Viktor Brandvold"), "silver", until)).hash


@pytest.fixture
def bern(network: Living, notice: str, tmp_path: Path) -> Desk:
    desk = Desk(network, tmp_path, "loic.perrenoud")
    desk.sign_in()
    return desk


def test_a_name_is_ranked_and_explained_in_the_language_spoken(bern: Desk, notice: str) -> None:
    ran = bern.run("screen", NAME, "--born", "1961")
    assert ran.returncode == Exit.OK, ran.stderr
    assert notice[:12] in ran.stdout
    assert "виктор ~ viktor" in ran.stdout.casefold()
    assert f"{default_threshold().value:.2f}" in ran.stderr
    assert "never an action" in ran.stderr
    french = bern.run("--language", "fr", "screen", NAME)
    assert "une piste, jamais une mesure" in french.stderr


def test_a_decision_is_remembered_by_the_next_command(bern: Desk, notice: str) -> None:
    (lead,) = json.loads(bern.ok("screen", NAME, "--json"))["leads"]
    assert (lead["listed"], lead["decision"]) == (notice[:12], None)
    bern.ok("screen", "decide", NAME, lead["listed"], "no_match", "--why", "Another man: the bank confirmed.")
    (lead,) = json.loads(bern.ok("screen", NAME.upper(), "--json"))["leads"]
    assert (lead["decision"]["verdict"], lead["decide_again"]) == ("no_match", False)
    assert "the bank confirmed" in bern.ok("screen", NAME)
    assert "the bank confirmed" in bern.ok("screen", "decisions")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("screen", " "), "nothing_asked"),
        (("screen", NAME, "--born", "1961-02-30"), "bad_date"),
        (("screen", NAME, "--country", "Atlantis"), "bad_country"),
        (("screen", NAME, "--document", "shoe:44"), "bad_choice"),
        (("screen", NAME, "--kind", "ghost"), "bad_choice"),
        (("screen", NAME, "--threshold", "7"), "bad_number"),
        (("screen", "decide", NAME, "0" * 12, "match", "--why", "It is him."), "no_such_lead"),
    ],
)
def test_what_cannot_be_asked_is_said(bern: Desk, arguments: tuple[str, ...], code: str) -> None:
    ran = bern.run(*arguments)
    assert (ran.returncode, f"[{code}]" in ran.stderr) == (Exit.USAGE, True), ran.stderr
