"""The index as files: the same answers, and refused when something does not fit."""

import json
from pathlib import Path

import numpy as np
import pytest

from repatria.screening import stored
from repatria.screening.index import Index
from repatria.screening.records import Identifier, Kind, Subject

LISTED = [
    Subject(
        "a",
        Kind.PERSON,
        ("Arkady Belozerov", "Аркадий Белозёров"),
        ("1961-04",),
        ("KZ",),
        ("male",),
        (Identifier("passport", "N1234567"),),
    ),
    Subject("b", Kind.ORGANISATION, ("Westmark Ltd",)),
    Subject("c", Kind.PERSON, ("", "\ud800 broken", "高橋健一")),
]


def test_a_stored_index_is_the_index(tmp_path: Path) -> None:
    index = Index(LISTED).with_added([Subject("d", Kind.VESSEL, ("Northern Star 7",))]).without(["b"])
    stored.write(index, tmp_path / "index")
    opened = stored.read(tmp_path / "index")
    assert [opened.subject(row) for row in (0, 2, 3)] == [LISTED[0], LISTED[2], index.subject(3)]
    assert [opened.names(row) for row in (0, 2, 3)] == [index.names(row) for row in (0, 2, 3)]
    for name in ("Аркадий Белозеров", "Takahashi Kenichi", "Westmark", "Northern Star 7"):
        query = Subject("", Kind.PERSON, (name,))
        assert opened.candidates(query, 5) == index.candidates(query, 5)
    assert (len(opened), opened.rows_of("b"), opened.rows_of("d")) == (3, [], [3])


def test_it_is_mapped_and_not_read(tmp_path: Path) -> None:
    names = (f"Person {number} Belozerov" for number in range(300))
    stored.write(Index(Subject(name, Kind.PERSON, (name,)) for name in names), tmp_path / "index")
    (part,) = stored.read(tmp_path / "index").parts
    for array in (part.postings.rows, part.postings.scale, part.shelf.records):
        assert isinstance(array.base, np.memmap)


def test_an_empty_index_is_stored_too(tmp_path: Path) -> None:
    stored.write(Index(), tmp_path / "index")
    assert len(stored.read(tmp_path / "index")) == 0


def test_the_next_one_takes_its_place(tmp_path: Path) -> None:
    for listed in (LISTED, LISTED[:1]):
        stored.write(Index(listed), tmp_path / "index")
    assert len(stored.read(tmp_path / "index")) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["index"]


def test_a_folder_with_something_else_in_it_keeps_that(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(OSError, match="not empty"):
        stored.write(Index(LISTED), folder)
    assert (folder / "thesis.txt").read_text("utf-8") == "years of work"


def _without_description(folder: Path) -> None:
    (folder / "index.json").unlink()


def _of_another_format(folder: Path) -> None:
    (folder / "index.json").write_text(json.dumps({"format": stored.FORMAT + 1, "parts": []}))


def _of_no_json(folder: Path) -> None:
    (folder / "index.json").write_text("{")


def _described_as_a_list(folder: Path) -> None:
    (folder / "index.json").write_text("[]")


def _without_an_array(folder: Path) -> None:
    (folder / "0-rows.npy").unlink()


def _with_an_array_cut_short(folder: Path) -> None:
    path = folder / "0-scale.npy"
    path.write_bytes(path.read_bytes()[:-8])


def _with_an_array_of_another_index(folder: Path) -> None:
    np.save(folder / "0-owners.npy", np.zeros(99, np.int32))


@pytest.mark.parametrize(
    "damaged",
    [
        _without_description,
        _of_another_format,
        _of_no_json,
        _described_as_a_list,
        _without_an_array,
        _with_an_array_cut_short,
        _with_an_array_of_another_index,
    ],
)
def test_a_damaged_folder_is_refused(tmp_path: Path, damaged: object) -> None:
    stored.write(Index(LISTED), tmp_path / "index")
    assert callable(damaged)
    damaged(tmp_path / "index")
    with pytest.raises(stored.StoredIndexUnusable):
        stored.read(tmp_path / "index")
