"""By command: a name is screened, explained and decided, with nothing asked of the server."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import load_workbook

from repatria.cli.exits import Exit
from repatria.cli.output import words
from repatria.sdk.notices import NoticeDraft
from repatria.sdk.screening import threshold_of
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
    assert f"{threshold_of().value:.2f}" in ran.stderr
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
        (("screen", "\U0001f600 …"), "nothing_asked"),
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


def names_table(folder: Path, rows: int) -> Path:
    path = folder / "names.csv"
    names = ["Marigold Thistlewood", "Ignatius Pemberton", "Cordelia Ashgrove"]
    lines = [f"r{number},{names[number % 3]},1961" for number in range(rows)]
    lines[7] = f"=r7,{NAME},02.04.1961"
    lines[9] = 'r9,"never closed,1961'
    path.write_text("\n".join(["ref,name,born", *lines]) + "\n", encoding="utf-8")
    return path


def test_a_table_becomes_a_table_of_leads(bern: Desk, notice: str, tmp_path: Path) -> None:
    table, out = names_table(tmp_path, 60), tmp_path / "leads.xlsx"
    tally = json.loads(bern.ok("screen", "file", table, "--out", out, "--json"))
    assert (tally["screened"], tally["hits"], tally["left_out"]) == (59, 1, 1)
    book = load_workbook(out)
    heads, lead = book["Leads"].iter_rows(values_only=True)
    row = dict(zip(heads, lead, strict=True))
    assert (row["Row"], row["Your reference"], row["Listed record"]) == ("9", "'=r7", notice[:12])
    assert "Виктор" in str(row["Asked"])
    (_, fault) = book["Left out"].iter_rows(values_only=True)
    assert fault[0] == "11"
    assert not out.with_name("leads.xlsx.journal").exists()
    bern.ok("--language", "ar", "screen", "file", table, "--out", tmp_path / "leads.csv")
    assert notice[:12] in (tmp_path / "leads.csv").read_text(encoding="utf-8-sig")
    assert (tmp_path / "leads.left-out.csv").exists()


def test_killed_in_the_middle_it_goes_on_and_leaves_no_process_behind(
    bern: Desk, notice: str, tmp_path: Path
) -> None:
    table, out = names_table(tmp_path, 6_000), tmp_path / "leads.csv"
    journal = out.with_name("leads.csv.journal")
    command = [sys.executable, "-c", "import repatria.cli; repatria.cli.main()"]
    with subprocess.Popen([*command, "screen", "file", table, "--out", out], env=bern.environment) as running:
        until(lambda: journal.exists() and b'{"rows"' in journal.read_bytes())
        workers = children_of(running.pid)
        running.kill()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    assert not out.exists()
    done = journal.read_bytes().count(b'{"rows"')
    ran = bern.run("screen", "file", table, "--out", out)
    assert ran.returncode == Exit.OK, ran.stderr
    assert done > 0
    assert "Going on" in ran.stderr
    with out.open(encoding="utf-8-sig", newline="") as file:
        (lead,) = csv.DictReader(file)
    assert (lead["Row"], lead["Listed record"]) == ("9", notice[:12])
    assert not journal.exists()


def test_a_list_is_tried_kept_screened_and_dropped(bern: Desk, tmp_path: Path) -> None:
    broken = '{"id": "q-2", "schema": "Person", "properties": {"name": ['
    entry = {"id": "q-1", "schema": "Person", "properties": {"name": ["Persephone Quillfeather"]}}
    own = tmp_path / "own.jsonl"
    own.write_text(f"{json.dumps(entry)}\n{broken}\n", encoding="utf-8")
    told = ("--licence", "Ours alone", "--taken", "2026-11-20")
    tried = bern.run("lists", "import", own, "--dry-run", *told)
    assert tried.returncode == Exit.OK, tried.stderr
    assert "line 2" in tried.stdout
    assert json.loads(bern.ok("lists", "list", "--json")) == []

    said = json.loads(bern.ok("lists", "import", own, *told, "--json"))
    assert (said["added"], [fault["line"] for fault in said["faults"]]) == (["ftm:q-1"], [2])
    (lead,) = json.loads(bern.ok("screen", "Persephone Quillfeather", "--json"))["leads"]
    assert lead["listed"] == "own/ftm:q-1"
    shown = bern.ok("screen", "Persephone Quillfeather")
    assert all(part in shown for part in ("list own (own.jsonl)", "2026-11-20", "Ours alone"))
    assert "Persephone Quillfeather" in bern.ok("lists", "show", "own")
    bern.ok("lists", "drop", "own")
    assert json.loads(bern.ok("screen", "Persephone Quillfeather", "--json"))["leads"] == []


def test_a_watched_name_is_told_once(bern: Desk, notice: str, tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    # With a birth date it is another question than the one that was decided.
    table.write_text(f"name,born\n{NAME},1961\nMarigold Thistlewood,\n", encoding="utf-8")
    bern.ok("screen", "watch", "add", "--file", table)
    (alert,) = json.loads(bern.ok("screen", "watch", "run", "--json"))
    assert alert["lead"]["listed"] == notice[:12]
    assert json.loads(bern.ok("screen", "watch", "run", "--json")) == []
    watched = {
        row["names"][0]: row["watched"] for row in json.loads(bern.ok("screen", "watch", "list", "--json"))
    }
    assert alert["watched"] == watched[NAME]
    bern.ok("screen", "watch", "drop", *watched.values())
    assert json.loads(bern.ok("screen", "watch", "list", "--json")) == []


def test_a_colleague_sees_who_decided_and_when(bern: Desk, network: Living, tmp_path: Path) -> None:
    own = listed(tmp_path, "Hortensia Umbridge")
    bern.ok("lists", "import", own)
    bern.ok("screen", "decide", "Hortensia Umbridge", "own/ftm:1", "unsure", "--why", "Asked the registry.")
    chiara = Desk(network, tmp_path / "chiara", "chiara.bernasconi")
    chiara.sign_in()
    (row,) = json.loads(chiara.ok("screen", "decisions", "--json"))[:1]
    assert (row["by_name"], row["why"]) == ("Loic Perrenoud", "Asked the registry.")
    shown = chiara.ok("screen", "Hortensia Umbridge")
    assert "Loic Perrenoud" in shown
    assert "Loic Perrenoud" in chiara.ok("lists", "list")
    (held,) = json.loads(chiara.ok("lists", "list", "--json"))
    assert "file" not in held  # its key is nobody's to print
    chiara.ok("lists", "drop", "own")
    assert json.loads(bern.ok("lists", "list", "--json")) == []


def test_whoever_follows_is_told_once_in_the_office(bern: Desk, network: Living, tmp_path: Path) -> None:
    chiara = Desk(network, tmp_path / "chiara", "chiara.bernasconi")
    chiara.sign_in()
    bern.ok("screen", "watch", "add", "Marmaduke Featherstone")
    assert "watch run" in bern.run("inbox").stderr
    assert bern.ok("screen", "watch", "run", "--json").strip() == "[]"
    assert "watch run" not in bern.run("inbox").stderr
    with following(bern) as process:
        chiara.ok("lists", "import", listed(tmp_path, "Marmaduke Featherstone"))
        alert = json.loads(line_of(process))
        assert alert["lead"]["listed"] == "own/ftm:1"
        until(lambda: "watch run" not in chiara.run("inbox").stderr)  # what was shown has been said
        assert json.loads(chiara.ok("screen", "watch", "run", "--json")) == []
        process.send_signal(signal.SIGTERM)
        assert process.wait() == Exit.OK
    chiara.ok("lists", "drop", "own")


def test_a_newcomer_is_told_what_is_missing_until_a_colleague_lets_them_in(
    network: Living, notice: str, tmp_path: Path
) -> None:
    network.newcomer("waits.to.screen", "ch/contact-point")
    desk = Desk(network, tmp_path, "waits.to.screen")
    desk.environment["REPATRIA_PASSPHRASE"] = "a long passphrase"
    desk.sign_in()
    ran = desk.run("screen", NAME, "--json")
    assert [lead["listed"] for lead in json.loads(ran.stdout)["leads"]] == [notice[:12]]
    assert " ".join(words("screen.not_let_in").split()) in " ".join(ran.stderr.split())
    for command in (("lists", "list"), ("screen", "watch", "run"), ("screen", "decisions")):
        ran = desk.run(*command)
        assert (ran.returncode, "[not_let_in]" in ran.stderr) == (Exit.USAGE, True), ran.stderr
    network.session("chiara.bernasconi")  # whose sync lets them in, once it is witnessed
    until(lambda: desk.run("lists", "list").returncode == Exit.OK)


def listed(folder: Path, name: str) -> Path:
    path = folder / "own.jsonl"
    path.write_text(json.dumps({"id": "1", "schema": "Person", "properties": {"name": [name]}}), "utf-8")
    return path


@contextmanager
def following(desk: Desk) -> Iterator[subprocess.Popen[str]]:
    """`screen watch run --follow`, once it follows."""
    command = [sys.executable, "-c", "import repatria.cli; repatria.cli.main()", "screen", "watch", "run"]
    with subprocess.Popen(
        [*command, "--follow", "--json"],
        env=desk.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        try:
            said = process.stderr.readline()
            assert said.strip() == words("screen.following"), said + process.stderr.read()
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def until(holds: Callable[[], bool]) -> None:
    """Wait for a condition of another process; the test's own limit of time ends it where it never holds."""
    while not holds():
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    """Linux alone says it in a file; elsewhere none are known and none are waited for."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
