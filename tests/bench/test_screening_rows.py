"""The tables that anybody can have judged."""

from pathlib import Path
from random import Random

import pytest

from bench.screening.perturb import ANY_CHANGES, LATIN_CHANGES, Change, perturbed
from bench.screening.rows import BadTable, Row, read_listed_csv, read_queries_csv, read_rows, write_rows

LISTED = """id,names,birth_dates,countries,identifiers
p1,Nadia Okonjo|نادية,1970-05-01|1971,ng,passport:A1
p2,Omar,,,
"""


def table(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_listed_row_keeps_every_name_and_fact(tmp_path: Path) -> None:
    first, second = read_listed_csv(table(tmp_path, "listed.csv", LISTED))
    assert first == Row(
        "p1",
        ("Nadia Okonjo", "نادية"),
        birth_dates=("1970-05-01", "1971"),
        countries=("NG",),
        identifiers=("passport:A1",),
    )
    assert second == Row("p2", ("Omar",))


def test_rows_survive_the_way_to_an_engine(tmp_path: Path) -> None:
    rows = read_listed_csv(table(tmp_path, "listed.csv", LISTED))
    write_rows(rows, tmp_path / "rows.jsonl")
    assert read_rows(tmp_path / "rows.jsonl") == rows


def test_a_query_names_its_family_and_answers_or_is_an_innocent(tmp_path: Path) -> None:
    listed = read_listed_csv(table(tmp_path, "listed.csv", LISTED))
    asked = table(tmp_path, "asked.csv", "id,names,answers,set\nq1,N. Okonjo,p1|p2,latin\nq2,Somebody,,\n")
    first, second = read_queries_csv(asked, listed)
    assert (first.answers, first.family) == (frozenset({"p1", "p2"}), "latin")
    assert (second.answers, second.family) == (frozenset(), "all")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id\np1\n", "no column names"),
        ("id,names\np1,Omar\np1,Amr\n", "line 3: the id 'p1' comes twice"),
        ("id,names\np1,Omar\np2, \n", "line 3: a row needs an id and a name"),
    ],
)
def test_a_table_that_is_not_of_the_form_is_refused_with_its_line(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(BadTable, match=told):
        read_listed_csv(table(tmp_path, "listed.csv", text))


def test_an_answer_that_nobody_lists_is_refused(tmp_path: Path) -> None:
    asked = table(tmp_path, "asked.csv", "id,names,answers\nq1,Omar,p9\n")
    with pytest.raises(BadTable, match="no listed entity has the id 'p9'"):
        read_queries_csv(asked, [Row("p1", ("Omar",))])


@pytest.mark.parametrize("change", LATIN_CHANGES + ANY_CHANGES)
def test_no_change_of_a_name_breaks_on_short_or_empty_ones(change: Change) -> None:
    for name in ("", "A", "Li", "Jo Li", "Ana Li Wu"):
        assert isinstance(change(name, Random(1)), str)


def test_a_perturbed_name_is_another_one_and_always_the_same() -> None:
    names = ("Nadia Chioma Okonjo", "Ömer Çelik", "Иван Иванович Петров")
    for name in names:
        once, again = (perturbed(name, Random(7)) for _ in range(2))
        assert once == again != name
