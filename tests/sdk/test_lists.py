"""Own lists: examined, kept in the place of their earlier taking, for the whole office, dropped; sealed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from repatria.sdk import Session, WrongUse
from repatria.sdk.lists import OwnLists
from repatria.sdk.office import FILES
from repatria.sdk.store import MemoryStore, SealedStore
from tests.sdk.living import Living

SAMPLES = Path(__file__).parents[1] / "notices" / "samples"
UN = SAMPLES / "un_list.synthetic.xml"


@pytest.fixture
def bern(living: Living) -> Iterator[Session]:
    session = living.session("chiara.bernasconi", MemoryStore())
    yield session
    session.sync()
    for held in session.lists.all():
        session.lists.drop(held.name)


def row(number: int, name: str, **properties: list[str]) -> str:
    return json.dumps({"id": f"p-{number}", "schema": "Person", "properties": {"name": [name], **properties}})


def written(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def take(session: Session, path: Path, *rows: str) -> None:
    session.lists.keep(session.lists.examine(written(path, *rows)))


def names(lists: OwnLists, name: str) -> list[str]:
    return [entry.subject.names[0] for entry in lists.entries(lists.find(name))]


def test_a_published_list_is_kept_with_its_date_and_licence(bern: Session) -> None:
    proposal = bern.lists.examine(UN, name="Consolidated", taken="2026-11-20")
    assert bern.lists.all() == []  # a dry run
    kept = bern.lists.keep(proposal)
    assert (kept.format, kept.licence, kept.dated) == ("un", "un", "2026-11-20")
    assert (kept.by, kept.by_name) == (bern.keyid, "Chiara Bernasconi")
    assert bern.lists.all() == [kept]
    assert list(bern.lists.entries(kept)) == list(proposal.entries)
    assert kept.entries == len(proposal.plan.added) > 0


def test_a_second_taking_says_what_it_changes_and_replaces_the_first(bern: Session, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    take(bern, path, row(1, "Ada First"), row(2, "Bo Second"))
    proposal = bern.lists.examine(written(path, row(2, "Bo Changed"), row(3, "Cy Third")))
    found = proposal.plan
    assert [one.id for one in found.added] == ["ftm:p-3"]
    assert [(one.entry.id, one.fields[-1].field) for one in found.changed] == [("ftm:p-2", "names")]
    assert [one.id for one in found.gone] == ["ftm:p-1"]
    bern.lists.keep(proposal)
    assert names(bern.lists, "own") == ["Bo Changed", "Cy Third"]


def test_an_entry_is_not_ended_because_its_row_is_at_fault(bern: Session, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    take(bern, path, row(1, "Ada First"), row(2, "Bo Second"))
    written(path, row(2, "Bo Second"), '{"id": "p-1", "schema": "Person", "properties": {"name": [')
    proposal = bern.lists.examine(path)
    assert [fault.line for fault in proposal.plan.faults] == [2]
    assert proposal.kept_over == 1
    bern.lists.keep(proposal)
    assert names(bern.lists, "own") == ["Bo Second", "Ada First"]
    assert len({entry.origin.source for entry in bern.lists.entries(bern.lists.find("own"))}) == 2
    bern.lists.keep(bern.lists.examine(path, drop_missing=True))
    assert names(bern.lists, "own") == ["Bo Second"]


def test_a_colleague_reads_it_and_ends_it_and_no_disk_keeps_it_then(
    living: Living, bern: Session, tmp_path: Path
) -> None:
    take(bern, tmp_path / "own.jsonl", *(row(number, f"Person Number{number}") for number in range(300)))
    store = MemoryStore()
    colleague = living.session("loic.perrenoud", store)
    assert store.names(FILES) == []  # nobody needed it yet
    assert len(names(colleague.lists, "own")) == 300
    assert colleague.lists.find("own").by_name == "Chiara Bernasconi"
    assert store.names(FILES)
    colleague.connection.close()
    assert len(names(colleague.lists, "own")) == 300  # from the disk
    other = living.session("loic.perrenoud", MemoryStore())
    other.lists.drop("own")
    bern.sync()
    assert bern.lists.all() == []
    assert bern.store.names(FILES) == []
    with pytest.raises(WrongUse, match="no_such_list"):
        bern.lists.drop("own")


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(
    living: Living, bern: Session, tmp_path: Path
) -> None:
    path = tmp_path / "own.jsonl"
    take(bern, path, row(1, "Ada First"))
    proposal = bern.lists.examine(written(path, row(1, "Ada Second")))
    colleague = living.session("loic.perrenoud", MemoryStore())
    take(colleague, path, row(1, "Ada First"), row(2, "Bo Second"))
    bern.sync()
    with pytest.raises(WrongUse, match="list_changed"):
        bern.lists.keep(proposal)
    assert names(bern.lists, "own") == ["Ada First", "Bo Second"]


def test_nobody_who_has_the_disk_reads_a_name_in_it(living: Living, tmp_path: Path) -> None:
    bern = living.session("chiara.bernasconi", SealedStore(tmp_path / "state", b"k" * 32))
    take(bern, tmp_path / "own.jsonl", row(1, "Unreadable Person"))
    assert names(bern.lists, "own") == ["Unreadable Person"]
    kept = [path.read_bytes() for path in (tmp_path / "state").iterdir()]
    assert len([path for path in (tmp_path / "state").iterdir() if path.name.startswith(FILES)]) == 2
    assert not any(b"Unreadable" in data or data[:2] == b"\x1f\x8b" for data in kept)
    bern.lists.drop("own")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        ("name;born\nAda;1961\n", "", "unknown_format"),
        ('{"id": "1", "schema": "Person", "properties": {}}', "", "nothing_listed"),
        (row(1, "Ada First"), "../etc", "bad_list_name"),
        (row(1, "x" * 1_100_000), "", "nothing_listed"),
        (row(1, "Ada", alias=[f"{n} {'x' * 19_000}" for n in range(60)]), "", "entry_too_large"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused(
    bern: Session, tmp_path: Path, content: str, name: str, code: str
) -> None:
    path = written(tmp_path / "own.jsonl", content)
    with pytest.raises(WrongUse) as refused:
        bern.lists.keep(bern.lists.examine(path, name=name))
    assert refused.value.code == code
    assert bern.lists.all() == []
