"""The labelled sets: unique ids, every right answer, the pinned files and no others."""

import itertools
from pathlib import Path

import pytest

from bench.screening import sets, source
from bench.screening.rows import Query, Row
from bench.screening.sets import LabelledSet, Pair

PAIRS = [Pair("Nadia", "نادية", 9), Pair("Omar", "عمر", 4), Pair("Salma", "سلمى", 1)]


def test_full_names_are_always_the_same_and_each_comes_once() -> None:
    once, again = (list(itertools.islice(sets.composed(PAIRS, " ", "seed"), 12)) for _ in range(2))
    assert once == again
    assert len({latin for latin, _ in once}) == 12
    to_arabic = {pair.latin: pair.other for pair in PAIRS}
    assert all(other == " ".join(to_arabic[word] for word in latin.split(" ")) for latin, other in once)


def test_everybody_who_bears_the_name_is_a_right_answer() -> None:
    listed = [Row("1", ("Omar Salma",)), Row("2", ("OMAR SALMA",)), Row("3", ("Nadia Omar",))]
    (query,) = sets._checked(LabelledSet(listed, [Query(Row("q", ("عمر سلمى",)), frozenset({"1"}))])).queries
    assert query.answers == frozenset({"1", "2"})


def test_an_id_that_is_listed_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="listed twice"):
        sets._checked(LabelledSet([Row("1", ("Omar",)), Row("1", ("Amr",))], []))


def test_an_innocent_does_not_bear_a_listed_name() -> None:
    listed = [Row("1", ("Omar Salma",))]
    innocents = [Query(Row("i1", ("omar salma",))), Query(Row("i2", ("Omar Salim",)))]
    assert [query.row.id for query in sets._truly_innocent(listed, innocents)] == ["i2"]


def test_only_the_facts_that_are_wanted_stay_beside_the_name() -> None:
    asked = Query(Row("q", ("Omar",), birth_dates=("1970",), countries=("KE",), identifiers=("passport:A1",)))
    (bare,) = sets.with_only([asked])
    (dated,) = sets.with_only([asked], "birth_dates")
    assert bare.row == Row("q", ("Omar",))
    assert dated.row == Row("q", ("Omar",), birth_dates=("1970",))


def test_data_that_is_not_there_is_not_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPATRIA_NAMES", str(tmp_path))
    with pytest.raises(source.NamesUnavailable, match="not measured"):
        sets.pair_set()


def test_another_file_of_that_name_is_not_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPATRIA_NAMES", str(tmp_path))
    (tmp_path / "name_bench_cases.csv").write_text("schema,name1,name2,is_match\nPerson,A,B,true\n")
    with pytest.raises(source.NamesUnavailable, match="not the pinned file"):
        sets.pair_set()
