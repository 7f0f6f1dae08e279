"""Anybody's labelled set through our engine, from two CSV files to the numbers."""

import json
import subprocess
import sys
from pathlib import Path

from bench.screening.session import ROOT

JUDGE = [sys.executable, "-m", "bench.screening.judge"]
LISTED = """id,names,birth_dates,countries
p1,Nadia Chioma Okonjo,1970-05-01,NG
p2,Vladislav Petrenko,1981-02-03,UA
p3,Yusuf Haddad,1964-07-09,LB
p4,Vladislava Petrova,1990-01-01,BG
"""
QUERIES = """id,names,answers,set,birth_dates
q1,Владислав Петренко,p2,cyrillic,1981-02-03
q2,يوسف حداد,p3,arabic,1964
q3,Okonjo Nadia,p1,latin,
i1,Gertrud Wiesinger,,,1955
i2,Marcel Dubois-Lefèvre,,,1955
"""


def test_a_set_of_ones_own_is_judged_by_family_and_against_innocents(tmp_path: Path) -> None:
    listed, queries, out = (tmp_path / name for name in ("listed.csv", "queries.csv", "out.json"))
    listed.write_text(LISTED, encoding="utf-8")
    queries.write_text(QUERIES, encoding="utf-8")
    command = [*JUDGE, "--listed", str(listed), "--queries", str(queries)]
    subprocess.run([*command, "--engines", "repatria", "--k", "1", "--out", str(out)], cwd=ROOT, check=True)
    report = json.loads(out.read_text())["repatria"]
    assert {name: report[f"recall@1 {name}"] for name in ("arabic", "cyrillic", "latin")} == {
        "arabic": 1.0,
        "cyrillic": 1.0,
        "latin": 1.0,
    }
    assert report["full: recall at 1.0% names only"] == report["fast: recall at 1.0% names only"] == 1.0


def test_a_table_that_is_not_of_the_form_is_told_with_its_line(tmp_path: Path) -> None:
    listed, queries = tmp_path / "listed.csv", tmp_path / "queries.csv"
    listed.write_text("id,names\np1,Omar\np1,Amr\n")
    queries.write_text("id,names,answers\n")
    command = [*JUDGE, "--listed", str(listed), "--queries", str(queries)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "line 3: the id 'p1' comes twice" in done.stderr) == (2, True)
