"""The kept index: nothing is read again, what came and went is taken in, and no name lies there in clear."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from repatria.screening import stored
from repatria.screening.records import Kind, Subject
from repatria.sdk import Session, kept_index
from repatria.sdk.decisions import Decisions
from repatria.sdk.lists import OwnLists
from repatria.sdk.screening import Screening
from repatria.sdk.store import SealedStore
from tests.sdk.living import Living, living_network

SOLHEIM, BRATLAND, QUILL = "Ingrid Kvalvik Solheim", "Torbjorn Bratland", "Persephone Quillfeather"


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    with living_network(tmp_path_factory.mktemp("living") / "data", countries=("KE", "CH", "XN")) as living:
        yield living


@pytest.fixture
def bern(network: Living) -> Session:
    return network.session("chiara.bernasconi")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SealedStore:
    monkeypatch.setattr(kept_index, "LEAST_WORTH_KEEPING", 1)
    return SealedStore(tmp_path / "profile", secrets.token_bytes(32))


def take(bern: Session, folder: Path, name: str, *people: str) -> None:
    rows = (json.dumps({"id": one[:3], "schema": "Person", "properties": {"name": [one]}}) for one in people)
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    bern.lists.keep(bern.lists.examine(path))


def program(bern: Session, store: SealedStore) -> Screening:
    """What a command begins with."""
    return Screening(bern.notices, bern.lists, Decisions(bern.office_room), store)


def asked(screening: Screening, name: str) -> list[tuple[str, str, str]]:
    leads = screening.screen(Subject("", Kind.PERSON, (name,)))
    return [(lead.entry.subject.names[0], lead.entry.origin.name, lead.entry.content) for lead in leads]


def test_the_next_program_reads_no_list_and_finds_the_same(
    bern: Session, store: SealedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(bern, tmp_path, "own", SOLHEIM, BRATLAND)
    first = program(bern, store)
    found = asked(first, "Ингрид Квалвик Солхейм")
    assert [(name, origin) for name, origin, _ in found] == [(SOLHEIM, "own")]

    def unread(*_: object) -> object:
        raise AssertionError("a list was read")

    monkeypatch.setattr(OwnLists, "records", unread)
    second = program(bern, store)
    assert asked(second, "Ингрид Квалвик Солхейм") == found
    assert dict(second.listed()) == dict(first.listed())
    assert second.sources() == first.sources()


def test_what_came_and_went_meanwhile_is_taken_in(bern: Session, store: SealedStore, tmp_path: Path) -> None:
    take(bern, tmp_path, "own", SOLHEIM, BRATLAND)
    take(bern, tmp_path, "more", "Wang Xiaoming")
    asked(program(bern, store), SOLHEIM)
    take(bern, tmp_path, "own", SOLHEIM, QUILL)  # taken anew: Solheim's id is in both
    bern.lists.drop("more")
    for _ in range(2):  # refreshed, then read as it was kept again
        screening = program(bern, store)
        assert [name for name, *_ in asked(screening, QUILL)] == [QUILL]
        assert [name for name, *_ in asked(screening, SOLHEIM)] == [SOLHEIM]
        assert asked(screening, BRATLAND) == []
        assert asked(screening, "Wang Xiaoming") == []
        assert {one.subject.names[0] for one in screening.listed().values()} == {SOLHEIM, QUILL}
        assert len(screening.listed()) == len(screening.index()) == 2
    kept = store.read(kept_index.RECORD) or b""
    assert SOLHEIM.encode() in kept
    for name in (BRATLAND, "Xiaoming"):  # what ended is in no file
        assert name.encode() not in kept
    bern.lists.drop("own")
    assert len(program(bern, store).listed()) == 0
    assert store.names("") == []


def test_an_index_of_another_version_is_made_anew(
    bern: Session, store: SealedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(bern, tmp_path, "own", SOLHEIM)
    with monkeypatch.context() as older:
        older.setattr(stored, "made_by", lambda: "0" * 64)
        asked(program(bern, store), SOLHEIM)
    assert kept_index.read(store) is None
    assert [name for name, *_ in asked(program(bern, store), SOLHEIM)] == [SOLHEIM]
    assert kept_index.read(store) is not None


def test_the_disk_holds_no_name_in_clear(bern: Session, store: SealedStore, tmp_path: Path) -> None:
    take(bern, tmp_path, "own", SOLHEIM)
    asked(program(bern, store), SOLHEIM)
    assert store.names(kept_index.RECORD) == [kept_index.RECORD]
    octets = b"".join(path.read_bytes() for path in (tmp_path / "profile").iterdir())
    assert len(octets) > 1_000
    for name in (*SOLHEIM.split(), *SOLHEIM.lower().split(), "repatria index"):
        assert name.encode() not in octets


def test_few_entries_are_not_kept(bern: Session, tmp_path: Path) -> None:
    store = SealedStore(tmp_path / "profile", secrets.token_bytes(32))
    take(bern, tmp_path, "own", SOLHEIM)
    assert [name for name, *_ in asked(program(bern, store), SOLHEIM)] == [SOLHEIM]
    assert store.names("") == []
