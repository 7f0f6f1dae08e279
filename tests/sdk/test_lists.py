"""Own lists: examined, kept in the place of their earlier taking, dropped; sealed on the disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from repatria.sdk import WrongUse
from repatria.sdk.lists import AT_ONCE, ENTRIES, OwnLists
from repatria.sdk.store import MemoryStore, SealedStore

SAMPLES = Path(__file__).parents[1] / "notices" / "samples"
UN = SAMPLES / "un_list.synthetic.xml"


def row(number: int, name: str) -> str:
    return json.dumps({"id": f"p-{number}", "schema": "Person", "properties": {"name": [name]}})


def written(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def names(lists: OwnLists, name: str) -> list[str]:
    return [entry.subject.names[0] for entry in lists.entries(lists.find(name))]


def test_a_published_list_is_kept_with_its_date_and_licence() -> None:
    lists = OwnLists(MemoryStore())
    proposal = lists.examine(UN, name="Consolidated", taken="2026-11-20")
    assert lists.all() == []  # a dry run
    kept = lists.keep(proposal, 1_790_000_000)
    assert (kept.format, kept.licence, kept.dated) == ("un", "un", "2026-11-20")
    assert lists.all() == [kept]
    assert list(lists.entries(kept)) == list(proposal.entries)
    assert kept.entries == len(proposal.plan.added) > 0


def test_a_second_taking_says_what_it_changes_and_replaces_the_first(tmp_path: Path) -> None:
    lists, path = OwnLists(MemoryStore()), tmp_path / "own.jsonl"
    lists.keep(lists.examine(written(path, row(1, "Ada First"), row(2, "Bo Second"))), 1)
    proposal = lists.examine(written(path, row(2, "Bo Changed"), row(3, "Cy Third")))
    found = proposal.plan
    assert [one.id for one in found.added] == ["ftm:p-3"]
    assert [(one.entry.id, one.fields[-1].field) for one in found.changed] == [("ftm:p-2", "names")]
    assert [one.id for one in found.gone] == ["ftm:p-1"]
    lists.keep(proposal, 2)
    assert names(lists, "own") == ["Bo Changed", "Cy Third"]


def test_an_entry_is_not_ended_because_its_row_is_at_fault(tmp_path: Path) -> None:
    lists, path = OwnLists(MemoryStore()), tmp_path / "own.jsonl"
    lists.keep(lists.examine(written(path, row(1, "Ada First"), row(2, "Bo Second"))), 1)
    written(path, row(2, "Bo Second"), '{"id": "p-1", "schema": "Person", "properties": {"name": [')
    proposal = lists.examine(path)
    assert [fault.line for fault in proposal.plan.faults] == [2]
    assert proposal.kept_over == 1
    lists.keep(proposal, 2)
    assert names(lists, "own") == ["Bo Second", "Ada First"]
    lists.keep(lists.examine(path, drop_missing=True), 3)
    assert names(lists, "own") == ["Bo Second"]


def test_a_dropped_list_leaves_nothing_behind(tmp_path: Path) -> None:
    store = MemoryStore()
    lists = OwnLists(store)
    many = [row(number, f"Person Number{number}") for number in range(AT_ONCE + 1)]
    lists.keep(lists.examine(written(tmp_path / "many.jsonl", *many)), 1)
    assert len(store.names(ENTRIES)) == 2
    assert len(names(lists, "many")) == AT_ONCE + 1
    lists.drop("many")
    assert (lists.all(), store.names(ENTRIES)) == ([], [])
    with pytest.raises(WrongUse, match="no_such_list"):
        lists.drop("many")


def test_nobody_who_has_the_disk_reads_a_name_in_it(tmp_path: Path) -> None:
    lists = OwnLists(SealedStore(tmp_path / "state", b"k" * 32))
    lists.keep(lists.examine(written(tmp_path / "own.jsonl", row(1, "Unreadable Person"))), 1)
    kept = [path.read_bytes() for path in (tmp_path / "state").iterdir()]
    assert kept
    assert not any(b"Unreadable" in data or b"own" in data for data in kept)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        ("name;born\nAda;1961\n", "", "unknown_format"),
        ('{"id": "1", "schema": "Person", "properties": {}}', "", "nothing_listed"),
        (row(1, "Ada First"), "../etc", "bad_list_name"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, content: str, name: str, code: str) -> None:
    lists = OwnLists(MemoryStore())
    path = written(tmp_path / "own.jsonl", content)
    with pytest.raises(WrongUse) as refused:
        lists.keep(lists.examine(path, name=name), 1)
    assert refused.value.code == code
    assert lists.all() == []
